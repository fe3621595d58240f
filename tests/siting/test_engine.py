"""The engine as a whole, on a rectangle with one road and on islands."""

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

from gisapp.siting import (
    Criterion,
    ExclusionArea,
    ExclusionEffect,
    NoteCode,
    PlaceKind,
    PlantRequirement,
    ProblemError,
    RefusalCode,
    RuleState,
    Status,
    SupplyModel,
    prepare,
    suggest,
)
from tests.siting import builders

PEAT = ExclusionArea("peat", "PP 71/2014", ExclusionEffect.PENALISE, builders.objects(shapely.box(0, 0, 500, 500)))
SLOPE = ExclusionArea("slope", "Permenperin 30/2020", ExclusionEffect.EXCLUDE, None)
FOREST = ExclusionArea(
    "forest", "UU 41/1999", ExclusionEffect.EXCLUDE, builders.objects(shapely.box(30_000, 0, 40_000, 20_000))
)


@pytest.fixture(scope="module")
def result():
    return suggest(
        builders.problem(
            exclusions=(PEAT, SLOPE, FOREST),
            plants=builders.plants([(5_000, 9_500, 10_000)]),
            requirement=PlantRequirement((60_000.0, 30_000.0), max_minutes=60.0, plants_wanted=2, reserves_wanted=1),
            supply_model=SupplyModel.LEAST_COST,
        )
    )


def test_sites_are_suggested_best_first_with_reserves_last(result):
    assert (result.status, result.refusal) == (Status.SUGGESTED, None)
    assert [(site.rank, site.is_reserve) for site in result.sites] == [(1, False), (2, False), (3, True)]


def test_contributions_sum_to_the_score(result):
    for site in result.sites:
        assert math.fsum(part.contribution for part in site.parts) == pytest.approx(site.score, abs=1e-9)
        assert [part.criterion for part in site.parts] == list(Criterion)
        assert sum(part.weight for part in site.parts) == pytest.approx(1.0)
        for part in site.parts:
            assert part.contribution == pytest.approx(part.weight * part.value)


def test_supply_sums_agree_and_no_tonne_is_counted_twice(result):
    given: dict[int, float] = {}
    for site in result.sites:
        by_source = math.fsum(one.supply_t_per_year for one in site.supply_by_source)
        assert by_source == pytest.approx(site.supply_t_per_year)
        assert math.fsum(one.supply_t_per_year for one in site.supply_by_district) == pytest.approx(by_source)
        assert site.parts[0].raw == pytest.approx(by_source)
        assert site.utilisation == pytest.approx(site.supply_t_per_year / site.capacity_t_per_year)
        assert site.utilisation >= 0.6
        for one in site.supply_by_source:
            assert one.minutes <= 60.0
            if not site.is_reserve:
                given[one.source_id] = given.get(one.source_id, 0.0) + one.supply_t_per_year
    # The existing plant takes 10,000 t of source 1 first.
    left = {1: 30_000, 2: 30_000, 3: 30_000, 4: 20_000}
    assert all(tonnes <= left[source] + 1e-6 for source, tonnes in given.items())


def test_sites_avoid_what_excludes(result):
    assert all(site.x_m < 30_000 for site in result.sites)


def test_rules_are_met_missed_or_unknown(result):
    rules = {rule.code: rule for rule in result.sites[0].rules}
    assert rules["outside_slope"].state is RuleState.UNKNOWN
    assert rules["outside_forest"].state is RuleState.MET
    assert rules["outside_forest"].legal_basis == "UU 41/1999"
    assert rules["outside_peat"].state is RuleState.MET
    assert rules["in_industrial_zone"].state is RuleState.MET
    assert rules["least_utilisation"].figures["utilisation"] >= 0.6
    assert rules["room_for_plant"].figures["free_ha"] == pytest.approx(60_000.0)


def test_competitors_tell_what_they_take_from_within_reach(result):
    (competitor,) = result.sites[0].competitors
    assert (competitor.plant_id, competitor.takes_t_per_year) == (101, 10_000.0)


def test_the_nearest_place_of_each_kind_is_named(result):
    assert [near.kind for near in result.sites[0].nearby] == list(PlaceKind)
    assert result.sites[0].nearby[0].name == "market 0"


