import itertools
import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gisapp.siting.network import main_road_distance_m
from gisapp.siting.travel import minutes_from, minutes_to, node_minutes
from tests.siting import builders
from tests.siting.builders import graph_of, minutes_between

# pgRouting's sample graph: source, target, cost, reverse cost (-1: no way), as in its documentation.
PGROUTING_EDGES = [
    (5, 6, 1, 1), (6, 10, -1, 1), (10, 15, -1, 1), (6, 7, 1, 1), (10, 11, 1, -1), (1, 3, 1, 1),
    (3, 7, 1, 1), (7, 11, 1, 1), (11, 16, 1, 1), (7, 8, 1, 1), (11, 12, 1, -1), (8, 12, 1, -1),
    (12, 17, 1, -1), (8, 9, 1, 1), (16, 17, 1, 1), (15, 16, 1, 1), (2, 4, 1, 1), (13, 14, 1, 1),
]  # fmt: skip
PGROUTING_NODES = {
    1: (0, 2), 2: (0.5, 3.5), 3: (1, 2), 4: (1.999999999999, 3.5), 5: (2, 0), 6: (2, 1), 7: (2, 2), 8: (2, 3),
    9: (2, 4), 10: (3, 1), 11: (3, 2), 12: (3, 3), 13: (3.5, 2.3), 14: (3.5, 4), 15: (4, 1), 16: (4, 2), 17: (4, 3),
}  # fmt: skip


def test_driving_distance_on_pgroutings_sample_graph():
    """At 60 km/h a kilometre is a minute, so costs are minutes."""
    lines, one_way = [], []
    for source, target, cost, reverse in PGROUTING_EDGES:
        ends = [tuple(1000 * c for c in PGROUTING_NODES[n]) for n in (source, target)]
        lines.append(ends if cost > 0 else ends[::-1])
        one_way.append(min(cost, reverse) < 0)
    terrain = builders.terrain(shapely.box(-1_000, -1_000, 5_000, 5_000))
    roads = builders.roads(*lines, one_way=one_way)
    # Without a tolerance, as node 4 lies a hair beside another edge, which it is not meant to meet.
    graph = graph_of(roads, terrain, speed=5.0, snap_tolerance_m=0.0)
    node = {n: int(np.argmin(np.hypot(*(graph.xy_m - 1000 * np.array(xy)).T))) for n, xy in PGROUTING_NODES.items()}
    found = node_minutes(graph, np.array([node[11]]), np.array([node[n] for n in PGROUTING_NODES]), limit_min=3.0)[0]
    reached: dict[int, list[int]] = {}
    for n, minutes in zip(PGROUTING_NODES, found, strict=True):
        if np.isfinite(minutes):
            reached.setdefault(round(minutes), []).append(n)
    assert reached == {0: [11], 1: [7, 12, 16], 2: [3, 6, 8, 15, 17], 3: [1, 5, 9, 10]}


def test_leg_road_leg_by_hand():
    """1 km off-road at 6 km/h (10 min), 20 km at 60 km/h (20 min), 0.5 km off-road (5 min)."""
    terrain = builders.terrain()
    graph = graph_of(builders.roads([(5_000, 10_000), (25_000, 10_000)]), terrain)
    found = minutes_between(graph, terrain, [(5_000, 11_000)], [(25_000, 9_500)])
    assert found == pytest.approx(np.array([[35.0]]))


def test_places_join_a_long_road_near_where_they_lie():
    terrain = builders.terrain()
    graph = graph_of(builders.roads([(0, 10_000), (40_000, 10_000)]), terrain)
    found = minutes_between(graph, terrain, [(10_000, 10_100)], [(30_000, 10_100)])
    assert found == pytest.approx(np.array([[1 + 20 + 1]]))


def test_a_road_longer_than_its_line_takes_its_own_length():
    terrain, road = builders.terrain(), builders.roads([(0, 10_000), (10_000, 10_000)])
    road.length_m[0] = 15_000.0
    found = minutes_between(graph_of(road, terrain), terrain, [(0, 10_000)], [(10_000, 10_000)])
    assert found == pytest.approx(np.array([[15.0]]))


