"""OGC API Processes: the requirements of part 1 on a small province whose answer is known."""

import json
import uuid

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from gisapp import conf
from gisapp.ogc.processes.definitions import DEFINITIONS
from gisapp.planning.jobs import siting_run_task
from gisapp.planning.parameters import CHOICES, NUMBERS
from layers.models import IndexMeasure, RunStatus, SitingRun
from layers.services.siting_runs import siting_run_start
from tests import factories
from tests.planning.potentials import statistics

pytestmark = pytest.mark.django_db
ROOT = "/ogc"
SUGGEST = f"{ROOT}/processes/suggest-locations/execution"
POTENTIAL = f"{ROOT}/processes/potential/execution"
INPUTS = {"process": "palm_oil_mill", "plants": 2, "cell_size_m": 1000}
TYPES = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0"
ASYNC = {"Prefer": "respond-async"}
BY_REFERENCE = {"indices": {"transmissionMode": "reference"}}


def post(client, address, body, headers=None, content_type="application/json"):
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    return client.post(address, data=data, content_type=content_type, headers=headers)


def problem(response, status):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == status
    assert document["detail"]
    return document


def queued(client, **inputs):
    response = post(client, SUGGEST, {"inputs": {**INPUTS, **inputs}}, ASYNC)
    assert response.status_code == 201, response.content
    return response.json()["jobID"]


def done(client, **inputs):
    name = queued(client, **inputs)
    siting_run_task(run_id=name)
    return name


@pytest.fixture
def worker(monkeypatch):
    """A worker that is there at once: whoever waits for a run does it."""

    def wait(run_id, *, limit_s):
        assert limit_s == conf.MAX_WAIT_S
        siting_run_task(run_id=str(run_id))
        return SitingRun.objects.select_related("process__feed").get(pk=run_id)

    monkeypatch.setattr("gisapp.ogc.processes.operations.siting_run_wait", wait)


def test_the_landing_page_leads_to_processes_and_jobs(client):
    rels = {one["rel"]: one["href"] for one in client.get(f"{ROOT}?f=json").json()["links"]}

    assert rels["http://www.opengis.net/def/rel/ogc/1.0/processes"].endswith("/ogc/processes")
    assert rels["http://www.opengis.net/def/rel/ogc/1.0/job-list"].endswith("/ogc/jobs")


@pytest.mark.parametrize("name", ["core", "json", "oas30", "ogc-process-description", "job-list", "dismiss"])
def test_conformance_is_declared(client, name):
    declared = client.get(f"{ROOT}/conformance?f=json").json()["conformsTo"]

    assert f"http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/{name}" in declared


def test_processes_are_listed(client):
    listed = client.get(f"{ROOT}/processes").json()["processes"]

    assert [one["id"] for one in listed] == ["suggest-locations", "potential"]
    assert listed[0]["jobControlOptions"] == ["sync-execute", "async-execute", "dismiss"]
    assert listed[1]["jobControlOptions"] == ["sync-execute"]
    assert all(one["version"] and one["links"] for one in listed)


def test_inputs_have_the_ranges_that_requests_are_checked_against(client):
    inputs = client.get(f"{ROOT}/processes/suggest-locations").json()["inputs"]

    for number in NUMBERS:
        schema = inputs[number.name]["schema"]
        assert (schema["minimum"], schema["maximum"]) == (number.limits.low, number.limits.high)
    for choice in CHOICES:
        assert inputs[choice.name]["schema"]["enum"] == list(choice.choices)
    assert [name for name, one in inputs.items() if one["minOccurs"]] == ["process"]


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.name)
def test_schemas_of_inputs_are_schemas(definition):
    Draft202012Validator.check_schema(definition.schema())


def test_titles_follow_the_language_of_the_request(client):
    titles = {
        language: client.get(f"{ROOT}/processes/potential", headers={"Accept-Language": language}).json()["title"]
        for language in ("id", "en")
    }

    assert titles["en"] == "Industrial potential of districts"
    assert titles["id"] != titles["en"]


@pytest.mark.parametrize("address", [f"{ROOT}/processes/nothing", f"{ROOT}/processes/nothing/execution"])
def test_no_such_process(client, address):
    response = client.get(address) if address.endswith("nothing") else post(client, address, {"inputs": {}})

    assert problem(response, 404)["type"] == f"{TYPES}/no-such-process"


