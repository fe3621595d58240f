import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.siting.location.facility_kernels import _part_of_cheapest, opened_sites

SOURCES = st.lists(st.tuples(st.integers(-5, 5), st.integers(1, 9)), min_size=1, max_size=40)


def filled_in_order(ratio, demand, room):
    """Value of a continuous knapsack, by sorting."""
    value = 0.0
    for r, d in sorted(zip(ratio, demand, strict=True)):
        taken = min(d, room)
        value, room = value + r * taken, room - taken
    return value


@given(sources=SOURCES, rooms=st.lists(st.integers(0, 200), min_size=1, max_size=4))
def test_taking_the_cheapest_by_halves_equals_taking_them_in_order(sources, rooms):
    ratio, demand = np.array(sources, dtype=float).T.copy()
    right = [filled_in_order(ratio.tolist(), demand.tolist(), float(room)) for room in sorted(rooms)]
    total = demand.sum()
    place, load, value = 0, 0.0, 0.0
    for room, wanted in zip(sorted(rooms), right, strict=True):
        # A larger room goes on from where the smaller one ended.
        place, more, cost, in_part, is_full = _part_of_cheapest(ratio, demand, place, len(ratio), room - load)
        load, value = load + more, value + cost
        assert value + in_part == pytest.approx(wanted)
        assert is_full == (room <= total)


@pytest.mark.parametrize(("most_new", "opened"), [(1, [1]), (2, [1, 3]), (9, [1, 2, 3])])
def test_of_the_sites_that_pay_the_best_are_opened(most_new, opened):
    value = np.array([4.0, -5.0, -1.0, -3.0, np.inf])
    is_open = opened_sites(value, np.ones(5, dtype=bool), np.zeros(5, dtype=bool), 0, most_new)
    assert np.flatnonzero(is_open).tolist() == opened