def test_near_places_go_straight():
    terrain = builders.terrain()
    graph = graph_of(builders.roads([(0, 0), (40_000, 0)]), terrain)
    assert minutes_between(graph, terrain, [(100, 19_000)], [(1_100, 19_000)]) == pytest.approx(np.array([[10.0]]))


def test_one_way_roads_are_driven_one_way():
    terrain = builders.terrain()
    graph = graph_of(builders.roads([(0, 10_000), (10_000, 10_000)], one_way=[True]), terrain)
    there = minutes_between(graph, terrain, [(0, 10_000)], [(10_000, 10_000)])
    back = minutes_between(graph, terrain, [(10_000, 10_000)], [(0, 10_000)])
    assert (there[0, 0], back[0, 0]) == pytest.approx((10.0, 100.0))


def test_the_quicker_of_parallel_roads_counts():
    terrain = builders.terrain()
    edges = builders.roads([(0, 5_000), (400, 5_000)], [(400, 5_000), (200, 5_100), (0, 5_000)])
    edges.speed_km_h[0] = 10.0
    graph = graph_of(edges, terrain)
    by_bend = 2 * math.hypot(200, 100) / 1000
    assert minutes_between(graph, terrain, [(0, 5_000)], [(400, 5_000)])[0, 0] == pytest.approx(by_bend)


def test_a_fragment_of_road_is_no_trap():
    """From the fragment, 1 km off-road (10 min) leads to the main road, not 20 km of bush."""
    terrain = builders.terrain()
    edges = builders.roads([(0, 10_000), (40_000, 10_000)], [(5_000, 11_000), (5_000, 12_000)])
    found = minutes_between(graph_of(edges, terrain), terrain, [(5_000, 12_000)], [(25_000, 10_000)])
    assert found[0, 0] == pytest.approx(1 + 10 + 20)


def test_every_fragment_of_an_island_is_linked_by_shortest_links():
    terrain = builders.terrain()
    edges = builders.roads(*([(x, 5_000), (x, 5_400)] for x in (1_000, 3_000, 9_000, 6_000)))
    graph = graph_of(edges, terrain)
    found = minutes_between(graph, terrain, [(1_000, 5_000)], [(9_000, 5_000)])
    assert found[0, 0] == pytest.approx(80.0)
    assert len(graph.link) == 3


def test_a_place_between_two_roads_uses_the_one_that_leads_there():
    """The nearer road goes elsewhere: 2 km off-road (20 min) and 10 km by the farther one beat 1 km and a detour."""
    terrain = builders.terrain()
    edges = builders.roads(
        [(0, 11_000), (20_000, 11_000)], [(0, 8_000), (20_000, 8_000)], [(20_000, 8_000), (20_000, 11_000)]
    )
    graph = graph_of(edges, terrain)
    found = minutes_between(graph, terrain, [(10_000, 10_000)], [(0, 8_000)])
    assert found[0, 0] == pytest.approx(20 + 10)
    assert found[0, 0] < 10 + 10 + 3 + 20


def test_two_places_on_one_road_need_no_junction_between_them():
    terrain = builders.terrain()
    graph = graph_of(builders.roads([(0, 10_000), (40_000, 10_000)]), terrain)
    assert len(graph.xy_m) == 2
    assert minutes_between(graph, terrain, [(19_000, 10_000)], [(20_500, 10_000)])[0, 0] == pytest.approx(1.5)


def test_on_a_one_way_road_the_way_back_leads_round():
    """1 km on; back 4 km on to the end and 7 km round, or 1 km of bush at 6 km/h."""
    terrain = builders.terrain()
    edges = builders.roads(
        [(0, 10_000), (6_000, 10_000)], [(6_000, 10_000), (3_000, 12_000), (0, 10_000)], one_way=[True, False]
    )
    graph = graph_of(edges, terrain, speed=1.0)
    there = minutes_between(graph, terrain, [(1_000, 10_000)], [(2_000, 10_000)])
    back = minutes_between(graph, terrain, [(2_000, 10_000)], [(1_000, 10_000)])
    assert there[0, 0] == pytest.approx(1.0)
    assert back[0, 0] == pytest.approx(4 + 2 * math.hypot(3, 2) + 1)


