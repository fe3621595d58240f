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
    geometry: str
    columns: str
    joins: str = ""


# Fewer metres than there are in a degree of a meridian anywhere: boxes become a little too large, never too small.
_LEAST_M_PER_DEGREE = 110_000.0
# Nearer to a pole, boxes are as wide as here: nothing is stored there.
_HIGHEST_LATITUDE = 85.0
_LAYERS = {
    NearbyKind.FACILITIES: _Layer(
        table="layers_facility",
        geometry="item.location",
        columns="item.id, item.name, item.kind, ST_X(item.location), ST_Y(item.location)",
    ),
    NearbyKind.SOURCE_AREAS: _Layer(
        table="layers_sourcearea",
        geometry="item.boundary",
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

    The index knows degrees, not metres. So it first gives the `limit` rows that are nearest in degrees, whose farthest,
    measured on the spheroid, bounds the search (and a metre, for rounding): whatever is among the nearest lies in the
    box around that bound, and only those few are measured and sorted. An index on the spheroid itself would cost
    imports more than the layer's other indexes together.
    """
    layer = _LAYERS[kind]
    point = "ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)"
    distance = f"ST_Distance({layer.geometry}::geography, {point}::geography)"
    width = f"cos(radians(least(abs(%(lat)s) + distance_m / {_LEAST_M_PER_DEGREE}, {_HIGHEST_LATITUDE})))"
    # Only identifiers of this module enter the text; values are bound.
    sql = f"""
    WITH bound AS (
        SELECT least(%(radius_m)s, max(distance_m) + 1) AS distance_m FROM (
            SELECT {distance} AS distance_m
            FROM {layer.table} item ORDER BY {layer.geometry} <-> {point} LIMIT %(limit)s
        ) first
    ),
    box AS (
        SELECT ST_Expand({point}, distance_m / ({_LEAST_M_PER_DEGREE} * {width}), distance_m / {_LEAST_M_PER_DEGREE})
        FROM bound
    )
    SELECT * FROM (
        SELECT {layer.columns}, {distance} AS distance_m, item.source, item.year
        FROM {layer.table} item {layer.joins}
        WHERE {layer.geometry} && (SELECT * FROM box)
    ) near
    WHERE distance_m <= (SELECT distance_m FROM bound)
    ORDER BY distance_m, id LIMIT %(limit)s
    """  # noqa: S608
    return sql, {"lon": lon, "lat": lat, "radius_m": radius_m, "limit": limit}
