"""A style as Mapnik's XML, for one span of zooms.

A style becomes several passes over the same features: areas with their outline in one, so that they lie upon each
other as they are drawn; then all casings of lines, then their cores, so that lines join; symbols; names above all.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from gisapp.ogc.render.files import kept_file
from gisapp.ogc.render.labels import add_label
from gisapp.symbology.colours import channels
from gisapp.symbology.drawings import PIN_HEIGHT_SHARE, hatch_svg, marker_svg
from gisapp.symbology.model import (
    AnyOf,
    Condition,
    Fill,
    Hatch,
    Marker,
    Raster,
    Rule,
    Stroke,
    Style,
    Symbol,
)

_Add = Callable[[Element, Symbol, int], None]


def add_style(parent: Element, style: Style, *, span: int, prefix: str) -> list[str]:
    """Add the `Style` elements that draw anything in a span of zooms; return their names, the lowest first.

    Parameters
    ----------
    prefix
        Begins the names, which are unique within a map.
    """
    names = []
    for name, add in _PASSES.items():
        element = Element("Style", {"name": f"{prefix}-{name}", "filter-mode": "first"})
        drawn = [_add_rule(element, rule, add, span) for rule in style.rules]
        if any(drawn):
            parent.append(element)
            names.append(element.attrib["name"])
    for number, label in enumerate(style.labels):
        if label.size[span]:
            element = SubElement(parent, "Style", {"name": f"{prefix}-label-{number}"})
            add_label(SubElement(element, "Rule"), label, span=span)
            names.append(element.attrib["name"])
    return names


def _add_rule(parent: Element, rule: Rule, add: _Add, span: int) -> bool:
    """Add a rule even where it draws nothing: it keeps features from the rules that follow."""
    element = SubElement(parent, "Rule")
    if rule.conditions:
        SubElement(element, "Filter").text = " and ".join(_filter(condition) for condition in rule.conditions)
    before = len(element)
    for symbol in rule.symbols:
        add(element, symbol, span)
    return len(element) > before


def _filter(condition: Condition) -> str:
    """Return a condition in Mapnik's expression language."""
    if isinstance(condition, AnyOf):
        tests = (f"[{condition.property}]='{_escaped(value)}'" for value in condition.values)
        return f"({' or '.join(tests)})"
    tests = (
        f"[{condition.property}] {sign} {limit!r}"
        for sign, limit in ((">", condition.above), ("<=", condition.upto))
        if limit is not None
    )
    return f"({' and '.join(('true', *tests))})"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _add_area(rule: Element, symbol: Symbol, span: int) -> None:
    if isinstance(symbol, Fill):
        SubElement(rule, "PolygonSymbolizer", {"fill": symbol.colour, "fill-opacity": str(symbol.opacity)})
    elif isinstance(symbol, Hatch):
        attributes = {"file": str(_hatch_file(symbol)), "opacity": str(symbol.opacity), "alignment": "global"}
        SubElement(rule, "PolygonPatternSymbolizer", attributes)
    elif isinstance(symbol, Raster):
        _add_raster(rule, symbol)
    elif isinstance(symbol, Stroke) and not symbol.casing:
        _add_line(rule, symbol.colour, symbol.width[span], opacity=symbol.opacity, dash=symbol.dash)


def _add_casing(rule: Element, symbol: Symbol, span: int) -> None:
    if isinstance(symbol, Stroke) and symbol.casing:
        _add_line(rule, symbol.casing, symbol.casing_width[span], opacity=symbol.casing_opacity, dash=())


def _add_core(rule: Element, symbol: Symbol, span: int) -> None:
    if isinstance(symbol, Stroke) and symbol.casing:
        _add_line(rule, symbol.colour, symbol.width[span], opacity=symbol.opacity, dash=symbol.dash)


def _add_line(rule: Element, colour: str, width: float, *, opacity: float, dash: tuple[float, ...]) -> None:
    if width:
        attributes = {
            "stroke": colour,
            "stroke-width": str(width),
            "stroke-opacity": str(opacity),
            "stroke-linejoin": "round",
            "stroke-linecap": "butt" if dash else "round",
        }
        if dash:
            attributes["stroke-dasharray"] = ",".join(str(length) for length in dash)
        SubElement(rule, "LineSymbolizer", attributes)


def _add_marker(rule: Element, symbol: Symbol, span: int) -> None:
    if isinstance(symbol, Marker) and symbol.size[span]:
        height = symbol.size[span] * (PIN_HEIGHT_SHARE if symbol.shape == "pin" else 1)
        attributes = {
            "file": str(_marker_file(symbol)),
            "width": str(symbol.size[span]),
            "height": str(height),
            "allow-overlap": "true",
            "ignore-placement": "true",
            "placement": "point",
        }
        SubElement(rule, "MarkersSymbolizer", attributes)


def _add_raster(rule: Element, symbol: Raster) -> None:
    element = SubElement(rule, "RasterSymbolizer", {"opacity": "1", "scaling": "near"})
    colorizer = SubElement(element, "RasterColorizer", {"default-mode": "discrete", "default-color": "transparent"})
    for stop in symbol.stops:
        red, green, blue = channels(stop.colour)
        SubElement(colorizer, "stop", {"value": str(stop.value), "color": f"rgba({red},{green},{blue},{stop.opacity})"})


_PASSES: Final[dict[str, _Add]] = {
    "area": _add_area,
    "casing": _add_casing,
    "core": _add_core,
    "marker": _add_marker,
}


def _marker_file(marker: Marker) -> Path:
    return _svg_file(marker_svg(marker))


def _hatch_file(hatch: Hatch) -> Path:
    return _svg_file(hatch_svg(hatch)[0])


def _svg_file(svg: str) -> Path:
    name = hashlib.sha256(svg.encode()).hexdigest()[:20]
    return kept_file("symbols", f"{name}.svg", lambda target: target.write_text(svg, encoding="utf-8") and None)
