"""Travel time between places: off-road leg, road, off-road leg, or straight across the land.

Everything that needs minutes calls `travel_minutes`; how the shortest paths are found stays behind it.

A place joins the roads of its island at their nearest points: the nearest in each quarter of the compass,
among the pieces of road that lie closest. So a place between two roads takes the one that leads where it
wants to go, though the other be nearer.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gisapp.geo.units import drive_minutes
from gisapp.siting.codes import Floats, Ints
from gisapp.siting.grid import Terrain
from gisapp.siting.network import RoadGraph
from gisapp.siting.shortest_paths import Arcs, Starts, shortest_minutes

# Pieces of road that are looked at for each place: as many as reach 4 km along a straight road either way.
_NEAR_PIECES = 8
QUARTERS = 4
_AT_END_MIN = 1e-6
# Due north of a road that runs east, the nearest point lies neither east nor west but for rounding.
_DUE_M = 1e-6
# Times that are worked out at once, which bounds the memory that they take.
_BLOCK_CELLS = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Joins:
    """Where places join the roads: (n_place, 4), one for each quarter of the compass.

    Attributes
    ----------
    section
        Section of road, -1 where there is none.
    along_min
        Minutes from the tail of the section to the point where the place joins.
    leg_min
        Minutes off-road to that point, infinite where there is none.
    """

    section: Ints
    along_min: Floats
    leg_min: Floats

    def __getitem__(self, index: Ints) -> Self:
        return type(self)(self.section[index], self.along_min[index], self.leg_min[index])

    def ways(self, graph: RoadGraph, *, inward: bool) -> tuple[Ints, Floats]:
        """Return the nodes between which and a place the section leads, and the minutes it takes with the leg.

        Parameters
        ----------
        inward
            From the node to the place; else from the place to the node.

        Returns
        -------
        node, minutes
            (n_place, 8) each; infinite where there is no way, as against a one-way road.
        """
        row, sections = np.maximum(self.section, 0), graph.sections
        rest_min = sections.minutes[row] - self.along_min
        to_tail, to_head = self.leg_min + self.along_min, self.leg_min + rest_min
        against, driven_min = (to_head, rest_min) if inward else (to_tail, self.along_min)
        # Who joins at the very end of a one-way road does not drive on it.
        against[sections.is_one_way[row] & (driven_min > _AT_END_MIN)] = np.inf
        return np.hstack([sections.tail[row], sections.head[row]]), np.hstack([to_tail, to_head])


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Places that can be driven from or to.

    Attributes
    ----------
    xy_m
        (n_point, 2) metric CRS.
    island
        (n_point,) island that the place lies on, -1 for none.
    joins
        Where they join the roads, if that is known already.
    """

    xy_m: Floats
    island: Ints
    joins: Joins | None = None

    def __len__(self) -> int:
        return len(self.xy_m)

    def __getitem__(self, index: Ints) -> Self:
        return type(self)(self.xy_m[index], self.island[index], self.joins[index] if self.joins else None)


def points_on(terrain: Terrain, x_m: Floats, y_m: Floats, *, tolerance_m: float = np.inf) -> Points:
    """Place points on the islands of a terrain.

    A point off the land belongs to the nearest shore, however far: coordinates of mills and ports are
    often rounded to a kilometre, and none may be lost for that.

    Parameters
    ----------
    x_m, y_m
        (n,) in the metric CRS of the terrain.
    tolerance_m
        Farther than this off the land a point has no island.
    """
    xy_m = np.column_stack([np.asarray(x_m, float), np.asarray(y_m, float)])
    return Points(xy_m, terrain.island_of(xy_m[:, 0], xy_m[:, 1], tolerance_m=tolerance_m))


def joins_of(graph: RoadGraph, points: Points) -> Joins:
    """Return the nearest point of the roads in each quarter around each place."""
    if points.joins:
        return points.joins
    shape = (len(points), QUARTERS)
    if not len(graph.pieces.section):
        return Joins(np.full(shape, -1), np.zeros(shape), np.full(shape, np.inf))
    joins = Joins(np.full(shape, -1, dtype=np.int64), np.zeros(shape), np.full(shape, np.inf))
    piece = graph.near_pieces(points.xy_m, points.island, count=_NEAR_PIECES)
    pieces = graph.pieces
    from_start = points.xy_m[:, None] - pieces.start_m[piece]
    line = (pieces.end_m - pieces.start_m)[piece]
    length2 = (line**2).sum(axis=2)
    share = np.divide((from_start * line).sum(axis=2), length2, out=np.zeros(piece.shape), where=length2 > 0)
    share = np.clip(share, 0.0, 1.0)
    away = line * share[..., None] - from_start
    distance_m = np.where(piece >= 0, np.hypot(away[..., 0], away[..., 1]), np.inf)
    quarter = (away[..., 0] < -_DUE_M) * 2 + (away[..., 1] < -_DUE_M)
    place = np.arange(len(points))
    for name in range(QUARTERS):
        in_quarter = np.where(quarter == name, distance_m, np.inf)
        best = np.argmin(in_quarter, axis=1)
        found, there = piece[place, best], share[place, best]
        is_there = np.isfinite(in_quarter[place, best])
        joins.section[:, name] = np.where(is_there, pieces.section[found], -1)
        start_min, end_min = pieces.start_min[found], pieces.end_min[found]
        joins.along_min[:, name] = start_min + there * (end_min - start_min)
        joins.leg_min[:, name] = drive_minutes(in_quarter[place, best], graph.off_road_speed_km_h)
    return joins


