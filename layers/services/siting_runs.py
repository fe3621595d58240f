"""Writes of siting runs: asked, started, under way, answered or failed."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from layers.models import Process, RunStatus, SitingRun, Subdistrict, SuggestedSite
from layers.models.siting_run import UNFINISHED

MESSAGE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class RunAnswer:
    """What a run came to; `sites` are unsaved and without a run.

    Attributes
    ----------
    objective, bound, gap
        Sum of the scores, what it could be at most, and how far it is from that; None where not known.
    """

    status: RunStatus
    input_hash: str
    engine_version: str
    refusal: Mapping[str, Any] | None
    summary: Mapping[str, Any]
    timings_s: Mapping[str, float]
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    sites: Sequence[SuggestedSite] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class ChainStep:
    """Which step of which plan of a chain a run is."""

    plan_id: uuid.UUID
    number: int


def siting_run_insert(
    process: Process, *, parameters: Mapping[str, Any], engine_version: str, step: ChainStep | None = None
) -> SitingRun:
    """Add a run that waits."""
    return SitingRun.objects.create(
        process=process,
        parameters=parameters,
        engine_version=engine_version,
        chain_plan_id=step.plan_id if step else None,
        chain_step=step.number if step else None,
    )


def siting_run_start(run_id: uuid.UUID) -> bool:
    """Mark a waiting run as running.

    Returns
    -------
    bool
        False if it was not waiting: somebody else has it, or it is over.
    """
    waiting = SitingRun.objects.filter(pk=run_id, status=RunStatus.QUEUED)
    return bool(waiting.update(status=RunStatus.RUNNING, started_at=timezone.now(), progress=0, message=""))


def siting_run_progress(run_id: uuid.UUID, percent: int, *, stage: str) -> bool:
    """Tell how far a running run is, and with what it is busy.

    Returns
    -------
    bool
        False if it is not running any more: cancelled, given up for lost, or deleted.
    """
    running = SitingRun.objects.filter(pk=run_id, status=RunStatus.RUNNING)
    return bool(running.update(progress=percent, stage=stage))


def siting_run_mark_cancelled(run_id: uuid.UUID) -> bool:
    """Mark a run as cancelled; return False if it was over already."""
    unfinished = SitingRun.objects.filter(pk=run_id, status__in=UNFINISHED)
    return bool(unfinished.update(status=RunStatus.CANCELLED, finished_at=timezone.now()))


@transaction.atomic
def siting_run_answer(run_id: uuid.UUID, answer: RunAnswer) -> bool:
    """Store the answer and its sites together, or nothing.

    Returns
    -------
    bool
        False if the run was not running any more, such as one given up for lost; nothing is stored.
    """
    running = SitingRun.objects.filter(pk=run_id, status=RunStatus.RUNNING)
    stored = running.update(
        status=answer.status,
        input_hash=answer.input_hash,
        engine_version=answer.engine_version,
        refusal=answer.refusal,
        summary=answer.summary,
        timings_s=answer.timings_s,
        objective=answer.objective,
        bound=answer.bound,
        gap=answer.gap,
        progress=100,
        stage="",
        finished_at=timezone.now(),
    )
    if not stored:
        return False
    for site in answer.sites:
        site.run_id = run_id
    SuggestedSite.objects.bulk_create(answer.sites)
    around = Subdistrict.objects.filter(boundary__intersects=OuterRef("location")).order_by("code")
    SuggestedSite.objects.filter(run=run_id).update(subdistrict=Subquery(around.values("pk")[:1]))
    return True


def siting_runs_fail(run_ids: Collection[uuid.UUID], *, reason: str) -> int:
    """Mark runs that are not over as failed, with a reason that a user can read; return how many were."""
    unfinished = SitingRun.objects.filter(pk__in=run_ids, status__in=UNFINISHED)
    return unfinished.update(status=RunStatus.FAILED, message=reason[:MESSAGE_LENGTH], finished_at=timezone.now())
