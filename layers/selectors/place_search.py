"""Places by their name: districts, their seats, subdistricts and facilities."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat

from layers.models import District, Facility, Subdistrict
from layers.selectors.districts import district_list, subdistrict_list


class PlaceKind(StrEnum):
    """What a place is, in the order in which equals are listed."""

    DISTRICT = "district"
    TOWN = "town"
    SUBDISTRICT = "subdistrict"
    FACILITY = "facility"


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that has the name.

    Attributes
    ----------
    code
        Of the district, subdistrict or facility; of a town, that of its district.
    within
        Name of the district around it; empty for a district.
    facility_kind, process
        Of a facility; empty for others.
    lon, lat
        A point on it, EPSG:4326.
    bbox
        West, south, east, north; None for a point.
    """

    kind: PlaceKind
    code: str
    name: str
    within: str
    facility_kind: str
    process: str
    lon: float
    lat: float
    bbox: tuple[float, float, float, float] | None
    source: str


@dataclass(frozen=True, slots=True)
class _Search:
    """How places of a kind are found.

    Attributes
    ----------
    described
        SQL of what must hold every word.
    place
        Makes a place of a row.
    is_of_name
        Whether the name itself must hold a word: else a district's name would list all that lies in it.
    """

    rows: Callable[[], QuerySet[Any]]
    name: str
    described: Concat
    place: Callable[[Any], FoundPlace]
    is_of_name: bool = True


def place_search(text: str, *, limit: int) -> list[FoundPlace]:
    """Return the places whose description has every word of a text, the best first; four queries.

    A name that is the text comes before one that begins with it, and that before one that holds it somewhere.
    """
    words = text.split()
    if not words:
        return []
    found = [(row.rank, search.place(row)) for search in _SEARCHES for row in _matching(search, words)[:limit]]
    found.sort(key=lambda one: one[0])
    return [place for _rank, place in found[:limit]]


def _matching(search: _Search, words: Sequence[str]) -> QuerySet[Any]:
    """Return the rows of a kind that match, the best first, each with its `rank`."""
    text, every, some = " ".join(words), Q(), Q()
    for word in words:
        every &= Q(described__icontains=word)
        some |= Q(**{f"{search.name if search.is_of_name else 'described'}__icontains": word})
    rank = Case(
        When(**{f"{search.name}__iexact": text}, then=Value(0)),
        When(**{f"{search.name}__istartswith": text}, then=Value(1)),
        When(**{f"{search.name}__icontains": text}, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows: QuerySet[Any] = search.rows().annotate(described=search.described).filter(every & some)
    ranked: QuerySet[Any] = rows.annotate(rank=rank).order_by("rank", search.name, "pk")
    return ranked


def _district(row: District) -> FoundPlace:
    return _place(PlaceKind.DISTRICT, row, name=row.name, at=row.boundary.point_on_surface, bbox=row.boundary.extent)


def _town(row: District) -> FoundPlace:
    return _place(
        PlaceKind.TOWN, row, name=row.seat_name, at=row.seat or row.boundary.point_on_surface, within=row.name
    )


def _subdistrict(row: Subdistrict) -> FoundPlace:
    on_it = row.boundary.point_on_surface
    return _place(
        PlaceKind.SUBDISTRICT, row, name=row.name, at=on_it, bbox=row.boundary.extent, within=row.district.name
    )


def _facility(row: Facility) -> FoundPlace:
    return _place(
        PlaceKind.FACILITY,
        row,
        name=row.name,
        at=row.location,
        within=row.district.name if row.district else "",
        facility_kind=row.kind,
        process=row.process.code if row.process else "",
    )


def _place(
    kind: PlaceKind,
    row: District | Subdistrict | Facility,
    *,
    name: str,
    at: Point,
    bbox: tuple[float, float, float, float] | None = None,
    within: str = "",
    facility_kind: str = "",
    process: str = "",
) -> FoundPlace:
    return FoundPlace(
        kind=kind,
        code=row.code,
        name=name,
        within=within,
        facility_kind=facility_kind,
        process=process,
        lon=at.x,
        lat=at.y,
        bbox=bbox,
        source=row.source,
    )


_SPACE, _NONE = Value(" "), Value("")
_SEARCHES: Final = (
    _Search(district_list, "name", Concat(F("kind"), _SPACE, F("name")), _district),
    _Search(
        lambda: district_list().filter(seat__isnull=False).exclude(seat_name=""),
        "seat_name",
        Concat(F("seat_name"), _SPACE, F("name")),
        _town,
    ),
    _Search(
        lambda: subdistrict_list().select_related("district"),
        "name",
        Concat(Value("kecamatan "), F("name"), _SPACE, F("district__name")),
        _subdistrict,
    ),
    _Search(
        lambda: Facility.objects.select_related("district", "process"),
        "name",
        Concat(
            *(F("name"), _SPACE, F("owner"), _SPACE, F("activity"), _SPACE),
            *(Coalesce(F("process__name_id"), _NONE), _SPACE, Coalesce(F("process__name_en"), _NONE)),
        ),
        _facility,
        is_of_name=False,
    ),
)
