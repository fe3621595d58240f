import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisapp.siting.location import (
    LocationError,
    MaximalCoveringProblem,
    MedianProblem,
    OutcomeStatus,
    Requirement,
    site_rules,
    solve_maximal_covering,
    solve_median,
)
from tests.siting.location import brute
from tests.siting.location.strategies import ample, costs, rules, ticking


@st.composite
def median_problems(draw):
    n_source, n_candidate = draw(st.integers(1, 9)), draw(st.integers(2, 7))
    return MedianProblem(
        cost=draw(costs(n_source=n_source, n_candidate=n_candidate)),
        n_new=draw(st.integers(0, 4)),
        sites=draw(rules(n_candidate)),
    )


@given(problem=median_problems())
@settings(max_examples=150, deadline=None)
def test_is_the_best_of_all_choices(problem):
    outcome, best = solve_median(problem, ample()), brute.median(problem.cost, problem.sites, problem.n_new)
    if np.isinf(best):
        assert outcome.status == OutcomeStatus.INFEASIBLE
        assert outcome.obstacles
        return
    assert outcome.status == OutcomeStatus.OPTIMAL
    assert outcome.objective == pytest.approx(best)
    assert outcome.bound <= outcome.objective
    assert outcome.gap <= 1e-6
    assert outcome.chosen.size == problem.n_new + problem.sites.existing.sum()
    served = problem.cost[np.arange(len(problem.cost)), outcome.assignment]
    assert served.sum() == pytest.approx(best)


def _points(n_point, seed):
    xy = np.random.default_rng(seed).integers(0, 1000, (n_point, 2)).astype(float)
    return np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))


def test_hand_computed_line():
    # Villages at 0, 1, 2, 10, 11, 12 on a road: one site in the middle of each cluster leaves 1 + 1 + 1 + 1.
    place = np.array([0.0, 1.0, 2.0, 10.0, 11.0, 12.0])
    cost = np.abs(place[:, None] - place[None, :])
    outcome = solve_median(MedianProblem(cost=cost, n_new=2, sites=site_rules(6)), ample())
    assert outcome.objective == 4.0
    assert outcome.chosen.tolist() == [1, 4]
    assert outcome.assignment.tolist() == [1, 1, 1, 4, 4, 4]


def test_existing_site_is_free_and_not_counted():
    place = np.array([0.0, 1.0, 2.0, 10.0, 11.0, 12.0])
    cost = np.abs(place[:, None] - place[None, :])
    outcome = solve_median(MedianProblem(cost=cost, n_new=1, sites=site_rules(6, existing=(0,))), ample())
    assert outcome.chosen.tolist() == [0, 4]
    assert outcome.objective == 1 + 2 + 1 + 1


def test_few_sites_for_all_sources_says_how_many_are_needed():
    cost = np.where(np.eye(5, dtype=bool), 1.0, np.inf)
    outcome = solve_median(MedianProblem(cost=cost, n_new=3, sites=site_rules(5)), ample())
    assert outcome.status == OutcomeStatus.INFEASIBLE
    (obstacle,) = outcome.obstacles
    assert (obstacle.requirement, obstacle.given, obstacle.needed) == (Requirement.COUNT, 3, 5)


def test_source_reached_from_forbidden_sites_only():
    cost = np.array([[1.0, np.inf], [2.0, 1.0]])
    outcome = solve_median(MedianProblem(cost=cost, n_new=1, sites=site_rules(2, forbidden=(0,))), ample())
    (obstacle,) = outcome.obstacles
    assert (obstacle.requirement, obstacle.given, obstacle.needed) == (Requirement.FORBIDDEN, 1, 2)


def test_out_of_time_is_not_called_optimal():
    cost = _points(120, seed=5)
    hurried = solve_median(MedianProblem(cost=cost, n_new=8, sites=site_rules(120)), ticking(3))
    assert hurried.status == OutcomeStatus.FEASIBLE
    assert hurried.bound < hurried.objective
    patient = solve_median(MedianProblem(cost=cost, n_new=8, sites=site_rules(120)), ample())
    assert patient.status == OutcomeStatus.OPTIMAL
    assert hurried.bound <= patient.objective <= hurried.objective


def test_same_input_same_answer():
    problem = MedianProblem(cost=_points(80, seed=9), n_new=6, sites=site_rules(80))
    first, second = solve_median(problem, ample()), solve_median(problem, ample())
    assert (first.objective, first.bound, first.counts) == (second.objective, second.bound, second.counts)
    assert first.chosen.tobytes() == second.chosen.tobytes()
    assert first.share.tobytes() == second.share.tobytes()


def test_input_is_left_as_it_was():
    cost = _points(30, seed=2)
    before = cost.copy()
    solve_median(MedianProblem(cost=cost, n_new=3, sites=site_rules(30)), ample())
    assert (cost == before).all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cost": np.array([[1.0, -2.0]])}, "cost: -2.0 from source 0 to candidate 1; give 0 or more"),
        ({"cost": np.array([[1.0, np.nan]])}, "cost: nan from source 0 to candidate 1"),
        ({"cost": np.ones((1, 3))}, "rules for 2 candidates, but cost has 3 columns"),
        ({"n_new": -1}, "n_new: -1; give 0 or more"),
    ],
)
def test_refuses_bad_input(changes, message):
    with pytest.raises(LocationError, match=message):
        MedianProblem(**{"cost": np.ones((1, 2)), "n_new": 1, "sites": site_rules(2), **changes})


@st.composite
def covering_problems(draw):
    n_source, n_candidate = draw(st.integers(1, 9)), draw(st.integers(2, 7))
    cells = st.lists(st.booleans(), min_size=n_candidate, max_size=n_candidate)
    sites = draw(rules(n_candidate))
    n_free = int((~sites.existing & ~sites.forbidden & ~sites.forced).sum())
    n_forced = int(sites.forced.sum())
    return MaximalCoveringProblem(
        reaches=np.array(draw(st.lists(cells, min_size=n_source, max_size=n_source))),
        weight=np.array(draw(st.lists(st.integers(0, 9), min_size=n_source, max_size=n_source)), dtype=float),
        n_new=draw(st.integers(n_forced, n_forced + n_free)),
        sites=sites,
    )


@given(problem=covering_problems())
@settings(max_examples=100, deadline=None)
def test_maximal_covering_is_the_best_of_all_choices(problem):
    outcome = solve_maximal_covering(problem, ample())
    if problem.n_new == 0 and not problem.sites.existing.any():
        assert outcome.status == OutcomeStatus.INFEASIBLE
        return
    best = brute.maximal_covering(problem.reaches, problem.weight, problem.sites, problem.n_new)
    assert outcome.status == OutcomeStatus.OPTIMAL
    assert outcome.objective == best
    assert outcome.bound >= outcome.objective
    assert problem.weight @ outcome.share.sum(axis=1) == best
    assert (outcome.assignment[outcome.share.sum(axis=1) == 0] == -1).all()