def test_the_catchment_is_land_around_the_site(result):
    for site in result.sites:
        assert site.catchment.is_valid
        assert site.catchment.covers(shapely.Point(site.x_m, site.y_m))
        assert builders.LAND.buffer(1).covers(site.catchment)
        for one in site.supply_by_source:
            x_m, y_m = [(5_000, 9_000), (12_000, 11_000), (25_000, 9_500), (35_000, 12_000)][one.source_id - 1]
            assert site.catchment.covers(shapely.Point(x_m, y_m))


def test_sites_know_their_degrees():
    problem = builders.problem()
    moved = 9_600_000.0
    shift = [shapely.affinity.translate(land, 300_000, moved) for land in problem.study_area.land]
    area = replace(problem.study_area, land=builders.objects(*shift))
    sources = replace(problem.sources, x_m=problem.sources.x_m + 300_000, y_m=problem.sources.y_m + moved)
    site = suggest(replace(problem, study_area=area, sources=sources, roads=builders.roads())).sites[0]
    assert 115.1 < site.lon < 115.6
    assert -3.7 < site.lat < -3.4


def test_two_runs_are_equal_and_timings_do_not_count():
    problem = builders.problem()
    ticks = iter(range(1_000))
    first = suggest(problem)
    second = suggest(problem, prepared=prepare(problem), clock=lambda: float(next(ticks)))
    assert first == second
    assert first.timings_s == {}
    assert list(second.timings_s) == [
        "prepare", "sources", "exclusion", "existing_plants", "candidates", "travel", "criteria", "ranking",
        "explanation", "location",
    ]  # fmt: skip


def test_the_order_of_sources_does_not_matter():
    problem = builders.problem()
    order = np.array([2, 0, 3, 1])
    columns = {
        name: getattr(problem.sources, name)[order] for name in ("id", "x_m", "y_m", "supply_t_per_year", "district")
    }
    assert suggest(replace(problem, sources=replace(problem.sources, **columns))) == suggest(problem)


def test_prepared_parts_of_another_problem_are_refused():
    problem = builders.problem()
    with pytest.raises(ProblemError, match="off_road_speed"):
        suggest(replace(problem, off_road_speed_km_h=5.0), prepared=prepare(problem))
    with pytest.raises(ProblemError, match="grid"):
        suggest(replace(problem, study_area=builders.area(cell_m=500.0)), prepared=prepare(problem))


def test_a_penalised_area_is_a_rule_missed_not_a_site_lost():
    everywhere = replace(PEAT, geometry=builders.objects(builders.LAND))
    site = suggest(builders.problem(exclusions=(everywhere,))).sites[0]
    assert site.rules[0].state is RuleState.MISSED


def test_weights_move_the_site():
    to_port = dict.fromkeys(Criterion, 0.0) | {Criterion.MARKET: 1.0}
    requirement = PlantRequirement((30_000.0,), max_minutes=120.0)
    site = suggest(builders.problem(weights=to_port, requirement=requirement)).sites[0]
    assert abs(site.x_m - 39_000) < 2_000


# Refusals ---------------------------------------------------------------------------------------------------


def test_crumb_rubber_is_refused_because_capacity_exceeds_supply():
    """270 kt/yr of capacity against 174 kt/yr of raw material: a shortage of 35.6 %."""
    result = suggest(
        builders.problem(
            sources=builders.sources([(x, 9_000, 43_500) for x in (3_000, 13_000, 23_000, 33_000)]),
            plants=builders.plants([(6_000, 10_000, 150_000), (36_000, 10_000, 120_000)]),
            requirement=PlantRequirement((20_000.0, 40_000.0), max_minutes=600.0),
        )
    )
    assert (result.status, result.sites) == (Status.REFUSED, ())
    assert result.refusal.code is RefusalCode.CAPACITY_EXCEEDS_SUPPLY
    figures = result.refusal.figures
    assert figures["capacity_t_per_year"] == 270_000
    assert figures["supply_t_per_year"] == 174_000
    assert figures["shortage_t_per_year"] == 96_000
    assert round(100 * figures["shortage_share"], 1) == 35.6


def test_a_surplus_out_of_reach_of_the_plants_is_still_offered():
    """Capacity exceeds supply as a whole, but perishable goods on an island without a mill go to waste."""
    mainland, island = shapely.box(0, 0, 20_000, 20_000), shapely.box(24_000, 0, 40_000, 20_000)
    result = suggest(
        builders.problem(
            study_area=builders.area(mainland, island),
            sources=builders.sources([(30_000, 10_000, 40_000), (10_000, 10_000, 40_000)]),
            plants=builders.plants([(10_000, 10_000, 100_000)]),
            roads=builders.roads([(0, 10_000), (20_000, 10_000)]),
            requirement=PlantRequirement((30_000.0,), max_minutes=240.0, perishability_h=24.0, reserves_wanted=0),
        )
    )
    assert [site.x_m > 24_000 for site in result.sites] == [True]
    assert result.sites[0].supply_by_source[0].source_id == 1


