import numpy as np
import pytest
import shapely

from gisapp.exchange.errors import MappingError
from gisapp.exchange.geometry import to_degrees


def test_coordinates_without_a_known_crs_are_refused():
    with pytest.raises(MappingError, match="--crs"):
        to_degrees(np.array([shapely.Point(1, 2)]), None)
    moved = to_degrees(np.array([shapely.Point(12777948.79, -415009.62), None]), 3857)
    assert (moved[0].x, moved[0].y) == pytest.approx((114.786267, -3.725467), abs=1e-6)
    assert moved[1] is None
