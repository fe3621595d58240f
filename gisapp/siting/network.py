"""The road graph: roads, ferries and the off-road ways that join them.

Roads are cut into pieces of at most `PIECE_M`, so that a place joins the road near where it lies and
not at a far junction: at most half a piece, one cell of a 250 m grid, from the nearest point of the road.
Cutting was chosen over one virtual node per place because the graph then depends on the roads alone: it
is built once for a road table and serves every problem. A search passes over the cuts at which no place
joins, so that cutting costs it nothing.

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
# Landing stages are recorded coarsely, yet a ferry to a far coast must not land on the nearest one.
LANDING_TOLERANCE_M = 5_000.0


@dataclass(frozen=True, slots=True, eq=False)
class RoadGraph:
    """Roads as runs of nodes, and links between nodes; reusable as long as roads and land stay the same.

    Attributes
    ----------
    edge
        (n_stop,) row of the road that each stop belongs to; the stops of a road stand in its order.
    node
        (n_stop,) node of each stop.
    so_far_min
        (n_stop,) minutes from the start of the road.
    is_one_way
        (n_edge,) passable only in the order of its stops.
    link
        (n_link, 2) nodes joined off-road, both ways.
    link_min
        (n_link,) minutes.
    xy_m
        (n_node, 2) metric CRS.
    island
        (n_node,) island on which a place may join at the node, -1 where none may.
    off_road_speed_km_h
        Speed on the links, and of every off-road leg.
    """

    edge: Ints
    node: Ints
    so_far_min: Floats
    is_one_way: Bools
    link: Ints
    link_min: Floats
    xy_m: Floats
    island: Ints
    off_road_speed_km_h: float


def minutes_matrix(graph: RoadGraph, wanted: Ints) -> tuple[csr_array, Ints]:
    """Return the graph reduced to junctions and wanted nodes, minutes from row to column.

    Cuts at which nothing joins are passed over, which leaves shortest paths as they are and makes the
    search many times smaller.

    Returns
    -------
    matrix, number
        Sparse, and (n_node,) the row of each node in it, -1 where it was passed over.
    """
    keep = np.zeros(len(graph.xy_m), dtype=bool)
    keep[wanted] = keep[graph.link.ravel()] = True
    first = np.ones(graph.edge.size + 1, dtype=bool)
    first[1:-1] = graph.edge[1:] != graph.edge[:-1]
    keep[graph.node[first[:-1] | first[1:]]] = True

    stop = np.flatnonzero(keep[graph.node])
    edge, node, so_far = graph.edge[stop], graph.node[stop], graph.so_far_min[stop]
    along = edge[1:] == edge[:-1]
    tail, head, minutes = node[:-1][along], node[1:][along], np.diff(so_far)[along]
    back = ~graph.is_one_way[edge[1:][along]]
    link_tail, link_head = graph.link.T
    number = np.where(keep, np.cumsum(keep) - 1, -1)
    matrix = _quickest(
        number[np.concatenate([tail, head[back], link_tail, link_head])],
        number[np.concatenate([head, tail[back], link_head, link_tail])],
        np.concatenate([minutes, minutes[back], graph.link_min, graph.link_min]),
        n_node=int(keep.sum()),
    )
    return matrix, number


def _quickest(tail: Ints, head: Ints, minutes: Floats, *, n_node: int) -> csr_array:
    """Assemble arcs into a sparse matrix, keeping the quickest of parallel arcs and no loop."""
    order = np.lexsort((minutes, head, tail))
    tail, head, minutes = tail[order], head[order], minutes[order]
    keep = tail != head
    keep[1:] &= (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    return csr_array((minutes[keep], (tail[keep], head[keep])), shape=(n_node, n_node))


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


def _stops(roads: RoadEdges, piece_m: float, tolerance_m: float) -> tuple[Ints, Ints, Floats, Floats]:
    """Cut roads into pieces; ferries stay whole.

    Returns
    -------
    edge, node, so_far_min
        As in `RoadGraph`.
    xy_m
        (n_node, 2) junctions first, then cuts.
    """
    start, end, junction_xy_m = _snapped_ends(roads, tolerance_m)
    n_piece = np.maximum(1, np.ceil(shapely.length(roads.line) / piece_m)).astype(np.int64)
    n_piece[roads.is_ferry] = 1
    n_stop = n_piece + 1
    edge = np.repeat(np.arange(len(roads.line)), n_stop)
    step = np.arange(edge.size) - (np.cumsum(n_stop) - n_stop)[edge]
    share = step / n_piece[edge]
    is_cut = (step > 0) & (step < n_piece[edge])
    cuts = shapely.line_interpolate_point(roads.line[edge[is_cut]], share[is_cut], normalized=True)
    node = np.where(step == 0, start[edge], end[edge])
    node[is_cut] = len(junction_xy_m) + np.arange(is_cut.sum())
    xy_m = np.concatenate([junction_xy_m, shapely.get_coordinates(cuts)])
    return edge, node, share * _edge_minutes(roads)[edge], xy_m


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


def _off_road_links(edge: Ints, node: Ints, *, is_ferry: Bools, xy_m: Floats, island: Ints) -> Ints:
    """Return (n_link, 2) nodes to be joined so that the roads of each island hang together."""
    along = (edge[1:] == edge[:-1]) & ~is_ferry[edge[1:]]
    roads = coo_array((np.ones(along.sum()), (node[:-1][along], node[1:][along])), shape=(len(xy_m), len(xy_m)))
    fragment = np.asarray(connected_components(roads, directed=False)[1], dtype=np.int64)
    links: list[tuple[int, int]] = []
    for name in np.unique(island[island >= 0]):
        member = np.flatnonzero(island == name)
        links += [(int(member[a]), int(member[b])) for a, b in _links(xy_m[member], fragment[member])]
    return np.array(links, dtype=np.int64).reshape(-1, 2)


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
    edge, node, so_far_min, xy_m = _stops(roads, piece_m, snap_tolerance_m)
    island = terrain.island_of(xy_m[:, 0], xy_m[:, 1], tolerance_m=SHORE_TOLERANCE_M)
    landing = np.unique(node[roads.is_ferry[edge]])
    island[landing] = terrain.island_of(*xy_m[landing].T, tolerance_m=LANDING_TOLERANCE_M)
    link = _off_road_links(edge, node, is_ferry=roads.is_ferry, xy_m=xy_m, island=island)
    return RoadGraph(
        edge=edge,
        node=node,
        so_far_min=so_far_min,
        is_one_way=roads.is_one_way,
        link=link,
        link_min=drive_minutes(np.hypot(*(xy_m[link[:, 0]] - xy_m[link[:, 1]]).T), off_road_speed_km_h),
        xy_m=xy_m,
        island=island,
        off_road_speed_km_h=off_road_speed_km_h,
    )


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
