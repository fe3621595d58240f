"""Compiled passes over many cells, pairs or sources at once, each of which stops where nothing nearer is to come.

Imported late, for numba takes a second to load.
"""

import numpy as np
from numpy.typing import NDArray

from gisapp.geo.units import M_PER_KM, MIN_PER_H
from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.compiled import compiled

_NONE = np.iinfo(np.int32).max
_MIN_KM_PER_H_M = MIN_PER_H / M_PER_KM


@compiled
def cells_to_nearest(marked: Bools, row: Ints, col: Ints, limit: int) -> Floats:
    """Return (n_cell,) cells of distance from the centres of some cells to the nearest marked one.

    Parameters
    ----------
    marked
        (n_row, n_col).
    limit
        Columns that are looked at to either side: what is found farther away may not be the nearest.

    Returns
    -------
    numpy.ndarray
        Infinite where nothing is found.

    References
    ----------
    Saito and Toriwaki, New algorithms for Euclidean distance transformation. Pattern Recognition 27 (1994)
    1551-1565: along the columns first, then across them.
    """
    along = _along_columns(marked)
    n_col = marked.shape[1]
    found = np.empty(row.size)
    for k in range(row.size):
        least = np.inf
        for away in range(limit + 1):
            if away * away >= least:
                break
            for c in (col[k] - away, col[k] + away):
                if 0 <= c < n_col and along[row[k], c] < _NONE:
                    least = min(least, float(away) ** 2 + float(along[row[k], c]) ** 2)
        found[k] = np.sqrt(least)
    return found


@compiled
def _along_columns(marked: Bools) -> NDArray[np.int32]:
    """Return cells of distance from each cell to the nearest marked one in its column."""
    n_row, n_col = marked.shape
    along = np.where(marked, np.int32(0), np.int32(_NONE))
    for r in range(1, n_row):
        for c in range(n_col):
            if along[r - 1, c] < _NONE:
                along[r, c] = min(along[r, c], along[r - 1, c] + 1)
    for r in range(n_row - 2, -1, -1):
        for c in range(n_col):
            if along[r + 1, c] < _NONE:
                along[r, c] = min(along[r, c], along[r + 1, c] + 1)
    return along


@compiled
def shorten_by_ways(found: Floats, column: Ints, end_min: Floats, minutes: Floats) -> None:
    """Take the quickest of the ways into each place, in place.

    Parameters
    ----------
    found
        (n_start, n_target) minutes to the nodes at which ways into places begin.
    column, end_min
        (n_end, n_way) the node of each way, a column of `found`, and its minutes; infinite where there is none.
    minutes
        (n_start, n_end) to be shortened.
    """
    for start in range(found.shape[0]):
        for end in range(column.shape[0]):
            least = minutes[start, end]
            for way in range(column.shape[1]):
                least = min(least, found[start, column[end, way]] + end_min[end, way])
            minutes[start, end] = least


@compiled
def shorten_by_straight_ways(
    start_m: Floats,
    start_island: Ints,
    end_m: Floats,
    end_island: Ints,
    speed_km_h: float,
    limit_min: float,
    minutes: Floats,
) -> None:
    """Take the way straight across, in place, where it is the quicker and both places lie on one island.

    What then takes longer than the limit becomes infinite.

    Parameters
    ----------
    start_m, end_m
        (n_start, 2), (n_end, 2) metric CRS.
    start_island, end_island
        -1 for none.
    minutes
        (n_start, n_end).
    """
    for start in range(len(start_m)):
        for end in range(len(end_m)):
            if start_island[start] >= 0 and start_island[start] == end_island[end]:
                x_m, y_m = start_m[start, 0] - end_m[end, 0], start_m[start, 1] - end_m[end, 1]
                straight = np.sqrt(x_m * x_m + y_m * y_m) / speed_km_h * _MIN_KM_PER_H_M
                minutes[start, end] = min(minutes[start, end], straight)
            if minutes[start, end] > limit_min:
                minutes[start, end] = np.inf


@compiled
def nearest_drawn(
    order: NDArray[np.int32],
    minutes: Floats,
    supply: Floats,
    factor: Floats,
    taken: Floats,
    size: Floats,
    far_cost_per_min: float,
) -> tuple[Floats, Floats, Floats]:
    """Let each place draw on its sources, the nearest first, until it is full.

    Parameters
    ----------
    order, minutes
        (n_place, n_rank) sources from near to far; infinite beyond reach.
    supply, factor
        (n_source,) the assumed supply, and the drawn one as a share of it.
    taken
        (n_place, n_source) of the assumed supply, before each place draws: of less it is less in the same
        proportion, of more no more.
    size
        (n_place,) most that each takes.
    far_cost_per_min
        Share of its worth that a tonne loses with each minute.

    Returns
    -------
    tonnes, worth, driven
        (n_place,) what is taken; what it is worth in tonnes at the gate; tonnes times minutes.
    """
    n_place, n_rank = order.shape
    tonnes, worth, driven = np.zeros(n_place), np.zeros(n_place), np.zeros(n_place)
    for place in range(n_place):
        for rank in range(n_rank):
            way = minutes[place, rank]
            if way == np.inf or tonnes[place] >= size[place]:
                break
            source = order[place, rank]
            left = factor[source] * supply[source] - min(factor[source], 1.0) * taken[place, source]
            drawn = min(left, size[place] - tonnes[place])
            tonnes[place] += drawn
            worth[place] += drawn * (1.0 - far_cost_per_min * way)
            driven[place] += drawn * way
    return tonnes, worth, driven
