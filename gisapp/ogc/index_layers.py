"""Indices of districts: all as features, and a map of each index and, where it tells of sections, of each section."""

from collections.abc import Sequence

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gisapp.ogc.catalog import Classes, Group, PublishedLayer
from gisapp.ogc.commodity_layers import layer_name
from gisapp.ogc.district_statistics import DISTRICT, district_source, own, quantile_breaks
from gisapp.ogc.properties import Text
from layers.models import DistrictIndex, IndexMeasure, SectorStatistic
from layers.selectors.sectors import WHOLE

# A quotient of 1 is the norm, and 4/3 is as far above it as 3/4 is below.
QUOTIENT_BREAKS = (0.5, 0.75, 0.9, 1.11, 1.33, 2.0)
STANDARD_DEVIATION_BREAKS = (-1.5, -0.75, -0.25, 0.25, 0.75, 1.5)
QUADRANT_BREAKS = (1.5, 2.5, 3.5)
# A share of a section tells little that its quotient does not; it is among the features only.
NOT_DRAWN = (IndexMeasure.SHARE,)

_EXPRESSIONS = {
    **DISTRICT,
    **own("measure", "section", "year", "from_year", "value", "unit", "classification", "reason", "series", "source"),
}


def index_layer_list() -> tuple[PublishedLayer, ...]:
    """Return all indices as features, and their maps; two queries."""
    return _all_indices(), *_index_layers()


def _all_indices() -> PublishedLayer:
    return PublishedLayer(
        name="district-indices",
        title=_("Indices of districts"),
        abstract=_("What districts are specialised in and how they grow, by section of the economy and year."),
        keywords=(_("index"), _("potential"), _("location quotient")),
        group=Group.STATISTICS,
        source=district_source(DistrictIndex, _EXPRESSIONS),
        styles=(),
    )


def _index_layers() -> list[PublishedLayer]:
    names = {
        section: (name_id, name_en)
        for section, name_id, name_en in SectorStatistic.objects.order_by("section")
        .values_list("section", "section_name_id", "section_name_en")
        .distinct()
    }
    names[WHOLE] = ("semua lapangan usaha", "all sections")
    values: dict[tuple[str, str, str], list[float]] = {}
    rows = DistrictIndex.objects.filter(value__isnull=False).exclude(measure__in=NOT_DRAWN)
    for measure, section, unit, value in rows.order_by("measure", "section").values_list(
        "measure", "section", "unit", "value"
    ):
        if value is not None:
            values.setdefault((measure, section, unit), []).append(value)
    return [
        _index_layer(IndexMeasure(measure), section=section, names=names.get(section), unit=unit, values=found)
        for (measure, section, unit), found in values.items()
    ]


def _index_layer(
    measure: IndexMeasure, *, section: str, names: tuple[str, str] | None, unit: str, values: Sequence[float]
) -> PublishedLayer:
    title: Text = measure.label
    if names is not None:
        title = format_lazy("{index}: {section}", index=measure.label, section=_in_language(*names))
    return PublishedLayer(
        name=layer_name("index", f"{measure.value}_{section}".lower().rstrip("_")),
        title=title,
        abstract=format_lazy(_("{title}, by district and year; unit: {unit}."), title=title, unit=unit),
        keywords=(_("index"), _("potential"), measure.label),
        group=Group.STATISTICS,
        source=district_source(DistrictIndex, _EXPRESSIONS, fixed=(("measure", measure.value), ("section", section))),
        styles=("choropleth",),
        classes=_classes(measure, unit=unit, values=values),
    )


def _classes(measure: IndexMeasure, *, unit: str, values: Sequence[float]) -> Classes:
    if measure is IndexMeasure.LQ:
        return Classes(property="value", breaks=QUOTIENT_BREAKS, is_diverging=True, unit=unit)
    if measure is IndexMeasure.ECI:
        return Classes(property="value", breaks=STANDARD_DEVIATION_BREAKS, is_diverging=True, unit=unit)
    if measure is IndexMeasure.KLASSEN:
        return Classes(property="value", breaks=QUADRANT_BREAKS, unit=unit)
    return Classes(property="value", breaks=quantile_breaks(values), unit=unit)


def _in_language(name_id: str, name_en: str) -> Text:
    """Return a name in the language of whoever reads it."""
    name: Text = lazy(lambda: name_en if (get_language() or "id").startswith("en") else name_id, str)()
    return name
