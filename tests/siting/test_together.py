"""Plants chosen together, against trying everything; and what a planner may lay down."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from gisapp.siting import PlantRequirement, RefusalCode, prepare, suggest
from gisapp.siting.alternatives import plain_alternatives
from gisapp.siting.codes import NoteCode, PlanningMethod, ProofStatus
from gisapp.siting.conditions import Circle, Investment, PlanConditions
from gisapp.siting.criteria import FAR_SUPPLY_VALUE
from gisapp.siting.errors import ProblemError
from gisapp.siting.ranking import rank
from gisapp.siting.value_functions import Bell
from tests.siting import builders
from tests.siting.test_ranking import REACH_MIN, table_of

SIZES = (40.0, 80.0)
SPENT = Investment(reference_million_idr=100.0, reference_t_per_year=60_000.0)


def ranked(minutes, residual, *, value, weight, wanted, method=PlanningMethod.TOGETHER, **changes):
    needs = PlantRequirement(SIZES, max_minutes=REACH_MIN, reserves_wanted=0, plants_wanted=wanted)
    places = plain_alternatives(needs, np.zeros((minutes.shape[1], 2)), separation_m=1.0)
    return rank(
        minutes,
        residual,
        table=table_of(value, weight),
        requirement=needs,
        reach_min=REACH_MIN,
        alternatives=replace(places, **changes),
        method=method,
        clock=lambda: 0.0,
    )


def made_up(seed, *, n_source, n_candidate):
    rng = np.random.default_rng(seed)
    minutes = rng.uniform(0, REACH_MIN, (n_source, n_candidate))
    minutes[rng.random(minutes.shape) < 0.3] = math.inf
    value = rng.random((n_candidate, 6))
    value[:, 0] = 0.0
    return minutes, rng.uniform(5, 60, n_source), value, rng.random(6) + 0.01


def best_sum(minutes, residual, *, value, weight, wanted):
    """Every set of places with every size, each filled by a linear program."""
    weight = np.array(weight) / np.sum(weight)
    best = 0.0
    for n_plant in range(1, wanted + 1):
        for places in itertools.combinations(range(minutes.shape[1]), n_plant):
            way = minutes[:, places]
            worth = np.where(np.isfinite(way), 1 - (1 - FAR_SUPPLY_VALUE) * way / REACH_MIN, 0.0)
            load = np.kron(np.ones(len(residual)), np.eye(n_plant))
            for sizes in itertools.product(SIZES, repeat=n_plant):
                found = linprog(
                    -(weight[0] / max(SIZES) * worth).ravel(),
                    A_ub=np.vstack([np.kron(np.eye(len(residual)), np.ones(n_plant)), load, -load]),
                    b_ub=np.concatenate([residual, sizes, -0.6 * np.array(sizes)]),
                    bounds=[(0.0, None if ok else 0.0) for ok in np.isfinite(way).ravel()],
                )
                if found.status == 0:
                    best = max(best, (value[list(places)] @ weight).sum() - found.fun)
    return best


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.integers(2, 4), st.integers(2, 3))
def test_the_sum_of_scores_is_the_best_of_all(seed, n_source, n_candidate, wanted):
    minutes, residual, value, weight = made_up(seed, n_source=n_source, n_candidate=n_candidate)
    found = ranked(minutes, residual, value=value, weight=weight, wanted=wanted)
    best = best_sum(minutes, residual, value=value, weight=weight, wanted=wanted)
    assert sum(choice.score for choice in found.choices) == pytest.approx(best, rel=2e-5, abs=1e-9)
    if found.choices:
        assert found.quality.bound >= best * (1 - 1e-9)
        assert found.quality.status is ProofStatus.OPTIMAL


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_no_tonne_counts_twice_and_parts_sum_to_scores(seed):
    minutes, residual, value, weight = made_up(seed, n_source=12, n_candidate=6)
    together, in_turn = (
        ranked(minutes, residual, value=value, weight=weight, wanted=3, method=method) for method in PlanningMethod
    )
    share = np.array(weight) / np.sum(weight)
    taken = sum((choice.taken_t_per_year for choice in together.choices), np.zeros(residual.size))
    assert (taken <= residual + 1e-9).all()
    for choice in together.choices:
        assert choice.score == pytest.approx(choice.value @ share, abs=1e-9)
        assert choice.least_t_per_year - 1e-5 <= choice.taken_t_per_year.sum() <= choice.room_t_per_year + 1e-9
        assert (choice.taken_t_per_year <= choice.found_t_per_year + 1e-9).all()
    if in_turn.choices:
        assert together.quality.objective >= in_turn.quality.objective - 1e-9
        assert in_turn.quality.bound >= together.quality.objective - 1e-9


def test_of_a_curve_no_bound_is_told_and_plants_are_chosen_in_turn():
    minutes, residual, value, weight = made_up(3, n_source=12, n_candidate=6)
    needs = PlantRequirement(SIZES, max_minutes=REACH_MIN, reserves_wanted=0, plants_wanted=2)
    found = rank(
        minutes,
        residual,
        table=replace(table_of(value, weight), supply_value=Bell(best=1.0, half_width=0.5)),
        requirement=needs,
        reach_min=REACH_MIN,
        alternatives=plain_alternatives(needs, np.zeros((6, 2)), separation_m=1.0),
        method=PlanningMethod.TOGETHER,
        clock=lambda: 0.0,
    )
    assert (found.quality.status, found.quality.bound, found.quality.gap) == (ProofStatus.NO_BOUND, None, None)
    assert found.quality.method is PlanningMethod.IN_TURN


# The engine ---------------------------------------------------------------------------------------------------

TWO = PlantRequirement((60_000.0, 30_000.0), max_minutes=120.0, plants_wanted=2, reserves_wanted=0)


def asked(conditions=None, **changes):
    return suggest(builders.problem(conditions=conditions or PlanConditions(), **{"requirement": TWO, **changes}))


def plants_of(result):
    return [site for site in result.sites if not site.is_reserve]


def test_two_runs_are_equal():
    problem = builders.problem(requirement=TWO)
    assert suggest(problem) == suggest(problem, prepared=prepare(problem))


def test_the_quality_is_that_of_the_sites():
    result = asked()
    assert result.quality.objective == pytest.approx(sum(site.score for site in plants_of(result)), abs=1e-9)
    assert result.quality.bound >= result.quality.objective


def test_a_forced_place_is_among_the_plants_in_its_cell():
    result = asked(PlanConditions(forced_xy_m=((30_100.0, 9_900.0),)))
    assert any(abs(s.x_m - 30_100) <= 125 and abs(s.y_m - 9_900) <= 125 for s in plants_of(result))
    free = asked()
    assert result.quality.objective <= free.quality.objective + 1e-9


def test_a_forced_place_off_the_land_is_refused():
    result = asked(PlanConditions(forced_xy_m=((30_000.0, 9_000.0), (90_000.0, 9_000.0))))
    assert result.refusal.code is RefusalCode.FORCED_PLACE_UNFIT
    assert result.refusal.figures["place"] == 2


def test_a_forced_place_that_nothing_fills_names_the_least_load():
    near = replace(TWO, catchment_ceiling_km=3.0)
    result = asked(PlanConditions(forced_xy_m=((19_000.0, 1_000.0),)), requirement=near)
    assert result.refusal.code is RefusalCode.CONDITIONS_UNMET
    assert result.refusal.figures["min_load_given"] == pytest.approx(18_000.0)
    assert result.refusal.figures["min_load_needed"] == pytest.approx(0.0, abs=1e-6)


def test_no_plant_lies_in_a_forbidden_area():
    best = plants_of(asked())[0]
    circle = Circle(best.x_m, best.y_m, 4_000.0)
    result = asked(PlanConditions(forbidden=(circle,)))
    assert plants_of(result)
    assert not any(circle.holds(np.array([[site.x_m, site.y_m]])).any() for site in result.sites)


def test_all_forbidden_is_told():
    result = asked(PlanConditions(forbidden=(Circle(20_000.0, 10_000.0, 40_000.0),)))
    assert result.refusal.code is RefusalCode.CONDITIONS_UNMET
    assert result.refusal.figures["forbidden_needed"] == 1.0


def test_a_budget_is_kept_and_what_it_lacks_is_told():
    one = SPENT.million_idr(30_000.0)
    result = asked(PlanConditions(budget_million_idr=1.2 * one, investment=SPENT))
    assert sum(site.outlay_million_idr for site in plants_of(result)) <= 1.2 * one
    assert [site.capacity_t_per_year for site in plants_of(result)] == [30_000.0]
    assert NoteCode.FEWER_WITHIN_BUDGET in {note.code for note in result.notes}
    short = asked(PlanConditions(budget_million_idr=0.9 * one, investment=SPENT))
    assert short.refusal.code is RefusalCode.CONDITIONS_UNMET
    assert short.refusal.figures == pytest.approx({"budget_given": 0.9 * one, "budget_needed": one})


def test_an_existing_plant_is_enlarged_where_that_is_better():
    """Of 50,000 t a plant takes 30,000 t; the rest fills no new plant of 60,000 t, but this one grown to as much."""
    result = asked(
        PlanConditions(may_grow=(101,), investment=SPENT),
        sources=builders.sources([(12_000, 10_000, 50_000)]),
        plants=builders.plants([(12_000, 10_500, 30_000)]),
        requirement=replace(TWO, plants_wanted=1, sizes_t_per_year=(60_000.0,)),
    )
    grown = plants_of(result)[0]
    assert grown.grown.plant_id == 101
    assert grown.capacity_t_per_year == 60_000.0
    assert grown.supply_t_per_year == pytest.approx(20_000.0)
    assert grown.utilisation == pytest.approx((grown.grown.takes_t_per_year + grown.supply_t_per_year) / 60_000.0)
    assert grown.outlay_million_idr == pytest.approx(100.0 - SPENT.million_idr(30_000.0))
    assert sum(part.contribution for part in grown.parts) == pytest.approx(grown.score, abs=1e-9)


def test_conditions_that_contradict_each_other_are_refused():
    with pytest.raises(ProblemError, match="forbidden area"):
        PlanConditions(forced_xy_m=((0.0, 0.0),), forbidden=(Circle(10.0, 0.0, 20.0),))
    with pytest.raises(ProblemError, match="investment"):
        PlanConditions(budget_million_idr=5.0)
