"""Compiling ahead of the first question: what it would else wait for."""

from collections.abc import Callable

import numpy as np

from gisapp.siting.cost_distance import cost_distance
from gisapp.siting.location.warm_up import warm_up as warm_up_location
from gisapp.siting.near_kernels import cells_to_nearest, nearest_drawn, shorten_by_straight_ways, shorten_by_ways
from gisapp.siting.shortest_paths import Arcs, Starts, default_backend, shortest_minutes, supply_within_everywhere


def warm_up(clock: Callable[[], float]) -> float:
    """Compile and load every kernel of the engine, by one small search of each kind.

    Compiling takes minutes, once for each version of the code and each kind of processor; loading takes seconds.

    Returns
    -------
    float
        Seconds on the clock.
    """
    start_s = clock()
    warm_up_searches()
    warm_up_passes()
    warm_up_location(clock)
    return clock() - start_s


def warm_up_searches() -> None:
    """Search a road between three places, and a raster of four cells."""
    if default_backend() != "numba":
        return
    tail, head = np.array([0, 1, 1, 2]), np.array([1, 0, 2, 1])
    arcs = Arcs.of(tail, head, np.array([3.0, 3.0, 4.0, 4.0]), n_node=3)
    node = np.arange(3)
    shortest_minutes(arcs, Starts.at(node), node, limit_min=60.0)
    supply_within_everywhere(arcs, np.ones(3), limit_min=60.0)
    cost_distance(np.ones((2, 2)), np.array([0]), np.array([0]), cell_m=100.0)


def warm_up_passes() -> None:
    """Pass once over two cells, and over two places."""
    far, way, node, place = np.ones((2, 2)), np.ones((2, 1)), np.zeros((2, 1), dtype=np.int64), np.ones(2)
    cells_to_nearest(np.eye(2, dtype=bool), np.arange(2), np.arange(2), 1)
    shorten_by_ways(far, node, way, far.copy())
    # Minutes are found from the side that has fewer places, and laid out by it.
    for minutes in (far.copy(), far.copy(order="F")):
        shorten_by_straight_ways(far, np.arange(2), far, np.arange(2), 1.0, 1.0, minutes)
    nearest_drawn(node.astype(np.int32), way, place, place, far, place, 0.0)
