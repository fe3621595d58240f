"""The tile matrix set WebMercatorQuad: squares of web Mercator (EPSG:3857), halved from zoom to zoom.

Rows count from the north, columns from the west.

References
----------
OGC 17-083r4, Two Dimensional Tile Matrix Set and Tile Set Metadata, annex D.1 (WebMercatorQuad).
"""

import math
from dataclasses import dataclass
from typing import Final

from gisapp.geo.bbox import Bbox
from gisapp.geo.generalise import pixel_m

TILE_PX: Final = 256
LAST_ZOOM: Final = 24
# Half the equator of the sphere of EPSG:3857: the square's sides lie this far from its middle.
HALF_SIDE_M: Final = 20_037_508.342_789_244
MAX_LATITUDE: Final = 85.051_128_779_806_59
# A pixel of a screen, as scale denominators take it (OGC 06-042, clause 7.2.4.6.9).
SCREEN_PIXEL_M: Final = 0.000_28

_RADIUS_M: Final = HALF_SIDE_M / math.pi


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of one zoom level.

    Raises
    ------
    ValueError
        If the zoom level has no such square.
    """

    zoom: int
    row: int
    column: int

    def __post_init__(self) -> None:
        if not 0 <= self.zoom <= LAST_ZOOM:
            raise ValueError(f"zoom {self.zoom} is not served; it goes from 0 to {LAST_ZOOM}")
        last = 2**self.zoom - 1
        for name, value in (("row", self.row), ("column", self.column)):
            if not 0 <= value <= last:
                raise ValueError(f"{name} {value} lies outside zoom {self.zoom}; it goes from 0 to {last}")

    @property
    def box(self) -> Bbox:
        """EPSG:3857 metres."""
        side_m = 2 * HALF_SIDE_M / 2**self.zoom
        west = -HALF_SIDE_M + self.column * side_m
        north = HALF_SIDE_M - self.row * side_m
        return Bbox(west, north - side_m, west + side_m, north)


@dataclass(frozen=True, slots=True)
class TileLimits:
    """The rows and columns of a zoom level that hold anything, both ends included."""

    zoom: int
    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def __contains__(self, tile: Tile) -> bool:
        return (
            tile.zoom == self.zoom
            and self.first_row <= tile.row <= self.last_row
            and self.first_column <= tile.column <= self.last_column
        )


def scale_denominator(zoom: int) -> float:
    """Return the scale of a zoom level at the equator, 1 to so many.

    References
    ----------
    OGC 17-083r4, annex D.1.

    Examples
    --------
    >>> round(scale_denominator(0), 3)
    559082264.029
    """
    return pixel_m(zoom) / SCREEN_PIXEL_M


def mercator_box(box: Bbox) -> Bbox:
    """Project a box of longitudes and latitudes (EPSG:4326) to EPSG:3857, cut at the edge of the square.

    References
    ----------
    EPSG Guidance Note 7-2, clause 3.2.1.2 (Popular Visualisation Pseudo-Mercator).
    """
    return Bbox(_x(box.west), _y(box.south), _x(box.east), _y(box.north))


def tile_limits(box: Bbox, zoom: int) -> TileLimits:
    """Return the tiles of a zoom level that a box touches.

    Parameters
    ----------
    box
        EPSG:3857 metres.

    Examples
    --------
    >>> tile_limits(Bbox(0.0, 0.0, 0.0, 0.0), 1)
    TileLimits(zoom=1, first_row=0, last_row=1, first_column=0, last_column=1)
    """
    return TileLimits(
        zoom=zoom,
        first_row=_first(HALF_SIDE_M - box.north, zoom),
        last_row=_last(HALF_SIDE_M - box.south, zoom),
        first_column=_first(box.west + HALF_SIDE_M, zoom),
        last_column=_last(box.east + HALF_SIDE_M, zoom),
    )


def _first(distance_m: float, zoom: int) -> int:
    """Return the first of the squares that reach as far as this from the edge; a line between two is in both."""
    return _within(math.ceil(distance_m / (2 * HALF_SIDE_M) * 2**zoom) - 1, zoom)


def _last(distance_m: float, zoom: int) -> int:
    return _within(math.floor(distance_m / (2 * HALF_SIDE_M) * 2**zoom), zoom)


def _within(index: int, zoom: int) -> int:
    return min(max(index, 0), (1 << zoom) - 1)


def _x(longitude: float) -> float:
    return _RADIUS_M * math.radians(min(max(longitude, -180.0), 180.0))


def _y(latitude: float) -> float:
    bounded = min(max(latitude, -MAX_LATITUDE), MAX_LATITUDE)
    return _RADIUS_M * math.asinh(math.tan(math.radians(bounded)))
