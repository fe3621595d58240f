"""Real worker processes: one does the work, one is killed, one is told to stop."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from gisapp.planning import jobs
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.services import siting_run_cancel
from layers.models import RunStatus
from layers.models.siting_run import UNFINISHED
from tests import factories

PARAMETERS = SitingParameters(process="palm_oil_mill", cell_size_m=1000)
PATIENCE_S = 120

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_no_session_left")]


@pytest.fixture
def _no_session_left():
    """Close what killed workers leave open, or the test database cannot be dropped."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@contextmanager
def worker():
    """Run a worker process on the test database."""
    stated = urlsplit(os.environ.get("DATABASE_URL", "postgis:///hilir"))
    url = stated._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "procrastinate", "worker", "--queues", jobs.QUEUE],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "HILIR_DEBUG": "1"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def source_areas_locked():
    """Hold up whoever reads the source areas: a run then stands still in its middle."""
    own = {key: value for key, value in connection.get_connection_params().items() if key in ("dbname", "user", "host")}
    with psycopg.connect(**own) as other:
        other.execute("LOCK TABLE layers_sourcearea IN ACCESS EXCLUSIVE MODE")
        yield


def wait_until(is_so, what, *, process):
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert process.poll() is None, "the worker ended by itself"
        assert time.monotonic() < until, f"{what} took longer than {PATIENCE_S} s"
        time.sleep(0.05)


def is_running(run):
    run.refresh_from_db()
    return run.status == RunStatus.RUNNING and run.stage == "read"


def is_over(run):
    run.refresh_from_db()
    return run.status not in UNFINISHED


def test_run_of_a_killed_worker_fails_with_the_reason_and_the_next_worker_goes_on():
    factories.small_province()
    run = jobs.siting_run_queue(PARAMETERS)
    with worker() as process, source_areas_locked():
        wait_until(lambda: is_running(run), "starting the run", process=process)
        assert run.progress > 0
        assert jobs.siting_runs_fail_lost() == 0
        process.kill()
        process.wait()
    run.refresh_from_db()
    assert run.status == RunStatus.RUNNING
    time.sleep(1)
    assert jobs.siting_runs_fail_lost(silence_limit_s=0.5) == 1
    run.refresh_from_db()
    assert (run.status, run.message) == (RunStatus.FAILED, jobs.LOST)

    again = jobs.siting_run_queue(PARAMETERS)
    with worker() as process:
        wait_until(lambda: is_over(again), "the run after", process=process)
    assert again.status == RunStatus.SUGGESTED
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED


def test_run_that_is_cancelled_half_way_stops_the_work_and_not_the_worker():
    factories.small_province()
    run, following = jobs.siting_run_queue(PARAMETERS), jobs.siting_run_queue(PARAMETERS)
    with worker() as process:
        with source_areas_locked():
            wait_until(lambda: is_running(run), "starting the run", process=process)
            siting_run_cancel(run.pk)
        wait_until(lambda: is_over(following), "the run that follows", process=process)
    assert following.status == RunStatus.SUGGESTED
    run.refresh_from_db()
    assert (run.status, run.stage, run.timings_s) == (RunStatus.CANCELLED, "read", {})
    assert not run.sites.exists()
    assert ProcrastinateJob.objects.get(args__run_id=str(run.pk)).status == "succeeded"
