"""Points: what the cells of their coordinates hold, and that each row has one."""

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gisapp.exchange.checks.shapes import POINTS, coordinates_check, present_check, shaped, type_check, unshaped
from gisapp.exchange.coordinates import numbers_of
from gisapp.exchange.intake import POINT_FIELDS, Intake
from gisapp.exchange.report import shown


def points_check(intake: Intake, *, field: str) -> None:
    """Refuse rows without one possible point; those of the others become a Point."""
    _cells_check(intake)
    present_check(intake, field=field)
    type_check(intake, field=field, wanted=POINTS)
    _single_check(intake, field=field)
    coordinates_check(intake, field=field)


def _cells_check(intake: Intake) -> None:
    """Say which cell of a row is no coordinate, where they come of cells."""
    if intake.geometry is None:
        return
    absent = np.flatnonzero(shapely.is_missing(intake.geometry))
    for axis in POINT_FIELDS:
        if axis not in intake.mapper.column_of:
            continue
        cells = [intake.cells[axis][at] for at in absent.tolist()]
        wrong = np.flatnonzero(np.isnan(numbers_of(cells, [0.0] * len(cells))[0]))
        intake.tell(
            absent[wrong],
            "invalid_coordinate",
            field=axis,
            value=[shown(cells[at]) for at in wrong.tolist()],
            limit=_("degrees, or metres of the CRS"),
            fix=_("Fill it in, or delete the row."),
        )


def _single_check(intake: Intake, *, field: str) -> None:
    """Refuse several points in a row."""
    at, geometry = np.flatnonzero(intake.is_shaped), shaped(intake)
    count = shapely.get_num_geometries(geometry)
    several = count != 1
    unshaped(intake, at[several])
    intake.tell(
        at[several],
        "wrong_type",
        field=field,
        value=[_("%(count)d points") % {"count": one} for one in count[several]],
        limit=_("one point"),
        fix=_("Make a row of each point."),
    )
    if intake.geometry is not None:
        intake.geometry[at[~several]] = shapely.get_geometry(geometry[~several], 0)
