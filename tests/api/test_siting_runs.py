import json
import uuid

import pytest
from django.test import Client

from gisapp import conf
from gisapp.api.params import preferred_wait_s
from gisapp.planning.jobs import siting_run_task
from gisapp.planning.parameters import CRITERIA
from layers.models import RunStatus, SitingRun
from tests import factories

pytestmark = pytest.mark.django_db
RUNS = "/api/siting-runs"
BODY = {"process": "palm_oil_mill", "plants": 2, "cell_size_m": 1000}


def post(client, body, content_type="application/json"):
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(RUNS, data=data, content_type=content_type)


def problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    document = json.loads(response.content)
    assert document["status"] == status
    assert document["detail"]
    return document


def executed(client, **body):
    document = post(client, {**BODY, **body}).json()
    siting_run_task(run_id=document["id"])
    return document["id"]


def test_run_is_queued_and_can_be_asked_for(client):
    factories.small_province()
    response = post(client, BODY)
    assert response.status_code == 201
    document = response.json()
    assert document["status"] == RunStatus.QUEUED
    assert response["Location"] == f"{RUNS}/{document['id']}"
    again = client.get(response["Location"])
    assert again.status_code == 200
    assert again.json() == document
    assert again["Cache-Control"] == "no-store"


def test_no_csrf_token_is_asked_of_a_client_without_cookies():
    factories.small_province()
    assert post(Client(enforce_csrf_checks=True), BODY).status_code == 201


def test_answer_holds_sites_with_all_that_explains_them(client):
    factories.small_province()
    run_id = executed(client)
    assert client.get(f"{RUNS}/{run_id}").json()["status"] == RunStatus.SUGGESTED
    response = client.get(f"{RUNS}/{run_id}/sites.geojson")
    assert response["Content-Type"] == "application/geo+json"
    collection = response.json()
    assert collection["run"]["id"] == run_id
    for feature in collection["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert factories.WEST <= lon <= factories.EAST
        assert factories.SOUTH <= lat <= factories.NORTH
        properties = feature["properties"]
        assert [part["criterion"] for part in properties["parts"]] == list(CRITERIA)
        assert sum(part["contribution"] for part in properties["parts"]) == pytest.approx(properties["score"])
        assert properties["reasons"]
        assert properties["rules"]
    catchments = client.get(f"{RUNS}/{run_id}/catchments.geojson").json()
    assert [f["properties"]["rank"] for f in catchments["features"]] == [f["id"] for f in collection["features"]]
    assert {f["geometry"]["type"] for f in catchments["features"]} == {"MultiPolygon"}


def test_sites_are_read_in_few_queries(client, django_assert_max_num_queries):
    factories.small_province()
    run_id = executed(client, plants=5)
    with django_assert_max_num_queries(2):
        client.get(f"{RUNS}/{run_id}/sites.geojson")


def test_words_come_in_the_language_that_is_asked_for(client):
    factories.small_province()
    run_id = executed(client)
    english = client.get(f"{RUNS}/{run_id}", headers={"Accept-Language": "en"}).json()
    indonesian = client.get(f"{RUNS}/{run_id}", headers={"Accept-Language": "id"}).json()
    assert english["process"]["name"] == "Plant palm_oil_mill"
    assert indonesian["process"]["name"] == "Pabrik palm_oil_mill"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "process"),
        ({**BODY, "plants": 21}, "plants"),
        ({**BODY, "plants": "2"}, "plants"),
        ({**BODY, "max_minutes": 1e400}, None),
        ({**BODY, "weights": {"supply": 1}}, "weights"),
        ({**BODY, "speed": 3}, "parameter"),
        ({**BODY, "process": "palm_oil_mil"}, "process"),
        ({**BODY, "cell_size_m": 10}, "cell_size_m"),
    ],
)
def test_bad_parameter_is_answered_with_name_value_and_range(client, body, name):
    factories.small_province()
    document = problem(post(client, body), 400)
    assert not SitingRun.objects.exists()
    if name:
        assert document["name"] == name
        assert document["value"]
        assert document["allowed"]


@pytest.mark.parametrize(
    "body",
    [b" ", b"{", b"[]", b'"text"', b"\xff\xfe", b'{"process": NaN}', b"[" * 5000, b'{"plants": 1, "plants": 2}'],
)
def test_body_that_is_no_json_object_is_refused(client, body):
    problem(post(client, body), 400)


def test_other_media_types_are_refused(client):
    problem(post(client, "process=palm_oil_mill", content_type="application/x-www-form-urlencoded"), 415)
    problem(post(client, BODY, content_type="text/plain"), 415)


@pytest.mark.parametrize("size", [conf.MAX_BODY_BYTES + 1, 3_000_000])
def test_long_body_is_refused(client, size):
    problem(post(client, b" " * size), 413)


def test_full_queue_is_answered_with_when_to_come_back(client):
    mill = factories.small_province()
    SitingRun.objects.bulk_create(
        SitingRun(process=mill, parameters={}, engine_version="1") for _ in range(conf.MAX_QUEUED_RUNS)
    )
    response = post(client, BODY)
    problem(response, 429)
    assert response["Retry-After"] == str(conf.RETRY_AFTER_S)


