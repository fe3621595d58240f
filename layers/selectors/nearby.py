"""What lies near a point, nearest first, with distances on the spheroid."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import connection


class NearbyKind(StrEnum):
    """What can be asked for."""

    FACILITIES = "facilities"
    SOURCE_AREAS = "source-areas"


@dataclass(frozen=True, slots=True)
class NearbyItem:
    """One row near a point; `distance_m` is 0 inside an area."""

    id: int
    name: str
    kind: str
    lon: float
    lat: float
    distance_m: float
    source: str
    year: int | None


@dataclass(frozen=True, slots=True)
class _Layer:
    """Identifiers of a layer; never from a user."""

    table: str
    geography: str
    columns: str
    joins: str = ""


# `geography` is the very expression that the index is built on, or the index would not be used.
_LAYERS = {
    NearbyKind.FACILITIES: _Layer(
        table="layers_facility",
        geography="item.location::geography(Point, 4326)",
        columns="item.id, item.name, item.kind, ST_X(item.location), ST_Y(item.location)",
    ),
    NearbyKind.SOURCE_AREAS: _Layer(
        table="layers_sourcearea",
        geography="item.boundary::geography(MultiPolygon, 4326)",
        columns="item.id, item.name, commodity.code, ST_X(item.centre), ST_Y(item.centre)",
        joins="JOIN layers_commodity commodity ON commodity.id = item.commodity_id",
    ),
}


def nearby_list(kind: NearbyKind, *, lon: float, lat: float, radius_m: float, limit: int) -> list[NearbyItem]:
    """Return the rows within a radius of a point (EPSG:4326), nearest first, at most `limit`."""
    sql, values = nearby_query(kind, lon=lon, lat=lat, radius_m=radius_m, limit=limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [NearbyItem(*row) for row in cursor.fetchall()]


def nearby_query(
    kind: NearbyKind, *, lon: float, lat: float, radius_m: float, limit: int
) -> tuple[str, dict[str, float]]:
    """Return the statement and its values.

    The index orders by distance on a sphere, which may swap neighbours by half a percent. So the index
    first gives `limit` rows, whose farthest, measured on the spheroid, bounds the search (and a metre, for
    rounding): whatever is among the nearest lies within that bound, and only those few are sorted.
    """
    layer = _LAYERS[kind]
    point = "ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)::geography"
    # Only identifiers of this module enter the text; values are bound.
    sql = f"""
    WITH bound AS (
        SELECT max(distance_m) + 1 AS distance_m FROM (
            SELECT ST_Distance({layer.geography}, {point}) AS distance_m
            FROM {layer.table} item ORDER BY {layer.geography} <-> {point} LIMIT %(limit)s
        ) first
    )
    SELECT {layer.columns}, ST_Distance({layer.geography}, {point}) AS distance_m, item.source, item.year
    FROM {layer.table} item {layer.joins}
    WHERE ST_DWithin(
        {layer.geography}, {point}, least(%(radius_m)s, (SELECT distance_m FROM bound))
    )
    ORDER BY distance_m, item.id LIMIT %(limit)s
    """  # noqa: S608
    return sql, {"lon": lon, "lat": lat, "radius_m": radius_m, "limit": limit}
