"""Statistics and indices that a map of districts can show: the list of them, and one with all its years."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from gisapp.ogc.catalog import Classes, PublishedLayer
from gisapp.ogc.layers import layer_find, layer_list
from gisapp.ogc.versions import table_versions
from gisapp.planning.potentials.questions import Measure
from gisapp.planning.potentials.reasons import WORDS, Reason
from gisapp.planning.potentials.texts import INDEX_TEXTS, KLASSEN_DISTRICT
from gisapp.symbology.ramps import ramp_colours
from gisapp.web.errors import UnknownStatisticError
from gisapp.web.profiles.units import unit_word
from layers.models import DistrictIndex, IndexMeasure, ProductionStatistic

Json = dict[str, Any]
DEFAULT_STATISTIC = "index-lq-c"
MOST_BREAKS_OF_CHAIN = 5


def statistic_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the names and titles of all statistics, by group."""
    layers = sorted(_statistics(), key=lambda layer: layer.source.model is DistrictIndex)
    return [
        (title, [(layer.name, str(layer.title)) for layer in found]) for title, found in groupby(layers, key=_group)
    ]


def statistics_of_chain(commodities: Iterable[str]) -> list[tuple[str, str]]:
    """Return the names and titles of the production statistics of some commodities."""
    wanted = set(commodities)
    return [(layer.name, str(layer.title)) for layer in _statistics() if _fixed(layer).get("commodity") in wanted]


def default_statistic() -> str | None:
    """Return what is shown unasked; None where there is nothing."""
    names = [layer.name for layer in _statistics()]
    return DEFAULT_STATISTIC if DEFAULT_STATISTIC in names else next(iter(names), None)


def statistic_document(name: str, *, chain: str = "") -> Json:
    """Return one statistic of all districts and years, with its classes and sources.

    Parameters
    ----------
    chain
        The value chain whose colours the map wears; neutral ones by default.

    Raises
    ------
    UnknownStatisticError
        If there is none of that name.
    """
    layer = layer_find(name, table_versions())
    if layer is None or layer.classes is None:
        raise UnknownStatisticError(name=name, known=[one.name for one in _statistics()])
    fixed = _fixed(layer)
    is_index = layer.source.model is DistrictIndex
    rows = _index_rows(fixed) if is_index else _production_rows(fixed)
    return {
        "name": layer.name,
        "title": str(layer.title),
        "unit": unit_word(str(layer.classes.unit)),
        "series": str(fixed.get("series") or ""),
        "classes": _classes(layer.classes, chain=chain, measure=str(fixed["measure"])),
        "isOfClasses": fixed["measure"] == IndexMeasure.KLASSEN,
        "years": sorted({row["year"] for row in rows}),
        "rows": rows,
        **_words(fixed, is_index=is_index),
    }


def _statistics() -> list[PublishedLayer]:
    return [
        layer
        for layer in layer_list(table_versions())
        if layer.classes is not None and layer.source.model in (DistrictIndex, ProductionStatistic)
    ]


def _fixed(layer: PublishedLayer) -> Mapping[str, Any]:
    return dict(layer.source.fixed)


def _group(layer: PublishedLayer) -> str:
    if layer.source.model is ProductionStatistic:
        return _("Production statistics")
    return str(IndexMeasure(_fixed(layer)["measure"]).label)


def _index_rows(fixed: Mapping[str, Any]) -> list[Json]:
    found = DistrictIndex.objects.filter(measure=fixed["measure"], section=fixed["section"]).order_by("year")
    return [
        {
            "district": row.district.code,
            "year": row.year,
            "value": row.value,
            "reason": str(WORDS[Reason(row.reason)]) if row.reason else "",
            "source": row.source,
            "fromYear": row.from_year,
        }
        for row in found.select_related("district").defer("district__boundary")
    ]


def _production_rows(fixed: Mapping[str, Any]) -> list[Json]:
    """Return one row a district and year; where sources differ none is preferred."""
    found = ProductionStatistic.objects.filter(
        commodity__code=fixed["commodity"], measure=fixed["measure"], series=fixed["series"], district__isnull=False
    )
    stated: dict[tuple[str, int], list[ProductionStatistic]] = {}
    for row in found.order_by("year", "region_code", "source"):
        stated.setdefault((row.region_code, row.year), []).append(row)
    return [
        {
            "district": code,
            "year": year,
            "value": rows[0].value if len({row.value for row in rows}) == 1 else None,
            "reason": "" if len({row.value for row in rows}) == 1 else str(WORDS[Reason.SEVERAL_FIGURES]),
            "source": "; ".join(dict.fromkeys(row.source for row in rows)),
            "fromYear": None,
        }
        for (code, year), rows in stated.items()
    ]


def _classes(classes: Classes, *, chain: str, measure: str) -> list[Json]:
    """Return low, high, colour and, where a class has a name, the name of each class."""
    if not chain:
        colours: tuple[str, ...] = ramp_colours(len(classes.breaks) + 1, is_diverging=classes.is_diverging)
        breaks = classes.breaks
    else:
        breaks = _fewer(classes.breaks)
        colours = ramp_colours(len(breaks) + 1, chain=chain)
    names = {place: str(label) for place, (_code, label) in KLASSEN_DISTRICT.items()} if measure == "klassen" else {}
    return [
        {"low": low, "high": high, "colour": colour, "name": names.get(place, "")}
        for place, (low, high, colour) in enumerate(
            zip((None, *breaks), (*breaks, None), colours, strict=True), start=1
        )
    ]


def _fewer(breaks: tuple[float, ...]) -> tuple[float, ...]:
    """Leave out breaks in the middle: a commodity's ramp has one step fewer than the neutral one."""
    kept = min(len(breaks), MOST_BREAKS_OF_CHAIN)
    last = len(breaks) - 1
    return tuple(breaks[round(index * last / max(kept - 1, 1))] for index in range(kept))


def _words(fixed: Mapping[str, Any], *, is_index: bool) -> Json:
    if not is_index:
        return {"meaning": _("Years and districts without a figure are left empty."), "caveat": ""}
    text = INDEX_TEXTS[Measure(fixed["measure"])]
    return {"meaning": str(text.meaning), "caveat": str(text.caveat)}
