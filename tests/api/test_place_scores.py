import uuid

import pytest

from gisapp import conf
from layers.models import Facility, Process, RunStatus, SitingRun
from tests import factories
from tests.api.test_siting_runs import RUNS, executed, problem

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def run(client):
    factories.small_province()
    return SitingRun.objects.get(pk=executed(client, plants=1))


def asked(client, run, lon, lat):
    response = client.get(f"{RUNS}/{run.pk}/why", {"lon": lon, "lat": lat}, headers=ENGLISH)
    assert response.status_code == 200
    return response.json()


def at(client, run, site):
    return asked(client, run, *site.location.coords)


def test_suggested_sites_have_the_score_they_were_suggested_with(client, run):
    for number, site in enumerate(run.sites.order_by("rank")):
        found = at(client, run, site)
        assert found["score"] == pytest.approx(site.score, abs=1e-9)
        assert found["sites_with_a_higher_score"] == number
        assert found["can_be_suggested"]
        assert found["obstacles"] == []
        assert sum(part["contribution"] for part in found["parts"]) == pytest.approx(site.score)
        assert found["parts"][0]["label"] == "raw material"
        assert found["supply"]["supply_t_per_year"] == pytest.approx(site.supply_t_per_year)
    assert found["first_score"] == run.sites.get(rank=1).score


def test_of_several_plants_it_is_judged_as_the_last(client):
    factories.small_province()
    run = SitingRun.objects.get(pk=executed(client, plants=2))
    last = run.sites.filter(is_reserve=False).order_by("rank").last()
    assert last.rank == 2
    assert at(client, run, last)["score"] == pytest.approx(last.score, abs=1e-9)


def test_where_the_law_forbids_a_plant_it_is_told(client):
    factories.small_province()
    factories.exclusion_zone(115.0, -3.2, 115.2, -2.8)
    run = SitingRun.objects.get(pk=executed(client))
    found = asked(client, run, 115.1, -3.0)
    assert (found["score"], found["parts"], found["supply"]) == (None, [], None)
    [obstacle] = found["obstacles"]
    assert (obstacle["code"], obstacle["legal_basis"], obstacle["effect"]) == ("protected_forest", "a law", "exclude")
    assert not found["can_be_suggested"]
    assert {"peat", "water", "steep"} <= {reason["code"] for reason in found["unknown"]}
    [outside] = asked(client, run, 100.0, 5.0)["obstacles"]
    assert outside["text"] == "Outside the province's land"


def test_too_little_raw_material_is_told_with_figures(client, run):
    SitingRun.objects.filter(pk=run.pk).update(parameters={**run.parameters, "size_per_year": 5_000_000})
    found = asked(client, run, 115.3, -3.0)
    assert not found["can_be_suggested"]
    [obstacle] = found["obstacles"]
    assert obstacle["code"] == "too_little_raw_material"
    assert "the smallest plant needs 3 Mt/yr" in obstacle["text"].replace("\N{NO-BREAK SPACE}", " ")
    assert found["parts"][0]["contribution"] == 0
    assert found["score"] > 0


def test_changed_data_are_told(client, run):
    assert not asked(client, run, 115.3, -3.0)["inputs_changed"]
    Facility.objects.create(
        name="Another mill",
        kind="plant",
        location="SRID=4326;POINT(115.3 -3.0)",
        status="operating",
        **factories.SOURCE,
    )
    assert asked(client, run, 115.3, -3.0)["inputs_changed"]


def test_a_run_without_an_answer_is_judged_by_its_question(client, run):
    SitingRun.objects.filter(pk=run.pk).update(status=RunStatus.FAILED, summary={})
    run.sites.all().delete()
    found = asked(client, run, 115.3, -3.0)
    assert found["score"] > 0
    assert (found["first_score"], found["sites_with_a_higher_score"]) == (None, 0)


