import uuid

import pytest
from django.db.models import Count

from gisapp.planning import services
from gisapp.planning.adapters import planning_input_read
from gisapp.planning.errors import ParameterError, RunStateError
from gisapp.planning.fingerprint import input_hash
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.presentation import catchments_geojson, run_document, sites_geojson
from layers.models import FlowRole, RunStatus, SitingRun, Subdistrict
from layers.services.siting_runs import siting_runs_fail
from tests import factories

pytestmark = pytest.mark.django_db


def execute(**parameters):
    given = SitingParameters(**{"process": "palm_oil_mill", "cell_size_m": 1000, **parameters})
    return services.siting_run_execute(services.siting_run_create(given).pk)


def test_run_is_answered_and_stored():
    factories.small_province()
    run = execute(plants=2)
    assert run.status == RunStatus.SUGGESTED
    assert run.progress == 100
    assert len(run.input_hash) == 64
    assert run.started_at <= run.finished_at
    assert {"read", "prepare", "engine"} <= run.timings_s.keys()
    plants = run.sites.filter(is_reserve=False)
    assert [site.rank for site in plants] == [1, 2]
    for site in run.sites.all():
        assert sum(part["contribution"] for part in site.parts) == pytest.approx(site.score, abs=1e-9)
        assert site.supply_t_per_year <= site.capacity_t_per_year * (1 + 1e-9)
        assert site.utilisation >= 0.6 - 1e-9
        assert site.catchment.valid
        assert sum(s["supply_t_per_year"] for s in site.supply_by_source) == pytest.approx(site.supply_t_per_year)


def test_plants_together_take_no_more_than_existing_ones_leave():
    factories.small_province()
    run = execute(plants=20)
    taken = sum(site.supply_t_per_year for site in run.sites.filter(is_reserve=False))
    assert 0 < taken <= 700_000 - 150_000 + 1e-6


def test_same_question_gives_equal_sites():
    factories.small_province()
    first, second = execute(plants=2), execute(plants=2)
    assert first.input_hash == second.input_hash

    def rows(run):
        return list(run.sites.order_by("rank").values().values_list(*_columns()))

    def _columns():
        return [f.attname for f in first.sites.model._meta.fields if f.attname not in ("id", "run_id")]

    assert rows(first) == rows(second)


def test_hash_changes_with_parameters_and_with_data():
    factories.small_province()
    given = SitingParameters(process="palm_oil_mill")

    def hashed(parameters):
        return input_hash(planning_input_read(parameters), parameters=parameters, engine_version="1")

    first = hashed(given)
    assert hashed(given) == first
    assert hashed(SitingParameters(process="palm_oil_mill", plants=2)) != first
    factories.facility("mill_2", 115.3, -3.0)
    assert hashed(given) != first


def test_site_knows_its_district_and_subdistrict():
    factories.small_province()
    east = factories.District.objects.get(code="6302")
    Subdistrict.objects.create(
        district=east, code="630201", name="Whole east", boundary=east.boundary, area_km2=1.0, **factories.SOURCE
    )
    run = execute(plants=2)
    in_east = [site for site in run.sites.all() if site.district == east]
    assert in_east
    assert {site.subdistrict.name for site in in_east} == {"Whole east"}


def test_sites_stand_in_no_excluded_area():
    factories.small_province()
    free = execute(plants=1).sites.get(rank=1).location
    zone = factories.exclusion_zone(free.x - 0.05, free.y - 0.05, free.x + 0.05, free.y + 0.05)
    run = execute(plants=3)
    assert run.sites.exists()
    assert not run.sites.filter(location__intersects=zone.boundary).exists()
    ignoring = execute(plants=3, ignored_exclusions=("protected_forest",))
    assert ignoring.sites.filter(location__intersects=zone.boundary).exists()


def test_refusal_is_an_answer_with_figures_and_offers():
    rubber = factories.commodity("rubber", is_raw=True)
    crumb = factories.process("crumb_rubber", rubber, modular_sizes_per_year=[40_000.0])
    factories.process("rubber_goods", factories.commodity("sir", group="rubber"), stage=2)
    west = factories.district("6301", west=115.0, east=115.4)
    factories.source_area(rubber, 115.2, -3.0, 174_000, west)
    factories.facility("crumb_1", 115.2, -3.0, process=crumb, capacity_t_per_year=270_000.0)
    run = execute(process="crumb_rubber")
    assert run.status == RunStatus.REFUSED
    assert run.sites.count() == 0
    assert run.refusal["code"] == "capacity_exceeds_supply"
    assert run.refusal["figures"]["shortage_share"] == pytest.approx(96 / 270)
    assert run.refusal["offers"] == ["rubber_goods"]
    assert "35.6 %" in run_document(run)["refusal"]["reason"].replace(",", ".")


