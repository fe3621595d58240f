"""Two runs measure by measure: the figures in words, who is better, and by how much."""

import math
from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gisapp.planning.numbers import minutes, number, per_year, share
from gisapp.planning.scenarios.facts import RunFacts
from gisapp.web.profiles.charts import FULL, percentage
from gisapp.web.profiles.units import not_recorded, rupiah

MINUS = "\N{MINUS SIGN}"
KG_PER_T = 1_000
MILLION = 1e6
HIGHER, LOWER, NEITHER = 1, -1, 0
FEED, WEIGHTS = "feed", "weights"
# The middle of the plot, from where bars go to the side of who is better.
MIDDLE = FULL / 2


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Attributes
    ----------
    better
        Whether `HIGHER` or `LOWER` figures are better, or `NEITHER`.
    words
        A figure in words, never negative where it is a difference.
    difference
        A difference in words where it is told in another unit.
    needs
        What two runs must share for their figures to say something beside each other: `FEED` or `WEIGHTS`.
    """

    title: Any
    figure: Callable[[RunFacts], float | None]
    better: int
    words: Callable[[float, str], str]
    difference: Callable[[float, str], str] | None = field(default=None, kw_only=True)
    needs: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A row of the table of differences.

    Attributes
    ----------
    winner
        ``a``, ``b``, ``same`` for figures that read the same, empty where none is better or one is not recorded.
    size
        The difference as a share of the larger figure.
    start, width
        Of the bar, as SVG writes them.
    """

    title: str
    a: str
    b: str
    difference: str
    winner: str
    size: float = 0.0
    start: str = ""
    width: str = ""


def _points(value: float, _unit: str) -> str:
    return _("%(value)s points") % {"value": number(value * 100, 1)}


def _drive(value: float, _unit: str) -> str:
    return minutes(value)


def _per_kg(value: float, _unit: str) -> str:
    return _("Rp%(value)s per kg") % {"value": number(value / KG_PER_T)}


def _money(value: float, _unit: str) -> str:
    return f"{MINUS if value < 0 else ''}{rupiah(abs(value) * MILLION)}"


def _count(value: float, _unit: str) -> str:
    return number(value)


def _score(value: float, _unit: str) -> str:
    return score(value, 3)


def _share(value: float, _unit: str) -> str:
    return share(value)


def _at_most(value: float, _unit: str) -> str:
    # Rounded up: a smaller distance must never be promised.
    shown = math.ceil(value * 1_000 - 1e-6) / 1_000
    return f"\N{LESS-THAN OR EQUAL TO} {share(shown)}" if shown > 0 else share(0)


def score(value: float, digits: int) -> str:
    """Return a score with exactly so many digits."""
    return number_format(value, digits, use_l10n=True)


MEASURES = (
    Measure(gettext_lazy("Plants"), lambda facts: facts.plants, NEITHER, _count),
    Measure(gettext_lazy("Raw material used"), lambda facts: facts.supply_per_year, HIGHER, per_year, needs=FEED),
    Measure(
        gettext_lazy("Share of the raw material"),
        lambda facts: facts.supply_share,
        # Says no more than the amount does.
        NEITHER,
        _share,
        difference=_points,
        needs=FEED,
    ),
    Measure(gettext_lazy("Mean drive"), lambda facts: facts.mean_minutes, LOWER, _drive),
    Measure(gettext_lazy("Delivered cost"), lambda facts: facts.delivered_idr_per_t, LOWER, _per_kg, needs=FEED),
    Measure(gettext_lazy("Investment"), lambda facts: facts.capex_million_idr, LOWER, _money),
    Measure(gettext_lazy("Net present value"), lambda facts: facts.npv_million_idr, HIGHER, _money),
    Measure(gettext_lazy("Capacity used"), lambda facts: facts.utilisation, HIGHER, _share, difference=_points),
    Measure(
        gettext_lazy("Internal rate of return, weakest plant"),
        lambda facts: facts.weakest_irr,
        HIGHER,
        _share,
        difference=_points,
    ),
    Measure(gettext_lazy("Districts that get a plant"), lambda facts: facts.districts, HIGHER, _count),
    Measure(gettext_lazy("Mean score"), lambda facts: facts.mean_score, HIGHER, _score, needs=WEIGHTS),
    Measure(
        gettext_lazy("Score of the weakest site"), lambda facts: facts.weakest_score, HIGHER, _score, needs=WEIGHTS
    ),
    Measure(
        gettext_lazy("Distance from the best possible"), lambda facts: facts.gap, LOWER, _at_most, difference=_points
    ),
)


