import os
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from gisapp.planning import jobs
from gisapp.planning.errors import SchedulerError
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.schedulers import DaskScheduler, scheduler_at
from gisapp.siting import blocks, engine, suggest
from gisapp.siting.blocks import blocks_of
from gisapp.siting.errors import StoppedError
from gisapp.siting.execution import Execution, Threads
from gisapp.siting.grid import terrain_of
from layers.models import RunStatus, SitingRun
from tests import factories
from tests.siting import tasks
from tests.siting.test_blocks import archipelago

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes on this machine."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        cluster.wait_for_workers(2)
        yield cluster


@pytest.fixture
def dask(cluster):
    with scheduler_at(cluster.scheduler_address) as scheduler:
        yield scheduler


def test_tasks_are_done_in_other_processes_and_come_back_in_order(dask):
    assert isinstance(dask, DaskScheduler)
    processes = set(dask.map(tasks.process, range(40), shared=None))
    assert len(processes) == 2
    assert os.getpid() not in processes
    assert list(dask.map(tasks.times, range(30), shared=3)) == list(range(0, 90, 3))


def test_an_error_in_a_worker_reaches_the_caller(dask):
    with pytest.raises(ZeroDivisionError):
        list(dask.map(tasks.inverse, [0, 1, 2], shared=None))


def test_threads_and_worker_processes_give_the_same_bytes(dask, monkeypatch):
    monkeypatch.setattr(blocks_of, "__kwdefaults__", {"edge": 20})
    monkeypatch.setattr("gisapp.siting.catchment._BLOCK_SQUARES", 16)
    problem = archipelago()
    here, there = (
        terrain_of(problem.study_area, problem.districts, execution=Execution(scheduler))
        for scheduler in (Threads(2), dask)
    )
    for name in ("land", "district", "island"):
        assert getattr(here, name).tobytes() == getattr(there, name).tobytes()
    expected, found = (suggest(problem, execution=Execution(scheduler)) for scheduler in (Threads(2), dask))
    assert len(found.sites) > 1
    assert found == expected
    for one, other in zip(found.sites, expected.sites, strict=True):
        assert one.catchment.wkb == other.catchment.wkb
        assert not one.catchment.is_empty


def test_a_run_on_a_cluster_can_be_stopped(dask, monkeypatch):
    monkeypatch.setattr(blocks.blocks_of, "__kwdefaults__", {"edge": 20})
    told = []
    stopping = Execution(dask, tell=lambda *step: told.append(step), should_stop=lambda: len(told) > 5)
    with pytest.raises(StoppedError):
        suggest(archipelago(), execution=stopping)
    assert len(told) == 6


@pytest.mark.parametrize(
    ("address", "words"),
    [("localhost", "tcp://127.0.0.1:8786"), ("tcp://127.0.0.1:1", "dask scheduler")],
)
def test_an_address_that_is_no_use_is_told_with_the_fix(address, words, monkeypatch):
    monkeypatch.setattr("gisapp.planning.schedulers.CONNECT_TIMEOUT_S", 1)
    with pytest.raises(SchedulerError, match=words), scheduler_at(address):
        pass


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SchedulerError, match="distributed>="), scheduler_at("tcp://127.0.0.1:8786"):
        pass


def test_workers_with_another_engine_are_refused(cluster, monkeypatch):
    theirs = engine.ENGINE_VERSION
    monkeypatch.setattr(engine, "ENGINE_VERSION", "other")
    with (
        override("en"),
        pytest.raises(SchedulerError, match=f"have engine {theirs} and this is other"),
        scheduler_at(cluster.scheduler_address),
    ):
        pass


@pytest.mark.django_db
def test_the_command_hands_its_blocks_to_a_cluster(cluster):
    factories.small_province()
    said = StringIO()
    options = {"process": "palm_oil_mill", "cell_size_m": "1000", "stdout": said}
    call_command("suggest", scheduler=cluster.scheduler_address, **options)
    call_command("suggest", **options)
    there, here = SitingRun.objects.order_by("created_at")
    assert there.status == here.status == RunStatus.SUGGESTED
    assert there.input_hash == here.input_hash
    assert [s.parts for s in there.sites.all()] == [s.parts for s in here.sites.all()]
    with pytest.raises(CommandError, match="tcp://"):
        call_command("suggest", scheduler="here", **options)


@pytest.mark.django_db
def test_a_job_whose_cluster_is_away_fails_with_the_reason(settings):
    factories.small_province()
    run = jobs.siting_run_queue(SitingParameters(process="palm_oil_mill", cell_size_m=1000))
    settings.SCHEDULER = "nowhere"
    jobs.siting_run_task(run_id=str(run.pk))
    run.refresh_from_db()
    assert run.status == RunStatus.FAILED
    assert "nowhere" in run.message
