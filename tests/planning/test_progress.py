import uuid

import pytest

from gisapp.planning import progress
from gisapp.planning.presentation import run_document
from gisapp.siting.execution import Stage
from layers.models import RunStatus, SitingRun
from layers.services.siting_runs import siting_run_mark_cancelled
from tests import factories


def test_stages_follow_each_other_from_0_to_100_percent():
    begins = [progress.percent_of(stage, 0.0) for stage in (progress.READ, *Stage, progress.STORE)]
    assert begins == sorted(set(begins))
    assert begins[0] > 0
    assert progress.percent_of(progress.STORE, 1.0) == 100
    assert progress.percent_of(Stage.PREPARE, 0.5) == 20


def test_every_stage_has_words():
    labels = {progress.stage_label(stage) for stage in (progress.READ, *Stage, progress.STORE)}
    assert len(labels) == len(Stage) + 2
    assert progress.stage_label("") == progress.stage_label("unknown") == ""


@pytest.fixture
def run():
    run = SitingRun.objects.create(process=factories.small_province(), parameters={}, engine_version="1")
    SitingRun.objects.update(status=RunStatus.RUNNING)
    return run


@pytest.mark.django_db
def test_progress_is_stored_in_percent_and_words_and_never_falls(run):
    follower = progress.Progress(run.pk)
    follower.tell(Stage.PREPARE, 1.0)
    follower.tell(Stage.SOURCES)
    follower.tell(Stage.PREPARE)
    run.refresh_from_db()
    assert (run.progress, run.stage) == (30, Stage.PREPARE)
    assert run_document(run)["stage_label"] == progress.stage_label(Stage.PREPARE)
    assert not follower.should_stop()


@pytest.mark.django_db
def test_blocks_are_told_of_only_now_and_then(run, django_assert_max_num_queries):
    follower = progress.Progress(run.pk)
    with django_assert_max_num_queries(3):
        for block in range(1000):
            follower.tell(Stage.CANDIDATES, block / 1000)


@pytest.mark.django_db
def test_run_that_is_cancelled_or_deleted_is_to_stop(run):
    follower = progress.Progress(run.pk)
    siting_run_mark_cancelled(run.pk)
    follower.tell(Stage.TRAVEL)
    assert follower.should_stop()
    run.refresh_from_db()
    assert (run.status, run_document(run)["stage_label"]) == (RunStatus.CANCELLED, "")
    gone = progress.Progress(uuid.uuid4())
    gone.tell(Stage.TRAVEL)
    assert gone.should_stop()
