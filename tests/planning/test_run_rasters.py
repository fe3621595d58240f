import os
import stat
import time
import uuid
from pathlib import Path

import numpy as np
import pytest
import rasterio

from gisapp import conf
from gisapp.planning import run_rasters
from gisapp.planning.errors import RasterError
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.services import siting_run_create, siting_run_execute
from layers.models import RunRaster, RunStatus, SitingRun
from tests import factories

pytestmark = pytest.mark.django_db


def executed(**parameters):
    chosen = SitingParameters(process="palm_oil_mill", cell_size_m=1000, **parameters)
    return siting_run_execute(siting_run_create(chosen).pk)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def files_in(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*.tif")}


def test_an_answer_leaves_its_rasters(tmp_path):
    factories.small_province()
    run = executed()
    by_kind = {raster.kind: raster for raster in run.rasters.all()}
    assert by_kind.keys() == {"suitability", "exclusion"}
    assert files_in(tmp_path) == {f"runs/{run.pk}/suitability.tif", f"runs/{run.pk}/exclusion.tif"}
    suitability = by_kind["suitability"]
    assert stat.S_IMODE(Path(suitability.file.path).stat().st_mode) == 0o644
    assert (suitability.crs, suitability.cell_size_m) == ("EPSG:32750", 1000)
    west, south, east, north = suitability.extent.extent
    assert west < factories.WEST < factories.EAST < east
    assert south < factories.SOUTH < factories.NORTH < north
    with rasterio.open(suitability.file.path) as dataset:
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        band = dataset.read(1)
    best = run.sites.get(rank=1)
    assert np.nanmax(band) <= 1
    with rasterio.open(suitability.file.path) as dataset:
        x, y = best.location.transform(32750, clone=True).coords
        # The best site stands where plants fit, and where looking for them began: among the best tenth.
        assert next(dataset.sample([(x, y)]))[0] >= np.nanquantile(band, 0.9)


def test_a_refusal_leaves_them_too():
    factories.small_province()
    run = executed(size_per_year=5_000_000)
    assert run.status == RunStatus.REFUSED
    assert run.rasters.count() == 2


def test_equal_questions_leave_equal_bytes():
    factories.small_province()
    first, second = executed(), executed()
    assert list(first.rasters.order_by("kind").values_list("sha256")) == list(
        second.rasters.order_by("kind").values_list("sha256")
    )


def test_only_the_newest_are_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(conf, "RUNS_WITH_RASTERS", 2)
    factories.small_province()
    runs = [executed() for _ in range(3)]
    assert set(RunRaster.objects.values_list("run", flat=True)) == {runs[1].pk, runs[2].pk}
    assert {name.split("/")[1] for name in files_in(tmp_path)} == {str(runs[1].pk), str(runs[2].pk)}


def test_what_belongs_to_no_run_goes_once_it_is_old(tmp_path):
    factories.small_province()
    gone = executed()
    SitingRun.objects.filter(pk=gone.pk).delete()
    under_way = tmp_path / "runs" / str(uuid.uuid4())
    under_way.mkdir()
    hours_ago = time.time() - 2 * run_rasters.ORPHAN_AGE_S
    os.utime(tmp_path / "runs" / str(gone.pk), (hours_ago, hours_ago))
    kept = executed()
    assert {path.name for path in (tmp_path / "runs").iterdir()} == {str(kept.pk), under_way.name}


def test_larger_grids_leave_none(monkeypatch, tmp_path):
    monkeypatch.setattr(conf, "RUN_RASTER_MAX_CELLS", 100)
    factories.small_province()
    run = executed()
    assert run.status == RunStatus.SUGGESTED
    assert not run.rasters.exists()
    assert files_in(tmp_path) == set()


def test_a_full_disk_costs_no_answer(monkeypatch, caplog):
    def full(*_args):
        raise RasterError("no space left on device")

    monkeypatch.setitem(run_rasters._WRITERS, "suitability", full)
    factories.small_province()
    run = executed()
    assert run.status == RunStatus.SUGGESTED
    assert not run.rasters.exists()
    assert "no space left" in caplog.text
