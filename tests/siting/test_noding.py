"""Where roads meet, told from the minutes that it takes to get there; 60 km/h, so a kilometre is a minute."""

import math

import numpy as np
import pytest

from tests.siting import builders
from tests.siting.builders import graph_of, minutes_between


def test_ends_within_the_tolerance_are_one_junction():
    terrain = builders.terrain()
    graph = graph_of(builders.roads([(0, 9_000), (5_000, 9_000)], [(5_010, 9_005), (10_000, 9_000)]), terrain)
    assert minutes_between(graph, terrain, [(0, 9_000)], [(10_000, 9_000)])[0, 0] == pytest.approx(10.0, abs=0.05)


def test_a_road_that_ends_on_the_middle_of_another_meets_it():
    """5 km up, 10 km along at 60 km/h; the end was drawn 20 m short."""
    terrain = builders.terrain()
    graph = graph_of(builders.roads([(0, 10_000), (20_000, 10_000)], [(10_000, 15_000), (10_000, 10_020)]), terrain)
    assert len(graph.link) == 0
    found = minutes_between(graph, terrain, [(10_000, 15_000)], [(0, 10_000)])
    assert found[0, 0] == pytest.approx(4.98 + 10)


def test_a_road_that_ends_farther_off_is_linked_off_road_instead():
    terrain = builders.terrain()
    graph = graph_of(builders.roads([(0, 10_000), (20_000, 10_000)], [(10_000, 15_000), (10_000, 10_100)]), terrain)
    assert len(graph.link) == 1
    found = minutes_between(graph, terrain, [(10_000, 15_000)], [(0, 10_000)])
    assert found[0, 0] == pytest.approx(4.9 + 1 + 10)


CROSSING = [(0, 10_000), (20_000, 10_000)], [(10_000, 0), (10_000, 20_000)]


def test_roads_that_cross_without_a_shared_vertex_pass_over_each_other():
    """The only way leads along both to their far ends, and over the road that joins those."""
    terrain = builders.terrain()
    graph = graph_of(builders.roads(*CROSSING, [(20_000, 10_000), (10_000, 20_000)]), terrain)
    assert len(graph.xy_m) == 4
    found = minutes_between(graph, terrain, [(10_000, 0)], [(0, 10_000)])
    assert found[0, 0] == pytest.approx(20 + math.hypot(10, 10) + 20)


def test_roads_that_share_a_vertex_meet_there():
    terrain = builders.terrain()
    lines = [[a, (10_000, 10_000), b] for a, b in CROSSING]
    graph = graph_of(builders.roads(*lines), terrain)
    assert len(graph.link) == 0
    assert sorted(np.diff(graph.arcs.first).tolist()) == [1, 1, 1, 1, 4]
    assert minutes_between(graph, terrain, [(10_000, 0)], [(0, 10_000)])[0, 0] == pytest.approx(20.0)
