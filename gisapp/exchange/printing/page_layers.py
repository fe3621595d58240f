"""The features of an offline page, simplified until they fit into it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from psycopg import sql

from gisapp import conf
from gisapp.geo.bbox import Bbox
from gisapp.ogc.catalog import FeatureSource, GeometryType, PublishedLayer
from gisapp.ogc.database import raw_cursor
from gisapp.ogc.properties import Text
from gisapp.ogc.query import Conditions, expression_of, fixed_conditions, from_rows, from_shapes
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.render.facts import style_of
from gisapp.ogc.render.request import LayerView
from gisapp.planning.numbers import number
from gisapp.symbology.model import Style
from gisapp.symbology.rules import rule_of
from layers.models import BANDS, FULL_BAND
from layers.selectors.shapes import coordinate_digits

Json = dict[str, Any]
_PER_READ: Final = 500
# Biggest first: drawn below the others, and the last to be left out.
_SIZES: Final = {
    GeometryType.MULTI_POLYGON: "ST_Area({shape})",
    GeometryType.MULTI_LINE_STRING: "ST_Length({shape})",
}


@dataclass(frozen=True, slots=True)
class PageLayer:
    """The features of one view.

    Attributes
    ----------
    features
        GeoJSON features, each encoded; `s` is the number of the style's rule, `p` the values of `titles`.
    rules
        Numbers of the rules that draw them.
    left_out
        How many there was no room for.
    """

    view: LayerView
    names: tuple[str, ...]
    titles: tuple[str, ...]
    features: tuple[str, ...]
    rules: frozenset[int]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Fitted:
    """Layers that fit.

    Attributes
    ----------
    band
        Zoom band of the shapes: about half a pixel of that zoom is left away.
    """

    layers: tuple[PageLayer, ...]
    band: int


@dataclass(frozen=True, slots=True)
class _Feature:
    """A feature, encoded, and the number of the rule that draws it."""

    text: str
    rule: int


class _FullError(Exception):
    """No room is left."""


@dataclass(slots=True)
class _Room:
    """What is left of a page."""

    size: int
    features: int

    def holds(self, feature: str) -> bool:
        return len(feature.encode()) + 1 <= self.size and self.features > 0

    def take(self, feature: str) -> None:
        if not self.holds(feature):
            raise _FullError
        self.size -= len(feature.encode()) + 1
        self.features -= 1


def fitted_layers(views: Sequence[LayerView], *, bbox: Bbox, limit_bytes: int) -> Fitted:
    """Return the features of layers in the finest shapes that fit; in the coarsest, without the smallest features.

    Parameters
    ----------
    bbox
        EPSG:4326.

    Raises
    ------
    BusyError
        If the database takes too long.
    """
    shown = [view for view in views if isinstance(view.layer, PublishedLayer)]
    for band in reversed(BANDS):
        room = _Room(limit_bytes, conf.PRINT_PAGE_FEATURES)
        try:
            return Fitted(tuple(_whole(view, band=band, bbox=bbox, room=room) for view in shown), band)
        except _FullError:
            continue
    return Fitted(_cut(shown, bbox=bbox, limit_bytes=limit_bytes), BANDS[0])


def _whole(view: LayerView, *, band: int, bbox: Bbox, room: _Room) -> PageLayer:
    found = []
    for feature in _features(view, band=band, bbox=bbox):
        room.take(feature.text)
        found.append(feature)
    return _layer(view, found)


def _cut(views: Sequence[LayerView], *, bbox: Bbox, limit_bytes: int) -> tuple[PageLayer, ...]:
    """Fill the page from the smallest layer on: of a large one the features that are left out are missed least."""
    read = [_as_room_allows(view, bbox=bbox, room=_Room(limit_bytes, conf.PRINT_PAGE_FEATURES)) for view in views]
    room = _Room(limit_bytes, conf.PRINT_PAGE_FEATURES)
    cut: dict[int, PageLayer] = {}
    for number_of in sorted(range(len(views)), key=lambda one: sum(len(feature.text) for feature in read[one][0])):
        found, left_out = read[number_of]
        kept = _kept(found, room)
        cut[number_of] = _layer(views[number_of], kept, left_out=left_out + len(found) - len(kept))
    return tuple(cut[number_of] for number_of in range(len(views)))


def _as_room_allows(view: LayerView, *, bbox: Bbox, room: _Room) -> tuple[list[_Feature], int]:
    """Return the features of a layer that would fit if it were alone, and how many would not."""
    found: list[_Feature] = []
    left_out = 0
    for feature in _features(view, band=BANDS[0], bbox=bbox):
        if left_out or not room.holds(feature.text):
            left_out += 1
        else:
            room.take(feature.text)
            found.append(feature)
    return found, left_out


def _kept(found: Sequence[_Feature], room: _Room) -> list[_Feature]:
    kept = []
    for feature in found:
        if not room.holds(feature.text):
            break
        room.take(feature.text)
        kept.append(feature)
    return kept


def _layer(view: LayerView, found: Sequence[_Feature], *, left_out: int = 0) -> PageLayer:
    properties = _source(view).properties
    return PageLayer(
        view,
        names=tuple(one.name for one in properties),
        titles=tuple(str(one.title) for one in properties),
        features=tuple(feature.text for feature in found),
        rules=frozenset(feature.rule for feature in found),
        left_out=left_out,
    )


def _features(view: LayerView, *, band: int, bbox: Bbox) -> Iterator[_Feature]:
    source, style = _source(view), style_of(view)
    names = [one.name for one in source.properties]
    labels = [dict(one.values) for one in source.properties]
    tested = [name for name in _tested(style) if name not in names]
    query, values = _query(view, source, band=band, bbox=bbox, tested=tested)
    with raw_cursor(timeout_ms=conf.PRINT_TIMEOUT_MS) as cursor:
        cursor.execute(query, values)
        while rows := cursor.fetchmany(_PER_READ):
            for shape, *found in rows:
                rule = rule_of(style, dict(zip([*names, *tested], found, strict=True)))
                if rule is not None and shape is not None:
                    number_of = style.rules.index(rule)
                    properties = {"s": number_of, "p": list(map(_told, found, labels))}
                    told = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
                    yield _Feature(f'{{"type":"Feature","geometry":{shape},"properties":{told}}}', number_of)


def _query(
    view: LayerView, source: FeatureSource, *, band: int, bbox: Bbox, tested: Sequence[str]
) -> tuple[sql.Composed, Json]:
    """Return the query: the shape as GeoJSON, the properties, and what else the style tests."""
    conditions = fixed_conditions(source)
    if source.time and view.year is not None:
        conditions = conditions.and_(sql.SQL(expression_of(source, source.time) + " = %(year)s"), year=view.year)
    table = source.shapes
    if table is None:
        rows, shape = from_rows(source), source.geometry
        within = sql.SQL(f"{shape} && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)")
        degrees = shape
    else:
        rows, shape, degrees = from_shapes(source), "s.shape", "ST_Transform(s.shape, 4326)"
        box = "ST_Transform(ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326), 3857)"
        stored = band if band in table.bands else FULL_BAND
        within = sql.SQL(f"s.band = {stored} AND s.shape && {box}")
    conditions = _bound(conditions.and_(within), bbox)
    columns = [*(one.expression for one in source.properties), *(f"s.{name}" for name in tested)]
    size = _SIZES.get(source.geometry_type, "").format(shape=shape)
    query = sql.SQL("SELECT ST_AsGeoJSON({degrees}, {digits}), {columns}{rows}{where}{order}").format(
        degrees=sql.SQL(degrees),
        digits=sql.Literal(coordinate_digits(band)),
        columns=sql.SQL(", ").join(map(sql.SQL, columns)),
        rows=rows,
        where=conditions.where,
        order=sql.SQL(f" ORDER BY {size} DESC, o.id" if size else " ORDER BY o.id"),
    )
    return query, conditions.values


def _bound(conditions: Conditions, bbox: Bbox) -> Conditions:
    sides = {"west": bbox.west, "south": bbox.south, "east": bbox.east, "north": bbox.north}
    return Conditions(conditions.parts, {**conditions.values, **sides})


def _tested(style: Style) -> list[str]:
    return list(dict.fromkeys(condition.property for rule in style.rules for condition in rule.conditions))


def _source(view: LayerView) -> FeatureSource:
    if isinstance(view.layer, PublishedRaster):
        raise LookupError(f"{view.layer.name} has no features")
    return view.layer.source


def _told(value: Any, labels: Mapping[str, Text]) -> str | None:
    """Return a value as it is read, by its label where it has one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return number(value, 2)
    return str(labels.get(str(value), value))