def minutes_from(graph: RoadGraph, node: Ints, *, to_node: Ints, limit_min: float) -> NDArray[np.float64]:
    """Return (n_node, n_to) minutes from each node to others, infinite beyond the limit."""
    return _between(graph.arcs, node, to_node, limit_min)


def minutes_to(graph: RoadGraph, node: Ints, *, from_node: Ints, limit_min: float) -> NDArray[np.float64]:
    """Return (n_node, n_from) minutes to each node from others, not those back: roads may be one-way."""
    return _between(graph.arcs_back, node, from_node, limit_min)


def _between(arcs: Arcs, node: Ints, other: Ints, limit_min: float) -> NDArray[np.float64]:
    target, column = np.unique(other, return_inverse=True)
    return shortest_minutes(arcs, Starts.at(node), target, limit_min=limit_min)[:, column]


def node_minutes(graph: RoadGraph, tails: Ints, heads: Ints, *, limit_min: float) -> NDArray[np.float64]:
    """Return the shortest minutes between nodes, infinite beyond the limit.

    Parameters
    ----------
    tails, heads
        Node numbers.

    Returns
    -------
    numpy.ndarray
        (n_tail, n_head).
    """
    # One search a start is what costs, so search from the side that has fewer places.
    if len(heads) < len(tails):
        return minutes_to(graph, heads, from_node=tails, limit_min=limit_min).T
    return minutes_from(graph, tails, to_node=heads, limit_min=limit_min)


def _starts_of(node: Ints, minutes: Floats, limit_min: float) -> Starts:
    near = (minutes <= limit_min) & np.isfinite(minutes)
    return Starts(np.concatenate([[0], np.cumsum(near.sum(axis=1))]), node[near], minutes[near])


def _minutes_by_road(graph: RoadGraph, origins: Points, destinations: Points, limit_min: float) -> Floats:
    """Return (n_origin, n_destination) minutes of leg, road and leg."""
    from gisapp.siting.near_kernels import shorten_by_ways  # numba takes a second to load

    if not len(graph.pieces.section):
        return np.full((len(origins), len(destinations)), np.inf)
    reverse = len(destinations) < len(origins)
    start, end = joins_of(graph, origins), joins_of(graph, destinations)
    if reverse:
        start, end = end, start
    starts = _starts_of(*start.ways(graph, inward=reverse), limit_min)
    end_node, end_min = end.ways(graph, inward=not reverse)
    wanted = np.zeros(len(graph.xy_m), dtype=bool)
    wanted[end_node] = True
    target, column = np.flatnonzero(wanted), (np.cumsum(wanted) - 1)[end_node]
    minutes = np.full((len(start.section), len(end.section)), np.inf)
    block = max(1, _BLOCK_CELLS // max(1, len(end.section)))
    for begin in range(0, len(starts) if target.size else 0, block):
        part = starts.part(begin, min(begin + block, len(starts)))
        found = shortest_minutes(graph.arcs_back if reverse else graph.arcs, part, target, limit_min=limit_min)
        shorten_by_ways(found, column, end_min, minutes[begin : begin + block])
    _shorten_within_sections(minutes, graph, start, end, reverse=reverse)
    return minutes.T if reverse else minutes


def _shorten_within_sections(minutes: Floats, graph: RoadGraph, start: Joins, end: Joins, *, reverse: bool) -> None:
    """Take the way along one section, in place, where two places join the same: no junction lies between them.

    Parameters
    ----------
    reverse
        The way leads from the end to the start.
    """
    has_start = np.zeros(len(graph.sections.edge) + 1, dtype=bool)
    has_start[start.section] = True
    # Rows of -1, no section, meet the last.
    has_start[-1] = False
    place, quarter = np.nonzero(has_start[end.section])
    order = np.argsort(end.section[place, quarter], kind="stable")
    place, quarter = place[order], quarter[order]
    section = end.section[place, quarter]
    for row in range(len(start.section)):
        mine = start.section[row]
        for own in np.flatnonzero(mine >= 0):
            first, last = np.searchsorted(section, [mine[own], mine[own] + 1])
            there, join = place[first:last], quarter[first:last]
            onward_min = end.along_min[there, join] - start.along_min[row, own]
            onward_min = -onward_min if reverse else onward_min
            if graph.sections.is_one_way[mine[own]]:
                onward_min[onward_min < 0] = np.inf
            whole_min = start.leg_min[row, own] + np.abs(onward_min) + end.leg_min[there, join]
            np.minimum.at(minutes[row], there, whole_min)


def travel_minutes(graph: RoadGraph, origins: Points, destinations: Points, limit_min: float) -> NDArray[np.float64]:
    """Return the minutes from every origin to every destination.

    The quicker of two ways counts: by road, with an off-road leg to a near point of the island's roads at
    either end; or straight across, where both lie on one island. So no place is lost for want of a
    road, and no leg crosses the sea. The way back may take another time.

    Returns
    -------
    numpy.ndarray
        (n_origin, n_destination), infinite beyond `limit_min`. A time equal to the limit is within it.
    """
    from gisapp.siting.near_kernels import shorten_by_straight_ways  # numba takes a second to load

    minutes = _minutes_by_road(graph, origins, destinations, limit_min)
    shorten_by_straight_ways(
        origins.xy_m,
        origins.island,
        destinations.xy_m,
        destinations.island,
        float(graph.off_road_speed_km_h),
        float(limit_min),
        minutes,
    )
    return minutes
