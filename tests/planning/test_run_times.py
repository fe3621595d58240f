from datetime import timedelta

import pytest
from django.utils import timezone

from gisapp.planning.run_times import RunTime, run_times_read
from layers.models import Process, RunStatus, SitingRun
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_median_of_answered_runs_is_told_by_kind_and_number():
    factories.small_province()
    process = Process.objects.get(code="palm_oil_mill")
    now = timezone.now()
    for seconds, plants, status in [
        (2, 1, RunStatus.SUGGESTED),
        (4, 1, RunStatus.REFUSED),
        (9, 1, RunStatus.SUGGESTED),
        (30, 5, RunStatus.SUGGESTED),
        (99, 5, RunStatus.FAILED),
    ]:
        SitingRun.objects.create(
            process=process,
            parameters={"plants": plants},
            status=status,
            started_at=now,
            finished_at=now + timedelta(seconds=seconds),
        )
    assert run_times_read() == (RunTime("palm_oil_mill", 1, 4.0, 3), RunTime("palm_oil_mill", 5, 30.0, 1))
