import json
import uuid
from typing import Any

import jsonschema
import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gisapp.planning.parameters import parameters_parse
from gisapp.planning.scenarios.requests import NAME_CHARS
from gisapp.planning.services import siting_run_create, siting_run_execute
from layers.models import RunStatus, Scenario, ScenarioVisibility, SitingRun
from tests import factories

pytestmark = pytest.mark.django_db
SCENARIOS = "/api/scenarios"


def calculated(**parameters: Any) -> SitingRun:
    given = parameters_parse({"process": "palm_oil_mill", "plants": 2, "cell_size_m": 1000, **parameters})
    return siting_run_execute(siting_run_create(given).pk)


@pytest.fixture
def run() -> SitingRun:
    factories.small_province()
    return calculated()


class Office:
    """Speaks with the API as a page of a member of staff does."""

    def __init__(self, name: str, **fields: Any) -> None:
        user = get_user_model().objects.create_user(name, password="x", **{"is_staff": True, **fields})
        self.client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
        self.client.force_login(user)
        self.client.get("/")
        self.headers = {"X-CSRFToken": self.client.cookies["csrftoken"].value}

    def save(self, run: SitingRun | None = None, /, **body: Any) -> Any:
        known = {"run": str(run.pk), "name": "Four mills"} if run else {}
        return self.send("post", SCENARIOS, {**known, **body})

    def send(self, method: str, address: str, body: Any = None) -> Any:
        send = getattr(self.client, method)
        return send(address, json.dumps(body), content_type="application/json", headers=self.headers)


@pytest.fixture
def office() -> Office:
    return Office("sari")


def address_of(document: dict[str, Any]) -> str:
    return f"{SCENARIOS}/{document['id']}"


def test_a_run_is_saved_under_a_name_with_its_parameters(office, run):
    answer = office.save(run, note="For the meeting")
    assert answer.status_code == 201
    document = answer.json()
    assert answer["Location"] == address_of(document)
    assert document["name"] == "Four mills"
    assert document["note"] == "For the meeting"
    assert document["parameters"] == run.parameters
    assert document["plants"] == run.sites.filter(is_reserve=False).count()
    assert (document["created_by"], document["may_change"]) == ("sari", True)
    assert office.client.get(address_of(document)).json() == document
    assert office.client.get(SCENARIOS).json() == {"total": 1, "scenarios": [document]}


@pytest.mark.parametrize(
    ("visibility", "opened", "listed"),
    [(ScenarioVisibility.OFFICE, 404, 0), (ScenarioVisibility.LINK, 200, 0), (ScenarioVisibility.PUBLIC, 200, 1)],
)
def test_others_read_what_is_shared_with_them(office, run, visibility, opened, listed):
    saved = office.save(run, visibility=visibility).json()
    stranger = Client()
    assert stranger.get(address_of(saved)).status_code == opened
    assert stranger.get(SCENARIOS).json()["total"] == listed
    assert office.client.get(SCENARIOS).json()["total"] == 1


def test_strangers_do_not_learn_who_saved_a_scenario(office, run):
    saved = office.save(run, visibility="public").json()
    seen = Client().get(address_of(saved)).json()
    assert seen["created_by"] is None
    assert seen["may_change"] is False


def test_a_link_taken_back_opens_nothing(office, run):
    saved = office.save(run, visibility="link").json()
    assert office.send("patch", address_of(saved), {"visibility": "office"}).status_code == 200
    assert Client().get(address_of(saved)).status_code == 404


def test_a_scenario_is_renamed_noted_copied_and_deleted(office, run):
    saved = office.save(run).json()
    changed = office.send("patch", address_of(saved), {"name": "  Two mills ", "note": ""}).json()
    assert (changed["name"], changed["note"]) == ("Two mills", "")
    copy = office.save(copy_of=saved["id"]).json()
    assert copy["name"] == "Copy of Two mills"
    assert copy["id"] != saved["id"]
    assert copy["run"] == saved["run"]
    assert copy["visibility"] == "office"
    assert office.send("delete", address_of(saved)).status_code == 204
    assert office.client.get(address_of(saved)).status_code == 404
    assert SitingRun.objects.filter(pk=run.pk).exists()


