"""Writes of exports: asked for, started, under way, ready, failed, cancelled, removed."""

import uuid
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from layers.models.data_export import UNDER_WAY, DataExport, ExportState

MESSAGE_CHARS, STAGE_CHARS = 500, 200


def data_export_insert(request: Mapping[str, Any], *, request_hash: str, media_type: str) -> DataExport:
    """Add an export that waits."""
    return DataExport.objects.create(request=request, request_hash=request_hash, media_type=media_type)


def data_export_start(export_id: uuid.UUID) -> bool:
    """Mark a waiting export as under way; return False if it was not waiting."""
    waiting = DataExport.objects.filter(pk=export_id, state=ExportState.QUEUED)
    return bool(waiting.update(state=ExportState.RUNNING, started_at=timezone.now()))


def data_export_progress(export_id: uuid.UUID, share: float, *, stage: str) -> bool:
    """Tell how far an export is; return False if it is not under way any more."""
    running = DataExport.objects.filter(pk=export_id, state=ExportState.RUNNING)
    return bool(running.update(progress=min(max(share, 0.0), 1.0), stage=stage[:STAGE_CHARS]))


def data_export_ready(export_id: uuid.UUID, *, file: str, size_bytes: int) -> bool:
    """Keep the file of an export; return False if it is not under way any more."""
    running = DataExport.objects.filter(pk=export_id, state=ExportState.RUNNING)
    done = {"file": file, "size_bytes": size_bytes, "progress": 1.0, "stage": "", "finished_at": timezone.now()}
    return bool(running.update(state=ExportState.READY, **done))


def data_exports_fail(export_ids: Collection[uuid.UUID], *, reason: str) -> int:
    """Mark exports that are not over as failed, with a reason for the reader; return how many were."""
    unfinished = DataExport.objects.filter(pk__in=export_ids, state__in=UNDER_WAY)
    return unfinished.update(state=ExportState.FAILED, message=reason[:MESSAGE_CHARS], finished_at=timezone.now())


def data_export_cancel(export_id: uuid.UUID) -> bool:
    """Mark an export as cancelled; return False if it was over already."""
    unfinished = DataExport.objects.filter(pk=export_id, state__in=UNDER_WAY)
    return bool(unfinished.update(state=ExportState.CANCELLED, finished_at=timezone.now()))


def data_exports_prune(*, kept: int, kept_bytes: int, kept_hours: float) -> list[uuid.UUID]:
    """Delete exports that are over: the oldest beyond a number, or a sum of bytes, and those of long ago.

    Returns
    -------
    list of UUID
        Of those that were deleted; their files are left to the caller.
    """
    over = DataExport.objects.exclude(state__in=UNDER_WAY).order_by("-created_at")
    oldest = timezone.now() - timedelta(hours=kept_hours)
    removed, taken_bytes = [], 0
    for number, one in enumerate(over.only("pk", "created_at", "size_bytes")):
        taken_bytes += one.size_bytes or 0
        if number >= kept or taken_bytes > kept_bytes or one.created_at < oldest:
            removed.append(one.pk)
    DataExport.objects.filter(pk__in=removed).delete()
    return removed
