"""The road graph: roads, ferries and the off-road ways that join them.

Roads are cut into pieces of at most `PIECE_M`, so that a place joins the road near where it lies and
not at a far junction. Cutting was chosen over one virtual node per place because the graph then depends
on the roads alone: it is built once for a road table and serves every problem. A place is at most half
a piece from a node of the road next to it: one cell of a 250 m grid.

Real road data falls into fragments that do not touch. On one island, fragments are joined off-road by
their shortest links (a minimum spanning tree), so that no place is trapped by the scrap of road
nearest to it. Nothing but a ferry or a bridge joins two islands.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from gisapp.geo.nearest import nearest
from gisapp.geo.units import drive_minutes
from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.grid import Terrain
from gisapp.siting.types import RoadEdges

PIECE_M = 500.0
SNAP_TOLERANCE_M = 25.0
SHORE_TOLERANCE_M = 1_000.0


@dataclass(frozen=True, slots=True, eq=False)
class RoadGraph:
    """A directed graph of minutes, reusable as long as roads and land stay the same.

    Attributes
    ----------
    minutes
        (n_node, n_node) sparse; row to column.
    xy_m
        (n_node, 2) metric CRS.
    island
        (n_node,) island on which a place may join at the node, -1 where none may.
    off_road_speed_km_h
        Speed on the links between fragments, and of every off-road leg.
    """

    minutes: csr_array
    xy_m: Floats
    island: Ints
    off_road_speed_km_h: float


@dataclass(frozen=True, slots=True, eq=False)
class _Arcs:
    """Directed arcs as they are collected."""

    tail: Ints
    head: Ints
    minutes: Floats


def _snapped_ends(roads: RoadEdges, tolerance_m: float) -> tuple[Ints, Ints, Floats]:
    """Merge line ends within a tolerance of each other.

    Returns
    -------
    start, end
        (n_edge,) node numbers.
    xy_m
        (n_node, 2) mean of the ends merged into each node.
    """
    n_edge = len(roads.line)
    ends = shapely.get_coordinates(
        np.concatenate([shapely.get_point(roads.line, 0), shapely.get_point(roads.line, -1)])
    )
    pairs = cKDTree(ends).query_pairs(tolerance_m, output_type="ndarray")
    touching = coo_array((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(2 * n_edge, 2 * n_edge))
    n_node, node = connected_components(touching, directed=False)
    merged = np.bincount(node, minlength=n_node)
    xy_m = np.column_stack([np.bincount(node, ends[:, axis], n_node) / merged for axis in (0, 1)])
    number = np.asarray(node, dtype=np.int64)
    return number[:n_edge], number[n_edge:], xy_m


def _edge_minutes(roads: RoadEdges) -> Floats:
    """Return (n_edge,) minutes to pass each edge from end to end."""
    length_m = np.where(np.isnan(roads.length_m), shapely.length(roads.line), roads.length_m)
    speed_km_h = np.where(roads.speed_km_h > 0, roads.speed_km_h, 1.0)
    timed = roads.is_ferry & ~np.isnan(roads.ferry_minutes)
    return np.where(timed, roads.ferry_minutes, drive_minutes(length_m, speed_km_h))


def _cut(roads: RoadEdges, piece_m: float, tolerance_m: float) -> tuple[_Arcs, Floats, Bools]:
    """Cut roads into pieces and return arcs, node coordinates, and which arcs are ferries."""
    start, end, junction_xy_m = _snapped_ends(roads, tolerance_m)
    n_piece = np.maximum(1, np.ceil(shapely.length(roads.line) / piece_m)).astype(np.int64)
    n_piece[roads.is_ferry] = 1

    edge = np.repeat(np.arange(len(roads.line)), n_piece)
    first = np.cumsum(n_piece) - n_piece
    step = np.arange(edge.size) - first[edge]
    inner = step > 0
    cuts = shapely.line_interpolate_point(roads.line[edge[inner]], (step / n_piece[edge])[inner], normalized=True)
    cut_number = len(junction_xy_m) + np.cumsum(inner) - 1
    tail = np.where(inner, cut_number, start[edge])
    head = np.where(step == n_piece[edge] - 1, end[edge], np.append(cut_number[1:], -1))
    minutes = (_edge_minutes(roads) / n_piece)[edge]

    back = ~roads.is_one_way[edge]
    arcs = _Arcs(
        tail=np.concatenate([tail, head[back]]),
        head=np.concatenate([head, tail[back]]),
        minutes=np.concatenate([minutes, minutes[back]]),
    )
    is_ferry = np.concatenate([roads.is_ferry[edge], roads.is_ferry[edge][back]])
    return arcs, np.concatenate([junction_xy_m, shapely.get_coordinates(cuts)]), is_ferry


def _links(xy_m: Floats, fragment: Ints) -> list[tuple[int, int]]:
    """Return the pairs of nodes that join fragments into one by their shortest links (Prim)."""
    names, size = np.unique(fragment, return_counts=True)
    joined = fragment == names[np.argmax(size)]
    distance, partner = np.full(len(xy_m), np.inf), np.full(len(xy_m), -1)
    fresh, links = np.flatnonzero(joined), []
    while not joined.all():
        rest = np.flatnonzero(~joined)
        found_m, found = nearest(xy_m[fresh], xy_m[rest])
        nearer = found_m < distance[rest]
        distance[rest[nearer]] = found_m[nearer]
        partner[rest[nearer]] = fresh[found[nearer]]
        node = rest[np.argmin(distance[rest])]
        links.append((int(node), int(partner[node])))
        fresh = np.flatnonzero(fragment == fragment[node])
        joined[fresh] = True
    return links


def _off_road_arcs(arcs: _Arcs, *, is_road: Bools, xy_m: Floats, island: Ints, speed_km_h: float) -> _Arcs:
    """Return arcs, both ways, that join the road fragments of each island."""
    n_node = len(xy_m)
    roads = coo_array((np.ones(is_road.sum()), (arcs.tail[is_road], arcs.head[is_road])), shape=(n_node, n_node))
    fragment = connected_components(roads, directed=False)[1].astype(np.int64)
    pairs: list[tuple[int, int]] = []
    for name in np.unique(island[island >= 0]):
        member = np.flatnonzero(island == name)
        pairs += [(int(member[a]), int(member[b])) for a, b in _links(xy_m[member], fragment[member])]
    tail, head = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    minutes = drive_minutes(np.hypot(*(xy_m[tail] - xy_m[head]).T), speed_km_h)
    return _Arcs(np.concatenate([tail, head]), np.concatenate([head, tail]), np.concatenate([minutes, minutes]))


def _matrix(arcs: list[_Arcs], n_node: int) -> csr_array:
    """Assemble arcs into a sparse matrix, keeping the quickest of parallel arcs."""
    tail = np.concatenate([a.tail for a in arcs])
    head = np.concatenate([a.head for a in arcs])
    minutes = np.concatenate([a.minutes for a in arcs])
    order = np.lexsort((minutes, head, tail))
    tail, head, minutes = tail[order], head[order], minutes[order]
    keep = tail != head
    keep[1:] &= (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    return csr_array((minutes[keep], (tail[keep], head[keep])), shape=(n_node, n_node))


def road_graph(
    roads: RoadEdges,
    terrain: Terrain,
    *,
    off_road_speed_km_h: float,
    piece_m: float = PIECE_M,
    snap_tolerance_m: float = SNAP_TOLERANCE_M,
) -> RoadGraph:
    """Build the graph of roads, ferries and the off-road links between fragments.

    Parameters
    ----------
    terrain
        Tells islands apart. A node off the study area's land (a bridge, a road through the province
        next door) can be passed but not joined.
    piece_m
        Longest piece of a road between two nodes.
    snap_tolerance_m
        Line ends nearer to each other than this are one junction.
    """
    if not len(roads.line):
        nothing = csr_array((0, 0), dtype=np.float64)
        return RoadGraph(nothing, np.empty((0, 2)), np.empty(0, np.int64), off_road_speed_km_h)
    arcs, xy_m, is_ferry = _cut(roads, piece_m, snap_tolerance_m)
    island = terrain.island_of(xy_m[:, 0], xy_m[:, 1], tolerance_m=SHORE_TOLERANCE_M)
    off_road = _off_road_arcs(arcs, is_road=~is_ferry, xy_m=xy_m, island=island, speed_km_h=off_road_speed_km_h)
    return RoadGraph(_matrix([arcs, off_road], len(xy_m)), xy_m, island, off_road_speed_km_h)


def main_road_distance_m(roads: RoadEdges, terrain: Terrain, *, xy_m: Floats, island: Ints) -> NDArray[np.float64]:
    """Return the straight distance to the nearest main road of the same island.

    Where no road is marked as a main one, every road counts.

    Parameters
    ----------
    xy_m
        (n_point, 2) metric CRS.
    island
        (n_point,) island of each point.

    Returns
    -------
    numpy.ndarray
        (n_point,) metres; infinite on an island without such a road, NaN where no road is recorded.
    """
    # Coordinates rounded too coarsely leave lines of no length, which GEOS refuses to segmentize.
    is_road = ~roads.is_ferry & (shapely.length(roads.line) > 0)
    wanted = is_road & roads.is_main if (is_road & roads.is_main).any() else is_road
    if not wanted.any():
        return np.full(len(xy_m), np.nan)
    vertex, line = shapely.get_coordinates(shapely.segmentize(roads.line[wanted], PIECE_M), return_index=True)
    same_line = line[1:] == line[:-1]
    pieces = np.asarray(shapely.linestrings(np.stack([vertex[:-1][same_line], vertex[1:][same_line]], axis=1)), object)
    middle = (vertex[:-1][same_line] + vertex[1:][same_line]) / 2
    piece_island = terrain.island_of(middle[:, 0], middle[:, 1], tolerance_m=SHORE_TOLERANCE_M)
    distance_m = np.full(len(xy_m), np.inf)
    for name in np.unique(island):
        here, near = np.flatnonzero(island == name), pieces[piece_island == name]
        if name >= 0 and near.size:
            points = shapely.points(xy_m[here])
            (which, _), found_m = shapely.STRtree(near).query_nearest(points, return_distance=True, all_matches=False)
            distance_m[here[which]] = found_m
    return distance_m