def test_only_who_saved_it_and_administrators_change_a_scenario(office, run):
    saved = office.save(run).json()
    colleague, administrator = Office("budi"), Office("admin", is_superuser=True)
    refused = colleague.send("patch", address_of(saved), {"name": "Mine"})
    assert refused.status_code == 403
    assert "sari" in refused.json()["detail"]
    assert colleague.send("delete", address_of(saved)).status_code == 403
    assert colleague.save(copy_of=saved["id"]).json()["may_change"] is True
    assert administrator.send("patch", address_of(saved), {"name": "Ours"}).json()["name"] == "Ours"


def test_strangers_and_people_who_are_not_staff_save_nothing(run):
    body = json.dumps({"run": str(run.pk), "name": "x"})
    assert Client().post(SCENARIOS, body, content_type="application/json").status_code == 401
    assert Office("guest", is_staff=False).save(run).status_code == 403
    assert not Scenario.objects.exists()


def test_nothing_is_changed_without_the_token(office, run):
    saved = office.save(run).json()
    office.headers = {}
    assert office.save(run).status_code == 403
    assert office.send("patch", address_of(saved), {"name": "x"}).status_code == 403
    assert office.send("delete", address_of(saved)).status_code == 403


def test_a_run_without_sites_is_not_saved(office, run):
    SitingRun.objects.filter(pk=run.pk).update(status=RunStatus.REFUSED)
    answer = office.save(run)
    assert answer.status_code == 409
    assert str(run.pk) in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "x" * (NAME_CHARS + 1)}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "\ud800"}, "name"),
        ({"name": None}, "name"),
        ({"note": 1}, "note"),
        ({"visibility": "all"}, "visibility"),
        ({"run": "first"}, "run"),
        ({"run": str(uuid.uuid4())}, "run"),
        ({"run": None}, "run or copy_of"),
        ({"copy_of": str(uuid.uuid4())}, "run or copy_of"),
        ({"owner": "me"}, "parameter"),
    ],
)
def test_what_is_wrong_is_named(office, run, body, name):
    answer = office.save(run, **body)
    assert answer.status_code == 400
    assert answer.json()["name"] == name


def test_inputs_that_changed_since_are_told(office, run):
    saved = office.save(run).json()
    assert saved["inputs_changed"] == []
    factories.facility("new-port", 115.2, -3.0)
    (changed,) = office.client.get(address_of(saved)).json()["inputs_changed"]
    assert changed["title"] == "facilities"


def test_the_list_takes_as_many_queries_for_many_as_for_one(office, run, django_assert_max_num_queries):
    for number in range(5):
        office.save(run, name=f"Scenario {number}")
    with django_assert_max_num_queries(6):
        answer = office.client.get(f"{SCENARIOS}?limit=3&offset=1").json()
    assert answer["total"] == 5
    assert [one["name"] for one in answer["scenarios"]] == ["Scenario 3", "Scenario 2", "Scenario 1"]


def test_a_run_that_is_kept_cannot_be_deleted(office, run):
    office.save(run)
    with pytest.raises(Exception, match="protected"):
        run.delete()


def test_answers_and_bodies_are_as_the_description_says(office, run):
    described = office.client.get("/api/openapi.json").json()
    assert set(described["paths"]["/scenarios"]) == {"get", "post"}
    saved = office.save(run, visibility="link").json()
    for schema, document in (
        ("Scenario", saved),
        ("ScenarioList", office.client.get(SCENARIOS).json()),
        ("NewScenario", {"run": str(run.pk), "name": "x"}),
        ("NewScenario", {"copy_of": saved["id"]}),
        ("ScenarioChanges", {"note": ""}),
    ):
        named = {"$ref": f"#/components/schemas/{schema}", "components": described["components"]}
        jsonschema.validate(document, named, format_checker=jsonschema.FormatChecker())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["run", "copy_of", "name", "note", "visibility"]) | st.text(max_size=5), JSON))
def test_any_json_has_an_answer(office, run, body):
    assert office.send("post", SCENARIOS, body).status_code in (201, 400)
    assert office.save(run, **body).status_code in (201, 400)
