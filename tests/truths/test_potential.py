"""Statements on South Kalimantan as the answers about potential give them, with real figures.

Bears the ids of `test_statements`, which looks at the stored figures; here the way to the user is tested.
"""

import pytest

from tests.api.test_siting_runs import problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
DISTRICTS = 13
SECTIONS = 17


@pytest.fixture
def index(client):
    def ask(measure, **query):
        response = client.get("/api/potential/indices", {"measure": measure, **query})
        assert response.status_code == 200, response.content
        return response.json()

    return ask


def by_region(document, section):
    return {row["region"]: row["value"] for row in document["rows"] if row["section"] == section}


def test_u041_product_of_the_province(index):
    figures = index("value", year=2024)
    assert by_region(figures, "TOTAL")["63"] == pytest.approx(156_769.94, rel=0.001)
    assert figures["unit"] == "billion IDR"


def test_u043_manufacturing_weighs_most_in_kotabaru(index):
    share = by_region(index("share", year=2024), "C")
    districts = {code: value for code, value in share.items() if len(code) == 4}
    assert len(districts) == DISTRICTS
    assert max(districts, key=districts.__getitem__) == "6302"
    assert districts["6302"] == pytest.approx(30.9, rel=0.01)


def test_u044_quotient_of_kotabaru_against_the_nation(index):
    quotient = by_region(index("lq", year=2024, base="nation"), "C")
    assert quotient["6302"] == pytest.approx(1.458, rel=0.01)
    assert [code for code, value in quotient.items() if value > 1] == ["6302"]


def test_u046_u047_shares_at_current_prices(index):
    published = by_region(index("published", year=2025), "B") | {}
    constant = by_region(index("share", year=2025), "B")
    assert published["63"] == pytest.approx(27.12)
    assert constant["63"] == pytest.approx(22.6, abs=0.15)
    assert published["63"] > constant["63"]
    assert by_region(index("published", year=2025), "C")["63"] == pytest.approx(11.31)


@pytest.mark.parametrize(
    ("query", "leader", "value"),
    [
        pytest.param({"commodity": "oil_palm", "statistic": "area_ha"}, "6302", 265_929, id="U010 and U011"),
        pytest.param({"commodity": "rice"}, "6304", 219_963, id="U028"),
    ],
)
def test_u010_u028_leaders(client, query, leader, value):
    document = client.get("/api/potential/production", query).json()
    first = document["rows"][0]
    assert (first["region"], first["rank"]) == (leader, 1)
    assert first["value"] == pytest.approx(value, abs=1)
    assert document["sources"]


def test_u011_register_stands_beside_satellite(client):
    document = client.get("/api/potential/production", {"commodity": "oil_palm", "statistic": "area_ha"}).json()
    assert document["series"].startswith("satellite")
    register = [
        figure["value"]
        for other in document["other_figures"]
        if other["series"] == "all tenure" and other["year"] == 2021
        for figure in other["figures"]
        if figure["region"] == "6302"
    ]
    assert register == [156_554]


def test_u001_u002_rubber_leaves_next_to_nothing(client):
    document = client.get("/api/potential/unprocessed", {"commodity": "rubber"}).json()
    (rubber,) = document["commodities"]
    assert rubber["supply_per_year"] == pytest.approx(174_000)
    assert rubber["unprocessed_per_year"] < 0.01 * 174_000
    assert not rubber["is_upper_bound"]


def test_u007_bunches_that_no_mill_takes(client):
    (palm,) = client.get("/api/potential/unprocessed", {"commodity": "oil_palm"}).json()["commodities"]
    assert palm["supply_per_year"] == pytest.approx(5_340_000)
    assert palm["taken_per_year"] + palm["unprocessed_per_year"] == pytest.approx(5_340_000)
    assert palm["unprocessed_per_year"] < 0.1 * 5_340_000
    # Oil, kernel and bunches have prices of January 2025 (surabaya.bisnis.com); shells and fibres have none.
    margin = {
        "palm_oil_mill": 0.21 * 15_149 + 0.055 * 10_418 - 3_300,
        "mini_palm_oil_mill": 0.20 * 15_149 + 0.05 * 10_418 - 3_300,
    }
    for forgone in palm["value_forgone"]:
        expected = margin[forgone["process"]] * 1_000 * palm["unprocessed_per_year"]
        assert forgone["forgone_idr_per_year"]["mid"] == pytest.approx(expected)
        assert forgone["price_year"] == 2025
        assert "empty_fruit_bunch" in [gap["commodity"] for gap in forgone["missing"]]


def test_value_forgone_is_known_where_prices_are_and_the_method_is_told(client):
    document = client.get("/api/potential/unprocessed").json()
    assert document["method"] == "huff"
    known = {
        forgone["process"]
        for commodity in document["commodities"]
        for forgone in commodity["value_forgone"]
        if forgone["margin_idr_per_t"] is not None
    }
    # As docs/potential.md tells planners.
    assert known == {"palm_oil_mill", "mini_palm_oil_mill", "maize_drying"}


def test_the_section_that_is_not_recorded_is_missing_everywhere(index):
    for measure in ("value", "share", "lq", "dlq", "growth", "shift_share", "klassen_sector"):
        document = index(measure)
        (row,) = [row for row in document["rows"] if row["region"] == "6304" and row["section"] == "J"]
        assert row["value"] is None
        assert row["reason"] == "not_recorded"
    assert {(gap["region"], gap["section"]) for gap in document["missing"]} == {("6304", "J")}
    (section,) = [row for row in index("pci")["rows"] if row["section"] == "J"]
    assert section["reason"] == "left_out"


def test_parts_of_shift_share_sum_to_the_change_of_every_section(index):
    rows = [row for row in index("shift_share", year=2024)["rows"] if row["value"] is not None]
    assert len(rows) == DISTRICTS * SECTIONS - 1 + DISTRICTS
    for row in rows:
        parts = row["reference_growth"] + row["industrial_mix"] + row["competitive"]
        assert parts == pytest.approx(row["value"], abs=1e-9)


def test_every_district_has_a_profile(client):
    for code in client.get("/api/potential/indices", {"measure": "hhi"}).json()["rows"]:
        if len(code["region"]) == 4:
            document = client.get(f"/api/potential/districts/{code['region']}").json()
            assert len(document["sections"]) == SECTIONS
            assert document["key_sectors"]
            assert document["diversification"] or document["region"] in ("6371", "6372")


def test_chains_name_what_is_not_recorded(client):
    for chain in client.get("/api/potential/chains").json()["chains"]:
        document = client.get(f"/api/potential/chains/{chain['chain']}", headers={"Accept-Language": "en"}).json()
        assert len(document["steps"]) == chain["steps"]
        for step in document["steps"]:
            assert step["is_gap"] == (step["plants_operating"] == 0)
            assert step["source"]
    assert "not absent" in document["meaning"]


def test_an_unknown_district_is_not_found(client):
    assert "6300" in problem(client.get("/api/potential/districts/6300"), 404)["detail"]