def test_a_residual_too_small_is_refused_with_what_is_needed():
    result = suggest(
        builders.problem(
            plants=builders.plants([(5_000, 10_000, 110_000)]),
            requirement=PlantRequirement((30_000.0, 60_000.0), max_minutes=240.0),
        )
    )
    assert result.refusal.code is RefusalCode.RESIDUAL_TOO_SMALL
    assert result.refusal.figures["best_residual_t_per_year"] == pytest.approx(10_000)
    assert result.refusal.figures["required_t_per_year"] == pytest.approx(18_000)


def test_the_ceiling_binds_new_plants():
    far_apart = builders.sources([(1_000, 10_000, 15_000), (39_000, 10_000, 15_000)])
    requirement = PlantRequirement((30_000.0,), max_minutes=240.0)
    assert suggest(builders.problem(sources=far_apart, requirement=requirement)).sites
    bound = replace(requirement, catchment_ceiling_km=10.0)
    assert (
        suggest(builders.problem(sources=far_apart, requirement=bound)).refusal.code is RefusalCode.RESIDUAL_TOO_SMALL
    )


def test_everything_excluded_is_refused_with_the_land_that_is_left():
    everywhere = replace(FOREST, geometry=builders.objects(builders.LAND))
    result = suggest(builders.problem(exclusions=(everywhere,)))
    assert result.refusal.code is RefusalCode.ALL_EXCLUDED
    assert result.refusal.figures["free_ha"] == 0.0
    assert result.refusal.figures["land_ha"] == pytest.approx(80_000.0)


@pytest.mark.parametrize("tonnes", [math.nan, 0.0])
def test_no_recorded_supply_is_refused(tonnes):
    result = suggest(builders.problem(sources=builders.sources([(5_000, 9_000, tonnes)])))
    assert result.refusal.code is RefusalCode.NO_SUPPLY_RECORDED
    assert result.refusal.figures == {"n_source": 1, "n_unrecorded": int(math.isnan(tonnes))}


def test_no_source_at_all_is_refused():
    assert suggest(builders.problem(sources=builders.sources([]))).refusal.code is RefusalCode.NO_SUPPLY_RECORDED


# Notes ------------------------------------------------------------------------------------------------------


def notes_of(**changes):
    return {(note.code, note.subject): note.figures for note in suggest(builders.problem(**changes)).notes}


def test_assumptions_and_gaps_are_noted():
    notes = notes_of(
        sources=builders.sources([(5_000, 9_000, 40_000), (6_000, 9_000, math.nan), (50_000, 9_000, 10)]),
        plants=replace(builders.plants([(39_000, 1_000, 5)]), capacity_is_assumed=np.array([True])),
        roads=builders.roads([(0, 10_000), (40_000, 10_000)], main=[False]),
        requirement=PlantRequirement((30_000.0,), max_minutes=240.0, perishability_h=24.0, plants_wanted=3),
        industrial_zones=builders.zones(),
        districts=builders.districts(builders.LAND, population=[math.nan]),
    )
    assert notes[NoteCode.OFF_ROAD_SPEED, ""] == {"speed_km_h": 10.0}
    assert notes[NoteCode.SUPPLY_UNRECORDED, ""] == {"n_source": 1}
    assert notes[NoteCode.SOURCES_OUTSIDE, ""] == {"n_source": 1}
    assert notes[NoteCode.CAPACITY_ASSUMED, ""] == {"n_plant": 1}
    assert notes[NoteCode.PERISHABILITY_SPLIT, ""]["drive_minutes"] == pytest.approx(240.0)
    assert (NoteCode.NO_MAIN_ROADS, "") in notes
    assert notes[NoteCode.CRITERION_UNKNOWN, "labour"]["value"] == 0.5
    assert (NoteCode.CRITERION_UNKNOWN, "spatial_plan") in notes
    # In turn there would be one plant, filled; together two share the 40,000 t, each filled enough.
    assert notes[NoteCode.FEWER_THAN_WANTED, ""]["found"] == 2


def test_without_roads_the_engine_goes_off_road_and_says_so():
    assert (NoteCode.NO_ROADS, "") in notes_of(roads=builders.roads(), places=builders.places())
