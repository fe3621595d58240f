import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gisapp.planning.capacities import CapacityBasis, StatedTotal, fill_capacities

NAN = np.nan


def fill(recorded, *, approximate=None, stated=None, usual=None):
    recorded = np.array(recorded, dtype=float)
    is_approximate = np.zeros(len(recorded), bool) if approximate is None else np.array(approximate)
    filled, basis = fill_capacities(recorded, is_approximate=is_approximate, stated=stated, usual_size_per_year=usual)
    return filled.tolist(), basis


def test_recorded_capacities_stay():
    assert fill([5, 7], stated=StatedTotal(100, 2)) == ([5, 7], CapacityBasis.RECORDED)


def test_what_is_stated_in_total_less_what_is_recorded_is_spread_evenly():
    assert fill([10, NAN, NAN], stated=StatedTotal(100, 3)) == ([10, 45, 45], CapacityBasis.STATED_TOTAL)


def test_plants_counted_but_not_located_keep_their_share():
    assert fill([NAN, NAN], stated=StatedTotal(100, 4))[0] == [25, 25]


def test_a_few_listed_plants_at_approximate_places_stand_for_all():
    filled, _basis = fill([NAN] * 3, approximate=[True] * 3, stated=StatedTotal(270_000, 14))
    assert filled == [90_000] * 3


def test_recorded_above_stated_leaves_nothing_to_the_others():
    assert fill([120, NAN], stated=StatedTotal(100, 2))[0] == [120, 0]


def test_usual_size_where_no_total_is_stated():
    assert fill([NAN, 3], usual=9.0) == ([9, 3], CapacityBasis.USUAL_SIZE)


def test_nothing_known_stays_unknown():
    filled, basis = fill([NAN])
    assert np.isnan(filled).all()
    assert basis is CapacityBasis.UNKNOWN


@given(
    recorded=st.lists(st.none() | st.floats(0, 1e7), min_size=1, max_size=20),
    total=st.floats(0, 1e8),
    count=st.none() | st.integers(0, 60),
    approximate=st.booleans(),
)
def test_never_more_than_stated_beyond_the_records(recorded, total, count, approximate):
    values = [NAN if value is None else value for value in recorded]
    filled, _basis = fill(values, approximate=[approximate] * len(values), stated=StatedTotal(total, count))
    assert sum(filled) <= max(total, np.nansum(values)) * (1 + 1e-9) + 1e-6
    assert min(filled) >= 0


def test_input_is_not_changed():
    recorded = np.array([NAN, 1.0])
    fill_capacities(recorded, is_approximate=np.zeros(2, bool), stated=StatedTotal(5, 2), usual_size_per_year=None)
    np.testing.assert_array_equal(recorded, [NAN, 1.0])
