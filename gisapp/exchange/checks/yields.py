"""Tonnes and hectares that cannot be: against what the commodity yields, and what is drawn."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp import conf
from gisapp.exchange.intake import Intake
from layers.models import Commodity, FindingLevel

YIELD_UNITS = frozenset({"t/ha/yr", "t/ha"})
Floats = NDArray[np.float64]


def yields_check(intake: Intake, *, commodity: Sequence[Commodity | None], tonnes: Floats, area_ha: Floats) -> None:
    """Refuse tonnes per hectare far above what the commodity yields; warn where they are far below.

    Parameters
    ----------
    tonnes, area_ha
        (n,) t/yr and ha; NaN where a row has none.
    """
    low, high = _ranges(commodity)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = tonnes / area_ha
        above = np.flatnonzero((found > high * conf.ABSURD_YIELD_FACTOR) & (tonnes > 0))
        below = np.flatnonzero((found < low / conf.ABSURD_YIELD_FACTOR) & (area_ha > 0))
    limit = _("%(low)g to %(high)g t/ha/yr for %(commodity)s, or %(factor)g times less or more")
    for at, level in ((above, FindingLevel.ERROR), (below, FindingLevel.WARNING)):
        intake.tell(
            at,
            "absurd_yield",
            field="annual_tonnes",
            value=[f"{one:.4g} t/ha" for one in found[at]],
            limit=[
                limit
                % {"low": low[one], "high": high[one], "commodity": commodity[one], "factor": conf.ABSURD_YIELD_FACTOR}
                for one in at
            ],
            fix=_("Look at the units of tonnes and hectares, and correct the row."),
            level=level,
        )


def planted_check(intake: Intake, *, stated_ha: Floats, drawn_ha: Floats) -> None:
    """Warn of areas that are larger than what is drawn."""
    with np.errstate(invalid="ignore"):
        at = np.flatnonzero(stated_ha > drawn_ha * conf.PLANTED_OF_DRAWN_LIMIT)
    intake.tell(
        at,
        "area_exceeds_drawing",
        field="area_ha",
        value=[f"{one:.6g} ha" for one in stated_ha[at]],
        limit=[_("%(ha).6g ha as drawn") % {"ha": one} for one in drawn_ha[at]],
        fix=_("Look at the unit of the area, and at the boundary."),
        level=FindingLevel.WARNING,
    )


def numbers(values: Sequence[Any]) -> Floats:
    """Return values as numbers, NaN where there is none."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _ranges(commodities: Sequence[Commodity | None]) -> tuple[Floats, Floats]:
    """Return lowest and highest yield of each, NaN where none is known per hectare."""
    known = {one: _range(one) for one in set(commodities)}
    pairs = np.array([known[one] for one in commodities], dtype=np.float64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _range(commodity: Commodity | None) -> tuple[float, float]:
    if commodity is None or commodity.yield_unit not in YIELD_UNITS:
        return np.nan, np.nan
    ends = [commodity.yield_low, commodity.yield_mid, commodity.yield_high]
    known = [one for one in ends if one is not None]
    return (min(known), max(known)) if known else (np.nan, np.nan)