@pytest.mark.parametrize("run_id", [str(uuid.UUID(int=1)), "1", "%00", "é", "x" * 300])
@pytest.mark.parametrize("tail", ["", "/sites.geojson", "/catchments.geojson"])
def test_unknown_run_is_not_found(client, run_id, tail):
    problem(client.get(f"{RUNS}/{run_id}{tail}"), 404)


def test_address_that_does_not_exist_is_not_found(client):
    for path in ("/api/", "/api/nothing", "/api/siting-runs/", "/api/siting-runs/x/y/z"):
        problem(client.get(path), 404)


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_wrong_method_is_told_which_are_allowed(client, method):
    response = getattr(client, method)(RUNS)
    problem(response, 405)
    assert response["Allow"] == "POST"


def test_reading_addresses_take_no_post(client):
    for path in ("/api/processes", "/api/nearby", "/api/why-not", "/api/openapi.json", f"{RUNS}/x/sites.geojson"):
        response = client.post(path, data="{}", content_type="application/json")
        problem(response, 405)
        assert response["Allow"] == "GET, HEAD"


def test_unknown_query_parameter_is_refused(client):
    factories.small_province()
    run_id = executed(client)
    assert problem(client.get(f"{RUNS}/{run_id}?format=csv"), 400)["value"] == "'format'"


def test_refusal_is_shown_with_its_reason_and_offers(client):
    rubber = factories.commodity("rubber", is_raw=True)
    crumb = factories.process("crumb_rubber", rubber, modular_sizes_per_year=[40_000.0])
    factories.process("rubber_goods", factories.commodity("sir", group="rubber"), stage=2)
    west = factories.district("6301", west=115.0, east=115.4)
    factories.source_area(rubber, 115.2, -3.0, 174_000, west)
    factories.facility("crumb_1", 115.2, -3.0, process=crumb, capacity_t_per_year=270_000.0)
    run_id = executed(client, process="crumb_rubber")
    document = client.get(f"{RUNS}/{run_id}", headers={"Accept-Language": "en"}).json()
    assert document["status"] == RunStatus.REFUSED
    assert "35.6 %" in document["refusal"]["reason"]
    assert [offer["code"] for offer in document["refusal"]["offers"]] == ["rubber_goods"]
    assert client.get(f"{RUNS}/{run_id}/sites.geojson").json()["features"] == []


def test_waiting_run_is_cancelled_and_its_job_does_nothing(client):
    factories.small_province()
    document = post(client, BODY).json()
    address = f"{RUNS}/{document['id']}"
    assert client.delete(address).json()["status"] == RunStatus.CANCELLED
    assert client.delete(address).status_code == 200
    siting_run_task(run_id=document["id"])
    cancelled = client.get(address, headers={"Accept-Language": "en"}).json()
    assert (cancelled["status"], cancelled["status_label"]) == ("cancelled", "cancelled")
    assert client.get(f"{address}/sites.geojson").json()["features"] == []


def test_run_that_is_over_cannot_be_cancelled(client):
    factories.small_province()
    run_id = executed(client)
    problem(client.delete(f"{RUNS}/{run_id}"), 409)
    problem(client.delete(f"{RUNS}/{uuid.uuid4()}"), 404)
    assert client.get(f"{RUNS}/{run_id}").json()["status"] == RunStatus.SUGGESTED
    response = client.put(f"{RUNS}/{run_id}")
    problem(response, 405)
    assert response["Allow"] == "GET, HEAD, DELETE"


def test_client_may_wait_for_the_answer(client, monkeypatch):
    factories.small_province()

    def work_off_meanwhile(_seconds):
        siting_run_task(run_id=str(SitingRun.objects.get().pk))

    monkeypatch.setattr("gisapp.planning.jobs.time.sleep", work_off_meanwhile)
    response = client.post(
        RUNS, json.dumps(BODY), content_type="application/json", headers={"Prefer": "respond-async, wait=10"}
    )
    assert response.status_code == 201
    assert response["Preference-Applied"] == "wait=10"
    assert response.json()["status"] == RunStatus.SUGGESTED


@pytest.mark.parametrize(
    ("prefer", "applied"), [("wait=1", 1), ("wait=0", 0), ("wait", 0), ("wait=-1", 0), (f"wait={'9' * 5000}", 0)]
)
def test_no_longer_than_the_client_wants(client, prefer, applied):
    factories.small_province()
    response = client.post(RUNS, json.dumps(BODY), content_type="application/json", headers={"Prefer": prefer})
    assert response.json()["status"] == RunStatus.QUEUED
    assert response.get("Preference-Applied") == (f"wait={applied}" if applied else None)


def test_nobody_waits_for_longer_than_the_limit(rf):
    for prefer in ("wait=99", "respond-async, Wait = 999999999"):
        assert preferred_wait_s(rf.post(RUNS, headers={"Prefer": prefer})) == conf.MAX_WAIT_S


def test_quality_is_given_and_described(client):
    factories.small_province()
    document = client.get(f"{RUNS}/{executed(client, plants=2)}").json()
    assert document["quality"]["status"] in {"optimal", "feasible"}
    assert document["quality"]["bound"] >= document["quality"]["objective"]
    schemas = client.get("/api/openapi.json").json()["components"]["schemas"]
    assert set(schemas["SitingRun"]["properties"]["quality"]["required"]) <= set(document["quality"])
    assert {"method", "forced_sites", "budget_million_idr"} <= set(schemas["SitingParameters"]["properties"])