@pytest.mark.parametrize("name", ["nothing", str(uuid.UUID(int=0)), "x" * 500])
@pytest.mark.parametrize("suffix", ["", "/results"])
def test_no_such_job(client, name, suffix):
    assert problem(client.get(f"{ROOT}/jobs/{name}{suffix}"), 404)["type"] == f"{TYPES}/no-such-job"
    assert problem(client.delete(f"{ROOT}/jobs/{name}"), 404)["type"] == f"{TYPES}/no-such-job"


def test_in_the_background_where_that_is_preferred(client):
    factories.small_province()
    response = post(client, SUGGEST, {"inputs": INPUTS}, ASYNC)

    assert response.status_code == 201
    assert response["Preference-Applied"] == "respond-async"
    status = response.json()
    assert response["Location"] == f"http://testserver{ROOT}/jobs/{status['jobID']}"
    assert (status["status"], status["processID"], status["type"]) == ("accepted", "suggest-locations", "process")
    assert client.get(response["Location"]).json() == status
    assert problem(client.get(f"{ROOT}/jobs/{status['jobID']}/results"), 404)["type"] == f"{TYPES}/result-not-ready"


def test_at_once_otherwise(client, worker):
    factories.small_province()
    response = post(client, SUGGEST, {"inputs": INPUTS})

    assert response.status_code == 200
    assert response["Content-Type"] == "application/geo+json"
    sites = response.json()
    assert [one["properties"]["rank"] for one in sites["features"]][:2] == [1, 2]
    assert sites["features"][0]["geometry"]["type"] == "Point"


def test_what_takes_long_becomes_a_job(client, monkeypatch):
    monkeypatch.setattr(conf, "MAX_WAIT_S", 0.05)
    factories.small_province()
    response = post(client, SUGGEST, {"inputs": INPUTS})

    assert response.status_code == 201
    assert response.json()["status"] == "accepted"
    assert "Preference-Applied" not in response


def test_a_job_that_is_done_has_a_result(client):
    factories.small_province()
    name = done(client)

    status = client.get(f"{ROOT}/jobs/{name}").json()
    assert (status["status"], status["progress"]) == ("successful", 100)
    assert status["finished"] >= status["started"] >= status["created"]
    [results] = [one["href"] for one in status["links"] if one["rel"].endswith("/results")]
    answer = client.get(results)
    assert answer["Content-Type"] == "application/geo+json"
    assert answer.json() == client.get(f"/api/siting-runs/{name}/sites.geojson").json()


def test_a_job_under_way_tells_how_far_it_is(client):
    factories.small_province()
    name = queued(client)
    siting_run_start(uuid.UUID(name))
    SitingRun.objects.filter(pk=name).update(progress=50, stage="candidates")

    status = client.get(f"{ROOT}/jobs/{name}", headers={"Accept-Language": "en"}).json()

    assert (status["status"], status["progress"], status["message"]) == ("running", 50, "looking for good places")


def test_a_refusal_is_an_answer_with_its_reason(client):
    process = factories.small_province()
    process.feed.source_areas.all().delete()
    name = done(client)

    status = client.get(f"{ROOT}/jobs/{name}", headers={"Accept-Language": "en"}).json()
    assert status["status"] == "successful"
    assert len(status["message"]) > 20
    assert client.get(f"{ROOT}/jobs/{name}/results").json()["features"] == []


def test_a_job_can_be_dismissed_once_it_is_over_it_cannot(client):
    factories.small_province()
    name = queued(client)

    assert client.delete(f"{ROOT}/jobs/{name}").json()["status"] == "dismissed"
    problem(client.get(f"{ROOT}/jobs/{name}/results"), 409)
    problem(client.delete(f"{ROOT}/jobs/{done(client)}"), 409)


def test_a_job_that_failed_has_no_result(client):
    factories.small_province()
    name = queued(client)
    SitingRun.objects.filter(pk=name).update(status=RunStatus.FAILED, message="The worker was stopped.")

    assert client.get(f"{ROOT}/jobs/{name}").json()["status"] == "failed"
    assert "The worker was stopped." in problem(client.get(f"{ROOT}/jobs/{name}/results"), 409)["detail"]


def test_a_result_by_reference(client, worker):
    factories.small_province()
    wanted = {"sites": {"transmissionMode": "reference"}}
    raw = post(client, SUGGEST, {"inputs": INPUTS, "outputs": wanted})
    told = post(client, SUGGEST, {"inputs": INPUTS, "outputs": wanted, "response": "document"}).json()

    assert raw.status_code == 204
    assert 'rel="sites"' in raw["Link"]
    assert client.get(told["sites"]["href"]).json()["type"] == "FeatureCollection"
    assert told["sites"]["type"] == "application/geo+json"


