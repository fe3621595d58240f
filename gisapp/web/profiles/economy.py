"""What a district is specialised in, and why its economy grew: cards on sections of the economy."""

from typing import Any

from django.utils.translation import gettext as _

from gisapp.planning.numbers import number
from gisapp.web.profiles.balance import listed
from gisapp.web.profiles.charts import Bar, Row, RowChart, Scale, scale_of, tick_marks
from gisapp.web.profiles.units import figure, not_recorded, signed

Json = dict[str, Any]
NORM = 1.0
# Beyond this a dot would squeeze all others together; it stands at the edge, with its figure.
FARTHEST_QUOTIENT = 3.0


def quotient_chart(document: Json) -> RowChart:
    """Draw the location quotient of each section as a distance from 1, the most specialised first."""
    scale = Scale(0.0, FARTHEST_QUOTIENT)
    sections = sorted(document["sections"], key=lambda one: -(one["lq"]["value"] or -1.0))
    return RowChart(
        summary=quotient_sentence(document),
        rows=tuple(_quotient_row(section, scale) for section in sections),
        ticks=tick_marks(scale, [0.0, 1.0, 2.0, FARTHEST_QUOTIENT]),
        norm=scale.at(NORM),
    )


def quotient_sentence(document: Json) -> str:
    """Say in which sections the district is specialised."""
    basis = sorted((one for one in document["sections"] if one["lq"]["is_basis"]), key=lambda one: -one["lq"]["value"])
    if not basis:
        return _("In no section does the district have more than the average share.")
    return _("Above the average of the province: %(sections)s.") % {
        "sections": listed([f"{one['section_name']} ({number(one['lq']['value'], 2)})" for one in basis], most=3)
    }


def shift_chart(document: Json) -> RowChart | None:
    """Draw the change of the district's product and the three parts that sum to it; None where it is not known."""
    parts = document["totals"]["shift_share"]
    if parts["value"] is None:
        return None
    with_region = parts["reference_growth"]
    with_mix = with_region + parts["industrial_mix"]
    total = parts["value"]
    scale, ticks = scale_of([with_region, with_mix, total])
    steps = (
        (_("With the province"), 0.0, with_region, "with-region"),
        (_("Mix of sections"), with_region, with_mix, _sign(parts["industrial_mix"])),
        (_("Own part"), with_mix, total, _sign(parts["competitive"])),
        (_("Actual change"), 0.0, total, "total"),
    )
    return RowChart(
        summary=shift_sentence(document),
        rows=tuple(
            Row(
                label=label,
                value=signed(end - start, ""),
                bars=(Bar(*scale.between(start, end), kind=kind),),
                is_strong=kind == "total",
            )
            for label, start, end, kind in steps
        ),
        ticks=ticks,
        norm=scale.at(0.0),
    )


def shift_sentence(document: Json) -> str:
    """Say what of the change is the district's own."""
    parts, unit = document["totals"]["shift_share"], document["statistic_unit"]
    if parts["value"] is None:
        return not_recorded()
    words = {
        "total": signed(parts["value"], unit),
        "own": signed(parts["competitive"], unit),
        "from": document["from_year"],
        "to": document["year"],
    }
    if parts["competitive"] >= 0:
        return _("%(total)s from %(from)d to %(to)d; of this %(own)s because it did better than the province.") % words
    return _("%(total)s from %(from)d to %(to)d; %(own)s because it did worse than the province.") % words


def section_rows(document: Json) -> list[Json]:
    """Return the figures of each section for a table."""
    unit = document["statistic_unit"]
    return [
        {
            "code": one["section"],
            "name": one["section_name"],
            "value": figure(one["value"]["value"], unit),
            "share": figure(one["share"]["value"], "percent"),
            "lq": figure(one["lq"]["value"], "index"),
            "reason": one["lq"]["reason_text"] or "",
            "growth": figure(one["growth"]["value"], "percent a year"),
            "class": one["dlq"].get("class_label") or "",
            "region": _part(one, "reference_growth"),
            "mix": _part(one, "industrial_mix"),
            "own": _part(one, "competitive"),
            "change": _part(one, "value"),
        }
        for one in document["sections"]
    ]


def _part(section: Json, name: str) -> str:
    value = section["shift_share"][name]
    return not_recorded() if value is None else signed(value)


def _sign(value: float) -> str:
    return "gain" if value >= 0 else "loss"


def _quotient_row(section: Json, scale: Scale) -> Row:
    value = section["lq"]["value"]
    if value is None:
        return Row(label=section["section_name"], value=not_recorded(), is_missing=True)
    shown = min(value, FARTHEST_QUOTIENT)
    return Row(
        label=section["section_name"],
        value=number(value, 2),
        dot=scale.at(shown),
        stem=scale.between(NORM, shown),
        is_strong=value >= NORM,
    )
