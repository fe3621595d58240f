"""Lines: of some length, all multilines."""

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gisapp.exchange.checks.shapes import LINES, coordinates_check, present_check, shaped, type_check, unshaped
from gisapp.exchange.intake import Intake


def lines_check(intake: Intake, *, field: str) -> None:
    """Refuse rows without a line of some length; the others become multilines without parts of no length."""
    present_check(intake, field=field)
    type_check(intake, field=field, wanted=LINES)
    coordinates_check(intake, field=field)
    _length_check(intake, field=field)


def _length_check(intake: Intake, *, field: str) -> None:
    at, geometry = np.flatnonzero(intake.is_shaped), shaped(intake)
    flat = ~(shapely.length(geometry) > 0)
    unshaped(intake, at[flat])
    intake.tell(
        at[flat],
        "no_length",
        field=field,
        value=[one.geom_type for one in geometry[flat]],
        limit=_("a line of some length"),
        fix=_("Delete the row, or draw the line."),
    )
    if intake.geometry is not None:
        parts, of = shapely.get_parts(geometry[~flat], return_index=True)
        real = shapely.length(parts) > 0
        intake.geometry[at[~flat]] = shapely.multilinestrings(parts[real], indices=of[real])
