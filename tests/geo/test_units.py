import numpy as np

from gisapp.geo.nearest import nearest
from gisapp.geo.units import drive_minutes


def test_a_kilometre_at_sixty_takes_a_minute():
    np.testing.assert_allclose(drive_minutes([1_000.0, 500.0], 60.0), [1.0, 0.5])


def test_nearest_gives_distance_and_position():
    distance, index = nearest(np.array([[0.0, 0.0], [10.0, 0.0]]), np.array([[7.0, 4.0]]))
    assert (distance.tolist(), index.tolist()) == ([5.0], [1])
