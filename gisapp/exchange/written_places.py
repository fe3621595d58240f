"""Places that a reader types: degrees with signs or letters in two languages, or easting and northing of a UTM zone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gisapp import conf
from gisapp.exchange.angles import Angle, angle_parse, number_parse
from gisapp.exchange.coordinates import pairs_read
from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import WGS84, transform
from gisapp.geo.utm import UTM_ZONES, utm_srid, utm_zones

_AXIS = r"(?:LS|LU|BT|BB|NORTH|SOUTH|EAST|WEST|UTARA|SELATAN|TIMUR|BARAT|[NSEWUTB])"
# Two angles of which each has its letter: behind it, or before it.
_LETTERS_BEHIND: Final = re.compile(rf"(.*?\d.*?\b{_AXIS}\b)[\s,;/]*(.*\d.*\b{_AXIS}\b)\W*", re.IGNORECASE)
_LETTERS_BEFORE: Final = re.compile(rf"({_AXIS}\b.*?\d.*?)[\s,;/]*\b({_AXIS}\b.*\d.*)", re.IGNORECASE)
# A letter that clings to a figure would be part of its word.
_CLINGING: Final = re.compile(
    rf"(?<=[\d'\"\u00b0\u2032\u2033])(?={_AXIS}\b)|(?<=\b[NSEWUTB])(?=\d)|(?<=\b[LB][SUTB])(?=\d)", re.IGNORECASE
)
_ZONE: Final = re.compile(r"\b(?:UTM\s*)?(?:ZON[AE]\s*)?(\d{1,2})\s*([C-HJ-NP-X])\b\s*[:,;]?", re.IGNORECASE)
_UTM_WORD: Final = re.compile(r"\bUTM\b", re.IGNORECASE)
# As "388229 mE" and "9620686 mN" are written.
_METRES: Final = re.compile(r"(?<=\d)\s*(?:m\s*[ETNUS]?|[ETNUS])\b", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
# What southern bands are called, and "S" as most write it: for the south, not for the band of that letter.
_SOUTH: Final = "CDEFGHJKLMS"
_BETWEEN_METRES: Final = re.compile(r"[\s;]+|,\s+|,$|(?<=\d{6}),(?=\d{6})")
_EASTING: Final = conf.Range(100_000, 900_000)
_NORTHING: Final = conf.Range(0, 10_000_000)
_LON, _LAT = 180.0, 90.0
_PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class WrittenPlace:
    """A place as it was read.

    Attributes
    ----------
    lon, lat
        EPSG:4326.
    zone
        UTM zone, such as 50S; empty for degrees.
    """

    lon: float
    lat: float
    zone: str = ""


def written_places(text: str, *, likely: Bbox) -> tuple[WrittenPlace, ...]:
    r"""Return the places that a text can mean, the likeliest first; none where it writes no coordinates.

    Parameters
    ----------
    likely
        Where places are looked for, EPSG:4326: it decides between two readings.

    Examples
    --------
    >>> box = Bbox(114, -5, 117, -1)
    >>> [(place.lon, place.lat) for place in written_places("115,9938° BT, 3,4312° LS", likely=box)]
    [(115.9938, -3.4312)]
    >>> [(round(place.lon, 4), place.zone) for place in written_places("50S 388229 9620686", likely=box)]
    [(115.9938, '50S')]
    """
    found = tuple(_of_letters(text)) or tuple(_in_metres(text, likely)) or tuple(_in_degrees(text))
    return tuple(sorted(found, key=lambda place: not likely.contains(place.lon, place.lat)))


def _of_letters(text: str) -> Iterable[WrittenPlace]:
    spaced = _CLINGING.sub(" ", text.strip())
    parts = _LETTERS_BEFORE.fullmatch(spaced) or _LETTERS_BEHIND.fullmatch(spaced)
    angles = [angle_parse(part.strip(" ,;/")) for part in parts.groups()] if parts else []
    by_axis = {angle.axis: angle.degrees for angle in angles if isinstance(angle, Angle)}
    if {"lon", "lat"} <= by_axis.keys():
        yield from _on_earth(by_axis["lon"], by_axis["lat"])


def _in_degrees(text: str) -> Iterable[WrittenPlace]:
    """Give both orders of two numbers that may be either; people write the latitude first."""
    [first], [second] = pairs_read([text.strip()])
    angles = [angle_parse(part) for part in (first, second) if part]
    if len(angles) == _PAIR and all(angle and not angle.axis for angle in angles):
        a, b = (angle.degrees for angle in angles if angle)
        yield from _on_earth(b, a)
        yield from _on_earth(a, b)


def _in_metres(text: str, likely: Bbox) -> Iterable[WrittenPlace]:
    named = _ZONE.search(text)
    rest = _UTM_WORD.sub(" ", f"{text[: named.start()]} {text[named.end() :]}" if named else text)
    parts = [part for part in _BETWEEN_METRES.split(_METRES.sub(" ", rest)) if part]
    # Metres have no need of three decimals: these points are between thousands.
    plain = [part.replace(".", "") if _THOUSANDS.fullmatch(part) else part for part in parts]
    numbers = [number for part in plain if (number := number_parse(part)) is not None]
    if not len(parts) == len(numbers) == _PAIR or numbers[0] not in _EASTING or numbers[1] not in _NORTHING:
        return
    if named:
        yield from _in_zone(*numbers, zone=int(named[1]), is_south=named[2].upper() in _SOUTH)
        return
    for zone in utm_zones(likely):
        for is_south in (True, False):
            guessed = _in_zone(*numbers, zone=zone, is_south=is_south)
            yield from (place for place in guessed if likely.contains(place.lon, place.lat))


def _in_zone(x: float, y: float, *, zone: int, is_south: bool) -> Iterable[WrittenPlace]:
    if zone in UTM_ZONES:
        lon, lat = transform(x, y, source_srid=utm_srid(zone, is_south=is_south), target_srid=WGS84)
        yield from _on_earth(float(lon), float(lat), zone=f"{zone}{'S' if is_south else 'N'}")


def _on_earth(lon: float, lat: float, *, zone: str = "") -> Iterable[WrittenPlace]:
    # Infinite where the zone does not reach.
    if abs(lon) <= _LON and abs(lat) <= _LAT:
        yield WrittenPlace(lon, lat, zone)
