import pytest

from gisapp.planning.errors import ParameterError
from gisapp.planning.potentials.diversification import diversification_document, diversification_question
from gisapp.planning.potentials.kbli import section_of
from layers.models import SectorStatistic, SourceArea
from tests import factories
from tests.planning.potentials import statistics

pytestmark = pytest.mark.django_db


@pytest.fixture
def mill():
    """The small province with sections of its two districts; the province is more than their sum."""
    mill = factories.small_province()
    figures = {"6301": (40, 30, 20, 10), "6302": (30, 10, 60, 10), "63": (100, 100, 100, 100)}
    statistics.table(2022, figures)
    return mill


def ask(**given):
    return diversification_document(diversification_question(given))


def test_parts_multiply_to_the_potential(mill):
    rows = {row["region"]: row for row in ask(process="palm_oil_mill")["rows"]}
    west = rows["6301"]
    assert west["residual_per_year"] == pytest.approx(factories.SMALL_PROVINCE_WEST_LEFT)
    assert west["lq"] == pytest.approx(0.2 / 0.25)
    assert west["saturation"] == pytest.approx(0.8 / 1.8)
    expected = factories.SMALL_PROVINCE_WEST_LEFT * west["relatedness"] * (1 - west["saturation"])
    assert west["potential_per_year"] == pytest.approx(expected)
    assert west["section"] == "C"
    assert west["smallest_plants_filled"] is None


def test_districts_are_ranked_for_one_process(mill):
    rows = ask(process="palm_oil_mill")["rows"]
    ranked = [row for row in rows if row["rank"] is not None]
    assert [row["potential_per_year"] for row in ranked] == sorted(
        (row["potential_per_year"] for row in ranked), reverse=True
    )
    assert [row["rank"] for row in ranked] == list(range(1, len(ranked) + 1))


def test_a_missing_section_makes_the_potential_missing(mill):
    SectorStatistic.objects.filter(region_code="6301", section="C").update(value=None)
    (west,) = ask(process="palm_oil_mill", district="6301")["rows"]
    assert west["potential_per_year"] is None
    assert west["rank"] is None
    assert west["reason"] == "not_recorded"
    assert west["residual_per_year"] > 0


def test_a_process_of_a_section_that_is_not_counted_is_said(mill):
    mill.kbli = "01111"
    mill.save()
    SectorStatistic.objects.filter(section="A").delete()
    assert {row["reason"] for row in ask(process="palm_oil_mill")["rows"]} == {"section_not_known"}


def test_sizes_in_the_unit_of_the_feed_tell_how_many_plants_could_live(mill):
    factories.output(mill, mill.feed, 0.5)
    mill.flows.filter(commodity=mill.feed).update(role="feed", coefficient_unit="t dry per t wet")
    mill.min_scale_per_year = 100_000
    mill.save()
    (west,) = ask(process="palm_oil_mill", district="6301")["rows"]
    assert west["smallest_plants_filled"] == pytest.approx(factories.SMALL_PROVINCE_WEST_LEFT / 50_000)


def test_a_process_without_supply_is_an_answer_without_rows(mill):
    SourceArea.objects.all().delete()
    assert ask(process="palm_oil_mill")["rows"] == []


def test_unknown_codes_are_refused(mill):
    for name in ("process", "district"):
        with pytest.raises(ParameterError) as caught:
            ask(**{name: "palm_oil_mil"})
        assert caught.value.name == name


@pytest.mark.parametrize(
    ("kbli", "section"),
    [
        ("10431", "C"),
        ("33151", "C"),
        ("35115", "D"),
        ("01", "A"),
        ("03111", "A"),
        ("05", "B"),
        ("82", "N"),
        ("99", "U"),
    ],
)
def test_section_of_a_kbli_code(kbli, section):
    assert section_of(kbli) == section


@pytest.mark.parametrize("kbli", ["", "1", "00123", "x1", "-1"])
def test_what_is_no_division_has_no_section(kbli):
    assert section_of(kbli) is None
