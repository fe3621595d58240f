"""Writes of the rasters of runs: the newest are kept, the rest go."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from layers.models import RunRaster


@transaction.atomic
def run_rasters_replace(run_id: uuid.UUID, rasters: Sequence[RunRaster]) -> None:
    """Store the rasters of a run in place of any that it had; their files lie in the media folder already."""
    RunRaster.objects.filter(run=run_id).delete()
    RunRaster.objects.bulk_create(rasters)


def run_rasters_prune(*, runs_kept: int) -> list[uuid.UUID]:
    """Remove the rows of all but the newest runs with rasters; return the runs that have none any more."""
    newest = RunRaster.objects.order_by().values("run").annotate(at=Max("created_at")).order_by("-at", "run")
    removed = [row["run"] for row in newest[runs_kept:]]
    RunRaster.objects.filter(run__in=removed).delete()
    return removed
