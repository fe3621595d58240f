import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisapp.siting import PlantRequirement
from gisapp.siting.supply import (
    PERISHABILITY_SPLIT,
    drawn,
    nearest_first,
    perishability_minutes,
    reach_minutes,
    serve_existing,
    supply_within,
)


def serve(minutes, supply, capacity, *, reach=math.inf, source_id=None, plant_id=None):
    minutes = np.array(minutes, dtype=float)
    return serve_existing(
        minutes,
        np.array(supply, dtype=float),
        np.array(capacity, dtype=float),
        reach_min=reach,
        source_id=np.array(source_id if source_id is not None else range(minutes.shape[0])),
        plant_id=np.array(plant_id if plant_id is not None else range(minutes.shape[1])),
    )


def test_the_nearest_pair_is_served_first():
    """Plant 1 is nearest to source 0 and takes 70 of it; plant 0 gets the other 30 and 50 of source 1."""
    served = serve([[20, 10], [30, 40]], [100, 60], [80, 70])
    np.testing.assert_allclose(served.taken_t_per_year, [[30, 70], [50, 0]])
    np.testing.assert_allclose(served.residual_t_per_year, [0, 10])


def test_ties_go_to_the_smaller_source_id_then_plant_id():
    served = serve([[10, 10], [10, 10]], [50, 50], [60, 10], source_id=[9, 4], plant_id=[7, 3])
    assert served.taken_t_per_year[1].tolist() == [40.0, 10.0]
    assert served.taken_t_per_year[0].tolist() == [20.0, 0.0]


def test_a_pair_beyond_reach_is_not_served_and_one_at_it_is():
    served = serve([[60, 60.001]], [100], [30, 50], reach=60)
    assert served.residual_t_per_year.tolist() == [70.0]


def test_without_a_way_nothing_is_served_however_far_the_reach():
    assert serve([[math.inf]], [100], [100]).residual_t_per_year.tolist() == [100.0]


def test_palm_bunches_leave_four_hours_to_drive():
    assert perishability_minutes(24.0) == pytest.approx(240.0)
    assert sum(PERISHABILITY_SPLIT.values()) == pytest.approx(1.0)


def test_goods_that_keep_reach_as_far_as_the_planner_allows():
    assert perishability_minutes(None) == math.inf
    assert reach_minutes(PlantRequirement((1.0,), max_minutes=600.0)) == 600.0
    assert reach_minutes(PlantRequirement((1.0,), max_minutes=600.0, perishability_h=24.0)) == pytest.approx(240.0)


times = st.one_of(st.integers(0, 9).map(float), st.just(math.inf))
amounts = st.floats(0, 1e6, allow_nan=False)


@st.composite
def cases(draw):
    n_source, n_plant = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    minutes = draw(st.lists(st.lists(times, min_size=n_plant, max_size=n_plant), min_size=n_source, max_size=n_source))
    supply = draw(st.lists(amounts, min_size=n_source, max_size=n_source))
    capacity = draw(st.lists(amounts, min_size=n_plant, max_size=n_plant))
    return minutes, supply, capacity, draw(st.integers(0, 10))


@settings(deadline=None)
@given(cases())
def test_the_residual_equals_brute_force_and_mass_is_kept(case):
    minutes, supply, capacity, reach = case
    served = serve(minutes, supply, capacity, reach=float(reach))

    left, room = list(supply), list(capacity)
    pairs = [(minutes[i][j], i, j) for i in range(len(supply)) for j in range(len(capacity)) if minutes[i][j] <= reach]
    for _, i, j in sorted(pairs):
        amount = min(left[i], room[j])
        left[i], room[j] = left[i] - amount, room[j] - amount
    np.testing.assert_allclose(served.residual_t_per_year, left, rtol=1e-12, atol=1e-9)

    taken = served.taken_t_per_year
    np.testing.assert_allclose(taken.sum(axis=1) + served.residual_t_per_year, supply, rtol=1e-12, atol=1e-9)
    assert (taken.sum(axis=0) <= np.array(capacity) * (1 + 1e-12) + 1e-9).all()
    assert (taken >= 0).all()


@settings(deadline=None)
@given(cases())
def test_supply_within_reach_equals_brute_force(case):
    minutes, supply, _, limit = case
    expected = [
        math.fsum(supply[i] for i in range(len(supply)) if minutes[i][j] <= limit) for j in range(len(minutes[0]))
    ]
    np.testing.assert_allclose(supply_within(np.array(minutes), np.array(supply), float(limit)), expected, rtol=1e-12)


def test_plants_draw_from_near_to_far_until_full():
    near = nearest_first(np.array([[30.0, math.inf], [10.0, math.inf], [20.0, 5.0]]))
    tonnes = drawn(near.offered(np.array([50.0, 20.0, 40.0])), np.array([70.0, 100.0]))
    assert near.order[0].tolist() == [1, 2, 0]
    np.testing.assert_allclose(tonnes, [[20, 40, 10], [40, 0, 0]])
