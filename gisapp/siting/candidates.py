"""Candidate sites: few enough to be judged on the road network, spread over all free land.

A cheap suitability, made of straight-line stand-ins for the criteria, ranks the free cells. The best cell
of every stretch of land is taken, and those with a better one nearby are dropped: local maxima
with a least separation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from gisapp.geo.units import M2_PER_HA
from gisapp.siting.blocks import BY_SIDE, Connected, blocks_of
from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.exclusion import ExclusionMask
from gisapp.siting.execution import Execution, Stage
from gisapp.siting.grid import Terrain
from gisapp.siting.requirement import PlantRequirement
from gisapp.siting.sources import SourceGroups
from gisapp.siting.surroundings import Look, Valuation, looks, suitability, surroundings_of, valuation_of
from gisapp.siting.travel import Points
from gisapp.siting.types import SitingProblem


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """Where the plant fits.

    Attributes
    ----------
    fits
        (n_row, n_col) free cells in a connected free area of at least the plant's need.
    patch
        (n_row, n_col) number of the free area, 0 where not free.
    patch_ha
        (n_patch + 1,) area of each, index 0 meaningless.
    """

    fits: Bools
    patch: NDArray[np.int32]
    patch_ha: Floats


def room_for(mask: ExclusionMask, requirement: PlantRequirement) -> Room:
    """Find the free land that is large enough; cells are connected by their sides."""
    free, blocks = Connected(mask.grid.shape, structure=BY_SIDE), blocks_of(mask.grid.shape)
    for block in blocks:
        free.add(block, mask.free_of(mask.bits[block.window]))
    patch, n_patch = free.numbered()
    n_cell = np.zeros(n_patch + 1, dtype=np.int64)
    for block in blocks:
        n_cell += np.bincount(patch[block.window].ravel(), minlength=n_patch + 1)
    patch_ha = np.asarray(n_cell * (mask.grid.cell_m**2 / M2_PER_HA), dtype=np.float64)
    patch_ha[0] = 0.0
    is_large = patch_ha >= max(requirement.site_area_ha, 1e-9)
    fits = np.zeros(mask.grid.shape, dtype=bool)
    for block in blocks:
        fits[block.window] = is_large[patch[block.window]]
    return Room(fits=fits, patch=patch, patch_ha=patch_ha)


@dataclass(frozen=True, slots=True, eq=False)
class _Stretches:
    """Squares of land of which the best cell each is sought.

    Attributes
    ----------
    edge
        Cells to a side.
    """

    valuation: Valuation
    edge: int


def _best_cells(shared: _Stretches, look: Look) -> tuple[Ints, Ints, Floats]:
    """Return row, column and score of the best cell of each stretch within a block."""
    score = suitability(shared.valuation, look)
    row, col = np.nonzero(look.cells)
    row, col = row + look.block.row, col + look.block.col
    best = _stretch_best(row, col, score, edge=shared.edge)
    return row[best], col[best], score[best]


def _stretch_best(row: Ints, col: Ints, score: Floats, *, edge: int) -> Ints:
    """Return the position of the best cell of each stretch; the first of equals."""
    number = (row // edge) * (int(col.max(initial=0)) // edge + 1) + col // edge
    best = np.full(int(number.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(best, number, score)
    as_good = np.flatnonzero(score == best[number])
    return as_good[np.unique(number[as_good], return_index=True)[1]]


def _local_maxima(xy_m: Floats, score: Floats, separation_m: float) -> Ints:
    """Return positions, best first, of points with no better one kept within the separation."""
    order = np.argsort(-score, kind="stable")
    near = cKDTree(xy_m).query_ball_point(xy_m, separation_m)
    dropped = np.zeros(score.size, dtype=bool)
    kept = []
    for point in order.tolist():
        if not dropped[point]:
            kept.append(point)
            dropped[near[point]] = True
    return np.array(kept, dtype=np.int64)


def find_candidates(
    problem: SitingProblem,
    terrain: Terrain,
    *,
    mask: ExclusionMask,
    room: Room,
    groups: SourceGroups,
    residual_t_per_year: Floats,
    execution: Execution | None = None,
) -> tuple[Points, float]:
    """Return candidate sites from north to south, at cell centres, and their least separation in metres.

    There may be none.

    Parameters
    ----------
    residual_t_per_year
        (n_group,) raw material that existing plants leave.

    Raises
    ------
    StoppedError
        If the execution is to stop.
    """
    n_fit = int(room.fits.sum())
    if not n_fit:
        return Points(np.empty((0, 2)), np.empty(0, dtype=np.int64)), 0.0
    around = surroundings_of(problem, terrain, groups=groups, residual_t_per_year=residual_t_per_year)
    edge = max(1, round(np.sqrt(n_fit / problem.stretches)))
    done = (execution or Execution()).map(
        Stage.CANDIDATES,
        _best_cells,
        looks(around, terrain, mask, wanted=room.fits),
        shared=_Stretches(valuation_of(problem, mask, around), edge),
    )
    row, col, score = (np.concatenate(found) for found in zip(*done, strict=True))
    # Stretches that lie in several blocks have a best cell in each.
    order = np.lexsort((col, row))
    row, col, score = row[order], col[order], score[order]
    best = _stretch_best(row, col, score, edge=edge)
    xy_m = np.column_stack(terrain.grid.centres(row[best], col[best]))
    separation_m = 0.75 * edge * terrain.grid.cell_m
    chosen = np.sort(best[_local_maxima(xy_m, score[best], separation_m)])
    row, col = row[chosen], col[chosen]
    xy_m = np.column_stack(terrain.grid.centres(row, col))
    return Points(xy_m, terrain.island[row, col].astype(np.int64)), separation_m