def test_a_result_in_a_document(client, worker):
    factories.small_province()
    response = post(client, SUGGEST, {"inputs": INPUTS, "response": "document"})

    assert response["Content-Type"] == "application/json"
    assert response.json()["sites"]["value"]["type"] == "FeatureCollection"


def test_jobs_are_listed_newest_first_and_filtered(client):
    factories.small_province()
    first, second = done(client), queued(client)

    def listed(query=""):
        return [one["jobID"] for one in client.get(f"{ROOT}/jobs{query}").json()["jobs"]]

    assert listed() == [second, first]
    assert listed("?limit=1") == [second]
    assert listed("?status=successful") == [first]
    assert listed("?status=accepted,running") == [second]
    assert listed("?processID=potential") == []
    assert listed("?processID=potential,suggest-locations") == [second, first]
    assert listed("?type=process") == [second, first]
    assert listed("?type=other") == []
    assert listed("?datetime=2999-01-01/..") == []
    assert listed("?datetime=../2999-01-01") == [second, first]
    assert listed("?minDuration=3600") == []
    assert listed("?maxDuration=3600") == [first]


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "status=late", "datetime=soon", "minDuration=-1", "f=html"])
def test_what_jobs_cannot_be_asked_by(client, query):
    assert problem(client.get(f"{ROOT}/jobs?{query}"), 400)["locator"] == query.partition("=")[0]


def test_an_index_of_districts(client):
    statistics.small_statistics()
    response = post(client, POTENTIAL, {"inputs": {"measure": IndexMeasure.LQ.value}})

    assert response["Content-Type"] == "application/json"
    assert response.json() == client.get("/api/potential/indices?measure=lq").json()


@pytest.mark.parametrize(
    ("address", "body", "locator"),
    [
        (SUGGEST, {"inputs": {"process": "palm_oil_mill", "plants": 0}}, "inputs.plants"),
        (SUGGEST, {"inputs": {}}, "inputs.process"),
        (SUGGEST, {"inputs": {"process": "palm_oil_mil"}}, "inputs.process"),
        (SUGGEST, {"inputs": {"process": "palm_oil_mill", "colour": 1}}, "inputs.parameter"),
        (SUGGEST, {"inputs": []}, "inputs"),
        (SUGGEST, [], "body"),
        (SUGGEST, {"inputs": INPUTS, "outputs": {"map": {}}}, "outputs.map"),
        (SUGGEST, {"inputs": INPUTS, "outputs": {"sites": {"transmissionMode": "fax"}}}, "outputs.sites"),
        (SUGGEST, {"inputs": INPUTS, "response": "poem"}, "response"),
        (SUGGEST, {"inputs": INPUTS, "subscriber": {"successUri": "http://127.0.0.1"}}, "subscriber"),
        (SUGGEST, "{", "body"),
        (SUGGEST, '{"inputs": NaN}', "body"),
        (SUGGEST, "[" * 10_000, "body"),
        (SUGGEST, " " * (conf.MAX_BODY_BYTES + 1), "body"),
        (POTENTIAL, {"inputs": {"measure": "wealth"}}, "inputs.measure"),
        (POTENTIAL, {"inputs": {"measure": "lq", "year": 3}}, "inputs.year"),
        (POTENTIAL, {"inputs": {"measure": "lq", "year": {}}}, "inputs.year"),
        (POTENTIAL, {"inputs": {"measure": "lq", "x": 1}}, "inputs.parameter"),
        (
            POTENTIAL,
            {"inputs": {"measure": "lq"}, "outputs": {"indices": {"transmissionMode": "reference"}}},
            "outputs",
        ),
    ],
)
def test_what_cannot_be_executed_is_refused(client, address, body, locator):
    factories.small_province()

    assert problem(post(client, address, body, ASYNC), 400)["locator"] == locator
    assert not SitingRun.objects.exists()


def test_a_body_of_another_type_is_refused(client):
    problem(post(client, SUGGEST, "<a/>", content_type="text/xml"), 415)


def test_a_full_queue_says_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(conf, "MAX_QUEUED_RUNS", 0)
    factories.small_province()
    response = post(client, SUGGEST, {"inputs": INPUTS}, ASYNC)

    problem(response, 503)
    assert response["Retry-After"] == str(conf.RETRY_AFTER_S)


def test_other_sites_may_ask_without_a_token():
    client = Client(enforce_csrf_checks=True)
    factories.small_province()
    response = post(client, SUGGEST, {"inputs": INPUTS}, ASYNC)

    assert response.status_code == 201
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Location" in response["Access-Control-Expose-Headers"]
    problem(client.put(SUGGEST), 405)
