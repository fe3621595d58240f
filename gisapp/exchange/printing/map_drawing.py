"""Draw a map into its frame: picture, grid with coordinates, north arrow, scale."""

import math
from typing import Final

import numpy as np
from django.utils.translation import pgettext

from gisapp.exchange.printing.blocks import HAIRLINE_PT, SMALL, baseline
from gisapp.exchange.printing.frame import Frame, GridLine
from gisapp.exchange.printing.letters import TextStyle, width_mm
from gisapp.exchange.printing.map_picture import map_picture
from gisapp.exchange.printing.paper import Box
from gisapp.exchange.printing.places import latitude_text, longitude_text
from gisapp.exchange.printing.subjects import Ring, Subject
from gisapp.exchange.printing.surface import Point, Surface, rectangle
from gisapp.geo.crs import WGS84, transform
from gisapp.planning.numbers import number
from gisapp.symbology.model import Face
from gisapp.symbology.tokens import colour

_TICK_MM: Final = 1.3
_LABEL: Final = TextStyle(6.5, ink="ink-700")
_ARROW: Final = TextStyle(8, Face.SEMIBOLD)
_ARROW_MM: Final = 8.0
_INSET_MM: Final = 3.0
_FRAME_PT: Final = 0.8
_OUTLINE_PT: Final = 1.4
# Corners of an outline nearer to each other than this cannot be told apart on paper.
_FINEST_MM: Final = 0.15
_KM: Final = 1_000.0
# Labels of the grid nearer to a corner than this would meet.
_CORNER_SHARE: Final = 0.04


def draw_map(surface: Surface, subject: Subject, frame: Frame, *, box: Box, dpi: int) -> None:
    """Draw a map and what belongs upon it.

    Raises
    ------
    NothingToPrintError
        If no layer shows anything within the frame.
    BusyError
        If the database takes too long.
    """
    surface.picture(map_picture(subject.views, frame, dpi=dpi), box)
    for line in frame.grid():
        _draw_grid_line(surface, line, box)
    for ring in subject.outline:
        _draw_outline(surface, ring, frame=frame, box=box)
    outline = rectangle(box)
    surface.line([*outline, outline[0]], colour=colour("ink-900"), width_pt=_FRAME_PT)
    _draw_north(surface, frame, box, letter=pgettext("on a compass", "N"))
    _draw_scale(surface, frame, box)


def _draw_grid_line(surface: Surface, line: GridLine, box: Box) -> None:
    points = [_on(box, share) for share in line.points.tolist()]
    surface.line(points, colour=colour("control"), width_pt=0.25)
    first, last = sorted((points[0], points[-1]), key=lambda point: (point[1], point[0]))
    if line.is_meridian:
        if abs(first[1] - box.top) < _FINEST_MM and _is_clear(first[0] - box.left, box.width):
            surface.text((first[0], box.top - 1.0), longitude_text(line.degrees), _LABEL, align="centre")
        for x, y in (first, last):
            inwards = _TICK_MM if y < box.top + box.height / 2 else -_TICK_MM
            surface.line([(x, y), (x, y + inwards)], colour=colour("ink-900"), width_pt=HAIRLINE_PT)
        return
    left, right = sorted((points[0], points[-1]))
    if abs(left[0] - box.left) < _FINEST_MM and _is_clear(left[1] - box.top, box.height):
        words = latitude_text(line.degrees)
        surface.text((box.left - 1.0, left[1]), words, _LABEL, align="centre", turned=True)
    for (x, y), inwards in ((left, _TICK_MM), (right, -_TICK_MM)):
        surface.line([(x, y), (x + inwards, y)], colour=colour("ink-900"), width_pt=HAIRLINE_PT)


def _is_clear(along: float, length: float) -> bool:
    return _CORNER_SHARE < along / length < 1 - _CORNER_SHARE


def _draw_outline(surface: Surface, ring: Ring, *, frame: Frame, box: Box) -> None:
    """Draw a border that the map stresses; it lies within the frame, which was made around it."""
    lon, lat = np.array(ring, float).T
    x, y = transform(lon, lat, source_srid=WGS84, target_srid=frame.srid)
    columns = (x - frame.bbox.west) / frame.bbox.width
    rows = (frame.bbox.north - y) / frame.bbox.height
    points = [_on(box, share) for share in zip(columns.tolist(), rows.tolist(), strict=True)]
    kept = [points[0]]
    for point in points[1:]:
        if math.dist(point, kept[-1]) >= _FINEST_MM:
            kept.append(point)
    if len(kept) > 2:
        surface.line([*kept, kept[0]], colour=colour("ink-900"), width_pt=_OUTLINE_PT)


def _draw_north(surface: Surface, frame: Frame, box: Box, *, letter: str) -> None:
    x, top = box.right - _INSET_MM - 3.0, box.top + _INSET_MM
    middle = (x, top + 4.5 + _ARROW_MM / 2)
    turn = math.radians(frame.north_deg)

    def turned(across: float, along: float) -> Point:
        return (
            middle[0] + across * math.cos(turn) - along * math.sin(turn),
            middle[1] + across * math.sin(turn) + along * math.cos(turn),
        )

    half = _ARROW_MM / 2
    tip, left, notch, right = turned(0, -half), turned(-2.4, half), turned(0, half * 0.55), turned(2.4, half)
    surface.area(rectangle(Box(x - 4.0, top - 1.0, 8.0, _ARROW_MM + 6.5)), fill=colour("white"), opacity=0.75)
    surface.text((x, baseline(top, _ARROW)), letter, _ARROW, align="centre")
    surface.area([tip, left, notch], fill=colour("white"))
    surface.area([tip, right, notch], fill=colour("ink-900"))
    surface.line([tip, left, notch, right, tip], colour=colour("ink-900"), width_pt=HAIRLINE_PT)


def _draw_scale(surface: Surface, frame: Frame, box: Box) -> None:
    """Write scale bar, scale and system into the lower right corner, upon a veil that keeps them legible."""
    length = frame.bar_m / frame.bbox.width * box.width
    words = (f"1 : {number(frame.denominator)}", *_halves(frame.system))
    width = max(length, *(width_mm(line, SMALL) for line in words)) + 2 * _INSET_MM
    height = len(words) * SMALL.line_mm + 9.5
    veil = Box(box.right - width - 1.0, box.bottom - height - 1.0, width, height)
    surface.area(rectangle(veil), fill=colour("white"), opacity=0.8)
    right = veil.right - _INSET_MM
    left, bar = right - length, veil.top + 6.0
    label = f"{number(frame.bar_m / _KM, 3)} km" if frame.bar_m >= _KM else f"{number(frame.bar_m)} m"
    surface.text((right, bar - 1.8), label, SMALL, align="right")
    surface.text((left, bar - 1.8), "0", SMALL)
    ends = [(left, bar - 1.2), (left, bar), (right, bar), (right, bar - 1.2)]
    surface.line(ends, colour=colour("ink-900"), width_pt=0.9)
    top = bar + 1.2
    for line in words:
        surface.text((right, baseline(top, SMALL)), line, SMALL, align="right")
        top += SMALL.line_mm


def _halves(system: str) -> tuple[str, ...]:
    """Break name and code of a system into two lines."""
    name, _space, code = system.partition(" (")
    return (name, code.rstrip(")")) if code else (name,)


def _on(box: Box, share: tuple[float, float] | list[float]) -> Point:
    return box.left + share[0] * box.width, box.top + share[1] * box.height
