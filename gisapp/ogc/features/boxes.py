"""The boxes of `bbox`: in any system, with its axis order, and across the antimeridian."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from gisapp.geo.crs import is_geographic, transform
from gisapp.ogc.crs import STORAGE_SRID, Crs
from gisapp.ogc.errors import InvalidParameterError

# Straight edges in a projection are curved in degrees; a box is a province at most a few times over.
_POINTS_ON_EDGE = 33
_HALF_TURN = 180.0
_FLAT, _SOLID = 4, 6

Sides = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A box in EPSG:4326.

    Attributes
    ----------
    wkb
        A polygon, or one on either side of the antimeridian; a line or a point where the box is as thin as that.
    is_rectangle
        Whether it is a polygon whose edges run along meridians and parallels.
    """

    wkb: bytes
    is_rectangle: bool


def box_parse(text: str, crs: Crs) -> Box:
    """Read a box of four numbers, or of six where heights are given, which features here do not have.

    Raises
    ------
    InvalidParameterError
        If these are not such numbers, the box is inside out, or it lies where the system does not reach.

    Examples
    --------
    >>> from gisapp.ogc.crs import CRS84
    >>> box_parse("114,-4,116,-2", CRS84).is_rectangle
    True
    """
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    return box_of(numbers, crs, told=f"bbox={text[:120]!r}", locator="bbox")


def box_of(numbers: Sequence[float], crs: Crs, *, told: str, locator: str) -> Box:
    """Return the box of four or six numbers, lower corner first.

    Raises
    ------
    InvalidParameterError
        See `box_parse`.
    """
    if len(numbers) not in (_FLAT, _SOLID) or not all(math.isfinite(number) for number in numbers):
        raise InvalidParameterError(f"{told}: give four (or six) finite numbers", locator=locator)
    west, south, east, north = sides = _sides(numbers, crs)
    if south > north or (west > east and not is_geographic(crs.srid)):
        raise InvalidParameterError(f"{told} is inside out: give the lower corner first", locator=locator)
    if west > east:
        halves = [shapely.box(west, south, _HALF_TURN, north), shapely.box(-_HALF_TURN, south, east, north)]
        return Box(wkb=shapely.to_wkb(shapely.MultiPolygon(halves)), is_rectangle=False)
    if crs.srid == STORAGE_SRID:
        shape = _shape(np.array(_corners(sides)), sides)
        return Box(wkb=shapely.to_wkb(shape), is_rectangle=isinstance(shape, shapely.Polygon))
    moved = _moved(sides, crs)
    if not np.isfinite(moved).all():
        raise InvalidParameterError(f"{told} lies where {crs.uri} does not reach", locator=locator)
    return Box(wkb=shapely.to_wkb(_shape(moved, sides)), is_rectangle=False)


def _sides(numbers: Sequence[float], crs: Crs) -> Sides:
    """Return west, south, east and north, whatever the order of the axes."""
    half = len(numbers) // 2
    (x_low, y_low), (x_high, y_high) = numbers[:2], numbers[half : half + 2]
    if crs.is_northing_first:
        return y_low, x_low, y_high, x_high
    return x_low, y_low, x_high, y_high


def _corners(sides: Sides) -> list[tuple[float, float]]:
    west, south, east, north = sides
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def _moved(sides: Sides, crs: Crs) -> np.ndarray:
    """Return the outline in EPSG:4326, shape (n, 2); infinite where the system does not reach."""
    edges = [np.linspace(a, b, _POINTS_ON_EDGE) for a, b in pairwise(_corners(sides))]
    x, y = np.concatenate(edges).T
    return np.column_stack(transform(x, y, source_srid=crs.srid, target_srid=STORAGE_SRID))


def _shape(outline: np.ndarray, sides: Sides) -> shapely.Geometry:
    """Return what the outline of a box encloses, or the line or point that it shrinks to."""
    west, south, east, north = sides
    if west < east and south < north:
        return shapely.Polygon(outline)
    if west == east and south == north:
        return shapely.Point(outline[0])
    return shapely.LineString(outline)
