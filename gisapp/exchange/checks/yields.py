"""Tonnes and hectares that cannot be: against what the commodity yields, and what is drawn."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp import conf
from gisapp.exchange.intake import Intake
from gisapp.geo.areas import geodesic_areas_m2
from gisapp.geo.units import M2_PER_HA
from layers.models import Commodity, FindingLevel

_M_PER_DEGREE = 111_195.0
# A rough area is within this of the true one, in the tropics and for what is smaller than a district.
_ROUGHNESS = 0.95
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
                for one in at.tolist()
            ],
            fix=_("Look at the units of tonnes and hectares, and correct the row."),
            level=level,
        )


def planted_check(intake: Intake, *, stated_ha: Floats) -> None:
    """Warn of areas that are larger than what is drawn.

    Parameters
    ----------
    stated_ha
        (n,) ha, NaN where a row has none.
    """
    if intake.geometry is None:
        return
    stated = np.flatnonzero(intake.is_shaped & ~np.isnan(stated_ha))
    likely = stated[stated_ha[stated] > _rough_ha(intake.geometry[stated]) * conf.PLANTED_OF_DRAWN_LIMIT * _ROUGHNESS]
    drawn_ha = geodesic_areas_m2(intake.geometry[likely]) / M2_PER_HA
    larger = stated_ha[likely] > drawn_ha * conf.PLANTED_OF_DRAWN_LIMIT
    at = likely[larger]
    intake.tell(
        at,
        "area_exceeds_drawing",
        field="area_ha",
        value=[f"{one:.6g} ha" for one in stated_ha[at]],
        limit=[_("%(ha).6g ha as drawn") % {"ha": one} for one in drawn_ha[larger]],
        fix=_("Look at the unit of the area, and at the boundary."),
        level=FindingLevel.WARNING,
    )


def _rough_ha(geometry: NDArray[np.object_]) -> Floats:
    """Return areas of polygons in degrees as if the earth were a sphere and each were small: which to measure."""
    bounds = shapely.bounds(geometry)
    latitude = np.radians((bounds[:, 1] + bounds[:, 3]) / 2)
    return np.asarray(shapely.area(geometry) * np.cos(latitude) * _M_PER_DEGREE**2 / M2_PER_HA, dtype=np.float64)


def numbers(values: Sequence[Any]) -> Floats:
    """Return values as numbers, NaN where there is none."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _ranges(commodities: Sequence[Commodity | None]) -> tuple[Floats, Floats]:
    """Return lowest and highest yield of each, NaN where none is known per hectare."""
    # Rows of one commodity share one object, which is much quicker to look up than its value.
    known = {id(one): _range(one) for one in {id(one): one for one in commodities}.values()}
    pairs = np.array([known[id(one)] for one in commodities], dtype=np.float64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _range(commodity: Commodity | None) -> tuple[float, float]:
    if commodity is None or commodity.yield_unit not in YIELD_UNITS:
        return np.nan, np.nan
    ends = [commodity.yield_low, commodity.yield_mid, commodity.yield_high]
    known = [one for one in ends if one is not None]
    return (min(known), max(known)) if known else (np.nan, np.nan)
