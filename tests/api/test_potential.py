import csv
import io

import pytest

from gisapp.api.potential.params import NAMES, Request
from gisapp.planning.potentials.questions import Measure
from layers.models import SectorStatistic
from tests import factories
from tests.api.test_siting_runs import problem
from tests.planning.potentials import statistics

pytestmark = pytest.mark.django_db
ROOT = "/api/potential"
ADDRESSES = [
    ("indices", {"measure": "lq"}),
    ("districts/6301", {}),
    ("unprocessed", {}),
    ("diversification", {}),
    ("production", {"commodity": "oil_palm"}),
    ("chains", {}),
    ("chains/oil_palm", {}),
    ("linkages", {}),
]


@pytest.fixture
def province():
    """The small province with sections of its two districts in two years."""
    mill = factories.small_province()
    for year, figures in ((2020, statistics.FIGURES_2020), (2022, statistics.FIGURES_2022)):
        statistics.table(year, {code: values for code, values in figures.items() if code != "6303"})
    statistics.production(mill.feed, "6301", 400_000)
    return mill


def get(client, address, **query):
    return client.get(f"{ROOT}/{address}", query, headers={"Accept-Language": "en"})


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_one_index_with_its_unit_year_series_and_source(client, province):
    document = get(client, "indices", measure="lq", section="C", year=2022).json()
    assert [row["region"] for row in document["rows"]] == ["6301", "6302"]
    assert document["rows"][0]["value"] == pytest.approx((30 / 114) / (120 / 430))
    assert document["unit"] == "index"
    assert document["year"] == 2022
    assert document["series"] == statistics.SERIES
    assert document["sources"][0]["source"] == "made up for a test"
    assert document["sources"][0]["is_verified"] is False


def test_one_district_with_everything(client, province):
    document = get(client, "districts/6301", year=2022).json()
    assert document["region_name"] == "District 6301"
    section = next(section for section in document["sections"] if section["section"] == "C")
    assert section["value"]["value"] == 30
    assert section["lq"]["value"] == pytest.approx((30 / 114) / (120 / 430))
    assert section["shift_share"]["competitive"] == pytest.approx(6.0)
    assert document["totals"]["value"]["value"] == 114
    assert document["indices"]["hhi"]["value"] > 0
    assert document["measures"]["lq"]["meaning"]
    (palm,) = document["unprocessed"]
    assert palm["unprocessed_per_year"] == pytest.approx(factories.SMALL_PROVINCE_WEST_LEFT)
    (mill,) = document["diversification"]
    assert mill["residual_per_year"] == pytest.approx(factories.SMALL_PROVINCE_WEST_LEFT)
    # No district that makes C (6302 alone) makes anything else: nothing is close to it.
    assert (mill["potential_per_year"], mill["reason"]) == (None, "not_specialised")


def test_a_missing_figure_is_null_with_its_reason(client, province):
    SectorStatistic.objects.filter(region_code="6301", section="C", year=2022).update(value=None)
    document = get(client, "districts/6301").json()
    section = next(section for section in document["sections"] if section["section"] == "C")
    for measure in ("value", "share", "lq", "dlq", "growth", "shift_share"):
        assert section[measure]["value"] is None
        assert section[measure]["reason"] == "not_recorded"
    assert [gap["section"] for gap in document["missing"]] == ["C"]


@pytest.mark.parametrize(("address", "query"), ADDRESSES)
def test_every_address_answers_in_json_and_csv(client, province, address, query):
    as_json = get(client, address, **query)
    assert as_json.status_code == 200
    assert as_json["Content-Type"] == "application/json"
    assert as_json["Cache-Control"] == "no-store"
    assert "Accept" in as_json["Vary"]
    as_csv = get(client, address, format="csv", **query)
    assert as_csv.status_code == 200
    assert as_csv["Content-Type"].startswith("text/csv")
    assert as_csv["Content-Disposition"].endswith('.csv"')
    by_header = client.get(f"{ROOT}/{address}", query, headers={"Accept": "text/csv", "Accept-Language": "en"})
    assert by_header.content == as_csv.content


def test_csv_carries_unit_year_and_source_in_every_row(client, province):
    rows = rows_of(get(client, "indices", measure="lq", format="csv"))
    assert len(rows) == 8
    assert {row["unit"] for row in rows} == {"index"}
    assert {row["year"] for row in rows} == {"2022"}
    assert {row["source"] for row in rows} == {"made up for a test"}


