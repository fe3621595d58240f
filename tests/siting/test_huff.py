import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.siting.huff import LEAST_MINUTES, huff, pull


def test_shares_are_capacity_over_minutes_squared():
    """Pulls 100/100 and 300/400 = 1 and 0.75: shares 4/7 and 3/7."""
    taken = huff(np.array([[10.0, 20.0]]), np.array([70.0]), np.array([100.0, 300.0]))
    np.testing.assert_allclose(taken, [[40, 30]])


def test_a_full_plant_turns_away_in_proportion_and_the_rest_goes_elsewhere():
    """Both growers bring the near plant 80 of 100; it takes 40 of each, and the far plant all else."""
    minutes = np.array([[10.0, 20.0], [10.0, 20.0]])
    taken = huff(minutes, np.array([100.0, 50.0]), np.array([90.0, 90.0]))
    np.testing.assert_allclose(taken[:, 0], [60, 30])
    np.testing.assert_allclose(taken[:, 1], [40, 20])


def test_no_plant_pulls_harder_at_the_gate_than_at_five_minutes():
    assert pull(np.array([[0.0]]), np.array([50.0]))[0, 0] == pytest.approx(50 / LEAST_MINUTES**2)


def test_what_nobody_has_room_for_stays():
    taken = huff(np.array([[10.0], [20.0]]), np.array([100.0, 100.0]), np.array([50.0]))
    assert taken.sum() == pytest.approx(50)
    assert taken[0, 0] == pytest.approx(taken[1, 0])


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_without_sources_or_plants_nothing_moves(shape):
    assert huff(np.ones(shape), np.ones(shape[0]), np.ones(shape[1])).shape == shape


@st.composite
def free_markets(draw):
    """Markets in which every plant has room for all there is."""
    n_source, n_plant = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    times = st.lists(st.floats(1.0, 240.0), min_size=n_plant, max_size=n_plant)
    minutes = np.array(draw(st.lists(times, min_size=n_source, max_size=n_source)))
    supply = np.array(draw(st.lists(st.floats(1.0, 1e5), min_size=n_source, max_size=n_source)))
    capacity = supply.sum() * np.array(draw(st.lists(st.floats(1.5, 9.0), min_size=n_plant, max_size=n_plant)))
    return minutes, supply, capacity


@given(free_markets())
def test_with_room_for_all_it_is_the_plain_model(market):
    minutes, supply, capacity = market
    expected = np.empty(minutes.shape)
    for i, j in np.ndindex(minutes.shape):
        pulls = [capacity[k] / max(minutes[i, k], LEAST_MINUTES) ** 2 for k in range(capacity.size)]
        expected[i, j] = supply[i] * pulls[j] / math.fsum(pulls)
    np.testing.assert_allclose(huff(minutes, supply, capacity), expected, rtol=1e-9)


def test_two_thousand_growers_and_sixty_plants_balance():
    rng = np.random.default_rng(3)
    minutes = rng.uniform(5, 400, (2_000, 60))
    minutes[minutes > 240] = np.inf
    supply, capacity = rng.uniform(0, 4_000, 2_000), rng.uniform(0, 120_000, 60)
    taken = huff(minutes, supply, capacity)
    assert (taken.sum(axis=1) - supply).max() < 1e-6
    assert (taken.sum(axis=0) - capacity).max() < 1e-6
    assert taken.sum() == pytest.approx(min(supply.sum(), capacity.sum()), rel=1e-6)
