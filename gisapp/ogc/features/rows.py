"""Features whose ids are known, some at a time: as GeoJSON, as lines of CSV, as values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson
from psycopg import sql

from gisapp import conf
from gisapp.geo.crs import is_geographic
from gisapp.geo.geojson import geojson_texts
from gisapp.ogc.catalog import FeatureSource
from gisapp.ogc.crs import STORAGE_SRID, Crs
from gisapp.ogc.database import Row, raw_cursor
from gisapp.ogc.properties import Property, PropertyKind
from gisapp.ogc.query import from_listed

# One centimetre, and one millimetre.
DEGREE_DIGITS = 7
METRE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told of each feature, and in which system.

    Attributes
    ----------
    properties
        Names, in the order of the layer; None for all.
    """

    source: FeatureSource
    crs: Crs
    properties: tuple[str, ...] | None = None
    has_geometry: bool = True

    @property
    def told(self) -> tuple[Property, ...]:
        """The properties that are told."""
        if self.properties is None:
            return self.source.properties
        return tuple(one for one in self.source.properties if one.name in self.properties)

    @property
    def digits(self) -> int:
        """Decimal places of a coordinate."""
        return DEGREE_DIGITS if is_geographic(self.crs.srid) else METRE_DIGITS

    def geometry(self, *, is_authority_order: bool = True) -> sql.Composable:
        """Return the SQL of the geometry.

        Parameters
        ----------
        is_authority_order
            Whether the axes come as the authority has them rather than x before y.
        """
        text = self.source.geometry
        if self.crs.srid != STORAGE_SRID:
            text = f"ST_Transform({text}, {self.crs.srid})"
        if is_authority_order and self.crs.is_northing_first:
            text = f"ST_FlipCoordinates({text})"
        return sql.SQL(text)


def geojson_batches(telling: Telling, ids: Sequence[int]) -> Iterator[list[bytes]]:
    """Give GeoJSON features in the order of their ids, some at a time.

    Raises
    ------
    BusyError
        If a batch takes too long.
    """
    names = [one.name for one in telling.told]
    for rows in _value_batches(telling, ids, is_authority_order=True):
        geometries = [b"null"] * len(rows)
        if telling.has_geometry:
            geometries = geojson_texts([row[-1] for row in rows], digits=telling.digits)
        yield [
            orjson.dumps(
                {
                    "type": "Feature",
                    "id": row[0],
                    "geometry": orjson.Fragment(geometry),
                    "properties": dict(zip(names, row[1:-1], strict=True)),
                }
            )
            for row, geometry in zip(rows, geometries, strict=True)
        ]


def csv_batches(telling: Telling, ids: Sequence[int]) -> Iterator[bytes]:
    """Give lines of CSV in the order of their ids, some at a time: id, properties, geometry as well-known text.

    Raises
    ------
    BusyError
        If a batch takes too long.
    """
    columns: list[sql.Composable] = [sql.SQL("o.id"), *(sql.SQL(one.expression) for one in telling.told)]
    if telling.has_geometry:
        columns.append(
            sql.SQL("ST_AsText({geometry}, {digits})").format(
                geometry=telling.geometry(), digits=sql.Literal(telling.digits)
            )
        )
    query = (
        sql.SQL("COPY (SELECT ")
        + sql.SQL(", ").join(columns)
        + from_listed(telling.source)
        + sql.SQL(" ORDER BY listed.place) TO STDOUT (FORMAT CSV)")
    )
    for bound in _batches(ids):
        with raw_cursor(timeout_ms=conf.FEATURES_TIMEOUT_MS) as cursor, cursor.copy(query, bound) as copy:
            found = b"".join(bytes(chunk) for chunk in copy)
        yield found


def value_batches(telling: Telling, ids: Sequence[int]) -> Iterator[list[Row]]:
    """Give values in the order of their ids, some at a time: id, properties, geometry as well-known binary, x first.

    Raises
    ------
    BusyError
        If a batch takes too long.
    """
    return _value_batches(telling, ids, is_authority_order=False)


def _value_batches(telling: Telling, ids: Sequence[int], *, is_authority_order: bool) -> Iterator[list[Row]]:
    geometry: sql.Composable = sql.SQL("NULL")
    if telling.has_geometry:
        geometry = sql.SQL("ST_AsBinary({geometry}, 'NDR')").format(
            geometry=telling.geometry(is_authority_order=is_authority_order)
        )
    columns = [sql.SQL("o.id"), *map(_value, telling.told), geometry]
    query = (
        sql.SQL("SELECT ")
        + sql.SQL(", ").join(columns)
        + from_listed(telling.source)
        + sql.SQL(" ORDER BY listed.place")
    )
    for bound in _batches(ids):
        with raw_cursor(timeout_ms=conf.FEATURES_TIMEOUT_MS) as cursor:
            found = cursor.execute(query, bound).fetchall()
        yield found


def _value(one: Property) -> sql.Composable:
    """Return the SQL of a value: a number is a fraction even where the column holds whole ones.

    QGIS before 3.36 takes the type of a property from its first values, and cuts the later ones down to it.
    """
    return sql.SQL(f"({one.expression})::float8" if one.kind is PropertyKind.NUMBER else one.expression)


def _batches(ids: Sequence[int]) -> Iterator[dict[str, str]]:
    """Cut ids into batches, each as the values that are bound for it; none for no ids."""
    for start in range(0, len(ids), conf.FEATURES_PER_BATCH):
        some = ids[start : start + conf.FEATURES_PER_BATCH]
        # As text: psycopg takes milliseconds over an array, looking at each of its values.
        yield {"ids": f"{{{','.join(map(str, some))}}}"}
