"""The geometry of charts: figures in, percentages of the plot out.

Positions are percentages as SVG takes them, so a chart is as wide as its card while its type keeps its size.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gisapp.planning.numbers import number

TICKS = 4
NICE_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
FULL = 100.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight scale from `low` to `high`."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Return where a value lies, 0 to 100."""
        return FULL * (value - self.low) / (self.high - self.low)

    def at(self, value: float) -> str:
        """Return where a value lies, as SVG writes it."""
        return percentage(self.place(value))

    def between(self, one: float, other: float) -> tuple[str, str]:
        """Return start and width of a bar between two values."""
        start, end = sorted((self.place(one), self.place(other)))
        return percentage(start), percentage(end - start)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid and what is written at it."""

    at: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar or a part of one; `kind` is its class in the style sheet."""

    start: str
    width: str
    kind: str
    text: str = ""
    middle: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a chart: what it is, what is drawn, and the figure in words.

    Attributes
    ----------
    dot, stem
        Place of a dot, and start and width of the line that ties it to the norm.
    """

    label: str
    value: str
    bars: tuple[Bar, ...] = ()
    dot: str = ""
    stem: tuple[str, str] | None = None
    is_strong: bool = False
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class RowChart:
    """Rows under one scale; `norm` is where a norm stands, if there is one."""

    summary: str
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    norm: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a line with its figure."""

    x: str
    y: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """One series over years; `lines` are points in a box of 100 by 100, and `gaps` bridge years without a figure."""

    summary: str
    lines: tuple[str, ...]
    gaps: tuple[str, ...]
    marks: tuple[Mark, ...]
    dots: tuple[tuple[str, str], ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


def percentage(value: float) -> str:
    """Return a number as SVG writes a percentage.

    Examples
    --------
    >>> percentage(12.5), percentage(0.0)
    ('12.50%', '0.00%')
    """
    return f"{value:.2f}%"


def nice_ticks(low: float, high: float, *, count: int = TICKS) -> list[float]:
    """Return about so many round numbers that span a range.

    Examples
    --------
    >>> nice_ticks(0.0, 1890.0)
    [0.0, 500.0, 1000.0, 1500.0, 2000.0]
    >>> nice_ticks(-340.0, 4225.0)
    [-1000.0, 0.0, 1000.0, 2000.0, 3000.0, 4000.0, 5000.0]
    >>> nice_ticks(3.0, 3.0)
    [3.0, 4.0]
    """
    if high <= low:
        return [low, low + 1.0]
    rough = (high - low) / count
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(magnitude * nice for nice in NICE_STEPS if magnitude * nice >= rough * 0.8)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def scale_of(values: Iterable[float], *, count: int = TICKS) -> tuple[Scale, tuple[Tick, ...]]:
    """Return a scale that holds zero and all values, and its ticks."""
    known = [0.0, *values]
    ticks = nice_ticks(min(known), max(known), count=count)
    scale = Scale(ticks[0], ticks[-1])
    return scale, tick_marks(scale, ticks)


def tick_marks(scale: Scale, ticks: Sequence[float]) -> tuple[Tick, ...]:
    """Return the ticks of a scale; the outer ones keep inside the plot."""
    digits = 0 if all(float(tick).is_integer() for tick in ticks) else 2
    anchors = ["start", *["middle"] * (len(ticks) - 2), "end"]
    return tuple(
        Tick(scale.at(tick), number(tick, digits), anchor) for tick, anchor in zip(ticks, anchors, strict=True)
    )


def stacked(parts: Iterable[tuple[float, str, str]], *, scale: Scale) -> tuple[Bar, ...]:
    """Return parts of a bar, one after the other from zero.

    Parameters
    ----------
    parts
        Value, class and text of each.
    """
    bars, base = [], 0.0
    for value, kind, text in parts:
        if value > 0:
            start, width = scale.between(base, base + value)
            bars.append(Bar(start, width, kind, text, scale.at(base + value / 2)))
        base += value
    return tuple(bars)


def line_chart(figures: dict[int, float], *, summary: str, texts: dict[int, str]) -> LineChart:
    """Draw figures by year; where years have no figure, the line is only a bridge.

    Parameters
    ----------
    texts
        What is written at some years.
    """
    years = sorted(figures)
    span = Scale(years[0], max(years[-1], years[0] + 1))
    heights = nice_ticks(0.0, max([*figures.values(), 1e-9]))
    scale = Scale(heights[0], heights[-1])
    runs = _runs(years)
    places = {year: (span.place(year), FULL - scale.place(figures[year])) for year in years}
    return LineChart(
        summary=summary,
        lines=tuple(_points(places[year] for year in run) for run in runs if len(run) > 1),
        gaps=tuple(_points((places[one[-1]], places[other[0]])) for one, other in itertools.pairwise(runs)),
        dots=tuple((percentage(x), percentage(y)) for x, y in places.values()),
        marks=tuple(_mark(places[year], text) for year, text in texts.items() if year in places),
        across=_year_ticks(years, span),
        up=tuple(Tick(percentage(FULL - scale.place(tick)), number(tick, 2)) for tick in heights),
    )


def _runs(years: Sequence[int]) -> list[list[int]]:
    """Return the years in stretches without a gap."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return runs


def _points(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in places)


def _mark(place: tuple[float, float], text: str) -> Mark:
    x, y = place
    anchor = "start" if x < FULL / 4 else "end" if x > FULL * 3 / 4 else "middle"
    return Mark(percentage(x), percentage(y), text, anchor)


def _year_ticks(years: Sequence[int], span: Scale) -> tuple[Tick, ...]:
    """Return the first and the last year, and some between them."""
    every = max(1, math.ceil((years[-1] - years[0]) / TICKS))
    shown = [year for year in range(years[0], years[-1] + 1, every) if years[-1] - year >= every / 2]
    shown = sorted({*shown, years[-1]})
    return tuple(
        Tick(span.at(year), str(year), "start" if year == shown[0] else "end" if year == shown[-1] else "middle")
        for year in shown
    )