def test_bad_questions_are_answered_with_their_status(client, run, monkeypatch):
    why = f"{RUNS}/{run.pk}/why"
    problem(client.get(why), 400)
    problem(client.get(why, {"lon": 200, "lat": 0}), 400)
    problem(client.get(why, {"lon": 115, "lat": -3, "process": "x"}), 400)
    problem(client.get(f"{RUNS}/{uuid.uuid4()}/why", {"lon": 115, "lat": -3}), 404)
    monkeypatch.setattr(conf, "RUN_RASTER_MAX_CELLS", 100)
    assert "larger cells" in problem(client.get(why, {"lon": 115, "lat": -3}, headers=ENGLISH), 409)["detail"]


def test_what_the_run_was_asked_to_keep_to_is_told(client, run):
    site = run.sites.get(rank=1)
    lon, lat = site.location.coords

    def obstacle(**changes):
        SitingRun.objects.filter(pk=run.pk).update(parameters={**run.parameters, **changes})
        found = asked(client, run, lon, lat)
        assert not found["can_be_suggested"]
        [only] = found["obstacles"]
        return only["code"]

    assert obstacle(forbidden_sites=[{"lon": lon, "lat": lat, "radius_km": 1}]) == "forbidden_site"
    assert obstacle(forbidden_sites=[], forced_sites=[{"lon": lon + 0.1, "lat": lat}]) == "all_places_laid_down"


def test_a_place_is_judged_by_what_is_left_of_the_budget(client):
    factories.small_province()
    Process.objects.update(
        capex_ref_size_per_year=100_000,
        capex_low_million=100_000,
        capex_mid_million=100_000,
        capex_high_million=100_000,
        capex_currency="IDR",
        capex_year=2024,
    )
    run = SitingRun.objects.get(pk=executed(client, plants=2, budget_million_idr=10_000_000))
    last = run.sites.filter(is_reserve=False).order_by("rank").last()
    assert last.rank == 2
    assert at(client, run, last)["score"] == pytest.approx(last.score, abs=1e-9)
    spent = run.summary["outlay_million_idr"]["1"]
    SitingRun.objects.filter(pk=run.pk).update(parameters={**run.parameters, "budget_million_idr": spent + 1})
    [obstacle] = at(client, run, last)["obstacles"]
    assert obstacle["code"] == "beyond_budget"
    assert "Rp1 million of the budget is left" in obstacle["text"].replace("\N{NO-BREAK SPACE}", " ")


def test_a_plant_may_be_moved_while_the_others_stay(client):
    factories.small_province()
    run = SitingRun.objects.get(pk=executed(client, plants=2))
    first, last = run.sites.filter(is_reserve=False).order_by("rank")
    why = f"{RUNS}/{run.pk}/why"

    def judged(site, **more):
        lon, lat = site.location.coords
        return client.get(why, {"lon": lon, "lat": lat, **more}, headers=ENGLISH).json()

    assert judged(last, in_place_of=2)["score"] == pytest.approx(last.score, abs=1e-9)
    # Its own raw material does not count as taken where it is the one to be moved.
    assert judged(first, in_place_of=1)["score"] > judged(first)["score"]
    lon, lat = first.location.coords
    found = problem(client.get(why, {"lon": lon, "lat": lat, "in_place_of": 3}, headers=ENGLISH), 400)
    assert (found["name"], found["allowed"]) == ("in_place_of", "1, 2")


def test_where_none_may_stand_the_nearest_place_that_may_is_told(client):
    factories.small_province()
    factories.exclusion_zone(115.0, -3.2, 115.2, -2.8)
    run = SitingRun.objects.get(pk=executed(client))
    nearest = asked(client, run, 115.15, -3.0)["nearest"]
    # The zone ends at 115.2 east, 5.6 km away.
    assert nearest["distance_km"] == pytest.approx(5.6, abs=0.5)
    assert nearest["lon"] > 115.2
    assert "km to the east" in nearest["text"].replace("\N{NO-BREAK SPACE}", " ")
    assert asked(client, run, nearest["lon"], nearest["lat"])["score"] == pytest.approx(nearest["score"], abs=1e-9)
    assert asked(client, run, nearest["lon"], nearest["lat"])["nearest"] is None
