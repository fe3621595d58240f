import numpy as np
import pytest

from gisapp.geo.slope import slope_percent


def plane(east, north):
    """Elevations of a plane that rises by some metres a cell to the east and to the north."""
    column, row = np.meshgrid(np.arange(6.0), np.arange(5.0))
    return 100 + east * column - north * row


@pytest.mark.parametrize(
    ("east", "north", "slope"), [(0.0, 0.0, 0.0), (3.0, 0.0, 10.0), (0.0, -3.0, 10.0), (9.0, 12.0, 50.0)]
)
def test_a_plane_has_its_slope_everywhere(east, north, slope):
    found = slope_percent(plane(east, north), cell_x_m=30.0, cell_y_m=30.0)
    assert found.shape == (3, 4)
    np.testing.assert_allclose(found, slope, atol=1e-9)


def test_cells_need_not_be_square():
    found = slope_percent(plane(3.0, 0.0), cell_x_m=60.0, cell_y_m=30.0)
    np.testing.assert_allclose(found, 5.0)


def test_a_cell_next_to_an_unknown_one_is_unknown():
    elevation = plane(3.0, 0.0)
    elevation[2, 2] = np.nan
    found = slope_percent(elevation, cell_x_m=30.0, cell_y_m=30.0)
    assert np.isnan(found[:, :3]).all()
    np.testing.assert_allclose(found[:, 3], 10.0)
