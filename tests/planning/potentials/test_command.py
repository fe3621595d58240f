import csv
import io

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from tests.planning.potentials import statistics

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    factories.small_province()
    statistics.table(2020, {code: row for code, row in statistics.FIGURES_2020.items() if code != "6303"})
    statistics.table(2022, {code: row for code, row in statistics.FIGURES_2022.items() if code != "6303"})


def potential(*options):
    out = io.StringIO()
    call_command("potential", *options, stdout=out)
    return out.getvalue()


def test_quotients_of_all_districts_by_default(province):
    written = potential("--section", "C")
    assert "location quotient" in written
    assert "6302" in written
    assert "made up for a test" in written


def test_profile_of_one_district(province):
    written = potential("--district", "6301", "--year", "2022")
    assert "klassen_sector" in written
    assert "6302" not in written


def test_several_indices_as_csv(province):
    rows = list(csv.DictReader(io.StringIO(potential("--index", "lq", "hhi", "--format", "csv"))))
    assert {row["measure"] for row in rows} == {"lq", "hhi"}
    by_key = {(row["measure"], row["region"], row["section"]): row["value"] for row in rows}
    assert float(by_key["lq", "6302", "C"]) == pytest.approx((66 / 113) / (120 / 430))


def test_a_file_is_written(province, tmp_path):
    path = tmp_path / "lq.csv"
    assert potential("--format", "csv", "--out", str(path)) == ""
    assert path.read_text(encoding="utf-8").startswith("region,")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--unprocessed",), "oil_palm"),
        (("--diversification",), "palm_oil_mill"),
        (("--chain", "oil_palm"), "palm_oil_mill"),
    ],
)
def test_other_subjects(province, options, words):
    assert words in potential(*options)


def test_missing_figures_are_dashes_and_named(province):
    statistics.SectorStatistic.objects.filter(region_code="6301", section="C", year=2022).update(value=None)
    written = potential("--section", "C")
    line = next(line for line in written.splitlines() if line.startswith("6301"))
    assert line.split()[1] == "-"
    assert "! 6301, C, 2022" in written


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--index", "gini"), "measure is 'gini'"),
        (("--year", "2021"), "2020, 2022"),
        (("--district", "9999"), "9999"),
        (("--chain", "tea"), "oil_palm"),
    ],
)
def test_bad_values_end_with_code_2(province, options, words):
    with pytest.raises(CommandError, match=words) as caught:
        potential(*options)
    assert caught.value.returncode == 2


def test_a_file_that_cannot_be_written_is_named(province, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        potential("--out", str(tmp_path / "nowhere" / "file.csv"))
