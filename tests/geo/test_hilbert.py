import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gisapp.geo.hilbert import hilbert_order


def test_the_curve_goes_through_a_grid_from_neighbour_to_neighbour():
    # 16 by 16 squares of 65,536 / 15 steps: each lies in a square of its own of the fourth bit.
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(16.0), np.arange(16.0)))
    order = hilbert_order(x, y)
    assert set(np.abs(np.diff(x[order])) + np.abs(np.diff(y[order]))) == {1.0}


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90) | st.just(float("nan")))))
def test_every_place_comes_once(places):
    x, y = np.array(places, float).reshape(-1, 2).T
    assert sorted(hilbert_order(x, y).tolist()) == list(range(len(places)))
