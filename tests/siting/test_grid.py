import numpy as np
import pytest
import shapely

from gisapp.siting import ProblemError
from gisapp.siting.grid import grid_of, terrain_of
from tests.siting import builders


def test_grid_covers_the_area_from_a_round_corner():
    grid = grid_of(builders.area(shapely.box(130, 40, 990, 760)))
    assert (grid.west_m, grid.north_m, grid.shape) == (0.0, 1000.0, (4, 4))


def test_cells_and_centres_are_inverse():
    grid = grid_of(builders.area())
    row, col = np.array([0, 3, 79]), np.array([0, 7, 159])
    x_m, y_m = grid.centres(row, col)
    assert (x_m[1], y_m[1]) == (7.5 * 250, 20_000 - 3.5 * 250)
    back = grid.cells(x_m, y_m)
    np.testing.assert_array_equal(back, [row, col])


def test_sampling_beyond_the_grid_gives_the_outside_value():
    terrain = builders.terrain()
    found = terrain.grid.sample(
        terrain.district, np.array([100.0, -1.0, 1e9]), np.array([100.0, 100.0, 5.0]), outside=-1
    )
    np.testing.assert_array_equal(found, [0, -1, -1])


def test_land_area_and_districts_are_rasterised():
    west, east = shapely.box(0, 0, 10_000, 20_000), shapely.box(10_000, 0, 40_000, 20_000)
    terrain = terrain_of(builders.area(), builders.districts(west, east))
    assert terrain.land.sum() * 250**2 == 40_000 * 20_000
    assert (terrain.district == 0).sum() * 4 == terrain.land.sum()


def test_a_sliver_between_neighbours_does_not_split_the_land():
    terrain = builders.terrain(shapely.box(0, 0, 5_010, 9_000), shapely.box(5_060, 0, 9_000, 9_000))
    assert terrain.island.max() == 0


def test_two_pieces_of_land_are_two_islands():
    terrain = builders.terrain(shapely.box(0, 0, 5_000, 5_000), shapely.box(6_000, 0, 9_000, 5_000))
    found = terrain.island_of(np.array([2_000.0, 7_000.0, 5_100.0, 5_500.0]), np.full(4, 2_000.0), tolerance_m=300.0)
    np.testing.assert_array_equal(found, [0, 1, 0, -1])


def test_degrees_given_as_metres_make_an_area_without_land_cells_but_no_crash():
    terrain = builders.terrain(shapely.box(114.3, -4.9, 117.4, -1.3))
    assert not terrain.land.any()


def test_too_many_cells_are_refused_with_the_fix():
    with pytest.raises(ProblemError, match="larger cell"):
        grid_of(builders.area(shapely.box(0, 0, 1e7, 1e7)))
