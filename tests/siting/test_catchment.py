import numpy as np
import pytest
import shapely

from gisapp.siting.catchment import catchments, polygon_of
from gisapp.siting.network import road_graph
from gisapp.siting.travel import points_on
from tests.siting import builders


def test_an_off_road_catchment_is_about_a_circle():
    terrain = builders.terrain()
    graph = road_graph(builders.roads(), terrain, off_road_speed_km_h=10.0)
    site = points_on(terrain, np.array([20_000.0]), np.array([10_000.0]))
    (shape,) = catchments(terrain, graph, site, limit_min=np.array([36.0]), ceiling_km=None)
    assert shape.is_valid
    assert shape.area == pytest.approx(np.pi * 6_000**2, rel=0.15)
    (bound,) = catchments(terrain, graph, site, limit_min=np.array([36.0]), ceiling_km=3.0)
    assert bound.area == pytest.approx(np.pi * 3_000**2, rel=0.15)


def test_a_catchment_stays_on_its_island():
    mainland, island = shapely.box(0, 0, 20_000, 20_000), shapely.box(21_000, 0, 40_000, 20_000)
    terrain = builders.terrain(mainland, island)
    graph = road_graph(builders.roads(), terrain, off_road_speed_km_h=10.0)
    site = points_on(terrain, np.array([19_500.0]), np.array([10_000.0]))
    (shape,) = catchments(terrain, graph, site, limit_min=np.array([60.0]), ceiling_km=None)
    assert mainland.buffer(1).covers(shape)


def test_cells_that_touch_by_a_corner_make_a_valid_multipolygon():
    terrain = builders.terrain(shapely.box(0, 0, 1_000, 1_000))
    shape = polygon_of(np.eye(4, dtype=bool), terrain.grid, tolerance_m=0.0)
    assert isinstance(shape, shapely.MultiPolygon)
    assert shape.is_valid
    assert shape.area == 4 * 250**2


def test_no_cell_makes_an_empty_multipolygon():
    terrain = builders.terrain(shapely.box(0, 0, 1_000, 1_000))
    assert polygon_of(np.zeros((4, 4), dtype=bool), terrain.grid, tolerance_m=0.0).is_empty
