"""The zones of the Universal Transverse Mercator projection, which Indonesia's maps are drawn in."""

from dataclasses import dataclass
from math import floor

from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import WGS84, transform

UTM_ZONES = range(1, 61)
_DEGREES_A_ZONE = 6
_FIRST_SOUTH, _FIRST_NORTH = 32700, 32600


@dataclass(frozen=True, slots=True)
class UtmPlace:
    """A place in its zone, m.

    Attributes
    ----------
    zone
        Number and half of the earth, such as 50S.
    srid
        EPSG code.
    """

    zone: str
    srid: int
    easting_m: float
    northing_m: float


def utm_zone(lon: float) -> int:
    """Return the zone of a longitude, without the exceptions of Norway and Svalbard.

    Examples
    --------
    >>> utm_zone(115.99), utm_zone(114.0), utm_zone(113.99), utm_zone(180.0)
    (50, 50, 49, 60)
    """
    return min(floor((lon + 180.0) / _DEGREES_A_ZONE) + 1, UTM_ZONES[-1])


def utm_zones(box: Bbox) -> tuple[int, ...]:
    """Return the zones that a box in EPSG:4326 touches, from west to east."""
    return tuple(range(utm_zone(box.west), utm_zone(box.east) + 1))


def utm_srid(zone: int, *, is_south: bool) -> int:
    """Return the EPSG code of a zone on WGS 84.

    Examples
    --------
    >>> utm_srid(50, is_south=True)
    32750
    """
    return (_FIRST_SOUTH if is_south else _FIRST_NORTH) + zone


def utm_place(*, lon: float, lat: float) -> UtmPlace:
    """Return a place (EPSG:4326) in the zone that it lies in.

    Examples
    --------
    >>> place = utm_place(lon=115.9938, lat=-3.4312)
    >>> place.zone, round(place.easting_m), round(place.northing_m)
    ('50S', 388229, 9620686)
    """
    zone, is_south = utm_zone(lon), lat < 0
    srid = utm_srid(zone, is_south=is_south)
    easting, northing = transform(lon, lat, source_srid=WGS84, target_srid=srid)
    return UtmPlace(f"{zone}{'S' if is_south else 'N'}", srid, float(easting), float(northing))
