"""Large imports are done by a worker: told of, stopped, and lost without a trace in the layers."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from gisapp import conf
from gisapp.exchange import jobs
from gisapp.exchange.errors import ImportStateError
from gisapp.exchange.imports import services
from gisapp.exchange.imports.services import ImportChanges
from gisapp.exchange.imports.storage import LocalFile
from layers.models import DataImport, Facility, ImportAdded, ImportState, ImportStep
from layers.progress import progress_tell
from layers.services.data_imports import data_import_start
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_session_left")]
ROWS = 300


@pytest.fixture
def no_session_left():
    """Close what workers leave open, or the test database cannot be dropped; their jobs outlive a test."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def waiting(tmp_path, monkeypatch):
    """An import of 300 ports that was checked, and now waits to be taken over."""
    factories.district("6301", west=factories.WEST, east=factories.EAST)
    monkeypatch.setattr(conf, "IMPORT_ROWS_AT_ONCE", ROWS - 1)
    monkeypatch.setattr(conf, "IMPORT_PROGRESS_INTERVAL_S", 0)
    monkeypatch.setattr("layers.services.bulk.COPY_ROWS", 100)
    path = tmp_path / "ports.csv"
    lines = [f"p{n},Port {n},{115.1 + n % 20 / 50:.3f},{-3.1 + n // 20 / 100:.3f}" for n in range(ROWS)]
    path.write_text("\n".join(["code,name,lon,lat", *lines]))
    data_import = services.import_look(services.import_upload([LocalFile(path)], kind="facilities", language="en"))
    mapping = {"constants": {"kind": "port"}}
    data_import = services.import_map(data_import, ImportChanges(mapping=mapping, source="made up"))
    assert services.import_check(data_import).state == ImportState.CHECKED
    data_import = services.import_commit(data_import, queue=jobs.import_step_queue)
    assert (data_import.state, data_import.step) == (ImportState.QUEUED, ImportStep.COMMIT)
    return data_import


def work():
    """Do the jobs that wait, as a worker does them."""
    for job in ProcrastinateJob.objects.filter(task_name=jobs.TASK_NAME, status="todo"):
        jobs.import_step_task(**job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])


def test_a_real_worker_does_the_jobs(waiting):
    from procrastinate.contrib.django import app

    worker = app.with_connector(app.connector.get_worker_connector())
    with worker.open():
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, queues=[jobs.QUEUE])
    waiting.refresh_from_db()
    assert waiting.state == ImportState.COMMITTED


def test_a_worker_takes_the_rows_over_and_back(waiting):
    assert not Facility.objects.exists()
    work()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.progress, waiting.message) == (ImportState.COMMITTED, 1.0, "")
    assert Facility.objects.count() == ROWS
    assert services.import_undo(waiting, queue=jobs.import_step_queue).state == ImportState.QUEUED
    work()
    waiting.refresh_from_db()
    assert waiting.state == ImportState.UNDONE
    assert not Facility.objects.exists()


def test_others_see_how_far_it_is(waiting, monkeypatch):
    seen = []

    def tell(stage, done=0, total=1):
        progress_tell(stage, done, total)
        aside = connection.copy()
        with aside.cursor() as cursor:
            cursor.execute("SELECT state, stage, progress FROM layers_dataimport")
            seen.append(cursor.fetchone())
        aside.close()

    monkeypatch.setattr("layers.services.bulk.progress_tell", tell)
    jobs.import_step_task(import_id=str(waiting.pk), step="commit")
    assert [(state, stage) for state, stage, _share in seen] == [("running", "writing the rows")] * len(seen)
    assert [round(share, 2) for _state, _stage, share in seen] == [0.0, 0.33, 0.67]


def test_one_that_waits_is_cancelled_at_once(waiting):
    assert services.import_cancel(waiting).state == ImportState.CANCELLED
    work()
    assert not Facility.objects.exists()
    with pytest.raises(ImportStateError):
        services.import_cancel(waiting)
    assert services.import_commit(waiting).state == ImportState.COMMITTED


