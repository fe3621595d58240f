"""How one place would do that nobody suggested: what speaks against it, or the score it would have."""

from dataclasses import dataclass

import numpy as np

from gisapp.siting.alternatives import sizes_of_new
from gisapp.siting.candidates import room_for
from gisapp.siting.codes import Criterion, ExclusionEffect, Floats
from gisapp.siting.criteria import CRITERIA, CriteriaTable, criteria_table, filled_value
from gisapp.siting.engine import Prepared, existing_service, minutes_to
from gisapp.siting.exclusion import exclusion_mask, unknown_at, why_not
from gisapp.siting.explanation import parts_of
from gisapp.siting.gathering import forced_cells
from gisapp.siting.grid import Grid
from gisapp.siting.judging import chosen_size
from gisapp.siting.results import Part, Reason
from gisapp.siting.sources import group_sources
from gisapp.siting.supply import drawn, nearest_first, reach_minutes, unpromised
from gisapp.siting.travel import Points, points_on
from gisapp.siting.types import SitingProblem


@dataclass(frozen=True, slots=True)
class PlaceSupply:
    """Raw material at a place.

    Attributes
    ----------
    size_t_per_year
        The largest that can be filled to the least utilisation, and paid, 0 for none.
    required_t_per_year
        What the smallest size needs.
    unpaid_million_idr
        Where sizes could be filled and the budget pays for none: what the cheapest of them costs.
    """

    reachable_t_per_year: float
    required_t_per_year: float
    size_t_per_year: float
    taken_t_per_year: float
    unpaid_million_idr: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceJudgement:
    """What is found of a place.

    Attributes
    ----------
    x_m, y_m
        Centre of the cell that holds it, where all is judged.
    reasons
        That hold there, those that only penalise among them.
    unknown
        Reasons by which it cannot be judged for want of data.
    free_ha
        Connected free land around it.
    parts
        Of its score; empty where the law forbids a plant or the land is too small for it. Where it cannot be
        filled or paid, raw material counts 0.
    supply
        None where there are no parts.
    is_forbidden
        Whether the planner wants no plant there.
    is_passed_over
        Whether the planner has laid down the places of all plants, and this is none of them.
    """

    x_m: float
    y_m: float
    reasons: tuple[Reason, ...]
    unknown: tuple[Reason, ...]
    free_ha: float
    parts: tuple[Part, ...]
    supply: PlaceSupply | None
    is_forbidden: bool = False
    is_passed_over: bool = False

    @property
    def score(self) -> float | None:
        """Sum of the parts; None where there are none."""
        return sum(part.contribution for part in self.parts) if self.parts else None

    @property
    def can_be_suggested(self) -> bool:
        """Whether a plant may stand there, and can be filled and paid."""
        is_ruled_out = self.is_forbidden or self.is_passed_over
        return not is_ruled_out and self.supply is not None and self.supply.size_t_per_year > 0


def judge_place(problem: SitingProblem, prepared: Prepared, *, x_m: float, y_m: float) -> PlaceJudgement:
    """Judge the cell that holds a point, on what existing plants and those promised leave.

    Parameters
    ----------
    x_m, y_m
        In the CRS of the study area.

    Returns
    -------
    PlaceJudgement
        With the score that the place has where it is a candidate of `suggest`.
    """
    terrain, requirement = prepared.terrain, problem.requirement
    mask = exclusion_mask(terrain, problem.exclusions)
    row, col = terrain.grid.cells(np.array([x_m]), np.array([y_m]))
    centre = terrain.grid.centres(row, col)
    x_m, y_m = float(centre[0][0]), float(centre[1][0])
    reasons, unknown = why_not(mask, x_m, y_m), (*unknown_at(mask, x_m, y_m), *_unrecorded(problem))
    if any(reason.effect is ExclusionEffect.EXCLUDE for reason in reasons):
        return PlaceJudgement(x_m, y_m, reasons, unknown, 0.0, (), None)
    room = room_for(mask, requirement)
    free_ha = float(room.patch_ha[room.patch[row[0], col[0]]])
    if not room.fits[row[0], col[0]]:
        return PlaceJudgement(x_m, y_m, reasons, unknown, free_ha, (), None)
    here = points_on(terrain, *centre)
    table = criteria_table(problem, terrain, prepared.graph, mask=mask, candidates=here)
    supply, supply_value = _supply_at(problem, prepared, here, table=table)
    value = table.value[0].copy()
    value[CRITERIA.index(Criterion.SUPPLY)] = supply_value
    parts = parts_of(problem, table, candidate=0, value=value, taken_t_per_year=supply.taken_t_per_year)
    return PlaceJudgement(
        x_m,
        y_m,
        reasons,
        unknown,
        free_ha,
        parts,
        supply,
        is_forbidden=bool(problem.conditions.forbids(here.xy_m)[0]),
        is_passed_over=_is_passed_over(problem, terrain.grid, row=int(row[0]), col=int(col[0])),
    )