def test_without_supply_those_are_offered_that_make_it():
    compound = factories.commodity("compound", group="rubber")
    goods = factories.process("rubber_goods", compound, stage=3, modular_sizes_per_year=[1_000.0])
    mixing = factories.process("mixing", factories.commodity("sir", group="rubber"), stage=2)
    mixing.flows.create(commodity=compound, role=FlowRole.MAIN, coefficient_mid=1.5)
    factories.district("6301", west=115.0, east=115.4)
    run = execute(process=goods.code)
    assert run.refusal["code"] == "no_supply_recorded"
    assert run.refusal["offers"] == ["mixing"]


def test_unknown_process_makes_no_run():
    with pytest.raises(ParameterError):
        services.siting_run_create(SitingParameters(process="nothing"))
    assert not SitingRun.objects.exists()


def test_run_that_is_over_is_not_executed_again():
    factories.small_province()
    run = execute()
    with pytest.raises(RunStateError):
        services.siting_run_execute(run.pk)
    with pytest.raises(RunStateError):
        services.siting_run_execute(uuid.uuid4())


def test_failure_that_was_foreseen_is_told_plainly():
    factories.small_province()
    run = services.siting_run_create(SitingParameters(process="palm_oil_mill"))
    factories.District.objects.all().delete()
    run = services.siting_run_execute(run.pk)
    assert run.status == RunStatus.FAILED
    assert "load_demo" in run.message


def test_failure_that_nobody_foresaw_marks_the_run_and_is_raised(monkeypatch):
    factories.small_province()

    def broken(*_args, **_options):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(services, "suggest", broken)
    run = services.siting_run_create(SitingParameters(process="palm_oil_mill"))
    with pytest.raises(ZeroDivisionError):
        services.siting_run_execute(run.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert run.message
    assert "secret detail" not in run.message


def test_run_given_up_for_lost_takes_no_late_answer(monkeypatch):
    factories.small_province()
    original = services.suggest

    def lost_meanwhile(*args, **options):
        siting_runs_fail([run.pk], reason="lost")
        return original(*args, **options)

    monkeypatch.setattr(services, "suggest", lost_meanwhile)
    run = services.siting_run_create(SitingParameters(process="palm_oil_mill", cell_size_m=1000))
    run = services.siting_run_execute(run.pk)
    assert run.status == RunStatus.FAILED
    assert run.sites.count() == 0


def test_documents_are_plain_json_with_words():
    factories.small_province()
    run = execute(plants=2)
    document = run_document(run)
    assert document["notes"]
    assert all(note["text"] for note in document["notes"])
    supply_note = next(note for note in document["notes"] if note["code"] == "supply_from")
    assert supply_note["source"] == "made up for a test"
    assert supply_note["year"] == 2024
    features = sites_geojson(run)["features"]
    assert len(features) == run.sites.count()
    first = features[0]["properties"]
    assert sum(part["contribution"] for part in first["parts"]) == pytest.approx(first["score"], abs=1e-9)
    assert len(first["reasons"]) == 4
    assert {rule["state"] for rule in first["rules"]} <= {"met", "missed", "unknown"}
    assert len(catchments_geojson(run)["features"]) == len(features)


def test_every_reference_and_competitor_bears_its_source():
    factories.small_province()
    for site in execute(plants=2).sites.all():
        assert site.competitors
        for row in (*site.competitors, *site.nearby):
            assert row["source"] == "made up for a test"
        market = next(part for part in site.parts if part["criterion"] == "market")
        assert (market["reference"], market["source"]) == ("Facility port_1", "made up for a test")


def test_change_of_data_after_a_run_shows():
    factories.small_province()
    run = execute()
    assert not run_document(run)["inputs_changed"]
    factories.facility("mill_2", 115.3, -3.0)
    assert run_document(run)["inputs_changed"]


def test_every_district_of_supply_is_named():
    factories.small_province()
    run = execute(plants=1)
    assert SitingRun.objects.annotate(n=Count("sites")).get(pk=run.pk).n >= 1
    for site in run.sites.all():
        assert {row["code"] for row in site.supply_by_district} <= {"6301", "6302"}
