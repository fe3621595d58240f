"""SQL that encodes features whose ids are known: PostgreSQL writes JSON, CSV and geometry, row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from gisapp import conf
from gisapp.geo.crs import is_geographic
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
    query = (
        sql.SQL("COPY (SELECT ")
        + _feature(telling)
        + _rest(telling)
        # Under a limit PostgreSQL sorts before it encodes, and sends what is encoded at once.
        + sql.SQL(" LIMIT {count}) TO STDOUT (FORMAT BINARY)").format(count=sql.Placeholder("count"))
    )
    for bound in _batches(ids):
        with raw_cursor(timeout_ms=conf.FEATURES_TIMEOUT_MS) as cursor, cursor.copy(query, bound) as copy:
            found = [row[0] for row in copy.rows()]
        yield found


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
    columns = [
        sql.SQL("o.id"),
        *(sql.SQL(one.expression) for one in telling.told),
        sql.SQL("ST_AsBinary({geometry})").format(geometry=telling.geometry(is_authority_order=False)),
    ]
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


def _batches(ids: Sequence[int]) -> Iterator[dict[str, str | int]]:
    """Cut ids into batches, each as the values that are bound for it; none for no ids."""
    for start in range(0, len(ids), conf.FEATURES_PER_BATCH):
        some = ids[start : start + conf.FEATURES_PER_BATCH]
        # As text: psycopg takes milliseconds over an array, looking at each of its values.
        yield {"ids": f"{{{','.join(map(str, some))}}}", "count": len(some)}


def _feature(telling: Telling) -> sql.Composable:
    geometry: sql.Composable = sql.SQL("'null'")
    if telling.has_geometry:
        geometry = sql.SQL("coalesce(ST_AsGeoJSON({geometry}, {digits}, 0), 'null')").format(
            geometry=telling.geometry(), digits=sql.Literal(telling.digits)
        )
    properties = sql.SQL("row_to_json(told)::text" if telling.told else "'{}'")
    return (
        sql.SQL("""'{"type":"Feature","id":' || o.id || ',"geometry":' || """)
        + geometry
        + sql.SQL("""|| ',"properties":' || """)
        + properties
        + sql.SQL("|| '}'")
    )


def _rest(telling: Telling) -> sql.Composable:
    named: list[Any] = [sql.SQL(_json_value(one) + " AS ") + sql.Identifier(one.name) for one in telling.told]
    told = (
        sql.SQL(" CROSS JOIN LATERAL (SELECT ") + sql.SQL(", ").join(named) + sql.SQL(") AS told")
        if named
        else sql.SQL("")
    )
    return from_listed(telling.source) + told + sql.SQL(" ORDER BY listed.place")


def _json_value(one: Property) -> str:
    """Return the SQL of a value in JSON: a number that happens to be whole has a fraction too.

    QGIS before 3.36 takes the type of a property from its first values, and cuts the later ones down to it.
    """
    return f"({one.expression})::text::numeric + 0.0" if one.kind is PropertyKind.NUMBER else one.expression
