"""Raw material against the plants that take it: what is supplied, what is used, what is left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gisapp.planning.numbers import share
from gisapp.web.profiles.charts import FULL, Bar, Row, RowChart, Scale, scale_of, stacked
from gisapp.web.profiles.sources import origin_of, source_lines
from gisapp.web.profiles.units import DASH, amount, rupiah, weight
from layers.models import Commodity

Json = dict[str, Any]
# A part narrower than this has no room for its figure.
WIDTH_WITH_TEXT = 22.0


@dataclass(frozen=True, slots=True)
class Forgone:
    """What is forgone by one step not taken; `gaps` says why it cannot be told, or what is left out.

    Attributes
    ----------
    mid
        IDR a year; None where it is not known.
    """

    process: str
    text: str
    gaps: tuple[str, ...]
    price_year: int | None
    mid: float | None = None
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """A commodity in a district or the province, in words."""

    code: str
    name: str
    unit: str
    supply: float
    taken: float | None
    left: float
    is_at_most: bool
    plants: int
    years: str
    forgone: tuple[Forgone, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def supply_text(self) -> str:
        """Return the supply a year."""
        return amount(self.supply, self.unit)

    @property
    def taken_text(self) -> str:
        """Return what plants take; no plant recorded is not nothing taken."""
        return amount(self.taken, self.unit)

    @property
    def left_text(self) -> str:
        """Return what is left, "at most" where plants or capacities are not recorded."""
        text = amount(self.left, self.unit)
        return _("at most %(amount)s") % {"amount": text} if self.is_at_most else text


def balances_of(documents: Iterable[Json]) -> list[Balance]:
    """Return the commodities with a supply, the largest of those in tonnes first."""
    commodities = {one.code: one.name for one in Commodity.objects.all()}
    found = [_balance(one, commodities) for one in documents if one["supply_per_year"]]
    return sorted(found, key=lambda one: (not one.unit.startswith("t"), -one.supply))


def without_supply(documents: Iterable[Json]) -> list[str]:
    """Return the names of the raw materials of which no supply is recorded here."""
    return [one["commodity_name"] for one in documents if not one["supply_per_year"]]


def share_chart(balances: list[Balance]) -> RowChart:
    """Draw what share of each supply plants take; amounts of different goods have no common scale."""
    scale = Scale(0.0, 1.0)
    return RowChart(
        summary=balance_sentence(balances), rows=tuple(_share_row(one, scale) for one in balances), ticks=()
    )


def district_chart(document: Json) -> RowChart:
    """Draw one commodity by district on one scale, the largest supply first."""
    rows = sorted(document["districts"], key=lambda row: -row["supply_per_year"])
    scale, ticks = scale_of([row["supply_per_year"] / 1_000 for row in rows])
    return RowChart(
        summary=_("%(commodity)s by district: taken by plants and left") % {"commodity": document["commodity_name"]},
        rows=tuple(
            Row(
                label=row["region_name"],
                value=weight(row["supply_per_year"], document["unit"]),
                bars=stacked(
                    (
                        ((row["taken_per_year"] or 0.0) / 1_000, "taken", ""),
                        (row["unprocessed_per_year"] / 1_000, _left_kind(is_at_most=document["is_upper_bound"]), ""),
                    ),
                    scale=scale,
                ),
            )
            for row in rows
        ),
        ticks=ticks,
    )


def balance_sentence(balances: list[Balance]) -> str:
    """Say which raw materials leave without a recorded plant, and which are taken whole."""
    if not balances:
        return _("No raw material with a recorded supply.")
    untaken = [one.name for one in balances if one.taken is None]
    if not untaken:
        return _("Recorded plants take some of every raw material.")
    return _("No plant is recorded that takes %(names)s; not recorded is not absent.") % {"names": listed(untaken)}


def listed(names: list[str], *, most: int = 4) -> str:
    """Return names as a list in a sentence, a long one cut short."""
    shown = names[:most]
    if len(names) > most:
        return _("%(names)s and %(more)d more") % {"names": ", ".join(shown), "more": len(names) - most}
    if len(shown) == 1:
        return shown[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(shown[:-1]), "last": shown[-1]}


def _balance(one: Json, commodities: Mapping[str, str]) -> Balance:
    origins = [origin_of(source) for row in one["districts"] for source in row["sources"]]
    years = one["years"]
    return Balance(
        code=one["commodity"],
        name=one["commodity_name"],
        unit=one["unit"],
        supply=one["supply_per_year"],
        taken=one["taken_per_year"],
        left=one["unprocessed_per_year"],
        is_at_most=one["is_upper_bound"],
        plants=one["plants_recorded"],
        years=DASH.join(dict.fromkeys(str(year) for year in (years[0], years[-1]))) if years else "",
        forgone=tuple(_forgone(step, commodities, left=one["unprocessed_per_year"]) for step in one["value_forgone"]),
        sources=tuple(source_lines(origins)),
        notes=tuple(one["notes"]),
    )


def _forgone(step: Json, commodities: Mapping[str, str], *, left: float) -> Forgone:
    estimate = step["forgone_idr_per_year"] or {}
    low, mid, high = (estimate.get(end) for end in ("low", "mid", "high"))
    gaps = tuple(_gap(gap, commodities) for gap in step["missing"])
    if not left:
        return Forgone(step["process_name"], _("nothing is left"), (), None)
    if mid is None:
        return Forgone(step["process_name"], _("cannot be reckoned"), gaps, step["price_year"])
    ends = ""
    if low is not None and high is not None:
        ends = _("%(low)s to %(high)s") % {"low": rupiah(low), "high": rupiah(high)}
    text = f"{rupiah(mid)} ({ends})" if ends else rupiah(mid)
    return Forgone(step["process_name"], text, gaps, step["price_year"], mid=mid, ends=ends)


def _gap(gap: Json, commodities: Mapping[str, str]) -> str:
    code = gap.get("commodity")
    return f"{commodities.get(code, code)}: {gap['text']}" if code else str(gap["text"])


def _left_kind(*, is_at_most: bool) -> str:
    return "left-at-most" if is_at_most else "left"


def _share_row(one: Balance, scale: Scale) -> Row:
    taken = (one.taken or 0.0) / one.supply
    bars = stacked(
        (
            (taken, "taken", share(taken, 0)),
            (1.0 - taken, _left_kind(is_at_most=one.is_at_most), share(1.0 - taken, 0)),
        ),
        scale=scale,
    )
    return Row(label=one.name, value=one.supply_text, bars=tuple(_with_room(bar) for bar in bars))


def _with_room(bar: Bar) -> Bar:
    width = float(bar.width.removesuffix("%"))
    has_room = width >= min(WIDTH_WITH_TEXT, FULL)
    return bar if has_room else Bar(bar.start, bar.width, bar.kind)