def test_a_place_at_the_start_of_a_one_way_road_may_take_another():
    terrain = builders.terrain()
    edges = builders.roads([(10_000, 10_000), (20_000, 10_000)], [(10_000, 10_000), (0, 10_000)], one_way=[True, False])
    graph = graph_of(edges, terrain, speed=1.0)
    assert minutes_between(graph, terrain, [(10_000, 10_000)], [(0, 10_000)])[0, 0] == pytest.approx(10.0)


def test_a_bend_left_out_of_the_pieces_keeps_its_minutes():
    line = [(0, 10_000)] + [(500 * k, 10_000 + 8 * (-1) ** k) for k in range(1, 20)] + [(10_000, 10_000)]
    terrain = builders.terrain()
    graph = graph_of(builders.roads(line), terrain)
    expected = shapely.LineString(line).length / 1000
    assert minutes_between(graph, terrain, [(0, 10_000)], [(10_000, 10_000)])[0, 0] == pytest.approx(expected)


MAINLAND, ISLAND = shapely.box(0, 0, 20_000, 20_000), shapely.box(24_000, 0, 40_000, 20_000)


def test_no_leg_crosses_the_sea():
    terrain = builders.terrain(MAINLAND, ISLAND)
    graph = graph_of(builders.roads([(0, 10_000), (20_000, 10_000)]), terrain)
    found = minutes_between(graph, terrain, [(19_500, 10_000), (30_000, 10_000)], [(24_500, 10_000), (0, 10_000)])
    assert np.isinf(found[0, 0])
    assert np.isfinite(found[0, 1])
    assert np.isinf(found[1, 1])


def test_an_island_without_roads_is_served_off_road():
    terrain = builders.terrain(MAINLAND, ISLAND)
    graph = graph_of(builders.roads([(0, 10_000), (20_000, 10_000)]), terrain)
    assert minutes_between(graph, terrain, [(30_000, 10_000)], [(33_000, 10_000)])[0, 0] == pytest.approx(30.0)


def test_a_ferry_joins_islands_at_its_ends_only():
    """Off-road 1 km (10 min), ferry 60 min, road 20 km (20 min)."""
    terrain = builders.terrain(MAINLAND, ISLAND)
    edges = builders.roads(
        [(0, 10_000), (19_900, 10_000)], [(19_900, 10_000), (24_100, 10_000)], ferry_minutes={1: 60.0}
    )
    graph = graph_of(edges, terrain)
    assert minutes_between(graph, terrain, [(25_100, 10_000)], [(0, 10_000)])[0, 0] == pytest.approx(10 + 60 + 19.9)
    assert not any(20_500 < x < 23_500 for x in graph.xy_m[:, 0])


def test_a_ferry_end_a_little_out_at_sea_belongs_to_its_shore():
    terrain = builders.terrain(MAINLAND, ISLAND)
    edges = builders.roads(
        [(0, 10_000), (19_900, 10_000)], [(19_900, 10_000), (23_500, 10_000)], ferry_minutes={1: 60.0}
    )
    found = minutes_between(graph_of(edges, terrain), terrain, [(25_000, 10_000)], [(0, 10_000)])
    assert np.isfinite(found[0, 0])


def test_a_landing_recorded_a_kilometre_off_its_road_is_linked_to_it():
    """1.1 km of off-road link at 6 km/h is 11 min; then 60 min of ferry."""
    terrain = builders.terrain(MAINLAND, ISLAND)
    edges = builders.roads(
        [(0, 10_000), (19_900, 10_000)], [(21_000, 10_000), (24_100, 10_000)], ferry_minutes={1: 60.0}
    )
    found = minutes_between(graph_of(edges, terrain), terrain, [(24_100, 10_000)], [(0, 10_000)])
    assert found[0, 0] == pytest.approx(60 + 11 + 19.9)


def test_a_ferry_to_a_far_coast_does_not_land_on_the_nearest():
    terrain = builders.terrain(MAINLAND, ISLAND)
    edges = builders.roads([(0, 10_000), (400_000, 10_000)], ferry_minutes={0: 600.0})
    graph = graph_of(edges, terrain)
    assert sorted(graph.island.tolist()) == [-1, 0]


def test_a_place_off_the_land_belongs_to_the_nearest_shore():
    terrain = builders.terrain()
    graph = graph_of(builders.roads(), terrain)
    assert minutes_between(graph, terrain, [(0, 22_000)], [(0, 19_000)])[0, 0] == pytest.approx(30.0)


