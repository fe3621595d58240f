"""Sector statistics small enough to reckon by hand: three districts, four sections, two years.

Billion IDR at constant prices. The province is the sum of the districts, the nation another mix.

======== ====== ====== ====== ======
2020         A      B      C      D
======== ====== ====== ====== ======
6301        40     30     20     10
6302        10     20     60     10
6303        50     50     20     80
province   100    100    100    100
nation     200    100    600    100
======== ====== ====== ====== ======
"""

from typing import Any

from layers.models import District, ProductionStatistic, SectorStatistic
from tests import factories

SERIES = "table, constant prices"
SECTIONS = ("A", "B", "C", "D")
FIGURES_2020 = {
    "6301": (40, 30, 20, 10),
    "6302": (10, 20, 60, 10),
    "6303": (50, 50, 20, 80),
    "63": (100, 100, 100, 100),
    "00": (200, 100, 600, 100),
}
FIGURES_2022 = {
    "6301": (44, 30, 30, 10),
    "6302": (11, 24, 66, 12),
    "6303": (55, 46, 24, 78),
    "63": (110, 100, 120, 100),
    "00": (210, 100, 660, 110),
}


def districts() -> dict[str, Any]:
    """Store three districts side by side and return them by code."""
    return {
        code: factories.district(code, west=115.0 + 0.4 * k, east=115.4 + 0.4 * k)
        for k, code in enumerate(("6301", "6302", "6303"))
    }


def figure(region: str, section: str, year: int, value: float | None, **fields: Any) -> SectorStatistic:
    values = {
        "series": SERIES,
        "measure": "grdp_constant_2010",
        "unit": "billion IDR",
        "status": "revised",
        "section_name_id": f"Seksi {section}",
        "section_name_en": f"Section {section}",
        "district": District.objects.filter(code=region).first(),
    }
    return SectorStatistic.objects.create(
        region_code=region, section=section, year=year, value=value, **{**values, **factories.SOURCE, **fields}
    )


def table(year: int, figures: dict[str, tuple[float | None, ...]], **fields: Any) -> None:
    for region, values in figures.items():
        for section, value in zip(SECTIONS, values, strict=True):
            figure(region, section, year, value, **fields)


def small_statistics() -> dict[str, Any]:
    """Store districts and both years."""
    stored = districts()
    table(2020, FIGURES_2020)
    table(2022, FIGURES_2022)
    return stored


def per_head(region: str, year: int, value: float) -> SectorStatistic:
    return figure(
        region,
        "TOTAL",
        year,
        value,
        measure="grdp_current_per_capita",
        series="per head",
        unit="thousand IDR",
    )


def production(commodity: Any, region: str, value: float, **fields: Any) -> ProductionStatistic:
    values = {"year": 2022, "series": "survey", "measure": "production_t", "unit": "t"}
    return ProductionStatistic.objects.create(
        commodity=commodity,
        region_code=region,
        value=value,
        district=District.objects.filter(code=region).first(),
        **{**values, **factories.SOURCE, **fields},
    )
