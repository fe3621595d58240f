"""The coordinate reference systems that are served, and the ways in which protocols name them.

A system is its EPSG code; `CRS84` stands for WGS 84 with longitude first, which no EPSG code means.
"""

import re
from dataclasses import dataclass
from typing import Final

from gisapp.geo.crs import is_northing_first
from gisapp.ogc.errors import InvalidCrsError

STORAGE_SRID: Final = 4326
CRS84_URI: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
# WGS 84; web Mercator; SRGI2013 and DGN95, Indonesia's own; their TM-3 zones and UTM zones over the whole country.
SRIDS: Final = (
    4326,
    3857,
    9470,
    4755,
    *range(23830, 23846),
    *range(32746, 32755),
)

_EPSG = re.compile(
    r"(?:EPSG:|urn:(?:ogc|x-ogc):def:crs:EPSG:[\d.]*:|https?://www\.opengis\.net/def/crs/EPSG/[\d.]+/"
    r"|https?://www\.opengis\.net/gml/srs/epsg\.xml#)(\d{4,5})",
    re.IGNORECASE,
)
_CRS84 = re.compile(
    r"(?:CRS:84|OGC:CRS84|urn:ogc:def:crs:OGC:[\d.]*:CRS84|https?://www\.opengis\.net/def/crs/OGC/[\d.]+/CRS84)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Crs:
    """A system as a client named it.

    Attributes
    ----------
    srid
        EPSG code; 4326 for CRS84 too.
    is_northing_first
        Whether coordinates in this system are given latitude (northing) first.
    """

    srid: int
    is_northing_first: bool

    @property
    def uri(self) -> str:
        """The name that OGC APIs use."""
        if self.srid == STORAGE_SRID and not self.is_northing_first:
            return CRS84_URI
        return f"http://www.opengis.net/def/crs/EPSG/0/{self.srid}"


CRS84: Final = Crs(srid=STORAGE_SRID, is_northing_first=False)


def crs_parse(name: str, *, locator: str) -> Crs:
    """Read the name of a system in any of its spellings, axis order as its authority has it.

    Parameters
    ----------
    locator
        The parameter that holds the name, for the error.

    Raises
    ------
    InvalidCrsError
        If it is not the name of a system that is served.

    Examples
    --------
    >>> crs_parse("EPSG:4326", locator="CRS").is_northing_first
    True
    >>> crs_parse("CRS:84", locator="CRS") == CRS84
    True
    """
    if _CRS84.fullmatch(name):
        return CRS84
    found = _EPSG.fullmatch(name)
    if found is None or int(found[1]) not in SRIDS:
        raise InvalidCrsError(f"{name[:80]!r} is not served; choose one of {_known()}", locator=locator)
    srid = int(found[1])
    return Crs(srid=srid, is_northing_first=is_northing_first(srid))


def _known() -> str:
    return ", ".join(["CRS:84", *(f"EPSG:{srid}" for srid in SRIDS)])
