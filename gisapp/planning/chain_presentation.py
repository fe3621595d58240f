"""A plan of a chain as a document: its steps, what each puts out, and the balance of every raw material."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from gisapp.planning.chain_state import ANSWERED
from gisapp.planning.chains import chain_plan_runs, chain_steps, yields_of
from gisapp.planning.presentation import run_document, sites_geojson
from gisapp.siting.chain import Balance
from layers.models import Commodity, Process, RunStatus, SitingRun
from layers.models.siting_run import UNFINISHED


def chain_plan_document(plan_id: uuid.UUID) -> dict[str, Any] | None:
    """Describe a plan, in the language of the request; None where there is none of this id."""
    runs = chain_plan_runs(plan_id)
    if not runs:
        return None
    chain = runs[0].process.chain
    given = {run.process.code: run.parameters.get("size_per_year") for run in runs}
    planned, unsized = chain_steps(chain, {code: size for code, size in given.items() if size})
    process_of = {process.code: process for process in planned}
    answered = [run for run in runs if run.status in ANSWERED]
    return {
        "id": str(plan_id),
        "chain": chain,
        "status": _status(runs),
        "steps": [
            {
                "step": run.chain_step,
                "run": run_document(run),
                "plants": run.summary.get("plants_suggested", 0),
                "intake_per_year": _intake(run),
                "outputs": yields_of(process_of[run.process.code], _intake(run))
                if run.process.code in process_of
                else [],
            }
            for run in runs
        ],
        "skipped": _skipped([process.code for process in unsized]),
        "balance": _balances(answered),
    }


def chain_sites_geojson(plan_id: uuid.UUID) -> dict[str, Any]:
    """Return the sites of all steps as points, each with its process and all that explains it (RFC 7946)."""
    features = []
    for run in chain_plan_runs(plan_id):
        for feature in sites_geojson(run)["features"]:
            properties = {"process": run.process.code, "step": run.chain_step, **feature["properties"]}
            features.append({**feature, "id": f"{run.chain_step}-{feature['id']}", "properties": properties})
    return {"type": "FeatureCollection", "name": str(plan_id), "features": features}


def _status(runs: list[SitingRun]) -> str:
    """Return ``queued``, ``running``, ``failed`` where a step did not come to an answer, or ``finished``."""
    states = {run.status for run in runs}
    if states <= {RunStatus.QUEUED}:
        return "queued"
    if states & set(UNFINISHED):
        return "running"
    return "finished" if states <= set(ANSWERED) else "failed"


def _intake(run: SitingRun) -> float:
    return float(run.summary.get("supply_t_per_year", 0.0))


def _skipped(codes: list[str]) -> list[dict[str, Any]]:
    """Return the processes that are not planned, each with the reason."""
    reason = _("No usual size is recorded; give it a size of your own under steps (size_per_year).")
    listed = Process.objects.filter(code__in=codes).order_by("stage", "code")
    return [{"code": process.code, "name": process.name, "reason": reason} for process in listed]


def _balances(runs: list[SitingRun]) -> list[dict[str, Any]]:
    """Return the balance of every raw material of the answered steps, in the order in which it comes up."""
    by_feed: dict[str, list[SitingRun]] = {}
    feeds: dict[str, Commodity] = {}
    for run in runs:
        by_feed.setdefault(run.process.feed.code, []).append(run)
        feeds[run.process.feed.code] = run.process.feed
    return [
        {
            "commodity": code,
            "name": feeds[code].name,
            "unit": steps[0].process.feed_unit,
            "supply_per_year": balance.supply,
            "of_planned_per_year": balance.of_planned,
            "taken_by_existing_per_year": balance.taken_by_existing,
            "taken_by_planned_per_year": balance.taken_by_planned,
            "left_per_year": max(balance.left, 0.0),
        }
        for code, steps in by_feed.items()
        for balance in (balance_of(code, steps),)
    ]


def balance_of(commodity: str, runs: list[SitingRun]) -> Balance:
    """Return the balance of a raw material from the answered runs of one plan that draw on it."""
    first = runs[0].summary
    # Existing plants are served alike in every step on one raw material, so any that got so far tells.
    existing = max((run.summary["existing_plants"] for run in runs), key=len)
    return Balance(
        commodity=commodity,
        supply=first["feed_supply_per_year"],
        of_planned=first["feed_supply_of_planned_per_year"],
        taken_by_existing=sum(plant["takes_per_year"] for plant in existing),
        taken_by_planned=sum(_intake(run) for run in runs),
    )
