"""The road graph: roads, ferries and the off-road ways that join them.

A search passes from junction to junction only: the stretch between two is a *section*. So that a place can
join a road at its nearest point, and not at a far junction, the line of each section is kept as straight
*pieces*. The graph depends on the roads and the land alone: it is built once for a road table and serves
every problem.

Real road data falls into fragments that do not touch. On one island, fragments are joined off-road by
their shortest links (a minimum spanning tree), so that no place is trapped by the scrap of road
nearest to it. Nothing but a ferry or a bridge joins two islands.
"""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from gisapp.geo.nearest import nearest
from gisapp.geo.units import drive_minutes
from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.grid import Terrain
from gisapp.siting.noding import Stops, node_roads
from gisapp.siting.sections import Pieces, Sections, landings_of, pieces_of, sections_of
from gisapp.siting.shortest_paths import Arcs
from gisapp.siting.types import RoadEdges

# Half a piece is how far the nearest piece may seem from a place by its middle.
PIECE_M = 1_000.0
SNAP_TOLERANCE_M = 25.0
SHORE_TOLERANCE_M = 1_000.0
# Landing stages are recorded coarsely, yet a ferry to a far coast must not land on the nearest one.
LANDING_TOLERANCE_M = 5_000.0
# Islands are told apart in a search for near pieces by laying them this far above each other.
_APART_M = 1e8


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """The graph of a road table; reusable as long as roads and land stay the same.

    Attributes
    ----------
    xy_m
        (n_node, 2) junctions, metric CRS.
    island
        (n_node,) island of each, -1 for none: a bridge, a far coast.
    arcs, arcs_back
        The ways from node to node, and the same turned round.
    piece_island
        (n_piece,) island whose places may join at each piece, -1 for none.
    link
        (n_link, 2) nodes joined off-road.
    off_road_speed_km_h
        Speed on the links, and of every off-road leg.
    """

    xy_m: Floats
    island: Ints
    arcs: Arcs
    arcs_back: Arcs
    sections: Sections
    pieces: Pieces
    piece_island: Ints
    link: Ints
    off_road_speed_km_h: float

    @cached_property
    def _middles(self) -> cKDTree:
        middle = (self.pieces.start_m + self.pieces.end_m) / 2
        # Balanced trees take longer to build and are no quicker here.
        return cKDTree(np.column_stack([middle, self.piece_island * _APART_M]), balanced_tree=False)

    def near_pieces(self, xy_m: Floats, island: Ints, *, count: int) -> NDArray[np.int64]:
        """Return the pieces on its island whose middles lie nearest to each place, nearest first.

        Returns
        -------
        numpy.ndarray
            (n_place, count), -1 where there are fewer.
        """
        found = np.full((len(xy_m), count), -1, dtype=np.int64)
        here = np.flatnonzero(island >= 0)
        n_piece = len(self.pieces.section)
        if here.size and n_piece:
            places = np.column_stack([xy_m[here], island[here] * _APART_M])
            _, piece = self._middles.query(places, k=range(1, count + 1), distance_upper_bound=_APART_M / 2)
            found[here] = np.where(piece == n_piece, -1, piece)
        return found


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


def _off_road_links(stops: Stops, *, is_ferry: Bools, island: Ints) -> Ints:
    """Return (n_link, 2) stops to be joined so that the roads of each island hang together."""
    along = stops.along() & ~is_ferry[stops.edge[1:]]
    n_point = int(stops.point.max(initial=-1)) + 1
    ways = coo_array((np.ones(along.sum()), (stops.point[:-1][along], stops.point[1:][along])), (n_point, n_point))
    fragment = np.asarray(connected_components(ways, directed=False)[1], dtype=np.int64)[stops.point]
    links: list[tuple[int, int]] = []
    for name in np.unique(island[island >= 0]):
        member = np.flatnonzero(island == name)
        links += [(int(member[a]), int(member[b])) for a, b in _links(stops.xy_m[member], fragment[member])]
    return np.array(links, dtype=np.int64).reshape(-1, 2)


def _islands_of(stops: Stops, terrain: Terrain, is_ferry: Bools) -> Ints:
    island = terrain.island_of(*stops.xy_m.T, tolerance_m=SHORE_TOLERANCE_M)
    # A ferry is passed, not joined, but for its two ends.
    at_sea = is_ferry[stops.edge] & ~stops.is_junction
    landing = np.flatnonzero(np.isin(stops.point, stops.point[is_ferry[stops.edge] & stops.is_junction]))
    island[landing] = terrain.island_of(*stops.xy_m[landing].T, tolerance_m=LANDING_TOLERANCE_M)
    island[at_sea] = -1
    return island


