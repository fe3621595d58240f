"""Production statistics: all as features, and a map of each measure that enough districts record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Max
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gisapp.ogc.catalog import Classes, FeatureSource, FixedValue, Group, PublishedLayer
from gisapp.ogc.commodity_layers import layer_name, name_of
from gisapp.ogc.district_statistics import DISTRICT, district_source, own, quantile_breaks
from gisapp.ogc.properties import Text
from layers.models import Commodity, ProductionStatistic

# A map of fewer districts says where records were kept, not where a thing is made.
FEWEST_DISTRICTS = 4
_MEASURES: dict[str, Text] = {
    "area_ha": _("area"),
    "area_harvested_ha": _("harvested area"),
    "area_mature_ha": _("mature area"),
    "population_head": _("stock of animals"),
    "production_cage_t": _("production in cages"),
    "production_pond_t": _("production in ponds"),
    "production_t": _("production"),
}
_EXPRESSIONS = {
    **DISTRICT,
    "commodity": "c.code",
    "commodity_name_id": "c.name_id",
    "commodity_name_en": "c.name_en",
    **own("measure", "year", "value", "unit", "series"),
    **own("source", "source_date", "licence", "confidence", "note"),
}


def production_layer_list() -> tuple[PublishedLayer, ...]:
    """Return all statistics as features, and their maps; three queries."""
    return _all_production(), *(_production_layer(one) for one in _production_maps())


@dataclass(frozen=True, slots=True)
class _ProductionMap:
    commodity: Commodity
    measure: str
    series: str
    unit: str
    values: tuple[float, ...]


def _production_source(*fixed: tuple[str, FixedValue]) -> FeatureSource:
    return district_source(
        ProductionStatistic,
        _EXPRESSIONS,
        fixed=fixed,
        joins=" LEFT JOIN layers_commodity AS c ON c.id = o.commodity_id",
        joined_tables=("layers_commodity",),
    )


def _all_production() -> PublishedLayer:
    return PublishedLayer(
        name="production-statistics",
        title=_("Production statistics"),
        abstract=_(
            "Area, production and stock by district, commodity and year. Series of different method stay apart."
        ),
        keywords=(_("statistics"), _("production"), _("commodity")),
        group=Group.STATISTICS,
        source=_production_source(),
        styles=(),
    )


def _production_maps() -> list[_ProductionMap]:
    """Return commodity, measure and most complete series of what enough districts record."""
    sets = (
        ProductionStatistic.objects.filter(district__isnull=False)
        .order_by("commodity", "measure")
        .values("commodity", "measure", "series", "unit")
        .annotate(districts=Count("district", distinct=True), newest=Max("year"))
    )
    best = [
        max(group, key=lambda one: (one["districts"], one["newest"], one["series"]))
        for _key, group in groupby(sets, key=lambda one: (one["commodity"], one["measure"]))
    ]
    chosen = [one for one in best if one["districts"] >= FEWEST_DISTRICTS]
    commodities = Commodity.objects.in_bulk([one["commodity"] for one in chosen])
    values = _production_values(chosen)
    return [
        _ProductionMap(
            commodity=commodities[one["commodity"]],
            measure=one["measure"],
            series=one["series"],
            unit=one["unit"],
            values=tuple(values[one["commodity"], one["measure"], one["series"]]),
        )
        for one in chosen
    ]


def _production_values(sets: Iterable[Mapping[str, Any]]) -> dict[tuple[int, str, str], list[float]]:
    values: dict[tuple[int, str, str], list[float]] = {
        (one["commodity"], one["measure"], one["series"]): [] for one in sets
    }
    rows = ProductionStatistic.objects.filter(district__isnull=False).order_by()
    for commodity, measure, series, value in rows.values_list("commodity", "measure", "series", "value"):
        if (commodity, measure, series) in values:
            values[commodity, measure, series].append(value)
    return values


def _production_layer(one: _ProductionMap) -> PublishedLayer:
    name = name_of(one.commodity)
    measure = _MEASURES.get(one.measure, one.measure.replace("_", " "))
    return PublishedLayer(
        name=layer_name("production", f"{one.commodity.code}_{one.measure}"),
        title=format_lazy("{commodity}: {measure}", commodity=name, measure=measure),
        abstract=format_lazy(
            _("{commodity} by district and year, in {unit}; series: {series}."),
            commodity=name,
            unit=one.unit,
            series=one.series,
        ),
        keywords=(_("statistics"), name),
        group=Group.STATISTICS,
        source=_production_source(("commodity", one.commodity.code), ("measure", one.measure), ("series", one.series)),
        styles=("choropleth",),
        classes=Classes(property="value", breaks=quantile_breaks(one.values), unit=one.unit),
    )
