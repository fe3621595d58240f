"""Execute processes, and look at the jobs that come of it; a job is a siting run."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F, QuerySet
from django.db.models.functions import Coalesce, Now

from gisapp import conf
from gisapp.ogc.errors import StateError
from gisapp.ogc.processes.definitions import SUGGEST_LOCATIONS
from gisapp.ogc.processes.errors import NoResultError, NoSuchJobError, ResultNotReadyError, planning_errors
from gisapp.ogc.processes.params import Execution, JobsQuery
from gisapp.ogc.processes.statuses import STATUS_OF_RUN, JobStatus, run_statuses
from gisapp.ogc.root.contribution import Json
from gisapp.planning.errors import ParameterError, RunStateError
from gisapp.planning.jobs import siting_run_queue, siting_run_wait
from gisapp.planning.parameters import parameters_parse
from gisapp.planning.potentials.indices import indices_document
from gisapp.planning.potentials.parameter_schema import INDEX_NAMES
from gisapp.planning.potentials.questions import index_question
from gisapp.planning.presentation import sites_geojson
from gisapp.planning.services import siting_run_cancel
from layers.models import RunStatus, SitingRun
from layers.models.siting_run import UNFINISHED


def locations_suggest(execution: Execution) -> SitingRun:
    """Queue a run, and wait for its answer unless the client would rather not.

    Raises
    ------
    InvalidParameterError
        If an input is unknown or out of its range.
    BusyError
        If too many runs wait already.
    """
    with planning_errors():
        run = siting_run_queue(parameters_parse(execution.inputs))
    return run if execution.prefers_async else siting_run_wait(run.pk, limit_s=conf.MAX_WAIT_S)


def potential_read(execution: Execution) -> Json:
    """Return an index of districts.

    Raises
    ------
    InvalidParameterError
        If an input is unknown or out of its range.
    BusyError
        If no statistics are stored.
    """
    with planning_errors():
        document: Json = indices_document(index_question(_as_texts(execution.inputs)))
    return document


def job_read(name: str) -> SitingRun:
    """Return the run of a job.

    Raises
    ------
    NoSuchJobError
        If there is none of this name.
    """
    try:
        found = _runs().filter(pk=uuid.UUID(name)).first()
    except ValueError:
        found = None
    if found is None:
        raise NoSuchJobError(f"there is no job {name[:80]!r}")
    return found


def job_list(query: JobsQuery) -> list[SitingRun]:
    """Return the newest jobs that are wanted."""
    runs = _runs()
    if query.has_other_type or SUGGEST_LOCATIONS not in (query.processes or (SUGGEST_LOCATIONS,)):
        return []
    if query.statuses is not None:
        runs = runs.filter(status__in=run_statuses(query.statuses))
    if query.created is not None:
        if query.created.start is not None:
            runs = runs.filter(created_at__gte=query.created.start)
        if query.created.end is not None:
            runs = runs.filter(created_at__lte=query.created.end)
    if query.shortest_s is not None or query.longest_s is not None:
        runs = _of_duration(runs, query)
    return list(runs.order_by("-created_at", "pk")[: query.limit])


def job_dismiss(name: str) -> SitingRun:
    """Dismiss a job that waits or is under way.

    Raises
    ------
    NoSuchJobError
        If there is none of this name.
    StateError
        If it is over.
    """
    run = job_read(name)
    try:
        siting_run_cancel(run.pk)
    except RunStateError as error:
        raise StateError(str(error)) from error
    run.refresh_from_db()
    return run


def job_result(name: str) -> Json:
    """Return the sites that a job came to; none, and the reason, where no site meets the rules.

    Raises
    ------
    NoSuchJobError
        If there is no job of this name.
    ResultNotReadyError
        If it is not over.
    NoResultError
        If it failed or was dismissed.
    """
    return run_result(job_read(name))


def run_result(run: SitingRun) -> Json:
    """Return the sites that a run came to.

    Raises
    ------
    ResultNotReadyError
        If it is not over.
    NoResultError
        If it failed or was dismissed.
    """
    if run.status in UNFINISHED:
        raise ResultNotReadyError(f"the job {run.pk} is {STATUS_OF_RUN[run.status]}; ask again")
    if STATUS_OF_RUN[run.status] is not JobStatus.SUCCESSFUL:
        raise NoResultError(f"the job {run.pk} is {STATUS_OF_RUN[run.status]} and has no result. {run.message}".strip())
    return sites_geojson(run)


def is_over(run: SitingRun) -> bool:
    """Tell whether nothing more will come of a run."""
    return RunStatus(run.status) not in UNFINISHED


def _runs() -> QuerySet[SitingRun]:
    return SitingRun.objects.select_related("process__feed")


def _of_duration(runs: QuerySet[SitingRun], query: JobsQuery) -> QuerySet[SitingRun]:
    took = ExpressionWrapper(Coalesce("finished_at", Now()) - F("started_at"), output_field=DurationField())
    timed = runs.filter(started_at__isnull=False).annotate(took=took)
    if query.shortest_s is not None:
        timed = timed.filter(took__gte=timedelta(seconds=query.shortest_s))
    if query.longest_s is not None:
        timed = timed.filter(took__lte=timedelta(seconds=query.longest_s))
    return timed


def _as_texts(inputs: Mapping[str, Any]) -> dict[str, str]:
    """Return inputs as the questions of potentials take them, which come from addresses elsewhere."""
    for name, value in inputs.items():
        if name not in INDEX_NAMES:
            raise ParameterError(name="parameter", value=name, allowed=", ".join(INDEX_NAMES))
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ParameterError(name=name, value=value, allowed="a text or a whole number")
    return {name: str(value) for name, value in inputs.items()}
