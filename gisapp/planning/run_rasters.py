"""The rasters of a run, kept for maps and for other GIS: suitability and reasons as cloud-optimized GeoTIFF.

They are made once the answer is stored, so that nobody waits for them, and those of the newest runs are kept.
"""

import hashlib
import logging
import shutil
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.geo.crs import authority_code
from gisapp.geo.raster_grid import bounds_degrees
from gisapp.planning.adapters import PlanningInput
from gisapp.planning.errors import RasterError, RunRasterError
from gisapp.planning.prepared import prepared_for
from gisapp.planning.suitability_files import exclusions_write, suitability_write
from gisapp.siting.grid import grid_of
from gisapp.siting.suitability import suitability_map
from layers.models import RunRaster, RunRasterKind, RunStatus, SitingRun
from layers.models.siting_run import UNFINISHED
from layers.services.run_rasters import run_rasters_prune, run_rasters_replace

logger = logging.getLogger(__name__)

FOLDER = "runs"
# What lies there without a row for longer than this belongs to no run that is being stored.
ORPHAN_AGE_S = 3_600.0
_WRITERS = {RunRasterKind.SUITABILITY: suitability_write, RunRasterKind.EXCLUSION: exclusions_write}


def run_rasters_store(run_id: uuid.UUID, given: PlanningInput) -> None:
    """Write the rasters of an answered run, and remove those of the oldest.

    A run is none the worse without them: what stands in the way is logged. Grids of more than
    `conf.RUN_RASTER_MAX_CELLS` are left out.
    """
    n_row, n_col = grid_of(given.problem.study_area).shape
    if n_row * n_col > conf.RUN_RASTER_MAX_CELLS:
        logger.info("run %s: %d x %d cells are too many to keep as rasters", run_id, n_row, n_col)
        return
    try:
        run_rasters_replace(run_id, _written(run_id, given))
    except (RasterError, OSError) as error:
        logger.warning("run %s: its rasters are not kept: %s", run_id, error)
    for removed in run_rasters_prune(runs_kept=conf.RUNS_WITH_RASTERS):
        shutil.rmtree(_folder(removed), ignore_errors=True)
    _remove_orphans()


def run_raster_get(run: SitingRun, kind: RunRasterKind) -> RunRaster:
    """Return a raster of a run, its file in place.

    Raises
    ------
    RunRasterError
        If there is none; the message tells why.
    """
    raster = run.rasters.filter(kind=kind).first()
    if raster is not None and Path(raster.file.path).exists():
        return raster
    raise RunRasterError(_why_absent(run))


def _why_absent(run: SitingRun) -> str:
    if run.status in UNFINISHED:
        return _("The run %(id)s is not over yet: its rasters are written after its answer.") % {"id": run.pk}
    if run.status in (RunStatus.FAILED, RunStatus.CANCELLED):
        return _("The run %(id)s has no answer, and so no rasters.") % {"id": run.pk}
    return _(
        "The rasters of the run %(id)s are not kept: those of the newest %(runs)d runs are, of at most %(cells)d"
        " million cells. Ask the same question again to have them made anew."
    ) % {"id": run.pk, "runs": conf.RUNS_WITH_RASTERS, "cells": conf.RUN_RASTER_MAX_CELLS // 1_000_000}


def _written(run_id: uuid.UUID, given: PlanningInput) -> list[RunRaster]:
    found = suitability_map(given.problem, prepared_for(given))
    folder = _folder(run_id)
    folder.mkdir(parents=True, exist_ok=True)
    rasters = []
    for kind, write in _WRITERS.items():
        path = folder / f"{kind.value}.tif"
        write(path, given, found)
        rasters.append(
            RunRaster(
                run_id=run_id,
                kind=kind,
                file=f"{FOLDER}/{run_id}/{path.name}",
                sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
                crs=authority_code(given.problem.study_area.srid),
                cell_size_m=found.mask.grid.cell_m,
                extent=Polygon.from_bbox(bounds_degrees(path)),
            )
        )
    return rasters


def _remove_orphans() -> None:
    """Remove what belongs to no run: it was deleted, or its worker died on the way."""
    known = {str(run_id) for run_id in RunRaster.objects.values_list("run", flat=True)}
    for folder in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*"):
        if folder.name not in known and folder.stat().st_mtime < time.time() - ORPHAN_AGE_S:
            shutil.rmtree(folder, ignore_errors=True)


def _folder(run_id: uuid.UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / str(run_id)
