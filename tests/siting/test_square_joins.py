from itertools import pairwise

import numpy as np
import pytest

from gisapp.siting import square_joins
from gisapp.siting.network import road_graph
from gisapp.siting.square_joins import MOST_BLOCKS, joined
from gisapp.siting.travel import joins_of, points_on
from tests.siting import builders


@pytest.fixture
def terrain():
    return builders.terrain()


@pytest.fixture
def graph(terrain):
    line = [(2_000.0, 10_000.0), (12_000.0, 10_000.0), (12_000.0, 18_000.0)]
    return road_graph(builders.roads(*pairwise(line)), terrain, off_road_speed_km_h=10.0)


@pytest.fixture
def squares(terrain):
    rng = np.random.default_rng(5)
    return points_on(terrain, rng.uniform(0, 40_000, 20), rng.uniform(0, 20_000, 20))


def test_what_is_remembered_is_what_is_found(graph, squares):
    right = joins_of(graph, squares)
    for chosen in (np.arange(5), np.arange(3, 20), np.arange(20)[::-1]):
        found = joined(graph, squares[chosen], number=chosen, key="block", n_square=20).joins
        assert np.array_equal(found.section, right.section[chosen])
        assert np.array_equal(found.along_min, right.along_min[chosen])
        assert np.array_equal(found.leg_min, right.leg_min[chosen])


def test_no_square_is_looked_for_twice(graph, squares, monkeypatch):
    asked = []
    monkeypatch.setattr(square_joins, "joins_of", lambda g, points: asked.append(len(points)) or joins_of(g, points))
    for last in (5, 20, 20):
        joined(graph, squares[np.arange(last)], number=np.arange(last), key="block", n_square=20)
    assert asked == [5, 15]


def test_few_blocks_are_kept(graph, squares):
    for key in range(MOST_BLOCKS + 3):
        joined(graph, squares, number=np.arange(20), key=key, n_square=20)
    assert list(square_joins._kept[graph]) == list(range(3, MOST_BLOCKS + 3))
