"""Cost distance over a raster, and which source each cell belongs to.

How dear it is to bring goods across open land from the nearest of some places, where every cell has its
own cost of passage: slope, water, land cover.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from gisapp.siting.codes import Floats, Ints
from gisapp.siting.errors import ProblemError
from gisapp.siting.shortest_paths import Backend, compiled, default_backend

# Half of the eight neighbours; the other half are the same ways back.
_SIDES = ((0, 1), (1, -1), (1, 0), (1, 1))


@dataclass(frozen=True, slots=True, eq=False)
class CostDistance:
    """The cheapest way to each cell.

    Attributes
    ----------
    cost
        (n_row, n_col) in the unit of the cost a metre times metres; infinite where no source reaches.
    owner
        (n_row, n_col) row of the source that reaches the cell most cheaply, -1 for none. Where two are
        equally near the compiled search takes the earlier one, scipy's either.
    """

    cost: NDArray[np.float64]
    owner: NDArray[np.int32]


def cost_distance(
    cost_per_m: Floats,
    row: Ints,
    col: Ints,
    *,
    cell_m: float = 1.0,
    limit: float = np.inf,
    backend: Backend | None = None,
) -> CostDistance:
    """Spread the cost of passage from sources over a raster.

    A step leads to one of the eight neighbours and costs the mean of the two cells' costs times the
    distance between their centres: half of each step lies in either cell.

    Parameters
    ----------
    cost_per_m
        (n_row, n_col) above 0; NaN or infinity where nobody passes.
    row, col
        (n_source,) cells of the sources. One on a cell that nobody passes reaches nothing.
    cell_m
        Edge of a cell.
    limit
        Cells dearer to reach than this are not looked for.
    backend
        By default that of `shortest_paths.default_backend`.

    Raises
    ------
    ProblemError
        If a cost is 0 or less, a source lies outside the raster, or the cell size is not above 0.

    References
    ----------
    Tomlin, C. D. (1990). Geographic information systems and cartographic modeling: spreading over friction.
    """
    cost = np.where(np.isnan(cost_per_m), np.inf, cost_per_m)
    _check(cost, row, col, cell_m)
    # A rim that nobody passes spares every step the question whether it leaves the raster.
    padded = np.pad(cost, 1, constant_values=np.inf)
    cell = (np.asarray(row) + 1) * padded.shape[1] + np.asarray(col) + 1
    cell, source = np.unique(cell, return_index=True)
    # In the order in which they were given, which settles who owns what is equally near.
    cell, source = cell[np.argsort(source)], np.sort(source)
    if (backend or default_backend()) == "scipy":
        best, owner = _by_scipy(padded, cell, cell_m, limit)
    else:
        best, owner = compiled().search_cells(
            padded.ravel(), cell.astype(np.int32), padded.shape[1], float(cell_m), float(limit)
        )
    inner = np.s_[1:-1, 1:-1]
    number = np.append(source, -1).astype(np.int32)
    return CostDistance(best.reshape(padded.shape)[inner].copy(), number[owner.reshape(padded.shape)[inner]])


def _check(cost: Floats, row: Ints, col: Ints, cell_m: float) -> None:
    if cost.size and not cost.min() > 0:
        at = np.unravel_index(np.argmin(cost), cost.shape)
        raise ProblemError(
            f"cost_per_m: row {at[0]}, column {at[1]} is {cost[at]}; give a cost above 0, NaN where nobody passes"
        )
    outside = np.flatnonzero((row < 0) | (row >= cost.shape[0]) | (col < 0) | (col >= cost.shape[1]))
    if outside.size:
        at = outside[0]
        raise ProblemError(
            f"source {at}: row {row[at]}, column {col[at]} lies outside the raster of {cost.shape[0]} rows"
            f" and {cost.shape[1]} columns"
        )
    if not cell_m > 0:
        raise ProblemError(f"cell_m: {cell_m} is not above 0")


def _by_scipy(padded: Floats, cell: Ints, cell_m: float, limit: float) -> tuple[Floats, Ints]:
    """Lay the steps between neighbours out as a graph, and search that."""
    n_col, flat = padded.shape[1], padded.ravel()
    open_cell = np.flatnonzero(flat < np.inf)
    tails, heads, costs = [], [], []
    for down, right in _SIDES:
        there = open_cell + down * n_col + right
        passable = flat[there] < np.inf
        tail, head = open_cell[passable], there[passable]
        tails.append(tail)
        heads.append(head)
        costs.append(0.5 * cell_m * np.hypot(down, right) * (flat[tail] + flat[head]))
    graph = csr_array(
        (np.concatenate(costs), (np.concatenate(tails), np.concatenate(heads))), shape=(flat.size, flat.size)
    )
    starts = np.flatnonzero(flat[cell] < np.inf)
    if not starts.size:
        return np.full(flat.size, np.inf), np.full(flat.size, -1)
    best, _, nearest = dijkstra(
        graph, directed=False, indices=cell[starts], limit=limit, min_only=True, return_predecessors=True
    )
    source_of = np.full(flat.size, -1)
    source_of[cell[starts]] = starts
    return best, np.where(nearest >= 0, source_of[np.maximum(nearest, 0)], -1)
