"""What the reader must know beside the answer: assumptions made, and gaps in the data."""

import numpy as np

from gisapp.siting.codes import Criterion, NoteCode, SupplyModel
from gisapp.siting.criteria import CRITERIA, FAR_SUPPLY_VALUE, NEUTRAL_VALUE, CriteriaTable
from gisapp.siting.huff import DISTANCE_DECAY
from gisapp.siting.ranking import Ranking
from gisapp.siting.results import Note, Site
from gisapp.siting.sources import SourceGroups
from gisapp.siting.supply import PERISHABILITY_SPLIT, ExistingService, perishability_minutes
from gisapp.siting.types import SitingProblem


def data_notes(problem: SitingProblem, groups: SourceGroups) -> tuple[Note, ...]:
    """Return the notes that hold whatever the answer is."""
    requirement, roads = problem.requirement, problem.roads
    n_assumed = int(np.sum(problem.plants.capacity_is_assumed))
    is_road = ~roads.is_ferry
    notes = [Note(NoteCode.OFF_ROAD_SPEED, {"speed_km_h": problem.off_road_speed_km_h})]
    if groups.n_unrecorded:
        notes.append(Note(NoteCode.SUPPLY_UNRECORDED, {"n_source": groups.n_unrecorded}))
    if groups.n_outside:
        notes.append(Note(NoteCode.SOURCES_OUTSIDE, {"n_source": groups.n_outside}))
    if groups.block_m:
        notes.append(
            Note(
                NoteCode.SOURCES_GROUPED,
                {
                    "n_source": len(groups.member),
                    "n_group": len(groups.group_id),
                    "block_m": groups.block_m,
                },
            )
        )
    if n_assumed:
        notes.append(Note(NoteCode.CAPACITY_ASSUMED, {"n_plant": n_assumed}))
    if requirement.perishability_h is not None:
        hours = {f"{name}_h": requirement.perishability_h * share for name, share in PERISHABILITY_SPLIT.items()}
        drive_min = perishability_minutes(requirement.perishability_h)
        notes.append(Note(NoteCode.PERISHABILITY_SPLIT, {**hours, "drive_minutes": drive_min}))
    if not is_road.any():
        notes.append(Note(NoteCode.NO_ROADS, {}))
    elif not (is_road & roads.is_main).any():
        notes.append(Note(NoteCode.NO_MAIN_ROADS, {}))
    return tuple(notes)


def service_notes(problem: SitingProblem, service: ExistingService) -> tuple[Note, ...]:
    """Say how the plants that exist were served, where any draws."""
    takes = service.taken_t_per_year.sum(axis=0)
    if not takes.any():
        return ()
    figures = {
        "n_plant": int((takes > 0).sum()),
        "served_t_per_year": float(takes.sum()),
        "residual_t_per_year": float(service.residual_t_per_year.sum()),
        "mean_minutes": service.mean_minutes,
    }
    if problem.supply_model is SupplyModel.HUFF:
        figures["distance_decay"] = DISTANCE_DECAY
    return (Note(NoteCode.EXISTING_SERVED, figures, subject=problem.supply_model.value),)


def answer_notes(
    problem: SitingProblem, table: CriteriaTable, ranking: Ranking, sites: tuple[Site, ...]
) -> tuple[Note, ...]:
    """Return the notes on how the suggested sites were judged."""
    requirement = problem.requirement
    notes = [Note(NoteCode.FAR_SUPPLY_VALUE, {"value_at_reach": FAR_SUPPLY_VALUE})]
    for k, criterion in enumerate(CRITERIA):
        n_unknown = int(np.isnan(table.raw[:, k]).sum())
        if criterion is not Criterion.SUPPLY and n_unknown:
            figures = {"n_candidate": n_unknown, "value": NEUTRAL_VALUE}
            notes.append(Note(NoteCode.CRITERION_UNKNOWN, figures, subject=criterion.value))
    n_plant = sum(not choice.is_reserve for choice in ranking.choices)
    conditions = problem.conditions
    if conditions.may_grow:
        notes.append(Note(NoteCode.PLANTS_MAY_GROW, {"n_plant": len(conditions.may_grow)}))
    required = requirement.min_utilisation * min(requirement.sizes_t_per_year)
    if conditions.budget_million_idr is not None:
        spent = sum(site.outlay_million_idr or 0.0 for site in sites if not site.is_reserve)
        money = {"spent_million_idr": spent, "budget_million_idr": conditions.budget_million_idr}
        notes.append(Note(NoteCode.BUDGET_SPENT, money))
        if n_plant < requirement.plants_wanted and ranking.last_reachable_t_per_year >= required:
            count = {"wanted": requirement.plants_wanted, "found": n_plant}
            return (*notes, Note(NoteCode.FEWER_WITHIN_BUDGET, count))
    if n_plant < requirement.plants_wanted:
        figures = {
            "wanted": requirement.plants_wanted,
            "found": n_plant,
            "best_residual_t_per_year": ranking.last_reachable_t_per_year,
            "required_t_per_year": required,
        }
        notes.append(Note(NoteCode.FEWER_THAN_WANTED, figures))
    return tuple(notes)