def _nodes_of(stops: Stops, link: Ints) -> tuple[Ints, Floats]:
    """Give numbers to the junctions and the stops at which links begin.

    Near nodes get near numbers (along Morton's curve): a search then finds what it needs in the
    processor's cache, which halves its time.

    Returns
    -------
    node
        (n_stop,) -1 at stops that are neither.
    xy_m
        (n_node, 2) mean of the stops at each.
    """
    is_node = stops.is_junction.copy()
    is_node[link.ravel()] = True
    _, place = np.unique(stops.point[is_node], return_inverse=True)
    n_node = int(place.max(initial=-1)) + 1
    merged = np.bincount(place, minlength=n_node)
    x_m, y_m = (np.bincount(place, stops.xy_m[is_node, axis], n_node) / merged for axis in (0, 1))
    order = np.argsort(_morton(x_m) | _morton(y_m) << 1, kind="stable")
    number = np.empty(n_node, dtype=np.int64)
    number[order] = np.arange(n_node)
    node = np.full(len(stops.edge), -1, dtype=np.int64)
    node[is_node] = number[place]
    return node, np.column_stack([x_m, y_m])[order]


def _morton(coordinate_m: Floats) -> Ints:
    """Return a coordinate in pieces, its bits spread to every other place."""
    cell = np.clip((coordinate_m - coordinate_m.min(initial=np.inf)) / PIECE_M, 0, 2**20 - 1).astype(np.int64)
    spread = np.zeros_like(cell)
    for bit in range(20):
        spread |= (cell >> bit & 1) << 2 * bit
    return np.asarray(spread)


def _arcs_of(sections: Sections, link: Ints, link_min: Floats, *, n_node: int) -> Arcs:
    back = ~sections.is_one_way
    return Arcs.of(
        np.concatenate([sections.tail, sections.head[back], link[:, 0], link[:, 1]]),
        np.concatenate([sections.head, sections.tail[back], link[:, 1], link[:, 0]]),
        np.concatenate([sections.minutes, sections.minutes[back], link_min, link_min]),
        n_node=n_node,
    )


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
        Tells islands apart. A road off the study area's land (a bridge, a way through the province
        next door) can be passed but not joined.
    piece_m
        Longest straight piece of a road.
    snap_tolerance_m
        A road end that lies nearer to another road than this meets it.
    """
    stops = node_roads(roads, piece_m=piece_m, tolerance_m=snap_tolerance_m)
    stop_island = _islands_of(stops, terrain, roads.is_ferry)
    linked = _off_road_links(stops, is_ferry=roads.is_ferry, island=stop_island)
    node, xy_m = _nodes_of(stops, linked)
    island, link = np.full(len(xy_m), -1, dtype=np.int64), node[linked]
    island[node[node >= 0]] = stop_island[node >= 0]
    sections, line = sections_of(stops, node, roads)
    is_ferry = roads.is_ferry[sections.edge]
    by_road = pieces_of(sections, line, np.flatnonzero(~is_ferry), piece_m=piece_m)
    by_ferry = landings_of(sections, xy_m, np.flatnonzero(is_ferry))
    link_min = drive_minutes(np.hypot(*(xy_m[link[:, 0]] - xy_m[link[:, 1]]).T), off_road_speed_km_h)
    arcs = _arcs_of(sections, link, link_min, n_node=len(xy_m))
    return RoadGraph(
        xy_m=xy_m,
        island=island,
        arcs=arcs,
        arcs_back=arcs.reversed(),
        sections=sections,
        pieces=_both(by_road, by_ferry),
        piece_island=np.concatenate(
            [
                terrain.island_of(*((by_road.start_m + by_road.end_m) / 2).T, tolerance_m=SHORE_TOLERANCE_M),
                island[sections.tail[is_ferry]],
                island[sections.head[is_ferry]],
            ]
        ),
        link=link,
        off_road_speed_km_h=off_road_speed_km_h,
    )


def _both(first: Pieces, then: Pieces) -> Pieces:
    names = [field.name for field in fields(Pieces)]
    return Pieces(*(np.concatenate([getattr(first, name), getattr(then, name)]) for name in names))


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
