"""How finely a question is looked at: the larger the land, the more is told apart, up to what memory bears."""

from dataclasses import dataclass

import shapely

from gisapp import conf
from gisapp.siting.codes import Geometries

_M2_PER_KM2 = 1e6


@dataclass(frozen=True, slots=True)
class Detail:
    """How many groups of sources, and stretches of land, are told apart at most."""

    source_groups: int
    stretches: int


def detail_of(land: Geometries) -> Detail:
    """Return the detail for a study area, polygons in the metric CRS.

    A province of 37,000 km2 gets the least; the whole country the most.
    """
    land_km2 = float(shapely.area(land).sum()) / _M2_PER_KM2
    return Detail(
        source_groups=round(_within(conf.SOURCE_GROUPS, land_km2 / conf.KM2_PER_SOURCE_GROUP)),
        stretches=round(_within(conf.STRETCHES, land_km2 / conf.KM2_PER_STRETCH)),
    )


def _within(limits: conf.Range, value: float) -> float:
    return min(max(value, limits.low), limits.high)