def test_one_that_is_under_way_stops_in_the_midst_of_its_rows(waiting, monkeypatch):
    told = []

    def tell(stage, done=0, total=1):
        told.append(done)
        if done == 100:
            aside = connection.copy()
            with aside.cursor() as cursor:
                cursor.execute("UPDATE layers_dataimport SET is_cancel_asked = true")
            aside.close()
        progress_tell(stage, done, total)

    monkeypatch.setattr("layers.services.bulk.progress_tell", tell)
    jobs.import_step_task(import_id=str(waiting.pk), step="commit")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.is_cancel_asked) == (ImportState.CANCELLED, False)
    assert "nothing was written" in waiting.message
    assert told == [0, 100]
    assert not Facility.objects.exists()
    assert not ImportAdded.objects.exists()
    monkeypatch.undo()
    assert services.import_commit(waiting).state == ImportState.COMMITTED


def begin_jobs():
    """Put the jobs into the hands of a worker that is gone."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")


KILLED = """
import os, signal, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[2]
django.setup()
from django.db import connection
from gisapp.exchange import jobs
from layers.services import bulk

def die(*args):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM layers_facility")
        print(cursor.fetchone()[0], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

bulk.shapes_rebuild = die
jobs.import_step_task(import_id=sys.argv[1], step="commit")
"""


def test_a_worker_killed_in_the_midst_leaves_nothing_and_the_reason(waiting, settings):
    given = {"HILIR_STATE_DIR": str(settings.STATE_DIR), "HILIR_DEBUG": "1"}
    environment = {**os.environ, **given, "DJANGO_SETTINGS_MODULE": "gisapp.settings"}
    begin_jobs()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(waiting.pk), connection.settings_dict["NAME"]],
        cwd=Path(project.BASE_DIR), env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    # All rows were written when it died, as it saw it itself.
    assert (killed.returncode, killed.stdout) == (-9, f"{ROWS}\n"), killed.stderr
    waiting.refresh_from_db()
    assert waiting.state == ImportState.RUNNING
    assert not Facility.objects.exists()
    assert not ImportAdded.objects.exists()
    assert jobs.imports_fail_lost() == 1
    waiting.refresh_from_db()
    assert waiting.state == ImportState.FAILED
    assert "nothing was written" in waiting.message
    assert jobs.imports_fail_lost() == 0
    assert services.import_commit(waiting).state == ImportState.COMMITTED


def test_an_error_nobody_foresaw_is_told_and_logged(waiting, monkeypatch):
    def fail(*_args):
        raise RuntimeError("disk full")

    monkeypatch.setattr("layers.services.bulk.shapes_rebuild", fail)
    with pytest.raises(RuntimeError):
        jobs.import_step_task(import_id=str(waiting.pk), step="commit")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.message) == (ImportState.FAILED, jobs.UNFORESEEN)
    assert not Facility.objects.exists()


def test_an_undo_that_is_lost_leaves_the_import_counting(waiting):
    work()
    services.import_undo(waiting, queue=jobs.import_step_queue)
    assert data_import_start(waiting.pk, ImportStep.UNDO)
    begin_jobs()
    assert jobs.imports_fail_lost() == 1
    waiting.refresh_from_db()
    assert waiting.state == ImportState.COMMITTED
    assert waiting.message


def test_what_nobody_goes_on_with_is_removed_after_some_days(waiting):
    services.import_cancel(waiting)
    assert jobs.imports_clean() == 0
    path = Path(waiting.file.path)
    old = timezone.now() - timedelta(days=conf.OPEN_IMPORT_KEPT_DAYS, minutes=1)
    DataImport.objects.update(changed_at=old)
    assert path.exists()
    assert jobs.imports_clean() == 1
    assert not path.exists()
