"""Production by year: one line a series, for figures of two series are never joined."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from gisapp.web.profiles.charts import LineChart, line_chart
from gisapp.web.profiles.units import figure, measure_word
from layers.models import ProductionStatistic

# Two points make a line, but tell no trend.
FEWEST_YEARS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """One year of a series; no value where sources give several."""

    year: int
    value: float | None
    text: str
    sources: tuple[str, ...]
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Series:
    """What one method counted of a commodity in a region, by year."""

    key: str
    commodity: str
    measure: str
    name: str
    unit: str
    figures: tuple[Figure, ...]

    @property
    def title(self) -> str:
        """Return what is counted of what."""
        return f"{self.commodity}: {self.measure}"

    @property
    def known(self) -> dict[int, float]:
        """Return the figures by year, without those that are not known."""
        return {one.year: one.value for one in self.figures if one.value is not None}

    @property
    def newest(self) -> Figure:
        """Return the figure of the last year."""
        return self.figures[-1]

    @property
    def years(self) -> str:
        """Return the first and the last year."""
        first, last = self.figures[0].year, self.figures[-1].year
        return str(last) if first == last else f"{first}\N{EN DASH}{last}"

    @property
    def sources(self) -> list[str]:
        """Return the sources of all years, each once."""
        return list(dict.fromkeys(source for one in self.figures for source in one.sources))


def series_read(region: str) -> dict[str, list[Series]]:
    """Return the series of a region by value chain, those of most years first; one query."""
    rows = ProductionStatistic.objects.filter(region_code=region).select_related("commodity")
    grouped: dict[tuple[str, str, str, str, str, str], dict[int, list[ProductionStatistic]]] = {}
    for row in rows.order_by("commodity__code", "measure", "series", "year"):
        key = (row.commodity.group, row.commodity.code, row.commodity.name, row.measure, row.series, row.unit)
        grouped.setdefault(key, {}).setdefault(row.year, []).append(row)
    found: dict[str, list[Series]] = {}
    for (chain, code, name, measure, series, unit), years in grouped.items():
        one = Series(
            key=slugify(f"{code} {measure} {series}"),
            commodity=name,
            measure=measure_word(measure),
            name=series,
            unit=unit,
            figures=tuple(_figure(year, stated) for year, stated in sorted(years.items())),
        )
        found.setdefault(chain, []).append(one)
    return {chain: sorted(listed, key=lambda one: (-len(one.known), one.key)) for chain, listed in found.items()}


def drawn(listed: Iterable[Series]) -> list[Series]:
    """Return the series that have enough years for a line."""
    return [one for one in listed if len(one.known) >= FEWEST_YEARS]


def series_chart(series: Series) -> LineChart:
    """Draw a series, its first, highest and last figure written."""
    known = series.known
    first, last = min(known), max(known)
    written = {year: figure(known[year], series.unit) for year in {first, last, max(known, key=lambda y: known[y])}}
    return line_chart(known, summary=series_sentence(series), texts=written)


def series_sentence(series: Series) -> str:
    """Say in words what the line shows."""
    known = series.known
    first, last = min(known), max(known)
    values = {
        "first": figure(known[first], series.unit),
        "last": figure(known[last], series.unit),
        "from": first,
        "to": last,
    }
    if known[last] > known[first]:
        return _("Up from %(first)s in %(from)d to %(last)s in %(to)d.") % values
    if known[last] < known[first]:
        return _("Down from %(first)s in %(from)d to %(last)s in %(to)d.") % values
    return _("%(last)s in %(to)d, as in %(from)d.") % values


def _figure(year: int, stated: list[ProductionStatistic]) -> Figure:
    values = {row.value for row in stated}
    value = stated[0].value if len(values) == 1 else None
    several = _("sources differ: %(values)s") % {
        "values": "; ".join(figure(one, stated[0].unit) for one in sorted(values))
    }
    return Figure(
        year=year,
        value=value,
        text=several if value is None else figure(value, stated[0].unit),
        sources=tuple(dict.fromkeys(row.source for row in stated)),
        is_verified=all(row.confidence == "S" for row in stated),
    )
