"""Symbols as SVG, for map engines and legends alike."""

import math

from gisapp.symbology.facilities import GLYPHS, SHAPES
from gisapp.symbology.model import Hatch, Marker
from gisapp.symbology.tokens import colour

# Shapes are drawn on 24 units; a unit on each side leaves room for outlines.
_CANVAS, _ROOM = 24, 1
_OUTLINE, _HOLLOW_OUTLINE, _GLYPH_OUTLINE = 2.0, 2.6, 1.9
_DASH = "4 2.6"
# A pin's tip is the middle of a canvas twice as high as the pin, because map engines centre a symbol.
_PIN = "M12 24C7 17.5 3 13.5 3 9A9 9 0 1 1 21 9C21 13.5 17 17.5 12 24Z"
PIN_HEIGHT_SHARE = 2


def marker_svg(marker: Marker) -> str:
    """Return a symbol as an SVG document with a square canvas, or one twice as high for a pin."""
    if marker.shape == "pin":
        # Mapnik centres what is drawn, whatever the canvas: something unseen has to fill it.
        canvas = f'<path d="M0 0H{_CANVAS}V{_CANVAS * PIN_HEIGHT_SHARE}H0Z" fill="{marker.colour}" fill-opacity="0"/>'
        pin = f'<path d="{_PIN}" {_solid(marker.colour)}/>'
        return _document(canvas + pin, height=_CANVAS * PIN_HEIGHT_SHARE)
    if marker.shape in GLYPHS:
        return _document(_glyph_on_disc(marker))
    return _document(f'<path d="{SHAPES[marker.shape]}" {_paint(marker)}/>')


def hatch_svg(hatch: Hatch) -> str:
    """Return one tile of a hatch as a square SVG document; nothing in it reaches beyond its sides.

    Raises
    ------
    ValueError
        If the lines are neither level nor upright nor at 45 degrees.
    """
    is_slanted = hatch.angle % 90 != 0
    if is_slanted and hatch.angle % 45 != 0:
        raise ValueError(f"a hatch of {hatch.angle:g} degrees does not repeat in squares; give a multiple of 45")
    # A slanted line meets its continuation in the next tile only where the side is whole.
    side = round(hatch.spacing * math.sqrt(2)) if is_slanted else round(hatch.spacing)
    lines = "".join(f'<path d="{path}"/>' for path in _hatch_paths(hatch, side))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="{hatch.ground}"/><g fill="{hatch.line}">{lines}</g></svg>'
    )


def _hatch_paths(hatch: Hatch, side: int) -> tuple[str, ...]:
    """Return the lines of one tile as areas: a stroke would reach beyond the tile."""
    low, high = (side - hatch.width) / 2, (side + hatch.width) / 2
    if hatch.angle % 180 == 0:
        return (f"M0 {low}H{side}V{high}H0Z",)
    if hatch.angle % 90 == 0:
        return (f"M{low} 0V{side}H{high}V0Z",)
    cut = hatch.width / math.sqrt(2)
    rising = (
        ((0, side - cut), (0, side), (cut, side), (side, cut), (side, 0), (side - cut, 0)),
        ((0, 0), (cut, 0), (0, cut)),
        ((side, side), (side - cut, side), (side, side - cut)),
    )
    is_rising = hatch.angle % 180 == 45
    return tuple(
        "M" + "L".join(f"{x if is_rising else side - x:.3f} {y:.3f}" for x, y in corners) + "Z" for corners in rising
    )


def _paint(marker: Marker) -> str:
    if not marker.is_hollow:
        return _solid(marker.colour)
    dash = f' stroke-dasharray="{_DASH}"' if marker.is_dashed else ""
    return f'fill="{colour("white")}" stroke="{marker.colour}" stroke-width="{_HOLLOW_OUTLINE}"{dash}'


def _solid(fill: str) -> str:
    return f'fill="{fill}" stroke="{colour("white")}" stroke-width="{_OUTLINE}" stroke-linejoin="round"'


def _glyph_on_disc(marker: Marker) -> str:
    ink = colour("ink-900")
    dash = f' stroke-dasharray="{_DASH}"' if marker.is_dashed else ""
    return (
        f'<circle cx="12" cy="12" r="12" fill="{colour("white")}" stroke="{ink}" stroke-width="1.2"{dash}/>'
        f'<path d="{GLYPHS[marker.shape]}" fill="none" stroke="{ink}" stroke-width="{_GLYPH_OUTLINE}"'
        ' stroke-linejoin="round"/>'
    )


def _document(content: str, *, height: int = _CANVAS) -> str:
    width, high = _CANVAS + 2 * _ROOM, height + 2 * _ROOM
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{high}" '
        f'viewBox="{-_ROOM} {-_ROOM} {width} {high}">{content}</svg>'
    )
