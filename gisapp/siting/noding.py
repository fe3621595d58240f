"""Noding: where roads meet, and the roads cut there.

Roads meet where their ends lie within a tolerance of each other, where they share a vertex, and where the
end of one lies within the tolerance of the middle of another (a T-junction that was drawn a little short).
Two that merely cross do not: one may pass over the other. A ferry is entered at its two ends alone.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.types import RoadEdges

# Vertices nearer than this are one vertex, written twice.
_SAME_VERTEX_M = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Stops:
    """The vertices of all roads, road after road and along each, with the junctions put between them.

    Attributes
    ----------
    edge
        (n_stop,) row of the road.
    so_far_m
        (n_stop,) distance from the start of the road, along its line.
    xy_m
        (n_stop, 2) metric CRS.
    point
        (n_stop,) number of the place, equal where roads meet there.
    is_junction
        (n_stop,) an end of a road, or a place where roads meet.
    """

    edge: Ints
    so_far_m: Floats
    xy_m: Floats
    point: Ints
    is_junction: Bools

    def along(self) -> Bools:
        """Tell which stops are followed by another of their road; (n_stop - 1,)."""
        return np.asarray(self.edge[1:] == self.edge[:-1])


def node_roads(roads: RoadEdges, *, piece_m: float, tolerance_m: float) -> Stops:
    """Find where roads meet.

    Parameters
    ----------
    piece_m
        Roads get a vertex at least this often, at which off-road links may begin.
    tolerance_m
        How far ends may lie from what they are meant to meet.
    """
    xy_m, edge = shapely.get_coordinates(roads.line, return_index=True)
    edge = np.asarray(edge, dtype=np.int64)
    is_first, is_last = _ends(edge)
    same = _same_vertex(xy_m)
    shared = np.bincount(same)[same] > 1
    is_junction = is_first | is_last | (shared & ~roads.is_ferry[edge])
    # Vertices that are no junction stay apart, even a ferry's over a bridge.
    label = np.where(is_junction, same, len(same) + np.arange(len(same)))
    point = _merge_ends(label, xy_m, np.flatnonzero(is_first | is_last), tolerance_m)
    stops = Stops(edge, _so_far(xy_m, edge), xy_m, point, is_junction)
    stops = _with_feet(stops, roads, np.flatnonzero(is_first | is_last), tolerance_m)
    return _with_steps(stops, roads.is_ferry, piece_m)


def _ends(edge: Ints) -> tuple[Bools, Bools]:
    change = edge[1:] != edge[:-1]
    return np.concatenate([[True], change])[: len(edge)], np.concatenate([change, [True]])[-len(edge) :]


def _so_far(xy_m: Floats, edge: Ints) -> Floats:
    if not len(edge):
        return np.empty(0)
    step = np.zeros(len(edge))
    step[1:] = np.where(edge[1:] == edge[:-1], np.hypot(*np.diff(xy_m, axis=0).T), 0.0)
    total = np.cumsum(step)
    return np.asarray(total - total[_ends(edge)[0]][np.cumsum(_ends(edge)[0]) - 1])


def _same_vertex(xy_m: Floats) -> Ints:
    """Return numbers of vertices, the same where coordinates are."""
    if not len(xy_m):
        return np.empty(0, dtype=np.int64)
    cell = np.round((xy_m - xy_m.min(axis=0)) / _SAME_VERTEX_M).astype(np.int64)
    _, same = np.unique(cell[:, 0] * (cell[:, 1].max() + 1) + cell[:, 1], return_inverse=True)
    return np.asarray(same, dtype=np.int64)


def _merge_ends(label: Ints, xy_m: Floats, end: Ints, tolerance_m: float) -> Ints:
    """Return numbers of places from 0, one for all ends within the tolerance of each other."""
    _, number = np.unique(label, return_inverse=True)
    if not end.size:
        return np.asarray(number, dtype=np.int64)
    pair = end[cKDTree(xy_m[end]).query_pairs(tolerance_m, output_type="ndarray")]
    n_place = int(number.max()) + 1
    touching = coo_array((np.ones(len(pair), np.int8), (number[pair[:, 0]], number[pair[:, 1]])), (n_place, n_place))
    return np.asarray(connected_components(touching, directed=False)[1][number], dtype=np.int64)


def _with_feet(stops: Stops, roads: RoadEdges, end: Ints, tolerance_m: float) -> Stops:
    """Put a stop on every road in whose middle another one ends."""
    target = np.flatnonzero(~roads.is_ferry & (shapely.length(roads.line) > 0))
    if not target.size:
        return stops
    spots = np.asarray(shapely.points(stops.xy_m[end]), dtype=object)
    near, found = shapely.STRtree(roads.line[target]).query(spots, predicate="dwithin", distance=tolerance_m)
    end, edge, spots = end[near], target[found], spots[near]
    point = stops.point[end]
    n_point = int(stops.point.max(initial=-1)) + 1
    met = stops.edge[stops.is_junction] * n_point + stops.point[stops.is_junction]
    pair, once = np.unique(edge * n_point + point, return_index=True)
    once = np.sort(once[~np.isin(pair, met)])
    edge, point, spots = edge[once], point[once], spots[once]
    if not once.size:
        return stops
    line = roads.line[edge]
    whole_m = stops.so_far_m[np.flatnonzero(_ends(stops.edge)[1])]
    so_far_m = np.minimum(shapely.line_locate_point(line, spots), whole_m[edge])
    foot_xy_m = shapely.get_coordinates(shapely.line_interpolate_point(line, so_far_m))
    is_first, is_last = _ends(stops.edge)
    # At equal distances the ends of a road stay its ends.
    rank = np.concatenate([np.where(is_first, 0, np.where(is_last, 2, 1)), np.ones(len(edge), dtype=np.int64)])
    column = (
        np.concatenate([stops.edge, edge]),
        np.concatenate([stops.so_far_m, so_far_m]),
        np.concatenate([stops.xy_m, foot_xy_m]),
        np.concatenate([stops.point, point]),
        np.concatenate([stops.is_junction, np.ones(len(edge), dtype=bool)]),
    )
    order = np.lexsort((rank, column[1], column[0]))
    return Stops(*(values[order] for values in column))


def _with_steps(stops: Stops, is_ferry: Bools, piece_m: float) -> Stops:
    """Put stops between those of a road that are more than `piece_m` apart; they join no road to another."""
    follows = stops.along() & ~is_ferry[stops.edge[1:]]
    n_step = np.ones(len(stops.edge), dtype=np.int64)
    n_step[:-1][follows] = np.maximum(1, np.ceil(np.diff(stops.so_far_m)[follows] / piece_m))
    before = np.repeat(np.arange(len(stops.edge)), n_step)
    step = np.arange(n_step.sum()) - np.repeat(np.cumsum(n_step) - n_step, n_step)
    share = step / n_step[before]
    after = np.minimum(before + 1, len(stops.edge) - 1)
    is_new = step > 0
    n_point = int(stops.point.max(initial=-1)) + 1
    return Stops(
        edge=stops.edge[before],
        so_far_m=stops.so_far_m[before] + share * (stops.so_far_m[after] - stops.so_far_m[before]),
        xy_m=stops.xy_m[before] + share[:, None] * (stops.xy_m[after] - stops.xy_m[before]),
        point=np.where(is_new, n_point + np.cumsum(is_new), stops.point[before]),
        is_junction=stops.is_junction[before] & ~is_new,
    )
