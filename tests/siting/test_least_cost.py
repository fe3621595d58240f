import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from gisapp.siting.least_cost import least_cost


def test_a_source_gives_way_to_one_for_which_the_detour_is_longer():
    """Nearest first would give plant 0 to source 0 and send source 1 on 90 minutes more; the reverse costs 10."""
    taken = least_cost(np.array([[10.0, 20.0], [12.0, 102.0]]), np.array([50.0, 50.0]), np.array([50.0, 50.0]))
    np.testing.assert_allclose(taken, [[0, 50], [50, 0]])


def test_most_tonnes_come_before_least_minutes():
    """Source 0 can go to either plant, source 1 to the near one alone: both are served, though it takes longer."""
    taken = least_cost(np.array([[1.0, 200.0], [5.0, np.inf]]), np.array([50.0, 50.0]), np.array([50.0, 50.0]))
    np.testing.assert_allclose(taken, [[0, 50], [50, 0]])


def test_when_room_is_scarce_the_nearest_are_served():
    taken = least_cost(np.array([[30.0], [10.0], [20.0]]), np.array([40.0, 40.0, 40.0]), np.array([60.0]))
    np.testing.assert_allclose(taken, [[0], [40], [20]])


def test_a_long_chain_of_detours():
    """Each plant is the near one of one source and the next best of the one before; the last has room for all."""
    n = 8
    minutes = np.full((n, n), np.inf)
    for k in range(n):
        minutes[k, k] = 10.0
        if k + 1 < n:
            minutes[k, k + 1] = 11.0
    supply, capacity = np.full(n, 10.0), np.full(n, 10.0)
    supply[0], capacity[-1] = 20.0, 100.0
    taken = least_cost(minutes, supply, capacity)
    assert taken.sum() == pytest.approx(supply.sum())
    assert np.nansum(taken * np.where(np.isfinite(minutes), minutes, np.nan)) == pytest.approx(90 * 10 + 7 * 10)


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_without_sources_or_plants_nothing_moves(shape):
    assert least_cost(np.ones(shape), np.ones(shape[0]), np.ones(shape[1])).shape == shape


times = st.one_of(st.integers(0, 60).map(float), st.floats(0.1, 240.0), st.just(math.inf))
amounts = st.one_of(st.integers(0, 5).map(float), st.floats(0.0, 1e5))


@st.composite
def problems(draw, *, sizes=(8, 5), amount=amounts):
    n_source, n_plant = draw(st.integers(1, sizes[0])), draw(st.integers(1, sizes[1]))
    rows = st.lists(st.lists(times, min_size=n_plant, max_size=n_plant), min_size=n_source, max_size=n_source)
    supply = draw(st.lists(amount, min_size=n_source, max_size=n_source))
    capacity = draw(st.lists(amount, min_size=n_plant, max_size=n_plant))
    return np.array(draw(rows)), np.array(supply), np.array(capacity)


def solved_by_programming(minutes, supply, capacity):
    """Return the most tonnes, and the least tonne-minutes for them: two linear programmes, one after the other."""
    source, plant = np.nonzero(np.isfinite(minutes))
    n = source.size
    if not n:
        return 0.0, 0.0
    limits = np.zeros((supply.size + capacity.size, n))
    limits[source, np.arange(n)] = 1.0
    limits[supply.size + plant, np.arange(n)] = 1.0
    room = np.concatenate([supply, capacity])
    most = -linprog(np.full(n, -1.0), A_ub=limits, b_ub=room).fun
    least = linprog(
        minutes[source, plant], A_ub=np.vstack([limits, -np.ones(n)]), b_ub=[*room, -most * (1 - 1e-12)]
    ).fun
    return most, least


@given(problems())
def test_equals_two_linear_programmes(problem):
    minutes, supply, capacity = problem
    taken = least_cost(minutes, supply, capacity)
    most, least = solved_by_programming(minutes, supply, capacity)
    assert taken.sum() == pytest.approx(most, rel=1e-6, abs=1e-5)
    within = np.isfinite(minutes)
    assert taken[within] @ minutes[within] == pytest.approx(least, rel=1e-6, abs=1e-3)


@given(problems(sizes=(3, 2), amount=st.integers(0, 2).map(float)))
def test_equals_brute_force_over_whole_tonnes(problem):
    """Every tonne is sent to every plant or nowhere, in all combinations."""
    minutes, supply, capacity = problem
    tonnes = [i for i, amount in enumerate(supply) for _ in range(int(amount))]
    best = (0, 0.0)
    for places in itertools.product(range(-1, capacity.size), repeat=len(tonnes)):
        sent = [(i, j) for i, j in zip(tonnes, places, strict=True) if j >= 0]
        counts = np.bincount([j for _, j in sent], minlength=capacity.size)
        cost = sum(minutes[i, j] for i, j in sent)
        if (counts <= capacity).all() and math.isfinite(cost):
            best = min(best, (-len(sent), cost))
    taken = least_cost(minutes, supply, capacity)
    within = np.isfinite(minutes)
    assert taken.sum() == pytest.approx(-best[0])
    assert taken[within] @ minutes[within] == pytest.approx(best[1])


@given(problems())
def test_a_second_run_gives_the_same_bytes(problem):
    assert least_cost(*problem).tobytes() == least_cost(*problem).tobytes()


def test_province_with_little_room_is_solved_to_the_optimum():
    """600 places and 30 plants with room for 98 % of what they offer."""
    rng = np.random.default_rng(7)
    place, plant = rng.random((600, 2)) * 300, rng.random((30, 2)) * 300
    minutes = np.hypot(*(place[:, None] - plant[None]).transpose(2, 0, 1)) * 2
    minutes[minutes > 240] = np.inf
    supply = rng.random(600) * 4_000
    capacity = np.full(30, 0.98 * supply.sum() / 30)
    taken = least_cost(minutes, supply, capacity)
    most, least = solved_by_programming(minutes, supply, capacity)
    assert taken.sum() == pytest.approx(most, rel=1e-9)
    assert taken[taken > 0] @ minutes[taken > 0] == pytest.approx(least, rel=1e-9)
    assert (taken.sum(axis=1) - supply).max() < 1e-6
    assert (taken.sum(axis=0) - capacity).max() < 1e-6
