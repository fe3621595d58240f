"""Geometries that are stored already."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db import models
from django.db.models import F, FloatField, Func
from django.utils.translation import gettext as _

from gisapp.exchange.checks.shapes import unshaped
from gisapp.exchange.intake import Intake
from layers.geometry import shape_of

_SIDES = ("ST_XMin", "ST_YMin", "ST_XMax", "ST_YMax")


def stored_shapes_check(intake: Intake, stored: models.QuerySet[Any], *, field: str, alike: Sequence[str]) -> None:
    """Refuse rows whose geometry is stored, with the same in some fields.

    Parameters
    ----------
    stored
        Rows of the layer that may be the same.
    alike
        Fields that must be the same; links are compared by what they link to.
    """
    at = np.flatnonzero(intake.is_shaped & intake.is_good)
    if intake.geometry is None or not at.size:
        return
    sides = {side.lower(): Func(F(field), function=side, output_field=FloatField()) for side in _SIDES}
    of_box: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for pk, *key in stored.annotate(**sides).values_list("pk", *sides, *alike):
        of_box[tuple(key)].append(pk)
    if not of_box:
        return
    bounds = shapely.bounds(intake.geometry[at])
    others = [[getattr(value, "pk", value) for value in intake.values[name]] for name in alike]
    likely = {
        position: of_box[key]
        for position, box in zip(at.tolist(), bounds.tolist(), strict=True)
        if (key := (*box, *(column[position] for column in others))) in of_box
    }
    _compare(intake, stored, likely=likely, field=field)


def _compare(intake: Intake, stored: models.QuerySet[Any], *, likely: dict[int, list[int]], field: str) -> None:
    wanted = {pk for pks in likely.values() for pk in pks}
    shapes = {
        pk: shapely.normalize(shape_of(shape)) for pk, shape in stored.filter(pk__in=wanted).values_list("pk", field)
    }
    assert intake.geometry is not None  # noqa: S101 - the caller has seen it
    same = {
        position: pk
        for position, pks in likely.items()
        for pk in pks
        if shapely.equals_identical(shapely.normalize(intake.geometry[position]), shapes[pk])
    }
    found = np.array(sorted(same), dtype=np.int64)
    unshaped(intake, found)
    intake.tell(
        found,
        "stored_already",
        field=field,
        limit=[_("not stored yet; number %(number)d is the same") % {"number": same[at]} for at in found.tolist()],
        fix=_("Leave the row out, or choose “The file takes the place of what is stored” (--replace)."),
    )
