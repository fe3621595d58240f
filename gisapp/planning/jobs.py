"""Siting runs as background work, done by `manage.py procrastinate worker`."""

import logging
import time
import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from gisapp import conf
from gisapp.planning.chains import ChainParameters, chain_plan_create
from gisapp.planning.errors import RunStateError, SchedulerError, TooManyRunsError
from gisapp.planning.lost_jobs import lost_jobs_end
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.potentials.stored import indices_are_current, indices_store
from gisapp.planning.schedulers import scheduler_at
from gisapp.planning.services import siting_run_create, siting_run_execute
from layers.models import RunStatus, SitingRun
from layers.models.siting_run import UNFINISHED
from layers.services.siting_runs import siting_runs_fail

logger = logging.getLogger(__name__)

QUEUE = "siting"
TASK_NAME = "siting_run_execute"
# Stored in English and translated where it is shown: a worker knows no reader's language.
LOST = gettext_noop("The worker that calculated this run was stopped. Start the run again.")


@transaction.atomic
def siting_run_queue(parameters: SitingParameters) -> SitingRun:
    """Create a run and hand it to the workers; both happen or neither.

    Raises
    ------
    ParameterError
        If there is no such process, or no size is known of it and none was given.
    TooManyRunsError
        If the queue is full.
    """
    _require_room()
    run = siting_run_create(parameters)
    siting_run_task.defer(run_id=str(run.pk))
    return run


@transaction.atomic
def chain_plan_queue(parameters: ChainParameters) -> uuid.UUID:
    """Create the runs of a plan of a chain and hand them to the workers, one after another.

    Returns
    -------
    uuid.UUID
        Id of the plan.

    Raises
    ------
    ParameterError
        If there is no such chain, or no size is known of any of its processes.
    TooManyRunsError
        If the queue is full.
    """
    _require_room()
    plan_id, runs = chain_plan_create(parameters)
    # Jobs of one lock are done one at a time, in the order in which they come: each builds on those before.
    task = siting_run_task.configure(lock=f"chain_plan {plan_id}")
    for run in runs:
        task.defer(run_id=str(run.pk))
    return plan_id


def _require_room() -> None:
    """Refuse where as many runs wait as the service takes; a plan that fits in is taken whole.

    Raises
    ------
    TooManyRunsError
        With the limit, and when to try again.
    """
    waiting = SitingRun.objects.filter(status=RunStatus.QUEUED).count()
    if waiting >= conf.MAX_QUEUED_RUNS:
        raise TooManyRunsError(
            _("%(waiting)d runs are waiting, the limit is %(limit)d; try again in %(seconds)d seconds.")
            % {"waiting": waiting, "limit": conf.MAX_QUEUED_RUNS, "seconds": conf.RETRY_AFTER_S}
        )


def siting_run_wait(run_id: uuid.UUID, *, limit_s: float) -> SitingRun:
    """Return a run as soon as it is over, or as it stands after so many seconds."""
    until_s = time.monotonic() + limit_s
    while True:
        run = SitingRun.objects.select_related("process__feed").get(pk=run_id)
        left_s = until_s - time.monotonic()
        if run.status not in UNFINISHED or left_s <= 0:
            return run
        time.sleep(min(conf.WAIT_INTERVAL_S, left_s))


@app.task(name=TASK_NAME, queue=QUEUE)
def siting_run_task(*, run_id: str) -> None:
    """Execute one run; one that is over already, or was deleted, is left alone."""
    try:
        with scheduler_at(settings.SCHEDULER) as scheduler:
            siting_run_execute(uuid.UUID(run_id), scheduler=scheduler)
    except SchedulerError as error:
        siting_runs_fail([uuid.UUID(run_id)], reason=str(error))
    except RunStateError:
        logger.warning("siting run %s does not wait any more", run_id)


@app.periodic(cron="* * * * *")
@app.task(name="siting_runs_fail_lost", queue=QUEUE, queueing_lock="siting_runs_fail_lost")
def siting_runs_fail_lost_task(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Look every minute, and so when a worker starts, for runs that were lost with their worker."""
    siting_runs_fail_lost()


@app.periodic(cron="* * * * *")
@app.task(name="district_indices_refresh", queue=QUEUE, queueing_lock="district_indices_refresh")
def district_indices_refresh_task(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes it
    """Look every minute whether the statistics have changed, and reckon the indices on the map anew if so."""
    if not indices_are_current():
        logger.info("%d indices of districts reckoned anew", indices_store())


@transaction.atomic
def siting_runs_fail_lost(silence_limit_s: float = conf.WORKER_SILENCE_LIMIT_S) -> int:
    """Mark runs whose worker has gone silent as failed, with the reason, and return how many there were.

    Parameters
    ----------
    silence_limit_s
        A worker without a sign of life for longer than this is taken for dead.
    """
    lost = lost_jobs_end(TASK_NAME, silence_limit_s=silence_limit_s)
    failed = siting_runs_fail([uuid.UUID(one["run_id"]) for one in lost], reason=LOST)
    if failed:
        logger.warning("%d siting runs were lost with their worker", failed)
    return failed
