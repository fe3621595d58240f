"""Large exports as background work, done by `manage.py procrastinate worker`; their files are kept for a while."""

import hashlib
import json
import logging
import shutil
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from gisapp import conf
from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.exporters.errors import (
    ExportStateError,
    ExportStoppedError,
    TooManyExportsError,
    UnknownExportError,
)
from gisapp.exchange.exports.planning import ExportPlan
from gisapp.exchange.exports.request import request_parse
from gisapp.exchange.exports.services import export_write, file_name
from gisapp.ogc.errors import OgcError
from gisapp.planning.errors import PlanningError
from gisapp.planning.lost_jobs import lost_jobs_end
from layers.errors import LayersError
from layers.models import DataExport, ExportState
from layers.models.data_export import UNDER_WAY
from layers.progress import progress_heard
from layers.services.data_exports import (
    data_export_cancel,
    data_export_insert,
    data_export_progress,
    data_export_ready,
    data_export_start,
    data_exports_fail,
    data_exports_prune,
)

logger = logging.getLogger(__name__)

QUEUE = "exports"
TASK_NAME = "export_write"
FOLDER = "exports"
# Stored in English and translated where it is shown: a worker knows no reader's language.
LOST = gettext_noop("The worker that made this file was stopped. Ask for it again.")
BROKEN = gettext_noop("The file could not be made because of an error of the service; its log tells which.")
# Nobody reads as fast as batches follow each other.
_LEAST_INTERVAL_S = 0.5


@transaction.atomic
def export_queue(plan: ExportPlan) -> DataExport:
    """Hand an export to the workers; who asks for the same again gets the same job.

    Raises
    ------
    TooManyExportsError
        If as many wait as the service takes.
    """
    asked = plan.request.as_dict()
    request_hash = hashlib.sha256(json.dumps([asked, plan.version], sort_keys=True).encode()).hexdigest()
    known = DataExport.objects.filter(request_hash=request_hash, state__in=(*UNDER_WAY, ExportState.READY)).first()
    if known is not None:
        return known
    waiting = DataExport.objects.filter(state=ExportState.QUEUED).count()
    if waiting >= conf.MAX_QUEUED_EXPORTS:
        raise TooManyExportsError(
            _("%(waiting)d exports are waiting, the limit is %(limit)d; try again in %(seconds)d seconds.")
            % {"waiting": waiting, "limit": conf.MAX_QUEUED_EXPORTS, "seconds": conf.RETRY_AFTER_S}
        )
    media_type = plan.request.format.media_type
    export = data_export_insert(asked, request_hash=request_hash, media_type=media_type)
    export_task.defer(export_id=str(export.pk))
    return export


def export_get(export_id: str) -> DataExport:
    """Return a job.

    Raises
    ------
    UnknownExportError
        If there is none of that id, or none any more.
    """
    try:
        return DataExport.objects.get(pk=uuid.UUID(export_id))
    except (ValueError, DataExport.DoesNotExist) as error:
        raise UnknownExportError(
            _("There is no export %(id)s; files are kept for %(hours)d hours.")
            % {"id": export_id[:40], "hours": conf.EXPORT_KEPT_HOURS}
        ) from error


def export_cancel(export: DataExport) -> None:
    """Stop a job that is not over, or remove the file of one that is.

    Raises
    ------
    ExportStateError
        If it has failed or was cancelled before.
    """
    if data_export_cancel(export.pk):
        return
    export.refresh_from_db()
    if export.state != ExportState.READY:
        raise ExportStateError(
            _("The export %(id)s is over already: %(state)s.") % {"id": export.pk, "state": export.state}
        )
    _remove(export.pk)
    export.delete()


def export_path(export: DataExport) -> Path:
    """Return the file of a job that is ready.

    Raises
    ------
    ExportStateError
        If it is not.
    """
    if export.state != ExportState.READY:
        raise ExportStateError(
            _("The export %(id)s has no file: it is %(state)s.")
            % {"id": export.pk, "state": export.get_state_display()}
        )
    return Path(export.file.path)


@app.task(name=TASK_NAME, queue=QUEUE)
def export_task(*, export_id: str) -> None:
    """Make the file of one job; one that is over already, or was deleted, is left alone."""
    key = uuid.UUID(export_id)
    if not data_export_start(key):
        logger.warning("export %s does not wait any more", export_id)
        return
    export = DataExport.objects.get(pk=key)
    try:
        _make(export)
    except ExportStoppedError:
        _remove(key)
    except (ExchangeError, LayersError, OgcError, PlanningError) as error:
        data_exports_fail([key], reason=str(error))
    except Exception:
        data_exports_fail([key], reason=BROKEN)
        raise
    exports_prune()


@app.periodic(cron="*/5 * * * *")
@app.task(name="exports_tidy", queue=QUEUE, queueing_lock="exports_tidy")
def exports_tidy_task(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Look now and then for jobs that were lost with their worker, and for files that nobody needs any more."""
    with transaction.atomic():
        lost = lost_jobs_end(TASK_NAME, silence_limit_s=conf.WORKER_SILENCE_LIMIT_S)
        data_exports_fail([uuid.UUID(one["export_id"]) for one in lost], reason=LOST)
    exports_prune()


def exports_prune() -> None:
    """Remove files beyond the limits, and what lies there without a job."""
    data_exports_prune(kept=conf.EXPORTS_KEPT, kept_bytes=conf.EXPORTS_KEPT_BYTES, kept_hours=conf.EXPORT_KEPT_HOURS)
    # Folders first: a job that begins meanwhile has its row before its folder.
    found = list((Path(settings.MEDIA_ROOT) / FOLDER).glob("*"))
    known = {str(key) for key in DataExport.objects.values_list("pk", flat=True)}
    for folder in found:
        if folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)


def _make(export: DataExport) -> None:
    request = request_parse(export.request)
    folder = _folder(export.pk)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(request)
    with translation.override(request.language), progress_heard(_Listener(export.pk)):
        export_write(request, path)
    if not data_export_ready(export.pk, file=f"{FOLDER}/{export.pk}/{path.name}", size_bytes=path.stat().st_size):
        raise ExportStoppedError(str(export.pk))


class _Listener:
    """Writes down how far a job is, and stops it once nobody wants it any more."""

    def __init__(self, export_id: uuid.UUID) -> None:
        self._export_id = export_id
        self._told_at_s = 0.0

    def __call__(self, stage: str, share: float) -> None:
        now_s = time.monotonic()
        if now_s - self._told_at_s < _LEAST_INTERVAL_S:
            return
        self._told_at_s = now_s
        if not data_export_progress(self._export_id, share, stage=stage):
            raise ExportStoppedError(str(self._export_id))


def _folder(export_id: uuid.UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / str(export_id)


def _remove(export_id: uuid.UUID) -> None:
    shutil.rmtree(_folder(export_id), ignore_errors=True)
