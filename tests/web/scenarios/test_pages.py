import re
import uuid

import pytest
from django.contrib.auth import get_user_model

from gisapp.planning.parameters import parameters_parse
from gisapp.planning.services import siting_run_create, siting_run_execute
from layers.models import SitingRun
from layers.services.scenarios import scenario_insert
from tests import factories

pytestmark = pytest.mark.django_db


def calculated(**parameters) -> SitingRun:
    given = parameters_parse({"process": "palm_oil_mill", "plants": 2, "cell_size_m": 1000, **parameters})
    return siting_run_execute(siting_run_create(given).pk)


@pytest.fixture
def runs() -> tuple[SitingRun, SitingRun]:
    factories.small_province()
    return calculated(), calculated(plants=1, season="wet")


@pytest.fixture
def staff(client):
    user = get_user_model().objects.create_user("sari", password="x", is_staff=True)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def words(response) -> str:
    text = re.sub(r"<script\b.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", text)


def test_the_empty_list_says_what_to_do(client):
    client.cookies["django_language"] = "en"
    response = client.get("/scenarios")
    assert response.status_code == 200
    assert "No scenario yet" in words(response)
    assert "Sign in" in words(response)


def test_two_runs_are_compared_without_being_kept(client, runs):
    client.cookies["django_language"] = "en"
    response = client.get(f"/scenarios/compare?a={runs[0].pk}&b={runs[1].pk}")
    assert response.status_code == 200
    text = words(response)
    assert "Differs: number of plants, season." in text
    assert "2 plants" in text
    assert "wet season" in text
    assert text.count("same place") + text.count("none nearby") >= 1


def test_a_scenario_shows_its_question_and_who_saved_it(staff, runs):
    user = get_user_model().objects.get()
    kept = scenario_insert(runs[0], name="<b>Two</b>", note="a\nb", created_by_id=user.pk)
    response = staff.get(f"/scenarios/{kept.pk}")
    body = response.content.decode()
    assert "&lt;b&gt;Two&lt;/b&gt;" in body
    assert "saved by sari" in words(response)
    assert f"/api/siting-runs/{runs[0].pk}/report?f=pdf" in body
    assert 'id="scenario-form"' in body


def test_a_colleague_reads_and_copies_but_does_not_edit(staff, runs):
    kept = scenario_insert(runs[0], name="Theirs")
    body = staff.get(f"/scenarios/{kept.pk}").content.decode()
    assert 'data-action="copy"' in body
    assert 'id="scenario-form"' not in body
    assert 'data-action="delete"' not in body


@pytest.mark.parametrize("key", [str(uuid.UUID(int=1)), "first", "%00"])
def test_a_side_that_is_not_there_is_named(client, runs, key):
    client.cookies["django_language"] = "en"
    response = client.get(f"/scenarios/compare?a={runs[0].pk}&b={key}")
    assert response.status_code == 404
    assert "B does not exist" in words(response)


def test_what_is_for_the_office_is_on_no_page_of_others(client, runs):
    kept = scenario_insert(runs[0], name="Draft of the office")
    assert client.get(f"/scenarios/{kept.pk}").status_code == 404
    pages = [client.get("/scenarios"), client.get(f"/scenarios/compare?a={kept.pk}&b={runs[1].pk}")]
    assert pages[1].status_code == 404
    assert not any("Draft of the office" in page.content.decode() for page in pages)


def test_pages_of_scenarios_are_in_no_cache_and_have_a_policy(staff, runs):
    kept = scenario_insert(runs[0], name="Two")
    for address in ("/scenarios", f"/scenarios/{kept.pk}", f"/scenarios/compare?a={kept.pk}&b={runs[1].pk}"):
        response = staff.get(address)
        assert "no-store" in response["Cache-Control"]
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert " style=" not in response.content.decode()


def test_the_list_takes_as_many_queries_for_many_as_for_one(staff, runs, django_assert_max_num_queries):
    for number in range(6):
        scenario_insert(runs[0], name=f"Scenario {number}")
    with django_assert_max_num_queries(9):
        staff.get("/scenarios")
