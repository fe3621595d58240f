import json

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from gisapp import conf
from gisapp.planning.parameters import CRITERIA, NAMES, parameters_parse
from tests import factories
from tests.api.test_siting_runs import problem

pytestmark = pytest.mark.django_db


def test_processes_tell_what_the_panel_needs(client, django_assert_max_num_queries):
    mill = factories.small_province()
    kernel = factories.commodity("palm_kernel", group="oil_palm")
    factories.output(mill, kernel, 0.055)
    factories.process("crushing", kernel, stage=2, modular_sizes_per_year=[])
    factories.process("rattan_mats", factories.commodity("rattan"))
    with django_assert_max_num_queries(4):
        processes = client.get("/api/processes").json()["processes"]
    by_code = {process["code"]: process for process in processes}
    assert [process["code"] for process in processes] == ["palm_oil_mill", "crushing", "rattan_mats"]
    assert by_code["palm_oil_mill"]["supply"] == "source_areas"
    assert by_code["palm_oil_mill"]["default_max_minutes"] == 180
    assert by_code["palm_oil_mill"]["kbli"] == "10431"
    assert by_code["crushing"]["supply"] == "plants"
    assert by_code["crushing"]["needs_size"]
    assert by_code["rattan_mats"]["supply"] == "not_recorded"


def test_description_is_valid_openapi(client):
    document = client.get("/api/openapi.json").json()
    validate(document, cls=OpenAPIV31SpecValidator)


def test_description_states_the_ranges_that_are_checked(client):
    document = client.get("/api/openapi.json").json()
    schema = document["components"]["schemas"]["SitingParameters"]
    assert set(schema["properties"]) == set(NAMES)
    plants = schema["properties"]["plants"]
    assert (plants["minimum"], plants["maximum"]) == (conf.PLANTS.low, conf.PLANTS.high)
    assert set(schema["properties"]["weights"]["required"]) == set(CRITERIA)
    defaults = {name: value["default"] for name, value in schema["properties"].items() if "default" in value}
    assert parameters_parse({"process": "p", **defaults}) == parameters_parse({"process": "p"})


def test_every_described_address_exists(client):
    document = client.get("/api/openapi.json").json()
    for path in document["paths"]:
        response = client.options(f"/api{path}".replace("{run_id}", "1").replace("{plan_id}", "1"))
        assert response.status_code == 405, path


def test_described_statuses_are_those_of_the_answers(client):
    factories.small_province()
    document = client.get("/api/openapi.json").json()
    answers = document["paths"]["/siting-runs"]["post"]["responses"]
    assert set(answers) == {"201", "400", "405", "413", "415", "429"}
    response = client.post("/api/siting-runs", json.dumps({"process": "x"}), content_type="application/json")
    assert str(response.status_code) in answers


def why_not(client, lon, lat):
    response = client.get("/api/why-not", {"lon": lon, "lat": lat}, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.json()


def test_why_not_names_the_law(client):
    factories.small_province()
    factories.exclusion_zone(115.1, -3.1, 115.2, -3.0)
    factories.exclusion_zone(115.3, -3.1, 115.35, -3.0, reason="settlement", effect="penalise", legal_basis="")
    inside = why_not(client, 115.15, -3.05)
    assert not inside["can_be_chosen"]
    assert inside["reasons"][0]["legal_basis"] == "a law"
    assert inside["district"]["code"] == "6301"
    assert "steep" in [reason["code"] for reason in inside["unknown"]]
    assert "protected_forest" not in [reason["code"] for reason in inside["unknown"]]
    penalised = why_not(client, 115.32, -3.05)
    assert penalised["can_be_chosen"]
    assert penalised["reasons"][0]["effect"] == "penalise"
    assert why_not(client, 115.25, -3.05)["reasons"] == []


def test_why_not_outside_the_province(client):
    factories.small_province()
    outside = why_not(client, 0, 0)
    assert not outside["can_be_chosen"]
    assert outside["district"] is None


def test_why_not_needs_a_point(client):
    assert problem(client.get("/api/why-not", {"lon": 115}), 400)["name"] == "lat"