def measure_rows(a: RunFacts, b: RunFacts, *, unit: str, shared: Set[str]) -> list[MeasureRow]:
    """Compare two runs; the longest bar fills its half of the plot.

    Parameters
    ----------
    unit
        Of the raw material.
    shared
        Of `FEED` and `WEIGHTS`, what both runs have in common.
    """
    rows = [_row(measure, a, b, unit=unit, shared=shared) for measure in MEASURES]
    longest = max((row.size for row in rows), default=0.0)
    return [_with_bar(row, longest) for row in rows]


def fact_rows(facts: RunFacts, *, unit: str) -> list[tuple[str, str]]:
    """Return title and figure of every measure of one run."""
    return [(str(one.title), _words(one, one.figure(facts), unit)) for one in MEASURES]


def verdict(rows: list[MeasureRow]) -> str:
    """Say who is better on how many measures."""
    wins = {side: sum(row.winner == side for row in rows) for side in ("a", "b", "same")}
    judged = sum(wins.values())
    if wins["same"] == judged:
        return _("A and B come to the same")
    if wins["a"] == wins["b"]:
        return _("A and B are better on %(wins)d measures each") % {"wins": wins["a"]}
    words = {"better": "A" if wins["a"] > wins["b"] else "B", "other": "B" if wins["a"] > wins["b"] else "A"}
    counts = {"most": max(wins["a"], wins["b"]), "all": judged, "least": min(wins["a"], wins["b"])}
    text = _("%(better)s is better on %(most)d of %(all)d measures, %(other)s on %(least)d")
    return text % {**words, **counts}


def _row(measure: Measure, a: RunFacts, b: RunFacts, *, unit: str, shared: Set[str]) -> MeasureRow:
    of_a, of_b = measure.figure(a), measure.figure(b)
    title = str(measure.title)
    if of_a is None or of_b is None:
        return MeasureRow(title, _words(measure, of_a, unit), _words(measure, of_b, unit), difference="", winner="")
    words_a, words_b = measure.words(of_a, unit), measure.words(of_b, unit)
    if measure.needs and measure.needs not in shared:
        return MeasureRow(title, words_a, words_b, difference=_("not comparable"), winner="")
    if words_a == words_b:
        return MeasureRow(title, words_a, words_b, difference="0", winner="same" if measure.better else "")
    difference = of_b - of_a
    size = abs(difference) / max(abs(of_a), abs(of_b))
    winner = ("b" if difference * measure.better > 0 else "a") if measure.better else ""
    return MeasureRow(title, words_a, words_b, _signed(measure, difference, unit), winner, size=size if winner else 0.0)


def _words(measure: Measure, value: float | None, unit: str) -> str:
    return not_recorded() if value is None else measure.words(value, unit)


def _signed(measure: Measure, difference: float, unit: str) -> str:
    words = (measure.difference or measure.words)(abs(difference), unit).removeprefix("\N{LESS-THAN OR EQUAL TO} ")
    sign = "+" if difference > 0 else MINUS
    return f"{sign}{words}"


def _with_bar(row: MeasureRow, longest: float) -> MeasureRow:
    if row.winner not in ("a", "b") or longest <= 0:
        return row
    width = MIDDLE * row.size / longest
    start = MIDDLE if row.winner == "b" else MIDDLE - width
    return replace(row, start=percentage(start), width=percentage(width))
