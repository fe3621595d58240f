"""Plants and other facilities as rows of a table, with the symbol that they have on the map."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gisapp.planning.numbers import number
from gisapp.symbology.facilities import GLYPHS, SHAPES, facility_shape
from gisapp.web.profiles.charts import Row, RowChart, scale_of, stacked
from gisapp.web.profiles.sources import source_lines
from gisapp.web.profiles.units import amount
from layers.models import Facility, FacilityKind

NEUTRAL = "#566870"
OWNERS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """A facility in words; `outline` is its symbol on a canvas of 24 by 24."""

    name: str
    kind: str
    owner: str
    capacity: str
    status: str
    district: str
    outline: str
    colour: str
    is_glyph: bool
    is_operating: bool
    lon: float
    lat: float


def facilities_read(found: QuerySet[Facility]) -> tuple[list[FacilityRow], list[str]]:
    """Return facilities as rows, plants first, and their sources; one query."""
    listed = list(
        found.select_related("process__feed", "district").defer("district__boundary").order_by("kind", "name")
    )
    listed.sort(key=lambda one: (one.process is None, one.kind != FacilityKind.PLANT))
    sources = source_lines((_source(one), None, one.confidence == "S") for one in listed)
    return [_row(one) for one in listed], sources


def owners_chart(rows: Iterable[FacilityRow]) -> RowChart:
    """Draw how many facilities each owner has, the largest first; owners beyond the eighth together."""
    listed = list(rows)
    counts = Counter(row.owner for row in listed if row.owner)
    shown = counts.most_common(OWNERS_SHOWN)
    scale, ticks = scale_of([float(count) for _owner, count in shown])
    bars = [
        Row(label=owner, value=number(count), bars=stacked([(float(count), "capacity", "")], scale=scale))
        for owner, count in shown
    ]
    others = sum(counts.values()) - sum(count for _owner, count in shown)
    if others:
        bars.append(
            Row(label=_("%(owners)d other owners") % {"owners": len(counts) - len(shown)}, value=number(others))
        )
    unknown = len(listed) - sum(counts.values())
    if unknown:
        bars.append(Row(label=_("Owner not recorded"), value=number(unknown), is_missing=True))
    return RowChart(summary=owners_sentence(listed), rows=tuple(bars), ticks=ticks if shown else ())


def owners_sentence(rows: list[FacilityRow]) -> str:
    """Say how many facilities of how many owners there are."""
    owners = {row.owner for row in rows if row.owner}
    return _("Plants and small-industry centres recorded: %(facilities)d; known owners: %(owners)d.") % {
        "facilities": len(rows),
        "owners": len(owners),
    }


def _source(facility: Facility) -> str:
    # Lists name each of their entries after a semicolon: the list is the source.
    return facility.source.split(";")[0].strip()


def _kind(facility: Facility) -> str:
    """Return what a facility without a known process is; what a plant makes tells more than that it is one."""
    label = str(FacilityKind(facility.kind).label)
    return facility.activity if facility.kind == FacilityKind.PLANT and facility.activity else label


def _row(facility: Facility) -> FacilityRow:
    process = facility.process
    shape = facility_shape(
        kind=facility.kind, process=process.code if process else "", chain=process.chain if process else ""
    )
    stated = facility.capacity_stated or (
        "" if facility.capacity_t_per_year is None else amount(facility.capacity_t_per_year)
    )
    return FacilityRow(
        name=facility.name,
        kind=process.name if process else _kind(facility),
        owner=facility.owner,
        capacity=stated,
        status=facility.get_status_display(),
        district=facility.district.name if facility.district else "",
        outline=SHAPES.get(shape) or GLYPHS[shape],
        colour=process.feed.colour if process else NEUTRAL,
        is_glyph=shape in GLYPHS,
        is_operating=facility.status == "operating",
        lon=facility.location.x,
        lat=facility.location.y,
    )
