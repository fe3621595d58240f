"""What a legend shows: a small drawing and a text for each rule of a style."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import shapely
from shapely import affinity

from gisapp.symbology.drawings import marker_svg
from gisapp.symbology.model import Fill, Hatch, Marker, Raster, Rule, Stroke, Style, Symbol

# A drawing, in CSS pixels.
SWATCH_WIDTH: Final = 26.0
SWATCH_HEIGHT: Final = 18.0
_INSET: Final = 1.5
_AREA: Final = shapely.box(_INSET, _INSET, SWATCH_WIDTH - _INSET, SWATCH_HEIGHT - _INSET)
_LARGEST_MARKER: Final = SWATCH_HEIGHT - 1.0
# Symbols are drawn on a square of so many units, a pin in the upper half of a higher one.
_MARKER_CANVAS: Final = 24


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a legend.

    Attributes
    ----------
    title
        English where `is_translated`.
    drawing
        SVG elements on a canvas of `SWATCH_WIDTH` x `SWATCH_HEIGHT`.
    """

    name: str
    title: str
    is_translated: bool
    drawing: str


def entries_of(style: Style, *, span: int) -> tuple[Entry, ...]:
    """Return the lines of the legend of a style in a span of zooms."""
    return tuple(entry for rule in style.rules if rule.is_listed for entry in _of_rule(rule, span))


def _of_rule(rule: Rule, span: int) -> Iterator[Entry]:
    for symbol in rule.symbols:
        if isinstance(symbol, Raster):
            yield from _of_raster(rule, symbol)
    drawing = "".join(_drawing(symbol, span=span, is_area=_is_area(rule)) for symbol in rule.symbols)
    if drawing:
        yield Entry(rule.name, rule.title, rule.is_translated, drawing)


def _of_raster(rule: Rule, raster: Raster) -> Iterator[Entry]:
    for number, stop in enumerate(raster.stops):
        if stop.opacity and stop.title:
            fill = _path(_AREA, fill=stop.colour, opacity=stop.opacity)
            yield Entry(f"{rule.name}-{number}", stop.title, is_translated=True, drawing=fill)


def _is_area(rule: Rule) -> bool:
    return any(isinstance(symbol, Fill | Hatch) for symbol in rule.symbols)


def _drawing(symbol: Symbol, *, span: int, is_area: bool) -> str:
    if isinstance(symbol, Fill):
        return _path(_AREA, fill=symbol.colour, opacity=symbol.opacity)
    if isinstance(symbol, Hatch):
        return _path(_AREA, fill=symbol.ground, opacity=symbol.opacity) + _hatch(symbol)
    if isinstance(symbol, Stroke):
        return _stroke(symbol, span=span, is_area=is_area)
    if isinstance(symbol, Marker) and symbol.size[span]:
        return _marker(symbol, span=span)
    return ""


def _stroke(stroke: Stroke, *, span: int, is_area: bool) -> str:
    middle = SWATCH_HEIGHT / 2
    outline = "".join(f"{x:g},{y:g} " for x, y in _AREA.exterior.coords)
    points = outline if is_area else f"{_INSET:g},{middle:g} {SWATCH_WIDTH - _INSET:g},{middle:g}"
    lines: list[tuple[str, float, tuple[float, ...]]] = [(stroke.colour, stroke.width[span], stroke.dash)]
    if stroke.casing:
        lines.insert(0, (stroke.casing, stroke.casing_width[span], ()))
    return "".join(
        f'<polyline points="{points.strip()}" fill="none" stroke="{colour}" stroke-width="{width:g}"'
        + (f' stroke-dasharray="{",".join(f"{length:g}" for length in dash)}"' if dash else "")
        + "/>"
        for colour, width, dash in lines
        if width
    )


def _hatch(hatch: Hatch) -> str:
    """Return the lines of a hatch, cut at the edge of the drawing."""
    reach = SWATCH_WIDTH + SWATCH_HEIGHT
    count = int(reach / hatch.spacing) + 1
    level = [
        shapely.box(-reach, y * hatch.spacing - hatch.width / 2, reach, y * hatch.spacing + hatch.width / 2)
        for y in range(-count, count + 1)
    ]
    # Angles are counter-clockwise and y grows downwards here.
    turned = affinity.rotate(shapely.MultiPolygon(level), -hatch.angle, origin=(0, 0))
    middle = affinity.translate(turned, SWATCH_WIDTH / 2, SWATCH_HEIGHT / 2)
    return "".join(
        _path(part, fill=hatch.line, opacity=hatch.opacity)
        for part in shapely.get_parts(shapely.intersection(middle, _AREA))
        if isinstance(part, shapely.Polygon)
    )


def _path(area: shapely.Polygon, *, fill: str, opacity: float) -> str:
    corners = "L".join(f"{x:.2f} {y:.2f}" for x, y in area.exterior.coords)
    return f'<path d="M{corners}Z" fill="{fill}" fill-opacity="{opacity:g}"/>'


def _marker(marker: Marker, *, span: int) -> str:
    """Return a symbol in the middle, in its own size unless that is too large."""
    content = marker_svg(marker).partition(">")[2].removesuffix("</svg>")
    side = min(marker.size[span], _LARGEST_MARKER)
    x, y = (SWATCH_WIDTH - side) / 2, (SWATCH_HEIGHT - side) / 2
    return f'<g transform="translate({x:.3f} {y:.3f}) scale({side / _MARKER_CANVAS:.5f})">{content}</g>'
