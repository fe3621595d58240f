"""Reads of source areas."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from layers.models import SourceArea, SourceOrigin


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
