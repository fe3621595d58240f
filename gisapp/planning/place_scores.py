"""How a place that a run did not suggest would do: its score in parts, or what speaks against it."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.geo.crs import WGS84, transform
from gisapp.planning.adapters import PlanningInput, planning_input_read
from gisapp.planning.chain_state import chain_state_read, promised_by
from gisapp.planning.errors import ParameterError, RunStateError
from gisapp.planning.nearest_places import nearest_document
from gisapp.planning.numbers import number, per_year
from gisapp.planning.parameters import parameters_parse
from gisapp.planning.prepared import prepared_for
from gisapp.planning.texts import criterion_label, part_state
from gisapp.siting import Part, Reason
from gisapp.siting.conditions import PlanConditions
from gisapp.siting.grid import grid_of
from gisapp.siting.place import PlaceJudgement, judge_place
from layers.models import ExclusionEffect, ExclusionReason, SitingRun, SuggestedSite

OUTSIDE, TOO_SMALL, TOO_LITTLE = "outside_study_area", "room_for_plant", "too_little_raw_material"
FORBIDDEN, PASSED_OVER, TOO_DEAR = "forbidden_site", "all_places_laid_down", "beyond_budget"
# A budget is above 0, be all of it spent.
LEAST_BUDGET_MILLION_IDR = 1e-6


def place_score_document(run: SitingRun, *, lon: float, lat: float, in_place_of: int | None = None) -> dict[str, Any]:
    """Judge a place (EPSG:4326) by the question of a run, on what is recorded today.

    It is judged as a stand-in for one plant of the run: on what existing plants leave, and the others suggested.

    Parameters
    ----------
    in_place_of
        Rank of the plant that it would replace; by default the last one.

    Raises
    ------
    RunStateError
        If the grid of the run has too many cells to be looked at for one answer.
    ParameterError
        If the run suggests no plant of that rank.
    PlanningError, SitingError
        As a siting run.
    """
    given = _question(run, in_place_of)
    area = given.problem.study_area
    n_row, n_col = grid_of(area).shape
    if n_row * n_col > conf.RUN_RASTER_MAX_CELLS:
        message = _("The run has %(cells)d cells; places are judged on at most %(limit)d: ask with larger cells.")
        raise RunStateError(message % {"cells": n_row * n_col, "limit": conf.RUN_RASTER_MAX_CELLS})
    x_m, y_m = transform(np.array([lon]), np.array([lat]), source_srid=WGS84, target_srid=area.srid)
    prepared = prepared_for(given)
    found = judge_place(given.problem, prepared, x_m=float(x_m[0]), y_m=float(y_m[0]))
    centre = transform(np.array([found.x_m]), np.array([found.y_m]), source_srid=area.srid, target_srid=WGS84)
    suggested = list(run.sites.order_by("rank").values_list("score", flat=True))
    versions = run.summary.get("versions")
    return {
        "run": str(run.pk),
        "lon": lon,
        "lat": lat,
        "cell": {"lon": float(centre[0][0]), "lat": float(centre[1][0]), "size_m": area.cell_size_m},
        "can_be_suggested": found.can_be_suggested,
        "score": found.score,
        "first_score": suggested[0] if suggested else None,
        "sites_with_a_higher_score": None
        if found.score is None
        else sum(score > found.score + 1e-9 for score in suggested),
        "parts": [_part(part, run.process.feed_unit) for part in found.parts],
        "supply": _supply(found),
        "obstacles": _obstacles(found, given),
        "unknown": [_reason(reason) for reason in found.unknown],
        "nearest": None if found.parts and not found.is_forbidden else nearest_document(given, prepared, found),
        "inputs_changed": versions is not None and versions != dict(given.versions),
    }


def _question(run: SitingRun, in_place_of: int | None) -> PlanningInput:
    """Read the question of a run, with what the plants of its answer count on, but for the one to be replaced."""
    given = planning_input_read(parameters_parse(run.parameters), chain_state_read(run))
    plants = run.sites.filter(is_reserve=False).order_by("rank")
    others = _others(list(plants), in_place_of)
    promised = dict(given.problem.promised_t_per_year)
    for source, tonnes in promised_by(plants.filter(pk__in=[site.pk for site in others])).items():
        promised[source] = promised.get(source, 0.0) + tonnes
    outlays = run.summary.get("outlay_million_idr", {})
    spent = sum(outlays.get(str(site.rank), 0.0) for site in others)
    conditions = _with_less_to_spend(given.problem.conditions, spent)
    return replace(given, problem=replace(given.problem, promised_t_per_year=promised, conditions=conditions))


def _others(plants: list[SuggestedSite], in_place_of: int | None) -> list[SuggestedSite]:
    if in_place_of is None:
        return plants[:-1]
    others = [site for site in plants if site.rank != in_place_of]
    if len(others) == len(plants):
        ranks = ", ".join(str(site.rank) for site in plants)
        raise ParameterError(name="in_place_of", value=in_place_of, allowed=ranks or _("none: the run has no plants"))
    return others


def _with_less_to_spend(conditions: PlanConditions, spent_million_idr: float) -> PlanConditions:
    if conditions.budget_million_idr is None:
        return conditions
    left = max(conditions.budget_million_idr - spent_million_idr, LEAST_BUDGET_MILLION_IDR)
    return replace(conditions, budget_million_idr=left)


def _part(part: Part, unit: str) -> dict[str, Any]:
    told = {
        "criterion": part.criterion.value,
        "raw": part.raw if part.raw is not None and math.isfinite(part.raw) else None,
        "is_recorded": part.raw is not None,
        "unit": part.unit,
        "reference": part.reference,
        "value": part.value,
        "weight": part.weight,
        "contribution": part.contribution,
    }
    return {**told, "label": criterion_label(part.criterion.value), "state": part_state(told, unit)}


def _supply(found: PlaceJudgement) -> Mapping[str, float] | None:
    if found.supply is None:
        return None
    return {
        "reachable_t_per_year": found.supply.reachable_t_per_year,
        "required_t_per_year": found.supply.required_t_per_year,
        "capacity_t_per_year": found.supply.size_t_per_year,
        "supply_t_per_year": found.supply.taken_t_per_year,
    }


def _obstacles(found: PlaceJudgement, given: PlanningInput) -> list[dict[str, Any]]:
    """Return what forbids a plant or lowers its value: the law, the planner, the room, the raw material, the money."""
    obstacles = [_reason(reason) for reason in found.reasons]
    if found.is_forbidden:
        obstacles.append(
            _obstacle(FORBIDDEN, _("The place lies in an area in which the run was asked to put no plant."))
        )
    if found.is_passed_over:
        obstacles.append(
            _obstacle(PASSED_OVER, _("The run was given the places of all its plants; this is none of them."))
        )
    requirement, unit = given.problem.requirement, given.process.feed_unit
    is_forbidden = any(reason["effect"] == ExclusionEffect.EXCLUDE for reason in obstacles)
    if not found.parts and not is_forbidden:
        text = _("Connected free land of %(free)s ha; the plant needs %(need)s ha.") % {
            "free": number(found.free_ha, 1),
            "need": number(requirement.site_area_ha, 1),
        }
        obstacles.append(_obstacle(TOO_SMALL, text))
    if found.supply is not None and found.supply.unpaid_million_idr is not None:
        text = _(
            "The cheapest plant that can be filled costs Rp%(cost)s million; Rp%(left)s million of the budget is left."
        )
        budget = given.problem.conditions.budget_million_idr
        money = {"cost": number(found.supply.unpaid_million_idr, 0), "left": number(budget or 0.0, 0)}
        obstacles.append(_obstacle(TOO_DEAR, text % money))
    elif found.supply is not None and not found.supply.size_t_per_year:
        text = _("%(reachable)s of raw material is left within reach; the smallest plant needs %(required)s.") % {
            "reachable": per_year(found.supply.reachable_t_per_year, unit),
            "required": per_year(found.supply.required_t_per_year, unit),
        }
        obstacles.append(_obstacle(TOO_LITTLE, text))
    return obstacles


def _obstacle(code: str, text: str) -> dict[str, Any]:
    return {"code": code, "text": text, "effect": ExclusionEffect.EXCLUDE.value, "legal_basis": ""}


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code,
        "text": _reason_label(reason.code),
        "effect": reason.effect.value,
        "legal_basis": reason.legal_basis,
    }


def _reason_label(code: str) -> str:
    if code == OUTSIDE:
        return _("Outside the province's land")
    return str(ExclusionReason(code.partition("_penalised")[0]).label)
