"""What must hold of every answer on the demonstration province."""

import pytest
from django.contrib.gis.db.models import Union

from layers.models import District, ExclusionZone, Facility, RunStatus
from tests.truths.questions import QUESTIONS, executed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture(params=QUESTIONS)
def run(request, answer):
    return answer(request.param)


def test_parts_sum_to_the_score(run):
    for site in run.sites.all():
        assert sum(part["contribution"] for part in site.parts) == pytest.approx(site.score, abs=1e-6)
        assert sum(part["weight"] for part in site.parts) == pytest.approx(1, abs=1e-9)


def test_sites_stand_on_land_of_the_province(run):
    land = District.objects.aggregate(land=Union("boundary"))["land"]
    for site in run.sites.all():
        assert land.contains(site.location)
        assert site.district.boundary.intersects(site.location)


def test_sites_stand_in_no_excluded_area(run):
    for zone in ExclusionZone.objects.filter(effect="exclude"):
        assert not run.sites.filter(location__intersects=zone.boundary).exists()


def test_supply_by_source_and_by_district_sums_to_the_whole(run):
    for site in run.sites.all():
        for table in (site.supply_by_source, site.supply_by_district):
            assert sum(row["supply_t_per_year"] for row in table) == pytest.approx(site.supply_t_per_year, rel=1e-9)


def test_every_plant_fills_its_least_share_and_no_more_than_its_size(run):
    for site in run.sites.all():
        assert run.summary["min_utilisation"] - 1e-9 <= site.utilisation <= 1 + 1e-9
        assert site.supply_t_per_year <= site.reachable_t_per_year * (1 + 1e-9)


def test_answer_or_refusal_and_never_both(run):
    assert run.status in (RunStatus.SUGGESTED, RunStatus.REFUSED)
    assert run.sites.exists() == (run.refusal is None)


def test_palm_residual_is_net_of_the_existing_mills(answer):
    run = answer("palm_oil_mill")
    mills = Facility.objects.filter(process__code="palm_oil_mill", status="operating")
    assert mills.count() >= 42
    assert run.summary["counts"]["plants"] == mills.count()
    # Of 5.34 Mt, mills that can take about 9 Mt leave little, and only where they are far.
    assert 0 < run.summary["supply_t_per_year"] < 0.2 * 5_340_000
    best = run.sites.get(rank=1)
    assert best.competitors
    assert sum(rival["takes_t_per_year"] for rival in best.competitors) > best.supply_t_per_year


def test_more_mills_leave_less_to_a_new_one(answer):
    with_mills = answer("palm_oil_mill").summary["supply_t_per_year"]
    Facility.objects.filter(process__code="palm_oil_mill").update(status="closed")
    without = executed(QUESTIONS["palm_oil_mill"])
    assert without.summary["counts"]["plants"] == 0
    assert without.summary["supply_t_per_year"] > with_mills


def test_same_question_is_answered_with_the_same_sites(answer):
    first = answer("palm_oil_mill")
    again = executed(QUESTIONS["palm_oil_mill"])
    assert again.input_hash == first.input_hash

    def columns(run):
        names = [f.attname for f in run.sites.model._meta.fields if f.attname not in ("id", "run_id")]
        return list(run.sites.order_by("rank").values_list(*names))

    assert columns(again) == columns(first)


def test_what_is_not_surveyed_shows_as_unknown(answer):
    site = answer("rice_mill").sites.get(rank=1)
    states = {rule["code"]: rule["state"] for rule in site.rules}
    assert states["outside_protected_forest"] == "unknown"
    assert states["outside_steep"] == "unknown"


def test_every_note_has_words_and_every_assumed_figure_a_source(run, client):
    for language in ("id", "en"):
        document = client.get(f"/api/siting-runs/{run.pk}", headers={"Accept-Language": language}).json()
        assert document["notes"]
        for note in document["notes"]:
            assert note["text"]
            if note["code"] in ("supply_from", "capacity_from_total", "supply_from_plants"):
                assert note["source"]
