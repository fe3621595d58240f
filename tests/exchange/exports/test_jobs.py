import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from gisapp import conf
from gisapp.exchange.exporters.errors import ExportStateError, TooManyExportsError, UnknownExportError
from gisapp.exchange.exports import jobs
from gisapp.exchange.exports.planning import plan_make
from gisapp.exchange.exports.request import request_parse
from layers.models import DataExport, ExportState
from layers.services.data_exports import data_export_cancel
from tests import factories

pytestmark = pytest.mark.django_db


def queued(f="geojson", *layers):
    return jobs.export_queue(plan_make(request_parse({"layers": layers or ["facilities"], "f": f, "language": "en"})))


def done(export):
    jobs.export_task(export_id=str(export.pk))
    export.refresh_from_db()
    return export


def folders():
    return {one.name for one in (Path(settings.MEDIA_ROOT) / jobs.FOLDER).glob("*")}


def test_a_job_makes_the_file_and_tells_of_it(furnished):
    export = queued()
    assert export.state == ExportState.QUEUED
    with pytest.raises(ExportStateError, match="no file"):
        jobs.export_path(export)
    done(export)
    assert (export.state, export.progress) == (ExportState.READY, 1.0)
    assert jobs.export_path(export).stat().st_size == export.size_bytes


def test_the_same_question_is_the_same_job_until_the_data_change(furnished):
    first = queued()
    assert queued().pk == first.pk
    done(first)
    assert queued().pk == first.pk
    factories.facility("new", 115.1, -3.0)
    assert queued().pk != first.pk


def test_a_full_queue_refuses(furnished, monkeypatch):
    monkeypatch.setattr(conf, "MAX_QUEUED_EXPORTS", 1)
    queued("geojson")
    with pytest.raises(TooManyExportsError, match="1 exports are waiting, the limit is 1"):
        queued("gpkg")


def test_a_job_that_is_cancelled_before_it_begins_is_left_alone(furnished):
    export = queued()
    jobs.export_cancel(export)
    assert done(export).state == ExportState.CANCELLED
    assert str(export.pk) not in folders()


def test_a_job_that_is_cancelled_on_the_way_leaves_no_file(furnished, monkeypatch):
    monkeypatch.setattr(jobs, "_LEAST_INTERVAL_S", 0.0)
    export = queued()
    told = jobs.data_export_progress

    def cancelled_meanwhile(export_id, share, *, stage):
        data_export_cancel(export_id)
        return told(export_id, share, stage=stage)

    monkeypatch.setattr(jobs, "data_export_progress", cancelled_meanwhile)
    for f in ("geojson", "gpkg"):
        export = queued(f)
        assert done(export).state == ExportState.CANCELLED
        assert str(export.pk) not in folders()


def test_a_job_that_cannot_be_done_tells_why(furnished):
    export = queued()
    from layers.models import Facility

    Facility.objects.all().delete()
    assert done(export).state == ExportState.FAILED
    assert "a filter that some row of facilities meets" in export.message
    with pytest.raises(ExportStateError):
        jobs.export_cancel(export)


def test_a_file_that_is_ready_can_be_removed(furnished):
    export = done(queued())
    jobs.export_cancel(export)
    assert str(export.pk) not in folders()
    with pytest.raises(UnknownExportError):
        jobs.export_get(str(export.pk))


def test_old_files_go_by_number_bytes_and_age(furnished, monkeypatch):
    kept = [done(queued(f)) for f in ("geojson", "fgb", "parquet", "gpkg")]
    DataExport.objects.filter(pk=kept[0].pk).update(created_at=timezone.now() - timedelta(hours=25))
    jobs.exports_prune()
    assert folders() == {str(one.pk) for one in kept[1:]}
    monkeypatch.setattr(conf, "EXPORTS_KEPT", 2)
    jobs.exports_prune()
    assert folders() == {str(one.pk) for one in kept[2:]}
    monkeypatch.setattr(conf, "EXPORTS_KEPT_BYTES", kept[3].size_bytes)
    jobs.exports_prune()
    assert folders() == {str(kept[3].pk)}


def test_no_job_of_no_id():
    for text in ("x", str(uuid.uuid4())):
        with pytest.raises(UnknownExportError, match="files are kept for 24 hours"):
            jobs.export_get(text)
