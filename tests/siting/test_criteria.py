import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

from gisapp.siting import Criterion, ExclusionArea, ExclusionEffect, Linear, ProblemError, exclusion_mask, prepare
from gisapp.siting.criteria import CRITERIA, PlanClass, criteria_table, filled_value, weights_of, zone_raster
from gisapp.siting.travel import points_on
from tests.siting import builders


def table_at(problem, *xy):
    prepared = prepare(problem)
    candidates = points_on(prepared.terrain, *np.array(xy, dtype=float).T)
    mask = exclusion_mask(prepared.terrain, problem.exclusions)
    return criteria_table(problem, prepared.terrain, prepared.graph, mask=mask, candidates=candidates)


def column(table, criterion, *, of="raw"):
    return getattr(table, of)[:, CRITERIA.index(criterion)].tolist()


def test_raw_figures_and_values_by_hand():
    """1 km off-road is 6 min at 10 km/h; the port is 29 km on, the town 10 km on, the power 9 km back."""
    table = table_at(builders.problem(), (10_100, 11_000), (30_000, 5_000))
    assert column(table, Criterion.ROAD) == pytest.approx([1.0, 5.0])
    assert column(table, Criterion.ROAD, of="value") == pytest.approx([0.9, 0.5])
    assert column(table, Criterion.MARKET) == pytest.approx([6 + 29, 30 + 9], abs=0.5)
    assert column(table, Criterion.ENERGY) == pytest.approx([6 + 9, 30 + 10], abs=0.5)
    assert column(table, Criterion.LABOUR) == [100_000.0, 50_000.0]
    assert column(table, Criterion.LABOUR, of="value") == [1.0, 0.5]
    assert column(table, Criterion.SPATIAL_PLAN) == [PlanClass.IN_ZONE, PlanClass.SILENT]
    assert column(table, Criterion.SPATIAL_PLAN, of="value") == [1.0, 0.25]


def test_what_is_not_recorded_is_neutral_not_zero():
    problem = builders.problem(
        places=builders.places(),
        industrial_zones=builders.zones(),
        districts=builders.districts(builders.LAND, population=[math.nan]),
        roads=builders.roads(),
    )
    table = table_at(problem, (10_000, 11_000))
    assert np.isnan(table.raw).all()
    assert table.value[0].tolist() == [0.0, 0.5, 0.5, 0.5, 0.5, 0.5]


def test_a_place_that_no_way_reaches_is_worth_nothing():
    problem = builders.problem(
        study_area=builders.area(shapely.box(0, 0, 20_000, 20_000), shapely.box(24_000, 0, 40_000, 20_000)),
        roads=builders.roads([(0, 10_000), (20_000, 10_000)]),
    )
    table = table_at(problem, (5_000, 10_000))
    assert column(table, Criterion.MARKET) == [math.inf]
    assert column(table, Criterion.MARKET, of="value") == [0.0]
    assert table.market.tolist() == [-1]


def test_a_penalty_halves_what_the_plan_makes_of_a_cell():
    peat = ExclusionArea("peat", "", ExclusionEffect.PENALISE, builders.objects(builders.LAND))
    table = table_at(builders.problem(exclusions=(peat,)), (11_000, 10_000))
    assert column(table, Criterion.SPATIAL_PLAN, of="value") == [0.5]


def test_a_zone_known_by_a_point_holds_its_cell():
    raster = zone_raster(
        builders.terrain().grid, builders.zones(shapely.box(0, 0, 2_000, 2_000), shapely.Point(9_100, 9_100))
    )
    assert (raster == 0).sum() == 64
    assert (raster == 1).sum() == 1


def test_the_problem_may_bring_its_own_value_function():
    problem = builders.problem(value_functions={Criterion.ROAD: Linear(worst=2.0, best=0.0)})
    assert column(table_at(problem, (10_000, 11_000)), Criterion.ROAD, of="value") == pytest.approx([0.5])


def test_weights_are_scaled_to_one_in_the_fixed_order():
    weights = dict(zip(Criterion, (34, 20, 18, 12, 8, 8), strict=True))
    problem = builders.problem(weights=dict(reversed(weights.items())))
    np.testing.assert_allclose(weights_of(problem), [0.34, 0.20, 0.18, 0.12, 0.08, 0.08])


def test_a_missing_weight_is_refused():
    with pytest.raises(ProblemError, match="spatial_plan missing"):
        builders.problem(weights={c: 1.0 for c in Criterion if c is not Criterion.SPATIAL_PLAN})


def test_far_tonnes_fill_less():
    """60 t at the gate and 40 t at the edge of reach fill a plant of 200 t to (60 + 40/2) / 200."""
    value = filled_value(
        np.array([[60.0, 40.0, 0.0]]), np.array([[0.0, 90.0, math.inf]]), reach_min=90.0, largest_t_per_year=200.0
    )
    assert value.tolist() == pytest.approx([0.4])


def test_inputs_are_not_changed():
    problem = builders.problem()
    before = problem.districts.population.copy()
    table_at(replace(problem), (10_000, 11_000))
    np.testing.assert_array_equal(problem.districts.population, before)
