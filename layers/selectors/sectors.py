"""Reads of sector statistics and linkages."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from layers.models import SectorLinkage, SectorStatistic

# Rows that hold the whole of a region, such as its product per head, and no section.
WHOLE = "TOTAL"


@dataclass(frozen=True, slots=True)
class SeriesCoverage:
    """How many figures of districts one series holds in one year."""

    measure: str
    series: str
    unit: str
    year: int
    figures: int


def sector_coverage() -> list[SeriesCoverage]:
    """Return the coverage of every series by section and year; one query."""
    rows = (
        SectorStatistic.objects.order_by("measure", "series", "unit", "year")
        .exclude(section=WHOLE)
        .values_list("measure", "series", "unit", "year")
        .annotate(figures=Count("pk", filter=Q(value__isnull=False, district__isnull=False)))
    )
    return [SeriesCoverage(*row) for row in rows]


def sector_figures(*, measure: str, series: str, years: Collection[int]) -> QuerySet[SectorStatistic]:
    """Return the figures of one series by section, of districts, province and nation."""
    return (
        SectorStatistic.objects.filter(measure=measure, series=series, year__in=years)
        .exclude(section=WHOLE)
        .order_by("year", "region_code", "section")
    )


def per_head_figures() -> QuerySet[SectorStatistic]:
    """Return the product per head of regions, all series and years."""
    return SectorStatistic.objects.filter(section=WHOLE, measure__endswith="_per_capita").order_by(
        "year", "series", "region_code"
    )


def linkage_list(region_code: str) -> QuerySet[SectorLinkage]:
    """Return the industries of the newest input-output table of a region, in the order of the table."""
    newest = SectorLinkage.objects.filter(region_code=region_code).order_by("-year").values("year")[:1]
    return SectorLinkage.objects.filter(region_code=region_code, year__in=newest).order_by("io_code")


def wholes_published() -> QuerySet[SectorStatistic]:
    """Return figures of measures that are published of the province or nation alone, newest first."""
    of_districts = SectorStatistic.objects.filter(district__isnull=False).values("measure")
    return (
        SectorStatistic.objects.filter(value__isnull=False)
        .exclude(measure__in=of_districts)
        .order_by("-year", "measure", "series", "region_code", "section")
    )
