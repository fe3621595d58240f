import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisapp.siting.location import (
    LocationError,
    OutcomeStatus,
    Requirement,
    SingleSourceProblem,
    site_rules,
    solve_single_source,
)
from tests.siting.location import brute
from tests.siting.location.strategies import ample, costs, rules, ticking


@st.composite
def problems(draw):
    n_source, n_candidate = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    whole = draw(st.booleans())
    sizes = st.integers(1, 9).map(float) if whole else st.floats(0.5, 9.0, width=16)
    return SingleSourceProblem(
        cost=draw(costs(n_source=n_source, n_candidate=n_candidate)),
        demand=np.array(draw(st.lists(sizes, min_size=n_source, max_size=n_source))),
        capacity=np.array(draw(st.lists(sizes, min_size=n_candidate, max_size=n_candidate))) * 2,
        n_new=draw(st.integers(0, 3)),
        sites=draw(rules(n_candidate)),
    )


@given(problem=problems())
@settings(max_examples=150, deadline=None)
def test_is_the_best_of_all_choices(problem):
    outcome = solve_single_source(problem, ample())
    best = brute.single_source(problem.cost, problem.demand, problem.capacity, problem.sites, problem.n_new)
    if np.isinf(best):
        assert outcome.status == OutcomeStatus.INFEASIBLE
        assert outcome.obstacles
        return
    assert outcome.status == OutcomeStatus.OPTIMAL
    assert outcome.objective == pytest.approx(best)
    assert outcome.gap <= 1e-6
    assert (outcome.share.max(axis=1) == 1).all()
    assert (problem.demand @ outcome.share <= problem.capacity[outcome.chosen] * (1 + 1e-9)).all()


def _clustered(seed=4, n_point=40, n_new=4):
    rng = np.random.default_rng(seed)
    xy, demand = rng.integers(0, 100, (n_point, 2)).astype(float), rng.integers(1, 20, n_point).astype(float)
    return SingleSourceProblem(
        cost=np.floor(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))),
        demand=demand,
        capacity=np.full(n_point, np.ceil(demand.sum() / n_new * 1.08)),
        n_new=n_new,
        sites=site_rules(n_point),
    )


def test_demand_below_what_the_knapsacks_tell_apart():
    # One source of a thousandth part of the finest load: its knapsack is weighed as empty.
    problem = SingleSourceProblem(
        cost=np.array([[5.0, 1.0, 9.0], [1.0, 5.0, 9.0], [2.0, 3.0, 9.0]]),
        demand=np.array([1e-6, 3.0, 3.0]),
        capacity=np.full(3, 5.0),
        n_new=2,
        sites=site_rules(3),
    )
    outcome = solve_single_source(problem, ample())
    best = brute.single_source(problem.cost, problem.demand, problem.capacity, problem.sites, problem.n_new)
    assert (outcome.status, outcome.objective) == (OutcomeStatus.OPTIMAL, best)


def test_room_for_all_together_but_not_whole():
    # 3 sources of 2 and 2 sites of 3: room for 6, yet each site holds one.
    problem = SingleSourceProblem(
        cost=np.ones((3, 4)), demand=np.full(3, 2.0), capacity=np.full(4, 3.0), n_new=2, sites=site_rules(4)
    )
    outcome = solve_single_source(problem, ample())
    (obstacle,) = outcome.obstacles
    assert (obstacle.requirement, obstacle.given, obstacle.needed) == (Requirement.COUNT, 2, 3)


def test_forbidden_site_is_left_closed_where_no_other_is_liked():
    problem = SingleSourceProblem(
        cost=np.array([[np.inf, 0.0, 1.0, np.inf]]),
        demand=np.ones(1),
        capacity=np.full(4, 2.0),
        n_new=2,
        sites=site_rules(4, existing=(0,), forbidden=(1,)),
    )
    outcome = solve_single_source(problem, ample())
    assert (outcome.status, outcome.objective) == (OutcomeStatus.OPTIMAL, 1.0)
    assert 1 not in outcome.chosen


def test_source_larger_than_any_site():
    problem = SingleSourceProblem(
        cost=np.ones((2, 2)), demand=np.array([1.0, 7.0]), capacity=np.full(2, 5.0), n_new=2, sites=site_rules(2)
    )
    (obstacle,) = solve_single_source(problem, ample()).obstacles
    assert (obstacle.requirement, obstacle.given, obstacle.needed) == (Requirement.CAPACITY, 5, 7)


def test_same_input_same_answer():
    first, second = (solve_single_source(_clustered(), ample(seed=3)) for _ in range(2))
    assert first.status == OutcomeStatus.OPTIMAL
    assert (first.objective, first.counts) == (second.objective, second.counts)
    assert first.share.tobytes() == second.share.tobytes()


def test_fractional_tonnes_give_a_bound_that_holds():
    problem = _clustered()
    scaled = SingleSourceProblem(
        cost=problem.cost,
        demand=problem.demand * 731.37,
        capacity=problem.capacity * 731.37 * (1 + 1e-9),
        n_new=problem.n_new,
        sites=problem.sites,
    )
    whole, fractional = solve_single_source(problem, ample()), solve_single_source(scaled, ample())
    assert fractional.objective == whole.objective
    assert fractional.bound <= fractional.objective


def test_out_of_time_is_not_called_optimal():
    outcome = solve_single_source(_clustered(n_point=60, n_new=6, seed=1), ticking(4))
    assert outcome.status == OutcomeStatus.FEASIBLE
    assert outcome.bound < outcome.objective


def test_refuses_bad_input():
    with pytest.raises(LocationError, match=r"demand: 0.0 at 1; give a number above 0"):
        SingleSourceProblem(
            cost=np.ones((2, 2)), demand=np.array([1.0, 0.0]), capacity=np.ones(2), n_new=1, sites=site_rules(2)
        )
    with pytest.raises(LocationError, match="capacity: 3 values; give 2, as cost has"):
        SingleSourceProblem(cost=np.ones((2, 2)), demand=np.ones(2), capacity=np.ones(3), n_new=1, sites=site_rules(2))