def test_missing_is_an_empty_cell(client, province):
    SectorStatistic.objects.filter(region_code="6301", section="C", year=2022).update(value=None)
    rows = rows_of(get(client, "indices", measure="lq", section="C", format="csv"))
    assert [(row["region"], row["value"] == "", row["reason"]) for row in rows] == [
        ("6301", True, "not_recorded"),
        ("6302", False, ""),
    ]


def test_csv_holds_no_formula(client, province):
    SectorStatistic.objects.update(source="=cmd()")
    rows = rows_of(get(client, "indices", measure="lq", format="csv"))
    assert {row["source"] for row in rows} == {"'=cmd()"}


def test_district_as_csv_has_a_row_for_each_index_and_section(client, province):
    rows = rows_of(get(client, "districts/6301", format="csv"))
    keys = {(row["section"], row["measure"]) for row in rows}
    assert ("C", "lq") in keys
    assert ("TOTAL", "value") in keys
    assert ("", "hhi") in keys
    assert len(keys) == len(rows)


@pytest.mark.parametrize("measure", Measure)
def test_every_index_answers(client, province, measure):
    assert get(client, "indices", measure=measure.value).status_code == 200


@pytest.mark.parametrize(
    ("address", "query", "name"),
    [
        ("indices", {}, "measure"),
        ("indices", {"measure": "gini"}, "measure"),
        ("indices", {"measure": "lq", "year": "1850"}, "year"),
        ("indices", {"measure": "lq", "year": "2021"}, "year"),
        ("indices", {"measure": "lq", "year": "\uff12\uff10\uff12\uff12"}, "year"),
        ("indices", {"measure": "lq", "series": "x" * 200}, "series"),
        ("indices", {"measure": "lq", "base": "moon"}, "base"),
        ("indices", {"measure": "lq", "district": "\x00"}, "district"),
        ("indices", {"measure": "lq", "colour": "red"}, "parameter"),
        ("indices", {"measure": ["lq", "hhi"]}, "measure"),
        ("indices", {"measure": "lq", "format": "xml"}, "format"),
        ("districts/6301", {"from_year": "2022"}, "from_year"),
        ("districts/6301", {"measure": "lq"}, "parameter"),
        ("unprocessed", {"commodity": "palm"}, "commodity"),
        ("unprocessed", {"district": "9999"}, "district"),
        ("diversification", {"process": "mill"}, "process"),
        ("production", {}, "commodity"),
        ("production", {"commodity": "oil_palm", "statistic": "area_ha"}, "statistic"),
        ("chains/oil_palm", {"district": "9999"}, "district"),
        ("chains", {"district": "6301"}, "parameter"),
        ("linkages", {"year": "2016"}, "parameter"),
    ],
)
def test_bad_parameter_is_named(client, province, address, query, name):
    document = problem(get(client, address, **query), 400)
    assert document["name"] == name
    assert document["allowed"]


@pytest.mark.parametrize(
    ("address", "hint"), [("districts/6399", "6301"), ("chains/oil_plam", "oil_palm"), ("volcanoes", "openapi")]
)
def test_what_nobody_knows_is_not_found(client, province, address, hint):
    assert hint in problem(get(client, address), 404)["detail"]


@pytest.mark.parametrize(("address", "query"), ADDRESSES)
def test_nothing_is_written(client, province, address, query):
    assert problem(client.post(f"{ROOT}/{address}", query), 405)


def test_without_statistics_the_service_says_so(client):
    factories.small_province()
    assert "load_demo" in problem(get(client, "indices", measure="lq"), 503)["detail"]


def test_described_parameters_are_those_that_are_checked(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    described = {
        path.removeprefix("/potential/"): {parameter["name"] for parameter in item["get"]["parameters"]}
        for path, item in paths.items()
        if path.startswith("/potential/")
    }
    kinds = {
        "indices": Request.INDICES,
        "districts/{code}": Request.DISTRICT,
        "unprocessed": Request.UNPROCESSED,
        "diversification": Request.DIVERSIFICATION,
        "production": Request.PRODUCTION,
        "chains": Request.CHAINS,
        "chains/{chain}": Request.CHAIN,
        "linkages": Request.LINKAGES,
    }
    assert described == {address: {*NAMES[kind], "format"} for address, kind in kinds.items()}
