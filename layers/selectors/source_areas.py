"""Reads of source areas."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from layers.models import FULL_BAND, District, SourceArea, SourceOrigin

# Breaks are told to so many digits: more would claim an exactness that classes do not have.
BREAK_DIGITS = 3


def density_breaks(commodity: str = "", *, class_count: int) -> tuple[float, ...]:
    """Return the upper ends of all classes but the last, in t/km2/yr, so that each holds about as many source areas.

    Parameters
    ----------
    commodity
        Code of the only commodity looked at; empty for all together.
    class_count
        Largest number of classes; there are fewer where densities repeat.
    """
    shares = [number / class_count for number in range(1, class_count)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT percentile_cont(%s::double precision[]) WITHIN GROUP (ORDER BY density_t_per_km2),
                   min(density_t_per_km2), max(density_t_per_km2)
            FROM layers_sourceareashape WHERE band = %s AND (%s = '' OR commodity = %s)
            """,
            [shares, FULL_BAND, commodity, commodity],
        )
        found, least, greatest = cursor.fetchone() or (None, 0.0, 0.0)
    rounded = [float(f"{one:.{BREAK_DIGITS}g}") for one in found or ()]
    return tuple(one for one in dict.fromkeys(rounded) if least < one < greatest)


def commodity_of_most(district: District) -> str:
    """Return the code of the commodity of which a district yields most tonnes a year; empty where none is recorded."""
    totals = (
        SourceArea.objects.filter(district=district)
        .values_list("commodity__code")
        .annotate(total=Sum("annual_tonnes"))
        .order_by("-total", "commodity__code")
    )
    return next((code for code, total in totals if total), "")


def source_areas_counted_twice(areas: Sequence[SourceArea]) -> QuerySet[SourceArea]:
    """Return stored areas that say the same as these by another way.

    A statistic spread over a district holds all of its supply: neither a survey nor another
    statistic of the same commodity and district may be added to it.
    """
    same = source_areas_of_same_supply(areas)
    if any(area.origin == SourceOrigin.DISAGGREGATED for area in areas):
        return same
    return same.filter(origin=SourceOrigin.DISAGGREGATED)


def source_areas_of_same_supply(areas: Sequence[SourceArea]) -> QuerySet[SourceArea]:
    """Return stored areas of the same commodities in the same districts."""
    pairs = {(area.commodity_id, area.district_id) for area in areas}
    districts_of: dict[int, list[int | None]] = {}
    for commodity_id, district_id in pairs:
        districts_of.setdefault(commodity_id, []).append(district_id)
    scope = Q(pk__in=[])
    for commodity_id, district_ids in districts_of.items():
        known = Q(district_id__in=[one for one in district_ids if one is not None])
        where = known | Q(district__isnull=True) if None in district_ids else known
        scope |= Q(commodity_id=commodity_id) & where
    return SourceArea.objects.filter(scope)
