import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisapp.siting.location import (
    CentreProblem,
    LocationError,
    OutcomeStatus,
    Requirement,
    SetCoverProblem,
    site_rules,
    solve_centre,
    solve_set_cover,
)
from tests.siting.location import brute
from tests.siting.location.strategies import ample, costs, rules


@st.composite
def set_cover_problems(draw):
    n_source, n_candidate = draw(st.integers(1, 8)), draw(st.integers(2, 7))
    cells = st.lists(st.booleans(), min_size=n_candidate, max_size=n_candidate)
    prices = st.lists(st.integers(1, 9), min_size=n_candidate, max_size=n_candidate)
    fixed_cost = draw(st.one_of(st.none(), prices))
    return SetCoverProblem(
        reaches=np.array(draw(st.lists(cells, min_size=n_source, max_size=n_source))),
        sites=draw(rules(n_candidate)),
        fixed_cost=None if fixed_cost is None else np.array(fixed_cost, dtype=float),
    )


@given(problem=set_cover_problems())
@settings(max_examples=100, deadline=None)
def test_set_cover_is_the_best_of_all_choices(problem):
    outcome = solve_set_cover(problem, ample())
    price = np.ones(problem.reaches.shape[1]) if problem.fixed_cost is None else problem.fixed_cost
    best = brute.set_cover(problem.reaches, problem.sites, price)
    if np.isinf(best):
        assert outcome.status == OutcomeStatus.INFEASIBLE
        assert outcome.obstacles[0].requirement in (Requirement.REACH, Requirement.FORBIDDEN)
        return
    assert outcome.status == OutcomeStatus.OPTIMAL
    assert outcome.objective == pytest.approx(best)
    assert outcome.gap <= 1e-6
    assert problem.reaches[:, outcome.chosen].any(axis=1).all()


@st.composite
def centre_problems(draw):
    n_source, n_candidate = draw(st.integers(1, 8)), draw(st.integers(2, 7))
    return CentreProblem(
        distance=draw(costs(n_source=n_source, n_candidate=n_candidate)),
        n_new=draw(st.integers(0, 4)),
        sites=draw(rules(n_candidate)),
    )


@given(problem=centre_problems())
@settings(max_examples=100, deadline=None)
def test_centre_is_the_best_of_all_choices(problem):
    outcome = solve_centre(problem, ample())
    best = brute.centre(problem.distance, problem.sites, problem.n_new)
    if np.isinf(best):
        assert outcome.status == OutcomeStatus.INFEASIBLE
        assert outcome.obstacles
        return
    assert outcome.status == OutcomeStatus.OPTIMAL
    assert outcome.objective == best
    assert outcome.bound == best
    assert outcome.chosen.size == problem.n_new + problem.sites.existing.sum()


def test_fewest_sites_on_a_line():
    place = np.array([0.0, 1.0, 2.0, 10.0, 11.0, 12.0])
    reaches = np.abs(place[:, None] - place[None, :]) <= 1.0
    outcome = solve_set_cover(SetCoverProblem(reaches=reaches, sites=site_rules(6)), ample())
    assert outcome.objective == 2
    assert outcome.chosen.tolist() == [1, 4]


def test_centre_says_how_many_sites_are_needed():
    distance = np.where(np.eye(4, dtype=bool), 1.0, np.inf)
    outcome = solve_centre(CentreProblem(distance=distance, n_new=2, sites=site_rules(4)), ample())
    (obstacle,) = outcome.obstacles
    assert (obstacle.requirement, obstacle.given, obstacle.needed) == (Requirement.COUNT, 2, 4)


def test_refuses_a_free_site():
    with pytest.raises(LocationError, match=r"fixed_cost: 0.0 for candidate 1; give a cost above 0"):
        SetCoverProblem(reaches=np.ones((2, 2), dtype=bool), sites=site_rules(2), fixed_cost=np.array([1.0, 0.0]))


def test_refuses_rules_that_contradict_each_other():
    with pytest.raises(LocationError, match="candidate 2 is more than one of existing, forced and forbidden"):
        site_rules(3, existing=(2,), forbidden=(2,))
    with pytest.raises(LocationError, match="forced: 3 is no candidate; give numbers from 0 to 2"):
        site_rules(3, forced=(3,))
