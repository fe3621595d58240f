import json

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from procrastinate.contrib.django.models import ProcrastinateJob

from gisapp import conf
from gisapp.planning.chains import CHAIN_NAMES
from gisapp.planning.jobs import siting_run_task
from layers.models import FlowRole, RunStatus, SitingRun
from tests import factories
from tests.api.test_siting_runs import problem
from tests.planning.chains import flow, oil_chain

pytestmark = pytest.mark.django_db
PLANS = "/api/chain-plans"
BODY = {"chain": "oil_palm", "cell_size_m": 1000}


def post(client, body):
    return client.post(PLANS, data=json.dumps(body), content_type="application/json")


def test_a_plan_is_queued_step_by_step_and_can_be_asked_for(client):
    oil_chain()
    response = post(client, BODY)
    assert response.status_code == 201
    document = response.json()
    assert response["Location"] == f"{PLANS}/{document['id']}"
    assert document["status"] == "queued"
    assert len(document["steps"]) == SitingRun.objects.filter(chain_plan_id=document["id"]).count() == 4
    assert client.get(response["Location"]).json() == document


def test_its_jobs_share_a_lock_so_that_no_step_overtakes_another(client):
    oil_chain()
    document = post(client, BODY).json()
    jobs = ProcrastinateJob.objects.filter(lock=f"chain_plan {document['id']}").order_by("id")
    assert [job.args["run_id"] for job in jobs] == [step["run"]["id"] for step in document["steps"]]


def test_a_plan_that_is_over_tells_balances_and_sites(client):
    oil_chain()
    plan = post(client, BODY).json()
    for step in plan["steps"]:
        siting_run_task(run_id=step["run"]["id"])
    document = client.get(f"{PLANS}/{plan['id']}", headers={"Accept-Language": "en"}).json()
    assert document["status"] == "finished"
    assert [row["commodity"] for row in document["balance"]] == ["oil_palm", "oil", "refined"]
    assert "No usual size" in document["skipped"][0]["reason"]
    sites = client.get(f"{PLANS}/{plan['id']}/sites.geojson")
    assert sites["Content-Type"] == "application/geo+json"
    assert {feature["properties"]["step"] for feature in sites.json()["features"]} >= {1, 2}
    run = client.get(f"/api/siting-runs/{document['steps'][1]['run']['id']}", headers={"Accept-Language": "en"}).json()
    assert any("earlier steps of this plan" in note["text"] for note in run["notes"])


@pytest.mark.parametrize("path", ["1", "00000000-0000-0000-0000-000000000000"])
def test_there_is_no_plan_of_another_id(client, path):
    problem(client.get(f"{PLANS}/{path}"), 404)
    problem(client.get(f"{PLANS}/{path}/sites.geojson"), 404)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "chain"),
        ({"chain": "x"}, "chain"),
        ({**BODY, "size_per_year": 5}, "parameter"),
        ({**BODY, "a": 1}, "parameter"),
    ],
)
def test_a_bad_body_is_refused_with_what_is_allowed(client, body, name):
    oil_chain()
    document = problem(post(client, body), 400)
    assert document["name"] == name
    assert "chain" in document["allowed"] or "oil_palm" in document["allowed"]


def test_a_full_queue_takes_no_plan(client, monkeypatch):
    oil_chain()
    monkeypatch.setattr(conf, "MAX_QUEUED_RUNS", 3)
    assert post(client, BODY).status_code == 201
    problem(post(client, BODY), 429)
    assert SitingRun.objects.filter(status=RunStatus.QUEUED).count() == 4


def test_a_tree_with_a_circle_is_a_fault_of_the_data(client):
    processes = oil_chain()
    flow(processes["soapery"], processes["refinery"].feed, FlowRole.RESIDUE, 0.1)
    assert "circle" in problem(post(client, BODY), 503)["detail"]
    assert factories.Process.objects.count() == 5


def test_the_description_tells_the_parameters_that_are_checked(client):
    document = client.get("/api/openapi.json").json()
    validate(document, cls=OpenAPIV31SpecValidator)
    assert set(document["components"]["schemas"]["ChainParameters"]["properties"]) == set(CHAIN_NAMES)