def test_without_any_road_everything_goes_straight():
    terrain = builders.terrain()
    graph = graph_of(builders.roads(), terrain)
    assert minutes_between(graph, terrain, [(0, 0)], [(0, 1_000)])[0, 0] == pytest.approx(10.0)


def test_the_limit_is_inclusive_and_beyond_it_is_infinite():
    terrain = builders.terrain()
    graph = graph_of(builders.roads(), terrain)
    found = minutes_between(graph, terrain, [(0, 0)], [(0, 1_000), (0, 1_001)], limit=10.0)
    assert np.isfinite(found).tolist() == [[True, False]]


def test_a_line_without_length_does_no_harm():
    terrain = builders.terrain()
    edges = builders.roads([(0, 10_000), (10_000, 10_000)], [(5_000, 9_000), (5_000, 9_000)])
    assert minutes_between(graph_of(edges, terrain), terrain, [(0, 10_000)], [(10_000, 10_000)])[0, 0] < 10.1
    xy_m = np.array([[5_000.0, 9_500.0]])
    assert main_road_distance_m(edges, terrain, xy_m=xy_m, island=np.array([0]))[0] == pytest.approx(500.0)


def test_distance_to_a_main_road_is_measured_on_the_own_island():
    terrain = builders.terrain(MAINLAND, ISLAND)
    edges = builders.roads([(0, 10_000), (19_900, 10_000)], [(0, 0), (0, 20_000)], main=[True, False])
    xy_m = np.array([[10_000.0, 12_000.0], [24_500.0, 10_000.0]])
    found = main_road_distance_m(edges, terrain, xy_m=xy_m, island=np.array([0, 1]))
    assert found.tolist() == [pytest.approx(2_000.0), math.inf]


def test_where_no_road_is_marked_as_main_every_road_counts_and_without_roads_nothing_is_known():
    terrain, xy_m, island = builders.terrain(), np.array([[10_000.0, 12_000.0]]), np.array([0])
    edges = builders.roads([(0, 10_000), (19_900, 10_000)], main=[False])
    assert main_road_distance_m(edges, terrain, xy_m=xy_m, island=island)[0] == pytest.approx(2_000.0)
    assert np.isnan(main_road_distance_m(builders.roads(), terrain, xy_m=xy_m, island=island)[0])


def sections_by_hand(nodes, edges, one_way):
    """Cut straight edges where another node lies on them."""
    sections = []
    for (a, b), single in zip(edges, one_way, strict=True):
        line = shapely.LineString([nodes[a], nodes[b]])
        on = [k for k in range(len(nodes)) if line.distance(shapely.Point(nodes[k])) < 1.0]
        on.sort(key=lambda k: line.project(shapely.Point(nodes[k])))
        sections += [(c, d, single) for c, d in itertools.pairwise(on)]
    return sections


def joins_by_hand(nodes, sections, place):
    """The nearest point of a section in each quarter of the compass: section, share of it, distance."""
    best = {}
    for row, (a, b, _) in enumerate(sections):
        line = shapely.LineString([nodes[a], nodes[b]])
        share = line.project(shapely.Point(place), normalized=True)
        foot = line.interpolate(share, normalized=True)
        quarter = (foot.x - place[0] < -1e-6, foot.y - place[1] < -1e-6)
        distance_m = foot.distance(shapely.Point(place))
        if quarter not in best or distance_m < best[quarter][2]:
            best[quarter] = (row, share, distance_m)
    return list(best.values())


