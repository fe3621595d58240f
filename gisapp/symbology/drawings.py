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
        return _document(f'<path d="{_PIN}" {_solid(marker.colour)}/>', height=_CANVAS * PIN_HEIGHT_SHARE)
    if marker.shape in GLYPHS:
        return _document(_glyph_on_disc(marker))
    return _document(f'<path d="{SHAPES[marker.shape]}" {_paint(marker)}/>')


def hatch_svg(hatch: Hatch) -> tuple[str, int]:
    """Return one tile of a hatch as an SVG document, and its side in pixels."""
    # A slanted line meets its continuation in the next tile only where the side is whole.
    is_slanted = hatch.angle % 90 != 0
    side = round(hatch.spacing * math.sqrt(2)) if is_slanted else round(hatch.spacing)
    ground = f'<rect width="{side}" height="{side}" fill="{hatch.ground}"/>'
    lines = "".join(f'<path d="{path}"/>' for path in _hatch_lines(hatch.angle, side))
    stroke = f'stroke="{hatch.line}" stroke-width="{hatch.width}" stroke-linecap="square"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
        f'{ground}<g fill="none" {stroke}>{lines}</g></svg>',
        side,
    )


def _hatch_lines(angle: float, side: int) -> tuple[str, ...]:
    """Return lines across one tile that meet those of its neighbours; corners belong to two lines."""
    half = side / 2
    if angle % 180 == 0:
        return (f"M0 {half}H{side}",)
    if angle % 90 == 0:
        return (f"M{half} 0V{side}",)
    if angle % 180 < 90:
        return (f"M0 {side}L{side} 0", f"M{-half} {half}L{half} {-half}", f"M{half} {side + half}L{side + half} {half}")
    return (f"M0 0L{side} {side}", f"M{-half} {half}L{half} {side + half}", f"M{half} {-half}L{side + half} {half}")


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
