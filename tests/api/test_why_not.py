import pytest

from layers.models import Rule
from tests import factories
from tests.api.test_siting_runs import problem
from tests.planning.test_rasters import slope_layer, slope_rule, steep_in_the_west

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def why_not(client, lon, lat, **more):
    response = client.get("/api/why-not", {"lon": lon, "lat": lat, **more}, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.json()


def test_a_steep_place_cannot_be_chosen_by_the_rule_on_slopes(client, tmp_path):
    factories.small_province()
    slope_rule()
    slope_layer(tmp_path, steep_in_the_west)
    found = why_not(client, 115.2, -3.0)
    assert not found["can_be_chosen"]
    [reason] = found["reasons"]
    assert (reason["code"], reason["legal_basis"]) == ("steep", "Permenperin 30/2020")
    assert reason["name"] == "slope of 22 %, at most 15 %"
    assert reason["source"] == "made up for a test"
    gentle = why_not(client, 115.6, -3.0)
    assert gentle["reasons"] == []
    assert gentle["slope"] == {"value": 4.0, "unit": "percent", "layer": "slope"}
    assert "steep" not in {reason["code"] for reason in gentle["unknown"]}


def test_beyond_the_raster_the_slope_is_unknown(client, tmp_path):
    factories.small_province()
    slope_rule()
    west_half = (factories.WEST, factories.SOUTH, factories.MIDDLE, factories.NORTH)
    slope_layer(tmp_path, steep_in_the_west, bounds=west_half)
    found = why_not(client, 115.6, -3.0)
    assert found["slope"] is None
    assert {"code": "steep", "label": "slope above the limit", "legal_basis": "Permenperin 30/2020"} in found["unknown"]


def test_a_process_adds_its_plan_and_rules(client):
    factories.small_province()
    slope_rule()
    Rule.objects.filter(code="R01").update(applies_to="all industry in a KPI")
    Rule.objects.create(
        code="R28",
        topic="palm_feed",
        scope="national",
        citation="Permentan 98/2013",
        effect="requires",
        requirement_id="Seperlima dari kebun sendiri.",
        requirement_en="A fifth from own estates.",
        applies_to="palm_oil_mill",
        **factories.SOURCE,
    )
    found = why_not(client, 115.2, -3.0, process="palm_oil_mill")["process"]
    assert found["fits_plan"] is True
    assert found["lead_industry"] == "industri hasil perkebunan"
    assert [(rule["code"], rule["requirement"]) for rule in found["rules_to_check"]] == [
        ("R01", "Slope at most 15 %."),
        ("R28", "A fifth from own estates."),
    ]
    assert why_not(client, 115.2, -3.0)["process"] is None
    assert why_not(client, 0, 0, process="palm_oil_mill")["process"]["fits_plan"] is None


@pytest.mark.parametrize("code", ["no_such_mill", "", "a\x00b", "x" * 61])
def test_an_unknown_process_is_refused(client, code):
    factories.small_province()
    answer = problem(client.get("/api/why-not", {"lon": 115.2, "lat": -3.0, "process": code}), 400)
    assert answer["name"] == "process"


def test_a_lost_raster_is_told_as_not_available(client, tmp_path):
    factories.small_province()
    slope_rule()
    layer = slope_layer(tmp_path, steep_in_the_west)
    layer.file.storage.delete(layer.file.name)
    answer = client.get("/api/why-not", {"lon": 115.2, "lat": -3.0})
    assert answer.status_code == 503
    assert "slope" in answer.json()["detail"]
