"""A place that nobody suggested: judged as if it were a candidate, or told why it cannot be one."""

import math

import numpy as np
import pytest
import shapely

from gisapp.siting import Criterion, ExclusionArea, ExclusionEffect, PlantRequirement, prepare, suggest
from gisapp.siting.conditions import Circle, Investment, PlanConditions
from gisapp.siting.place import judge_place
from tests.siting import builders

FOREST = ExclusionArea(
    "forest", "UU 41/1999", ExclusionEffect.EXCLUDE, builders.objects(shapely.box(30_000, 0, 40_000, 20_000))
)
PEAT = ExclusionArea("peat", "PP 71/2014", ExclusionEffect.PENALISE, builders.objects(shapely.box(0, 0, 500, 500)))
# A strip of free land in the forest that a road might run along, too small for any plant.
ISLET = ExclusionArea(
    "steep",
    "Permenperin 30/2020",
    ExclusionEffect.EXCLUDE,
    builders.objects(shapely.box(19_000, 9_000, 21_000, 11_000) - shapely.box(19_900, 9_900, 20_100, 10_100)),
)
PLANTS = builders.plants([(5_000, 9_500, 10_000)])
REQUIREMENT = PlantRequirement((60_000.0, 30_000.0), max_minutes=60.0, reserves_wanted=2)


def problem(**changes):
    return builders.problem(**{"exclusions": (FOREST, PEAT), "plants": PLANTS, "requirement": REQUIREMENT, **changes})


def judged(x_m, y_m, **changes):
    asked = problem(**changes)
    return judge_place(asked, prepare(asked), x_m=x_m, y_m=y_m)


def test_a_suggested_site_and_its_reserves_have_the_score_they_were_suggested_with():
    asked = problem()
    prepared = prepare(asked)
    sites = suggest(asked, prepared=prepared).sites
    assert len(sites) == 3
    for site in sites:
        # Anywhere in its cell.
        found = judge_place(asked, prepared, x_m=site.x_m + 90.0, y_m=site.y_m - 90.0)
        assert (found.x_m, found.y_m) == (site.x_m, site.y_m)
        assert found.score == pytest.approx(site.score, abs=1e-9)
        assert [part.raw for part in found.parts] == pytest.approx([part.raw for part in site.parts])
        assert found.can_be_suggested
        assert found.supply.size_t_per_year == site.capacity_t_per_year
        assert found.supply.reachable_t_per_year == pytest.approx(site.reachable_t_per_year)


def test_parts_sum_to_the_score():
    found = judged(8_000, 9_000)
    assert math.fsum(part.contribution for part in found.parts) == pytest.approx(found.score)
    assert [part.criterion for part in found.parts] == list(Criterion)


def test_where_the_law_forbids_a_plant_there_is_a_reason_and_no_score():
    found = judged(35_000, 10_000)
    assert [reason.code for reason in found.reasons] == ["forest"]
    assert found.parts == ()
    assert found.score is None
    assert not found.can_be_suggested


@pytest.mark.parametrize(("x_m", "y_m"), [(-5_000, 10_000), (1e7, 1e7)])
def test_off_the_land_there_is_no_score(x_m, y_m):
    assert [reason.code for reason in judged(x_m, y_m).reasons] == ["outside_study_area"]


def test_what_nobody_surveyed_is_unknown():
    slope = ExclusionArea("slope", "Permenperin 30/2020", ExclusionEffect.EXCLUDE, None)
    assert [reason.code for reason in judged(8_000, 9_000, exclusions=(FOREST, slope)).unknown] == ["slope"]


def test_a_penalty_is_told_and_lowers_the_score():
    inside, without = judged(250, 250), judged(250, 250, exclusions=(FOREST,))
    assert [reason.code for reason in inside.reasons] == ["peat"]
    assert inside.score < without.score


def test_land_too_small_is_told_with_its_area():
    found = judged(20_000, 10_000, exclusions=(ISLET,), study_area=builders.area(cell_m=100.0))
    assert found.reasons == ()
    assert found.parts == ()
    assert 0 < found.free_ha < 10


def test_where_too_little_is_left_raw_material_counts_nothing():
    full = builders.plants([(20_000, 10_000, 1_000_000)])
    found = judged(12_000, 10_000, plants=full)
    assert not found.can_be_suggested
    assert found.supply.reachable_t_per_year == 0
    assert found.supply.required_t_per_year == 18_000
    supply = found.parts[list(Criterion).index(Criterion.SUPPLY)]
    assert (supply.value, supply.raw) == (0, 0)
    assert found.score > 0


def test_what_is_promised_to_others_is_not_there():
    free, promised = judged(8_000, 9_000), judged(8_000, 9_000, promised_t_per_year={1: 30_000.0})
    assert promised.supply.reachable_t_per_year < free.supply.reachable_t_per_year


def test_without_any_recorded_supply_other_criteria_are_judged():
    none = builders.sources([(5_000, 9_000, np.nan)])
    found = judged(8_000, 9_000, sources=none)
    assert found.supply.reachable_t_per_year == 0
    assert found.score > 0


def test_what_the_planner_laid_down_is_kept_to():
    asked = problem()
    prepared = prepare(asked)
    first = suggest(asked, prepared=prepared).sites[0]
    there = {"x_m": first.x_m, "y_m": first.y_m}
    plain = judge_place(asked, prepared, **there)

    def under(**conditions):
        return judge_place(problem(conditions=PlanConditions(**conditions)), prepared, **there)

    forbidden = under(forbidden=(Circle(first.x_m, first.y_m, 1_000.0),))
    assert forbidden.is_forbidden
    assert not forbidden.can_be_suggested
    assert forbidden.score == plain.score
    passed_over = under(forced_xy_m=((first.x_m + 5_000.0, first.y_m),))
    assert passed_over.is_passed_over
    assert not passed_over.can_be_suggested
    assert under(forced_xy_m=((first.x_m + 90.0, first.y_m),)).can_be_suggested


@pytest.mark.parametrize(
    ("budget", "size", "unpaid"), [(1_000.0, 60_000.0, None), (999.0, 30_000.0, None), (499.0, 0.0, 500.0)]
)
def test_no_size_is_judged_that_cannot_be_paid(budget, size, unpaid):
    asked = problem()
    first = suggest(asked).sites[0]
    assert first.capacity_t_per_year == 60_000.0
    costs = Investment(reference_million_idr=1_000.0, reference_t_per_year=60_000.0, exponent=1.0)
    conditions = PlanConditions(budget_million_idr=budget, investment=costs)
    found = judged(first.x_m, first.y_m, conditions=conditions)
    assert found.supply.size_t_per_year == size
    assert found.supply.unpaid_million_idr == unpaid
    assert found.can_be_suggested == (unpaid is None)
