import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from gisapp.siting.near_kernels import cells_to_nearest, nearest_drawn, shorten_by_straight_ways, shorten_by_ways


@given(seed=st.integers(0, 10_000), n_marked=st.integers(1, 30), limit=st.integers(0, 60))
def test_cells_to_nearest_equal_scipy_as_far_as_they_look(seed, n_marked, limit):
    rng = np.random.default_rng(seed)
    marked = np.zeros((30, 50), dtype=bool)
    marked[rng.integers(0, 30, n_marked), rng.integers(0, 50, n_marked)] = True
    row, col = np.indices(marked.shape).reshape(2, -1)
    found = cells_to_nearest(marked, row, col, limit)
    right = ndimage.distance_transform_edt(~marked).ravel()
    assert np.array_equal(found[right <= limit], right[right <= limit])
    assert (found >= right).all()


def test_nothing_marked_is_infinitely_far():
    assert cells_to_nearest(np.zeros((3, 3), dtype=bool), np.array([1]), np.array([1]), 5).tolist() == [np.inf]


def test_the_quickest_way_into_a_place_counts():
    minutes = np.array([[9.0, 9.0]])
    shorten_by_ways(np.array([[5.0, 1.0]]), np.array([[0, 1], [0, 0]]), np.array([[3.0, 2.0], [np.inf, 7.0]]), minutes)
    assert minutes.tolist() == [[3.0, 9.0]]


def test_straight_ways_lead_across_one_island_only():
    minutes = np.full((1, 4), 50.0)
    end_m = np.array([[3_000.0, 4_000.0], [3_000.0, 4_000.0], [0.0, 0.0], [30_000.0, 40_000.0]])
    island = np.array([0, 1, -1, 0])
    shorten_by_straight_ways(np.zeros((1, 2)), np.array([0]), end_m, island, 10.0, 40.0, minutes)
    assert minutes.tolist() == [[pytest.approx(30.0), np.inf, np.inf, np.inf]]


def test_places_draw_from_near_to_far_on_what_a_drawn_harvest_leaves():
    tonnes, worth, driven = nearest_drawn(
        np.array([[1, 0, 2]], dtype=np.int32),
        np.array([[10.0, 20.0, np.inf]]),
        np.array([100.0, 100.0, 100.0]),
        np.array([0.5, 2.0, 1.0]),
        np.array([[40.0, 60.0, 0.0]]),
        np.array([160.0]),
        0.01,
    )
    # 200 - 60 of the second source, then 20 of the 50 - 20 that the first has left.
    assert tonnes.tolist() == [160.0]
    assert worth.tolist() == [pytest.approx(140 * 0.9 + 20 * 0.8)]
    assert driven.tolist() == [pytest.approx(140 * 10 + 20 * 20)]
