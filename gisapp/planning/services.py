"""Create a siting run, and execute it: read, ask the engine, store."""

import time
import uuid

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gisapp.planning.adapters import planning_input_read, process_read, requirement_of
from gisapp.planning.errors import PlanningError, RunStateError
from gisapp.planning.fingerprint import input_hash
from gisapp.planning.parameters import SitingParameters, parameters_parse
from gisapp.planning.prepared import prepared_for
from gisapp.planning.records import answer_of
from gisapp.siting import SitingError
from gisapp.siting.engine import ENGINE_VERSION, suggest
from layers.models import SitingRun
from layers.services.siting_runs import (
    siting_run_answer,
    siting_run_insert,
    siting_run_progress,
    siting_run_start,
    siting_runs_fail,
)

# Stored in English and translated where it is shown.
UNFORESEEN = gettext_noop("An unexpected error stopped the calculation; the log has the details.")
PERCENT_READ = 10
PERCENT_PREPARED = 50
PERCENT_ANSWERED = 90


def siting_run_create(parameters: SitingParameters) -> SitingRun:
    """Store a run that waits to be executed.

    Raises
    ------
    ParameterError
        If there is no such process, or no size is known of it and none was given.
    """
    process = process_read(parameters.process)
    requirement_of(process, parameters)
    return siting_run_insert(process, parameters=parameters.as_json(), engine_version=ENGINE_VERSION)


def siting_run_execute(run_id: uuid.UUID) -> SitingRun:
    """Execute a waiting run and store its answer, a refusal included.

    A run that cannot be answered becomes ``failed`` with a reason that a user can read.

    Raises
    ------
    RunStateError
        If the run is not waiting.
    Exception
        Any error that nobody foresaw, once the run is marked as failed.
    """
    if not siting_run_start(run_id):
        raise RunStateError(_("The run %(id)s is not waiting to be executed.") % {"id": run_id})
    run = SitingRun.objects.get(pk=run_id)
    try:
        _execute(run)
    except (PlanningError, SitingError) as error:
        siting_runs_fail([run_id], reason=str(error))
    except Exception:
        # Not handled, only told: the user learns that it is over, and the log gets the traceback.
        siting_runs_fail([run_id], reason=UNFORESEEN)
        raise
    run.refresh_from_db()
    return run


def _execute(run: SitingRun) -> None:
    began = time.perf_counter()
    parameters = parameters_parse(run.parameters)
    given = planning_input_read(parameters)
    read = time.perf_counter()
    siting_run_progress(run.pk, PERCENT_READ)
    prepared = prepared_for(given)
    prepared_at = time.perf_counter()
    siting_run_progress(run.pk, PERCENT_PREPARED)
    rng = np.random.default_rng(run.seed)
    result = suggest(given.problem, prepared=prepared, clock=time.perf_counter, rng=rng)
    answered = time.perf_counter()
    siting_run_progress(run.pk, PERCENT_ANSWERED)
    answer = answer_of(
        result,
        given,
        parameters=parameters,
        input_hash=input_hash(given, parameters=parameters, engine_version=result.engine_version),
        timings_s={"read": read - began, "prepare": prepared_at - read, "engine": answered - prepared_at},
    )
    siting_run_answer(run.pk, answer)
