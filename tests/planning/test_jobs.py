import uuid

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from gisapp import conf
from gisapp.planning import jobs
from gisapp.planning.errors import ParameterError, TooManyRunsError
from gisapp.planning.parameters import SitingParameters
from layers.models import RunStatus, SitingRun
from layers.services.siting_runs import siting_run_start
from tests import factories

PARAMETERS = SitingParameters(process="palm_oil_mill", cell_size_m=1000)


def execute_sql(sql, values=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.django_db
def test_queueing_makes_a_run_and_a_job():
    factories.small_province()
    run = jobs.siting_run_queue(PARAMETERS)
    job = ProcrastinateJob.objects.get(task_name=jobs.TASK_NAME)
    assert run.status == RunStatus.QUEUED
    assert job.args == {"run_id": str(run.pk)}


@pytest.mark.django_db
def test_bad_parameters_queue_nothing():
    with pytest.raises(ParameterError):
        jobs.siting_run_queue(PARAMETERS)
    assert not SitingRun.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_full_queue_is_said():
    mill = factories.small_province()
    SitingRun.objects.bulk_create(
        SitingRun(process=mill, parameters={}, engine_version="1") for _ in range(conf.MAX_QUEUED_RUNS)
    )
    with pytest.raises(TooManyRunsError, match=str(conf.MAX_QUEUED_RUNS)):
        jobs.siting_run_queue(PARAMETERS)


@pytest.mark.django_db
def test_task_executes_once_and_leaves_what_is_over_alone():
    factories.small_province()
    run = jobs.siting_run_queue(PARAMETERS)
    jobs.siting_run_task(run_id=str(run.pk))
    run.refresh_from_db()
    finished = run.finished_at
    assert run.status == RunStatus.SUGGESTED
    jobs.siting_run_task(run_id=str(run.pk))
    jobs.siting_run_task(run_id=str(uuid.uuid4()))
    run.refresh_from_db()
    assert run.finished_at == finished


def job_being_done(run, *, heartbeat_age_s=None):
    """Put the run's job into the hands of a worker, or of one that is gone."""
    siting_run_start(run.pk)
    worker_id = None
    if heartbeat_age_s is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 s') RETURNING id",
                [heartbeat_age_s],
            )
            worker_id = cursor.fetchone()[0]
    execute_sql("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker_id])


@pytest.mark.django_db
@pytest.mark.parametrize("age_s", [None, conf.WORKER_SILENCE_LIMIT_S + 5])
def test_run_whose_worker_is_gone_is_failed_with_the_reason(age_s):
    factories.small_province()
    run = jobs.siting_run_queue(PARAMETERS)
    job_being_done(run, heartbeat_age_s=age_s)
    assert jobs.siting_runs_fail_lost() == 1
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert run.message
    assert ProcrastinateJob.objects.get(task_name=jobs.TASK_NAME).status == "failed"
    assert jobs.siting_runs_fail_lost() == 0


@pytest.mark.django_db
def test_run_of_a_living_worker_goes_on():
    factories.small_province()
    run = jobs.siting_run_queue(PARAMETERS)
    job_being_done(run, heartbeat_age_s=5)
    assert jobs.siting_runs_fail_lost() == 0
    run.refresh_from_db()
    assert run.status == RunStatus.RUNNING


@pytest.fixture
def _no_session_left():
    """Close what the worker's threads leave open, or the test database cannot be dropped."""
    yield
    execute_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_no_session_left")
def test_worker_does_the_work():
    from procrastinate.contrib.django import app

    factories.small_province()
    run = jobs.siting_run_queue(PARAMETERS)
    worker_app = app.with_connector(app.connector.get_worker_connector())
    with worker_app.open():
        worker_app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, queues=[jobs.QUEUE])
    run.refresh_from_db()
    assert run.status == RunStatus.SUGGESTED
    assert run.sites.exists()