def nearest_fitting(
    problem: SitingProblem, prepared: Prepared, *, x_m: float, y_m: float
) -> tuple[float, float] | None:
    """Return the centre of the nearest cell on which law, planner and room allow a plant; None where none does.

    Parameters
    ----------
    x_m, y_m
        In the CRS of the study area.
    """
    terrain = prepared.terrain
    fits = room_for(exclusion_mask(terrain, problem.exclusions), problem.requirement).fits
    xy_m = np.column_stack(terrain.grid.centres(*np.nonzero(fits)))
    xy_m = xy_m[~problem.conditions.forbids(xy_m)]
    if not xy_m.size:
        return None
    nearest = xy_m[int(np.argmin(((xy_m - (x_m, y_m)) ** 2).sum(axis=1)))]
    return float(nearest[0]), float(nearest[1])


def _is_passed_over(problem: SitingProblem, grid: Grid, *, row: int, col: int) -> bool:
    forced_row, forced_col = forced_cells(grid, problem.conditions)
    is_forced = bool(((forced_row == row) & (forced_col == col)).any())
    return forced_row.size >= problem.requirement.plants_wanted and not is_forced


def _unrecorded(problem: SitingProblem) -> tuple[Reason, ...]:
    return tuple(
        Reason(area.code, area.legal_basis, area.effect, area.penalty)
        for area in problem.exclusions
        if not area.is_recorded
    )


def _supply_at(
    problem: SitingProblem, prepared: Prepared, here: Points, *, table: CriteriaTable
) -> tuple[PlaceSupply, float]:
    """Return the raw material at one place, and what it is worth."""
    requirement = problem.requirement
    required = min(requirement.sizes_t_per_year) * requirement.min_utilisation
    groups = group_sources(problem.sources, prepared.terrain, max_groups=problem.source_groups)
    if not groups.member.size:
        return PlaceSupply(0.0, required, 0.0, 0.0), 0.0
    service = existing_service(problem, prepared, groups)
    left = unpromised(service.residual_t_per_year, groups, problem.promised_t_per_year)
    near = nearest_first(minutes_to(problem, prepared, groups, here))
    offered = near.offered(left)
    reachable = float(offered.sum())
    size, unpaid_million_idr = _size(reachable, problem)
    tonnes: Floats = drawn(offered, np.array([size]))
    filled = filled_value(
        tonnes,
        near.minutes,
        reach_min=reach_minutes(requirement),
        largest_t_per_year=max(requirement.sizes_t_per_year),
    )
    supply = PlaceSupply(reachable, required, size, float(tonnes.sum()), unpaid_million_idr)
    return supply, float(table.supply_value(filled)[0]) if size else 0.0


def _size(reachable_t_per_year: float, problem: SitingProblem) -> tuple[float, float | None]:
    """Return the size that is filled and paid, 0 for none, and what is missing where it is only money."""
    conditions, reachable = problem.conditions, np.array([reachable_t_per_year])
    sizes = sizes_of_new(problem.requirement, conditions, n_candidate=1)
    budget = np.inf if conditions.budget_million_idr is None else conditions.budget_million_idr
    paid = int(chosen_size(reachable, sizes, left_million_idr=budget)[0])
    if paid >= 0:
        return float(sizes.total_t_per_year[0, paid]), None
    filled = int(chosen_size(reachable, sizes)[0])
    # Sizes ascend, and a smaller one needs less: the smallest can be filled where any can.
    return 0.0, float(sizes.outlay_million_idr[0].min()) if filled >= 0 else None
