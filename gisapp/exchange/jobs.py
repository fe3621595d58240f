"""Imports as background work, done by `manage.py procrastinate worker`."""

import logging
import time
import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from gisapp import conf
from gisapp.exchange.errors import ImportStateError
from gisapp.exchange.importers.rasters import FOLDER
from gisapp.exchange.imports.execution import step_execute
from gisapp.exchange.imports.listening import progress_stored
from gisapp.exchange.imports.services import import_delete
from gisapp.planning.lost_jobs import lost_jobs_end
from layers.models import DataImport, ImportStep, RasterLayer
from layers.models.data_import import OPEN
from layers.services.data_imports import data_import_start, data_imports_fail
from layers.services.import_changes import files_kept_for_undo

logger = logging.getLogger(__name__)

QUEUE = "exchange"
TASK_NAME = "import_step"
_RASTERS = RasterLayer._meta.db_table
# Stored in English and translated where it is shown: a worker knows no reader's language.
LOST = gettext_noop("The worker that was busy with this import was stopped; nothing was written. Start the step again.")
UNFORESEEN = gettext_noop("An unexpected error stopped the import, and nothing was written; the log has the details.")


def import_step_queue(data_import: DataImport, step: ImportStep) -> None:
    """Hand a step of an import to the workers."""
    import_step_task.defer(import_id=str(data_import.pk), step=step.value)


# One at a time: two imports of one layer would wait for each other's rows.
@app.task(name=TASK_NAME, queue=QUEUE, lock="imports")
def import_step_task(*, import_id: str, step: str) -> None:
    """Do a step; that of an import that was cancelled or deleted meanwhile is left alone."""
    key, wanted = uuid.UUID(import_id), ImportStep(step)
    if not data_import_start(key, wanted):
        logger.warning("import %s does not wait for %s any more", import_id, step)
        return
    try:
        step_execute(key, wanted, listening=progress_stored(key))
    except Exception:
        # Not handled, only told: the user learns that it is over, and the log gets the traceback.
        data_imports_fail([key], reason=UNFORESEEN)
        raise


@app.periodic(cron="* * * * *")
@app.task(name="imports_fail_lost", queue=QUEUE, queueing_lock="imports_fail_lost")
def imports_fail_lost_task(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Look every minute, and so when a worker starts, for imports that were lost with their worker."""
    imports_fail_lost()


@app.periodic(cron="17 2 * * *")
@app.task(name="imports_clean", queue=QUEUE, queueing_lock="imports_clean")
def imports_clean_task(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Remove every night what nobody finished or needs."""
    imports_clean()
    raster_files_clean()


@transaction.atomic
def imports_fail_lost(silence_limit_s: float = conf.WORKER_SILENCE_LIMIT_S) -> int:
    """Mark imports whose worker has gone silent as failed, with the reason, and return how many there were.

    Parameters
    ----------
    silence_limit_s
        A worker without a sign of life for longer than this is taken for dead.
    """
    lost = lost_jobs_end(TASK_NAME, silence_limit_s=silence_limit_s)
    failed = data_imports_fail([uuid.UUID(one["import_id"]) for one in lost], reason=LOST)
    if failed:
        logger.warning("%d imports were lost with their worker", failed)
    return failed


def imports_clean() -> int:
    """Remove imports that nobody has gone on with for `conf.OPEN_IMPORT_KEPT_DAYS`; return how many there were."""
    before = timezone.now() - timedelta(days=conf.OPEN_IMPORT_KEPT_DAYS)
    removed = 0
    for data_import in DataImport.objects.filter(state__in=OPEN, changed_at__lt=before):
        try:
            import_delete(data_import)
        except ImportStateError:
            continue
        removed += 1
    return removed


def raster_files_clean() -> int:
    """Remove files of raster layers that neither a layer nor an undo needs any more; return how many there were."""
    needed = {*RasterLayer.objects.values_list("file", flat=True), *files_kept_for_undo("file", table=_RASTERS)}
    media = Path(settings.MEDIA_ROOT)
    # What was made within the last day may belong to an import that is under way.
    before = time.time() - timedelta(days=1).total_seconds()
    unneeded = [
        path
        for path in (media / FOLDER).glob("*.tif")
        if path.relative_to(media).as_posix() not in needed and path.stat().st_mtime < before
    ]
    for path in unneeded:
        path.unlink(missing_ok=True)
    return len(unneeded)
