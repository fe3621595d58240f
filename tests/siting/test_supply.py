import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.siting import PlantRequirement, SupplyModel
from gisapp.siting.sources import group_sources
from gisapp.siting.supply import (
    PERISHABILITY_SPLIT,
    drawn,
    nearest_first,
    perishability_minutes,
    reach_minutes,
    serve_existing,
    supply_within,
    unpromised,
)
from tests.siting.builders import sources, terrain


@pytest.fixture(params=SupplyModel)
def model(request):
    return request.param


def serve(minutes, supply, capacity, *, model, reach=math.inf):
    return serve_existing(
        np.array(minutes, dtype=float),
        np.array(supply, dtype=float),
        np.array(capacity, dtype=float),
        reach_min=reach,
        model=model,
    )


def test_a_pair_beyond_reach_is_not_served_and_one_at_it_is(model):
    served = serve([[60, 60.001]], [100], [30, 50], reach=60, model=model)
    assert served.residual_t_per_year.tolist() == [70.0]
    assert served.mean_minutes == 60.0


def test_without_a_way_nothing_is_served_however_far_the_reach(model):
    served = serve([[math.inf]], [100], [100], model=model)
    assert served.residual_t_per_year.tolist() == [100.0]
    assert math.isnan(served.mean_minutes)


def test_the_models_share_out_differently():
    """The near plant has room for all: transport at least cost brings it all, free growers only some."""
    minutes, supply, capacity = [[10, 20]], [100], [100, 100]
    least = serve(minutes, supply, capacity, model=SupplyModel.LEAST_COST)
    free = serve(minutes, supply, capacity, model=SupplyModel.HUFF)
    np.testing.assert_allclose(least.taken_t_per_year, [[100, 0]])
    np.testing.assert_allclose(free.taken_t_per_year, [[80, 20]])


def test_what_others_planned_is_promised_source_by_source():
    groups = group_sources(sources([(5_000, 9_000, 40), (12_000, 11_000, 30)], ids=[7, 3]), terrain(), max_groups=2_500)
    left = unpromised(np.array([30.0, 25.0]), groups, {7: 10.0, 3: 30.0})
    assert dict(zip(groups.group_id.tolist(), left.tolist(), strict=True)) == {3: 0.0, 7: 15.0}


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


@pytest.mark.parametrize("model", SupplyModel)
@given(cases())
def test_mass_is_kept(model, case):
    minutes, supply, capacity, reach = case
    served = serve(minutes, supply, capacity, reach=float(reach), model=model)
    taken = served.taken_t_per_year
    np.testing.assert_allclose(taken.sum(axis=1) + served.residual_t_per_year, supply, rtol=1e-9, atol=1e-9)
    assert (taken.sum(axis=0) <= np.array(capacity) * (1 + 1e-9) + 1e-9).all()
    assert (taken >= 0).all()
    assert not taken[np.array(minutes) > reach].any()


@pytest.mark.parametrize("model", SupplyModel)
@given(cases())
def test_no_tonne_is_left_that_a_plant_within_reach_has_room_for(model, case):
    minutes, supply, capacity, reach = case
    served = serve(minutes, supply, capacity, reach=float(reach), model=model)
    room = np.array(capacity) - served.taken_t_per_year.sum(axis=0)
    has_left = served.residual_t_per_year > 1e-6
    has_room = room > 1e-6
    assert not (has_left[:, None] & has_room & (np.array(minutes) <= reach)).any()


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
