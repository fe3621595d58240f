"""Create a siting run, and execute it: read, ask the engine, store."""

import time
import uuid

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gisapp.planning.adapters import planning_input_read, process_read, requirement_of
from gisapp.planning.chain_state import chain_state_read
from gisapp.planning.conditions import conditions_of
from gisapp.planning.economics import costing_read
from gisapp.planning.errors import PlanningError, RunStateError
from gisapp.planning.fingerprint import input_hash
from gisapp.planning.parameters import SitingParameters, parameters_parse
from gisapp.planning.prepared import prepared_for
from gisapp.planning.progress import READ, STORE, Progress
from gisapp.planning.records import answer_of
from gisapp.planning.run_rasters import run_rasters_store
from gisapp.siting import SitingError
from gisapp.siting.engine import ENGINE_VERSION, suggest
from gisapp.siting.errors import StoppedError
from gisapp.siting.execution import Execution, Scheduler, Threads
from layers.models import RunStatus, SitingRun
from layers.services.siting_runs import (
    ChainStep,
    siting_run_answer,
    siting_run_insert,
    siting_run_mark_cancelled,
    siting_run_start,
    siting_runs_fail,
)

# Stored in English and translated where it is shown.
UNFORESEEN = gettext_noop("An unexpected error stopped the calculation; the log has the details.")


def siting_run_create(parameters: SitingParameters, step: ChainStep | None = None) -> SitingRun:
    """Store a run that waits to be executed.

    Parameters
    ----------
    step
        Of a plan of a chain, where the run is one.

    Raises
    ------
    ParameterError
        If there is no such process, no size is known of it and none was given, or a condition cannot be kept to.
    """
    process = process_read(parameters.process)
    requirement_of(process, parameters)
    conditions_of(parameters, costing_read(process))
    return siting_run_insert(process, parameters=parameters.as_json(), engine_version=ENGINE_VERSION, step=step)


def siting_run_cancel(run_id: uuid.UUID) -> None:
    """Cancel a run that waits or is under way; one that is cancelled already stays so.

    A worker that is busy with it stops before its next step.

    Raises
    ------
    RunStateError
        If it is over.
    """
    if siting_run_mark_cancelled(run_id):
        return
    if not SitingRun.objects.filter(pk=run_id, status=RunStatus.CANCELLED).exists():
        raise RunStateError(_("The run %(id)s is over and cannot be cancelled.") % {"id": run_id})


def siting_run_execute(run_id: uuid.UUID, *, scheduler: Scheduler | None = None) -> SitingRun:
    """Execute a waiting run and store its answer, a refusal included.

    A run that cannot be answered becomes ``failed`` with a reason that a user can read. One that is
    cancelled meanwhile stays cancelled.

    Parameters
    ----------
    scheduler
        Who does the blocks of large rasters; by default threads of this process.

    Raises
    ------
    RunStateError
        If the run is not waiting.
    Exception
        Any error that nobody foresaw, once the run is marked as failed.
    """
    if not siting_run_start(run_id):
        raise RunStateError(_("The run %(id)s is not waiting to be executed.") % {"id": run_id})
    run = SitingRun.objects.select_related("process").get(pk=run_id)
    try:
        _execute(run, scheduler or Threads())
    except StoppedError:
        # Whoever stopped it has marked it already.
        pass
    except (PlanningError, SitingError) as error:
        siting_runs_fail([run_id], reason=str(error))
    except Exception:
        # Not handled, only told: the user learns that it is over, and the log gets the traceback.
        siting_runs_fail([run_id], reason=UNFORESEEN)
        raise
    run.refresh_from_db()
    return run


def _execute(run: SitingRun, scheduler: Scheduler) -> None:
    progress = Progress(run.pk)
    execution = Execution(scheduler, tell=progress.tell, should_stop=progress.should_stop)
    began = time.perf_counter()
    progress.tell(READ)
    parameters = parameters_parse(run.parameters)
    given = planning_input_read(parameters, chain_state_read(run))
    read = time.perf_counter()
    prepared = prepared_for(given, execution)
    prepared_at = time.perf_counter()
    rng = np.random.default_rng(run.seed)
    result = suggest(given.problem, prepared=prepared, clock=time.perf_counter, rng=rng, execution=execution)
    answered = time.perf_counter()
    progress.tell(STORE)
    answer = answer_of(
        result,
        given,
        parameters=parameters,
        input_hash=input_hash(given, parameters=parameters, engine_version=result.engine_version),
        timings_s={"read": read - began, "prepare": prepared_at - read, "engine": answered - prepared_at},
        seed=run.seed,
    )
    if siting_run_answer(run.pk, answer):
        run_rasters_store(run.pk, given)
