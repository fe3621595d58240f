"""Source areas as arrays: read in slices, for there may be a million."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import QuerySet

from gisapp.planning.geometry import metric_points
from gisapp.siting import Sources
from layers.models import SourceArea

_SLICE_ROWS = 50_000


def source_areas_read(areas: "QuerySet[SourceArea]", row_of: Mapping[int, int]) -> Sources:
    """Read source areas by ascending id; empty arrays where there are none.

    Parameters
    ----------
    row_of
        Row of `Districts` by the primary key of the district.
    """
    rows = areas.order_by("pk").values_list("pk", "district_id", "annual_tonnes", AsWKB("centre"))
    slices = [_arrays(part, row_of) for part in _slices(rows.iterator(chunk_size=_SLICE_ROWS))] or [_arrays([], row_of)]
    pk, x_m, y_m, tonnes, district = (np.concatenate(column) for column in zip(*slices, strict=True))
    return Sources(id=pk, x_m=x_m, y_m=y_m, supply_t_per_year=tonnes, district=district)


def _slices(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while part := list(islice(rows, _SLICE_ROWS)):
        yield part


def _arrays(rows: list[tuple[Any, ...]], row_of: Mapping[int, int]) -> tuple["np.typing.NDArray[Any]", ...]:
    x_m, y_m = metric_points(row[3] for row in rows)
    return (
        np.array([row[0] for row in rows], dtype=np.int64),
        x_m,
        y_m,
        np.array([row[2] for row in rows], dtype=np.float64),
        np.array([row_of.get(row[1], -1) for row in rows], dtype=np.int64),
    )
