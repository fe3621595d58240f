import numpy as np

from gisapp.potential import KlassenQuadrant, klassen_quadrants

NAN = np.nan


def test_quadrants_by_hand():
    growth = np.array([0.06, 0.04, 0.06, 0.04])
    level = np.array([60.0, 60.0, 40.0, 40.0])
    found = klassen_quadrants(growth, level, base_growth=0.05, base_level=50.0)
    assert [KlassenQuadrant(one).name for one in found] == [
        "ADVANCED_FAST",
        "ADVANCED_SLOW",
        "LAGGING_FAST",
        "LAGGING_SLOW",
    ]


def test_equal_to_the_base_is_high():
    found = klassen_quadrants(np.array([0.05]), np.array([50.0]), base_growth=0.05, base_level=50.0)
    assert found.tolist() == [KlassenQuadrant.ADVANCED_FAST]


def test_missing_is_in_no_quadrant():
    growth, level = np.array([NAN, 0.1, 0.1]), np.array([1.0, NAN, 1.0])
    found = klassen_quadrants(growth, level, base_growth=np.array([0.05, 0.05, NAN]), base_level=0.5)
    assert found.tolist() == [KlassenQuadrant.UNKNOWN] * 3


def test_sectors_have_a_base_each():
    growth = np.array([[0.1, 0.1], [0.0, 0.0]])
    found = klassen_quadrants(growth, growth, base_growth=np.array([0.05, 0.2]), base_level=np.array([0.2, 0.05]))
    assert found.tolist() == [[3, 2], [4, 4]]
