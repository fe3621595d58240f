import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisapp.siting.location.median_program import median_program
from gisapp.siting.location.milp import solve_program
from gisapp.siting.location.outcome import OutcomeStatus
from gisapp.siting.location.sites import CLOSED, FREE, OPEN
from tests.siting.location.strategies import costs


def best_choice(cost, fate, *, reach, n_open):
    """Least cost and sites by trying all."""
    decided, free = list(np.flatnonzero(fate == OPEN)), np.flatnonzero(fate == FREE)
    best = np.inf
    for more in itertools.combinations(free, n_open - len(decided)):
        served = cost[:, decided + list(more)].min(axis=1)
        if (served <= reach).all():
            best = min(best, served.sum())
    return best


def in_order(cost):
    order = np.argsort(cost, axis=1, kind="stable")
    return np.take_along_axis(cost, order, axis=1), order.astype(np.int32)


@st.composite
def cases(draw):
    n_source, n_candidate = draw(st.integers(1, 7)), draw(st.integers(2, 7))
    cost = draw(costs(n_source=n_source, n_candidate=n_candidate, out_of_reach=False))
    fates = draw(
        st.lists(st.sampled_from([FREE, FREE, FREE, OPEN, CLOSED]), min_size=n_candidate, max_size=n_candidate)
    )
    fate = np.array(fates, dtype=np.int8)
    n_decided, n_free = int((fate == OPEN).sum()), int((fate == FREE).sum())
    reach = np.array(draw(st.lists(st.integers(3, 25).map(float), min_size=n_source, max_size=n_source)))
    return cost, fate, reach, max(1, n_decided) + draw(st.integers(0, max(0, n_free - 1)))


@given(case=cases())
@settings(max_examples=200, deadline=None)
def test_holds_the_best_of_all_choices_within_reach(case):
    cost, fate, reach, n_open = case
    if not 0 < n_open - int((fate == OPEN).sum()) <= int((fate == FREE).sum()):
        return
    best = best_choice(cost, fate, reach=reach, n_open=n_open)
    program, sites = median_program(*in_order(cost), fate=fate, reach=reach, n_open=n_open, max_pairs=100)
    answer = solve_program(program, time_limit_s=10.0)
    if np.isinf(best):
        assert answer.status == OutcomeStatus.INFEASIBLE
        return
    chosen = np.concatenate([np.flatnonzero(fate == OPEN), sites[answer.value[: sites.size] > 0.5]])
    assert chosen.size == n_open
    assert cost[:, chosen].min(axis=1).sum() == pytest.approx(best)


def test_is_not_made_if_too_much_is_undecided():
    cost, fate = np.arange(12.0).reshape(3, 4), np.zeros(4, dtype=np.int8)
    reach = np.full(3, np.inf)
    assert median_program(*in_order(cost), fate=fate, reach=reach, n_open=2, max_pairs=11)[0] is None
    assert median_program(*in_order(cost), fate=fate, reach=reach, n_open=2, max_pairs=12)[0] is not None
