"""Product per head of districts and of the region that they are compared with."""

from dataclasses import dataclass

import numpy as np
from django.conf import settings

from gisapp.planning.potentials.questions import Base
from gisapp.planning.potentials.series import NATION
from gisapp.planning.potentials.tables import Tables
from gisapp.potential import Floats
from layers.selectors.sectors import per_head_figures


@dataclass(frozen=True, slots=True, eq=False)
class PerHead:
    """Product per head in one series and year: the newest at or before the end of the period.

    Attributes
    ----------
    districts
        (n_region,) in `unit`; NaN where not recorded.
    base
        Of the region compared with; NaN where not recorded.
    year
        None where no figure was found.
    """

    districts: Floats
    base: float
    unit: str
    series: str
    source: str
    year: int | None


def per_head_read(tables: Tables, *, from_year: int = 0) -> PerHead:
    """Read product per head for the regions of some tables; one query.

    Of the years up to that of the tables the newest is taken, of its series the most complete.

    Parameters
    ----------
    from_year
        No earlier figures are taken.
    """
    codes = [code for code, _name in tables.now.regions]
    base_code = settings.PROVINCE_CODE if tables.kind is Base.PROVINCE else NATION
    found: dict[tuple[int, str, str], dict[str, float]] = {}
    source_of: dict[tuple[int, str, str], str] = {}
    for row in per_head_figures().filter(year__gte=from_year, year__lte=tables.now.year, value__isnull=False):
        key = (row.year, row.series, row.unit)
        found.setdefault(key, {})[row.region_code] = float(row.value or 0)
        source_of[key] = row.source
    nothing = np.full(len(codes), np.nan)
    if not found:
        return PerHead(nothing, np.nan, unit="", series="", source="", year=None)
    best = max(found, key=lambda one: (one[0], len(found[one]), one[1]))
    figures = found[best]
    return PerHead(
        districts=np.array([figures.get(code, np.nan) for code in codes], dtype=np.float64),
        base=figures.get(base_code, np.nan),
        unit=best[2],
        series=best[1],
        source=source_of[best],
        year=best[0],
    )
