"""The part of the world that a sheet shows: its projection, its scale, and where meridians and parallels run."""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from django.conf import settings
from numpy.typing import NDArray
from pyproj import CRS

from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import WGS84, authority_code, bbox_transform, transform
from gisapp.ogc.render.request import WEB_MERCATOR

_MM_PER_M: Final = 1_000.0
# Round scales: one of these times a power of ten.
_SCALE_STEPS: Final = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0)
_ROUND_STEPS: Final = (1.0, 2.0, 5.0)
# A wider region lies in many UTM zones; one of them would bend it.
_ZONE_LIMIT_DEG: Final = 12.0
# Nothing that is printed needs a larger scale, and a district never has one.
_LEAST_DENOMINATOR: Final = 1_000.0
_LINES_WANTED: Final = 4
_POINTS_A_LINE: Final = 41
_BAR_SHARE: Final = 0.22


@dataclass(frozen=True, slots=True)
class GridLine:
    """A meridian or a parallel within the frame.

    Attributes
    ----------
    degrees
        Longitude or latitude, EPSG:4326.
    points
        (n, 2) shares of the frame's width and height, from its upper left corner.
    """

    degrees: float
    is_meridian: bool
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """A map of a size on paper.

    Attributes
    ----------
    bbox
        In the system `srid`.
    denominator
        Of the scale: metres in the world to one on the paper.
    """

    bbox: Bbox
    srid: int
    width_mm: float
    height_mm: float
    denominator: float

    @property
    def system(self) -> str:
        """Name and code of the coordinate reference system."""
        code = authority_code(self.srid)
        return f"{CRS.from_user_input(code).name} ({code})"

    @property
    def north_deg(self) -> float:
        """Where true north lies in the middle of the frame, clockwise from straight up."""
        x, y = (self.bbox.west + self.bbox.east) / 2, (self.bbox.south + self.bbox.north) / 2
        lon, lat = transform(x, y, source_srid=self.srid, target_srid=WGS84)
        there_x, there_y = transform(lon, lat + 0.01, source_srid=WGS84, target_srid=self.srid)
        return math.degrees(math.atan2(float(there_x) - x, float(there_y) - y))

    @property
    def bar_m(self) -> float:
        """Length of the scale bar: round, and less than a quarter of the width."""
        return _round_below(self.bbox.width * _BAR_SHARE)

    def share(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a point (EPSG:4326) lies, in shares of width and height from the upper left corner."""
        [point] = self._shares(np.array([lon]), np.array([lat]))
        return float(point[0]), float(point[1])

    def grid(self) -> list[GridLine]:
        """Return the meridians and parallels at round degrees that cross the frame."""
        around = bbox_transform(self.bbox, source_srid=self.srid, target_srid=WGS84)
        if around is None:
            return []
        step = _round_below(max(around.width, around.height) / _LINES_WANTED)
        meridians = (self._line(lon, around, is_meridian=True) for lon in _multiples(around.west, around.east, step))
        parallels = (self._line(lat, around, is_meridian=False) for lat in _multiples(around.south, around.north, step))
        return [line for line in (*meridians, *parallels) if len(line.points) > 1]

    def _line(self, degrees: float, around: Bbox, *, is_meridian: bool) -> GridLine:
        ends = (around.south, around.north) if is_meridian else (around.west, around.east)
        along = np.linspace(*ends, _POINTS_A_LINE)
        across = np.full_like(along, degrees)
        shares = self._shares(across, along) if is_meridian else self._shares(along, across)
        return GridLine(degrees, is_meridian, _clipped(shares))

    def _shares(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = transform(lon, lat, source_srid=WGS84, target_srid=self.srid)
        return np.column_stack(((x - self.bbox.west) / self.bbox.width, (self.bbox.north - y) / self.bbox.height))


def frame_around(extent: Bbox, *, width_mm: float, height_mm: float) -> Frame:
    """Return the frame of the largest round scale that holds an extent.

    Parameters
    ----------
    extent
        EPSG:4326.

    Raises
    ------
    ValueError
        If the extent reaches where no projection of ours does.
    """
    srid = settings.METRIC_SRID if max(extent.width, extent.height) <= _ZONE_LIMIT_DEG else WEB_MERCATOR
    box = bbox_transform(extent, source_srid=WGS84, target_srid=srid)
    if box is None:
        raise ValueError(f"the box {extent} lies outside of {authority_code(srid)}")
    needed = max(box.width / width_mm, box.height / height_mm, _LEAST_DENOMINATOR / _MM_PER_M) * _MM_PER_M
    denominator = _round_above(needed)
    half_x, half_y = width_mm / _MM_PER_M * denominator / 2, height_mm / _MM_PER_M * denominator / 2
    x, y = (box.west + box.east) / 2, (box.south + box.north) / 2
    bbox = Bbox(x - half_x, y - half_y, x + half_x, y + half_y)
    return Frame(bbox=bbox, srid=srid, width_mm=width_mm, height_mm=height_mm, denominator=denominator)


def _round_above(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in _SCALE_STEPS if step * power >= value * (1 - 1e-9)), 10 * power)


def _round_below(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in _ROUND_STEPS if step * power <= value * (1 + 1e-9))


def _multiples(low: float, high: float, step: float) -> list[float]:
    first = math.ceil(low / step)
    return [round(number * step, 9) for number in range(first, math.floor(high / step) + 1)]


def _clipped(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cut a line that crosses the unit square once at the square's edges."""
    kept: list[NDArray[np.float64]] = []
    for start, end in pairwise(points):
        piece = _clipped_piece(start, end)
        if piece is not None:
            kept += piece if not kept else piece[1:]
    return np.array(kept).reshape(-1, 2)


def _clipped_piece(start: NDArray[np.float64], end: NDArray[np.float64]) -> list[NDArray[np.float64]] | None:
    """Return the part of a straight piece that lies in the unit square (Liang and Barsky)."""
    step = end - start
    first, last = 0.0, 1.0
    for axis in (0, 1):
        for towards, room in ((-step[axis], start[axis]), (step[axis], 1 - start[axis])):
            if towards == 0:
                if room < 0:
                    return None
            elif towards < 0:
                first = max(first, room / towards)
            else:
                last = min(last, room / towards)
    return None if first >= last else [start + first * step, start + last * step]