def brute_minutes(nodes, sections, origins, destinations, *, off_road_km_h=6.0, road_km_h=40.0):
    """Put every join into the road as a node of its own, then Floyd and Warshall over all."""
    on_section = {row: [(0.0, a), (1.0, b)] for row, (a, b, _) in enumerate(sections)}
    n_place, legs = len(nodes) + len(origins) + len(destinations), []
    n = n_place
    for k, place in enumerate([*origins, *destinations], start=len(nodes)):
        for row, share, distance_m in joins_by_hand(nodes, sections, place):
            node = next((node for at, node in on_section[row][:2] if abs(at - share) < 1e-9), n)
            if node == n:
                on_section[row].append((share, n))
                n += 1
            legs.append((k, node, distance_m / 1000 / off_road_km_h * 60))
    best = np.full((n, n), np.inf)
    np.fill_diagonal(best, 0.0)
    for place, node, minutes in legs:
        way = (place, node) if place < len(nodes) + len(origins) else (node, place)
        best[way] = min(best[way], minutes)
    for row, (a, b, single) in enumerate(sections):
        whole = math.dist(nodes[a], nodes[b]) / 1000 / road_km_h * 60
        for (here, tail), (there, head) in itertools.pairwise(sorted(on_section[row])):
            best[tail, head] = min(best[tail, head], (there - here) * whole)
            if not single:
                best[head, tail] = min(best[head, tail], (there - here) * whole)
    for k in range(n):
        best = np.minimum(best, best[:, k, None] + best[None, k])
    by_road = best[len(nodes) : len(nodes) + len(origins), len(nodes) + len(origins) : n_place]
    straight = [[math.dist(o, d) / 1000 / off_road_km_h * 60 for d in destinations] for o in origins]
    return np.minimum(by_road, straight)


@st.composite
def road_cases(draw):
    n_node = draw(st.integers(2, 7))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    nodes = rng.choice(1600, n_node, replace=False)
    nodes = np.column_stack([nodes % 40, nodes // 40]) * 500.0 + 10.0
    edges = [(k, int(rng.integers(k))) for k in range(1, n_node)]
    edges += [tuple(rng.choice(n_node, 2, replace=False).tolist()) for _ in range(draw(st.integers(0, 5)))]
    one_way = (rng.random(len(edges)) < 0.3).tolist()
    return nodes, edges, one_way, rng.uniform(20, 19_000, (5, 2)), rng.uniform(20, 19_000, (4, 2))


@settings(max_examples=80, deadline=None)
@given(road_cases())
def test_travel_times_equal_brute_force(case):
    nodes, edges, one_way, origins, destinations = case
    sections = sections_by_hand(nodes, edges, one_way)
    # So many pieces of road are looked at for each place; of two on one line either may be taken.
    assume(len({frozenset(section[:2]) for section in sections}) == len(sections) <= 8)
    terrain = builders.terrain(cell_m=1_000.0)
    roads = builders.roads(*([nodes[a], nodes[b]] for a, b in edges), one_way=one_way, speed_km_h=40.0)
    graph = graph_of(roads, terrain, piece_m=1e9, snap_tolerance_m=1.0)
    expected = brute_minutes(nodes, sections, origins, destinations)
    found = minutes_between(graph, terrain, origins, destinations)
    np.testing.assert_allclose(found, expected, rtol=1e-9)
    back = minutes_between(graph, terrain, destinations, origins)
    np.testing.assert_allclose(back, brute_minutes(nodes, sections, destinations, origins), rtol=1e-9)
    bounded = minutes_between(graph, terrain, origins, destinations, limit=60.0)
    np.testing.assert_allclose(bounded, np.where(expected <= 60.0, expected, np.inf), rtol=1e-9)


@settings(max_examples=40, deadline=None)
@given(road_cases())
def test_pieces_change_no_minutes_on_the_road(case):
    nodes, edges, one_way, _, _ = case
    terrain = builders.terrain(cell_m=1_000.0)
    roads = builders.roads(*([nodes[a], nodes[b]] for a, b in edges), one_way=one_way)
    coarse, fine = (graph_of(roads, terrain, piece_m=m, snap_tolerance_m=1.0) for m in (1e9, 700.0))
    # Numbers of nodes follow from where they lie, so they are the same.
    np.testing.assert_allclose(fine.xy_m, coarse.xy_m, atol=1e-6)
    every = np.arange(len(coarse.xy_m))
    found = [node_minutes(graph, every, every, limit_min=np.inf) for graph in (coarse, fine)]
    np.testing.assert_allclose(found[0], found[1], rtol=1e-9)
    back = minutes_to(fine, every, from_node=every, limit_min=np.inf)
    np.testing.assert_allclose(back.T, found[1], rtol=1e-9)
    np.testing.assert_allclose(minutes_from(fine, every, to_node=every, limit_min=np.inf), found[1], rtol=1e-9)
