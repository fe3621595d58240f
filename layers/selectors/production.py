"""Reads of production statistics."""

from layers.models import ProductionStatistic


def production_by_district(commodity: str, *, measure: str, year: int, series: str) -> dict[str, float]:
    """Return one measure of a commodity by district code, of one year and one series.

    Figures of several series are never mixed: the series is named in full.
    """
    return dict(
        ProductionStatistic.objects.filter(
            commodity__code=commodity, measure=measure, year=year, series=series, district__isnull=False
        ).values_list("region_code", "value")
    )
