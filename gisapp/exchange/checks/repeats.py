"""The same key, or the same geometry, twice in a file."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.checks.shapes import unshaped
from gisapp.exchange.intake import Intake
from gisapp.exchange.report import shown
from layers.models import FindingLevel

Key = Hashable


def key_check(intake: Intake, *, fields: Sequence[str]) -> None:
    """Refuse rows whose key an earlier good row has; a row that lacks a part of it is passed over."""
    columns = zip(*(intake.values[name] for name in fields), strict=True)
    keys = [
        key if is_good and None not in key and "" not in key else None
        for key, is_good in zip(columns, intake.is_good.tolist(), strict=True)
    ]
    again, first = _again(keys)
    intake.tell(
        again,
        "duplicate_key",
        field=", ".join(fields),
        value=[" ".join(shown(part) for part in keys[at] or ()) for at in again],
        limit=[_("once in the file; row %(row)d has it too") % {"row": intake.rows[at]} for at in first],
        fix=_("Delete one of the two rows."),
    )


def geometry_check(
    intake: Intake, *, field: str, alike: Sequence[str], level: str = FindingLevel.ERROR, is_directed: bool = False
) -> None:
    """Tell of geometries that an earlier good row has, which is the same in some fields.

    Parameters
    ----------
    alike
        Fields that must be the same for two rows to be twice the same.
    is_directed
        Whether a line the other way round is another one.
    """
    if intake.geometry is None:
        return
    at = np.flatnonzero(intake.is_shaped & intake.is_good)
    same_box = at[_repeated(shapely.bounds(intake.geometry[at]))]
    drawn = intake.geometry[same_box]
    shapes = shapely.to_wkb(drawn if is_directed else shapely.normalize(drawn))
    others = [intake.values[name] for name in alike]
    keys = [
        (shape, *(column[position] for column in others))
        for shape, position in zip(shapes, same_box.tolist(), strict=True)
    ]
    again, first = _again(keys)
    repeated = same_box[again]
    if level == FindingLevel.ERROR:
        unshaped(intake, repeated)
    intake.tell(
        repeated,
        "duplicate_geometry",
        field=field,
        limit=[_("once in the file; row %(row)d has it too") % {"row": intake.rows[same_box[one]]} for one in first],
        fix=_("Delete one of the two rows."),
        level=level,
    )


def _again(keys: Sequence[Key | None]) -> tuple[list[int], list[int]]:
    """Return the positions of keys that came before, and where each came first."""
    positions: dict[Key, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        if key is not None:
            positions[key].append(at)
    pairs = sorted((at, found[0]) for found in positions.values() for at in found[1:])
    return [at for at, _first in pairs], [first for _at, first in pairs]


def _repeated(bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which rows of an array occur more than once."""
    if not len(bounds):
        return np.zeros(0, bool)
    _rows, of, count = np.unique(bounds, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(count[of.reshape(-1)] > 1)
