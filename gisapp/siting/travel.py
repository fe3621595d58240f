"""Travel time between places: off-road leg, road, off-road leg, or straight across the land.

Everything that needs minutes calls `travel_minutes`; how the shortest paths are found stays behind it.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra
from scipy.spatial.distance import cdist

from gisapp.geo.nearest import nearest
from gisapp.geo.units import drive_minutes
from gisapp.siting.codes import Floats, Ints
from gisapp.siting.grid import Terrain
from gisapp.siting.network import RoadGraph, minutes_matrix

_CHUNK = 256


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Places that can be driven from or to.

    Attributes
    ----------
    xy_m
        (n_point, 2) metric CRS.
    island
        (n_point,) island that the place lies on, -1 for none.
    """

    xy_m: Floats
    island: Ints

    def __len__(self) -> int:
        return len(self.xy_m)

    def __getitem__(self, index: Ints) -> Self:
        return type(self)(self.xy_m[index], self.island[index])


def points_on(terrain: Terrain, x_m: Floats, y_m: Floats, *, tolerance_m: float = np.inf) -> Points:
    """Place points on the islands of a terrain.

    A point off the land belongs to the nearest shore, however far: coordinates of mills and ports are
    often rounded to a kilometre, and none may be lost for that.
    """
    xy_m = np.column_stack([np.asarray(x_m, float), np.asarray(y_m, float)])
    return Points(xy_m, terrain.island_of(xy_m[:, 0], xy_m[:, 1], tolerance_m=tolerance_m))


def _join(graph: RoadGraph, points: Points) -> tuple[Ints, Floats]:
    """Return the nearest node of each point's island and the off-road minutes to it.

    The node is -1 and the leg infinite where the island has no road; the rest of the engine
    then finds the place by its direct way only.
    """
    node, leg = np.full(len(points), -1, dtype=np.int64), np.full(len(points), np.inf)
    for name in np.unique(points.island):
        member = np.flatnonzero(graph.island == name)
        if name < 0 or not member.size:
            continue
        here = np.flatnonzero(points.island == name)
        distance_m, found = nearest(graph.xy_m[member], points.xy_m[here])
        node[here] = member[found]
        leg[here] = drive_minutes(distance_m, graph.off_road_speed_km_h)
    return node, leg


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

    References
    ----------
    Dijkstra, E. W. (1959). A note on two problems in connexion with graphs. Numerische Mathematik 1,
    269-271.
    """
    reverse = len(heads) < len(tails)
    matrix, number = minutes_matrix(graph, np.concatenate([tails, heads]))
    # One search a start is what costs, so search from the side that has fewer places.
    matrix = matrix.T.tocsr() if reverse else matrix
    starts, ends = (number[heads], number[tails]) if reverse else (number[tails], number[heads])
    minutes = np.empty((len(starts), len(ends)))
    for begin in range(0, len(starts), _CHUNK):
        found = dijkstra(matrix, indices=starts[begin : begin + _CHUNK], limit=limit_min)
        minutes[begin : begin + _CHUNK] = found[:, ends]
    return minutes.T if reverse else minutes


def _minutes_by_road(graph: RoadGraph, origins: Points, destinations: Points, limit_min: float) -> Floats:
    """Return (n_origin, n_destination) minutes of leg, road and leg."""
    minutes = np.full((len(origins), len(destinations)), np.inf)
    tail, leg_out = _join(graph, origins)
    head, leg_in = _join(graph, destinations)
    starts = np.flatnonzero((tail >= 0) & (leg_out <= limit_min))
    ends = np.flatnonzero((head >= 0) & (leg_in <= limit_min))
    if starts.size and ends.size:
        tails, tail_of = np.unique(tail[starts], return_inverse=True)
        heads, head_of = np.unique(head[ends], return_inverse=True)
        road = node_minutes(graph, tails, heads, limit_min=limit_min)
        minutes[np.ix_(starts, ends)] = (
            leg_out[starts, None] + road[tail_of[:, None], head_of[None, :]] + leg_in[None, ends]
        )
    return minutes


def travel_minutes(graph: RoadGraph, origins: Points, destinations: Points, limit_min: float) -> NDArray[np.float64]:
    """Return the minutes from every origin to every destination.

    The quicker of two ways counts: by road, with an off-road leg to the nearest node of the island at
    either end; or straight across, where both lie on one island. So no place is lost for want of a
    road, and no leg crosses the sea.

    Returns
    -------
    numpy.ndarray
        (n_origin, n_destination), infinite beyond `limit_min`. A time equal to the limit is within it.
    """
    minutes = _minutes_by_road(graph, origins, destinations, limit_min)
    for name in np.unique(origins.island[origins.island >= 0]):
        here, there = np.flatnonzero(origins.island == name), np.flatnonzero(destinations.island == name)
        if there.size:
            straight = drive_minutes(cdist(origins.xy_m[here], destinations.xy_m[there]), graph.off_road_speed_km_h)
            block = np.ix_(here, there)
            minutes[block] = np.minimum(minutes[block], straight)
    minutes[minutes > limit_min] = np.inf
    return minutes
