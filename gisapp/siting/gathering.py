"""Bring together what there is to choose from: good places, those laid down, and existing plants that may grow."""

from dataclasses import dataclass, replace

import numpy as np

from gisapp.siting.alternatives import Alternatives, sizes_of_growing, sizes_of_new
from gisapp.siting.candidates import Room, find_candidates
from gisapp.siting.codes import Bools, Floats, Ints, RefusalCode
from gisapp.siting.conditions import Circle, PlanConditions
from gisapp.siting.exclusion import ExclusionMask
from gisapp.siting.execution import Execution
from gisapp.siting.grid import Grid, Terrain
from gisapp.siting.results import Refusal
from gisapp.siting.sources import SourceGroups
from gisapp.siting.supply import ExistingService
from gisapp.siting.travel import Points, points_on
from gisapp.siting.types import SitingProblem


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """The candidates, from north to south, then forced places, then existing plants; and what is known of each."""

    points: Points
    alternatives: Alternatives


def forced_cells(grid: Grid, conditions: PlanConditions) -> tuple[Ints, Ints]:
    """Return row and column of the cells in which a plant must be, each once, in the order in which they are given."""
    xy_m = np.array(conditions.forced_xy_m, dtype=float).reshape(-1, 2)
    row, col = grid.cells(xy_m[:, 0], xy_m[:, 1])
    cells = list(dict.fromkeys(zip(row.tolist(), col.tolist(), strict=True)))
    return np.array([cell[0] for cell in cells], dtype=np.int64), np.array([cell[1] for cell in cells], dtype=np.int64)


def refuse_unfit_place(room: Room, grid: Grid, problem: SitingProblem) -> Refusal | None:
    """Refuse where a plant must be at a place that is excluded or too small for it."""
    row, col = forced_cells(grid, problem.conditions)
    inside = grid.inside(row, col)
    fits = np.zeros(row.size, dtype=bool)
    fits[inside] = room.fits[row[inside], col[inside]]
    if fits.all():
        return None
    place = int(np.flatnonzero(~fits)[0])
    patch = int(room.patch[row[place], col[place]]) if inside[place] else 0
    figures = {
        "place": place + 1,
        "free_ha": float(room.patch_ha[patch]) if patch else 0.0,
        "site_area_ha": problem.requirement.site_area_ha,
    }
    return Refusal(RefusalCode.FORCED_PLACE_UNFIT, figures)


def gather(
    problem: SitingProblem,
    terrain: Terrain,
    *,
    mask: ExclusionMask,
    room: Room,
    groups: SourceGroups,
    service: ExistingService,
    residual_t_per_year: Floats,
    execution: Execution,
) -> Gathered:
    """Return all candidates.

    Good places are sought outside forbidden areas. Those inside are kept as well, marked, so that an answer can
    tell that only they stood in the way.

    Parameters
    ----------
    residual_t_per_year
        (n_group,) raw material that existing plants leave.

    Raises
    ------
    StoppedError
        If the execution is to stop.
    """
    conditions, grid = problem.conditions, terrain.grid

    def found_in(where: Room) -> tuple[Points, float]:
        return find_candidates(
            problem,
            terrain,
            mask=mask,
            room=where,
            groups=groups,
            residual_t_per_year=residual_t_per_year,
            execution=execution,
        )

    allowed = replace(room, fits=room.fits & ~_within(grid, conditions.forbidden)) if conditions.forbidden else room
    points, separation_m = found_in(allowed)
    if conditions.forbidden:
        everywhere, separation_m = found_in(room)
        inside = np.flatnonzero(conditions.forbids(everywhere.xy_m))
        points = _joined(points, everywhere[inside])
    row, col = forced_cells(grid, conditions)
    forced = points_on(terrain, *grid.centres(row, col))
    points = points[np.flatnonzero(~_same_place(points.xy_m, forced.xy_m))]
    plants = np.flatnonzero(np.isin(problem.plants.id, conditions.may_grow))
    standing = points_on(terrain, problem.plants.x_m[plants], problem.plants.y_m[plants])
    n_new = len(points) + len(forced)
    everyone = _joined(_joined(points, forced), standing)
    sizes = sizes_of_new(problem.requirement, conditions, n_candidate=n_new)
    if plants.size:
        grown = sizes_of_growing(
            problem.requirement,
            conditions,
            capacity_t_per_year=problem.plants.capacity_t_per_year[plants],
            taken_t_per_year=service.taken_t_per_year[:, plants].sum(axis=0),
        )
        sizes = sizes.above(grown)
    order = np.arange(len(everyone))
    return Gathered(
        everyone,
        Alternatives(
            xy_m=everyone.xy_m,
            separation_m=separation_m,
            sizes=sizes,
            is_forced=(order >= len(points)) & (order < n_new),
            is_forbidden=conditions.forbids(everyone.xy_m),
            plant=np.concatenate([np.full(n_new, -1), plants]),
            budget_million_idr=np.inf if conditions.budget_million_idr is None else conditions.budget_million_idr,
        ),
    )


def _joined(first: Points, second: Points) -> Points:
    return Points(np.vstack([first.xy_m, second.xy_m]), np.concatenate([first.island, second.island]))


def _same_place(xy_m: Floats, others_m: Floats) -> Bools:
    """Return (n_point,) whether another place lies in the same cell, whose centres both are."""
    if not len(others_m):
        return np.zeros(len(xy_m), dtype=bool)
    return np.asarray((np.abs(xy_m[:, None, :] - others_m).max(axis=2) < 1e-3).any(axis=1))


def _within(grid: Grid, circles: tuple[Circle, ...]) -> Bools:
    """Return (n_row, n_col) the cells whose centres lie within any of some areas."""
    found = np.zeros(grid.shape, dtype=bool)
    for circle in circles:
        x_m = np.array([circle.x_m - circle.radius_m, circle.x_m + circle.radius_m])
        y_m = np.array([circle.y_m + circle.radius_m, circle.y_m - circle.radius_m])
        row, col = grid.cells(x_m, y_m)
        top, bottom = np.clip([row[0], row[1] + 1], 0, grid.n_row)
        left, right = np.clip([col[0], col[1] + 1], 0, grid.n_col)
        rows, cols = np.meshgrid(np.arange(top, bottom), np.arange(left, right), indexing="ij")
        centres = np.column_stack(grid.centres(rows.ravel(), cols.ravel()))
        found[top:bottom, left:right] |= circle.holds(centres).reshape(rows.shape)
    return found
