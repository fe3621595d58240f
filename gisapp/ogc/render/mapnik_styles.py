"""A style as Mapnik's XML, for one span of zooms.

A style becomes several passes over the same features: areas with their outline in one, so that they lie upon each
other as they are drawn; then all casings of lines, then their cores, so that lines join; then symbols. Names are
apart, because they stand above all layers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from gisapp.ogc.render.labels import add_label
from gisapp.ogc.render.symbol_files import hatch_file, marker_file, marker_picture, marker_size
from gisapp.symbology.colours import channels
from gisapp.symbology.model import Fill, Hatch, Marker, Raster, Rule, Stroke, Style, Symbol


@dataclass(frozen=True, slots=True)
class Setting:
    """At what size things are drawn.

    Attributes
    ----------
    span
        Of zooms.
    is_screen
        Whether a CSS pixel is a pixel of the picture; symbols are then stamped from ready pictures, four times as
        fast as drawn.
    """

    span: int
    is_screen: bool


_Add = Callable[[Element, Symbol, Setting], None]

# Narrower lines look the same by the rasterizer that knows no joins, in half the time.
_THIN_PX = 1.5


def add_style(parent: Element, style: Style, setting: Setting, *, prefix: str) -> list[str]:
    """Add the `Style` elements of all but the labels that draw anything; return their names.

    Parameters
    ----------
    prefix
        Begins the names, which are unique within a map.
    """
    names = []
    for name, add in _PASSES.items():
        element = Element("Style", {"name": f"{prefix}-{name}", "filter-mode": "first"})
        for number, rule in enumerate(style.rules):
            _add_rule(element, rule, number, add=add, setting=setting)
        if len(element):
            parent.append(element)
            names.append(element.attrib["name"])
    return names


def add_label_style(parent: Element, style: Style, setting: Setting, *, name: str) -> None:
    """Add one `Style` element with the labels that are written."""
    element = SubElement(parent, "Style", {"name": name})
    for label in style.labels:
        if label.size[setting.span]:
            add_label(SubElement(element, "Rule"), label, span=setting.span)


def _add_rule(parent: Element, rule: Rule, number: int, *, add: _Add, setting: Setting) -> None:
    """Add what a pass draws of a rule; which rule draws a feature the query has told."""
    element = Element("Rule")
    for symbol in rule.symbols:
        add(element, symbol, setting)
    if len(element):
        # Cells of a raster have no properties.
        if not any(isinstance(symbol, Raster) for symbol in rule.symbols):
            SubElement(element, "Filter").text = f"[rule]={number}"
        parent.append(element)


def _add_area(rule: Element, symbol: Symbol, setting: Setting) -> None:
    if isinstance(symbol, Fill):
        SubElement(rule, "PolygonSymbolizer", {"fill": symbol.colour, "fill-opacity": str(symbol.opacity)})
    elif isinstance(symbol, Hatch):
        attributes = {"file": str(hatch_file(symbol)), "opacity": str(symbol.opacity), "alignment": "global"}
        SubElement(rule, "PolygonPatternSymbolizer", attributes)
    elif isinstance(symbol, Raster):
        _add_raster(rule, symbol)
    elif isinstance(symbol, Stroke) and not symbol.casing:
        _add_line(rule, symbol.colour, symbol.width[setting.span], opacity=symbol.opacity, dash=symbol.dash)


def _add_casing(rule: Element, symbol: Symbol, setting: Setting) -> None:
    if isinstance(symbol, Stroke) and symbol.casing:
        _add_line(rule, symbol.casing, symbol.casing_width[setting.span], opacity=symbol.casing_opacity, dash=())


def _add_core(rule: Element, symbol: Symbol, setting: Setting) -> None:
    if isinstance(symbol, Stroke) and symbol.casing:
        _add_line(rule, symbol.colour, symbol.width[setting.span], opacity=symbol.opacity, dash=symbol.dash)


def _add_line(rule: Element, colour: str, width: float, *, opacity: float, dash: tuple[float, ...]) -> None:
    if width:
        attributes = {
            "stroke": colour,
            "stroke-width": str(width),
            "stroke-opacity": str(opacity),
            "stroke-linejoin": "round",
            "stroke-linecap": "butt" if dash else "round",
        }
        if width < _THIN_PX and not dash:
            attributes["rasterizer"] = "fast"
        if dash:
            attributes["stroke-dasharray"] = ",".join(str(length) for length in dash)
        SubElement(rule, "LineSymbolizer", attributes)


def _add_marker(rule: Element, symbol: Symbol, setting: Setting) -> None:
    if isinstance(symbol, Marker) and symbol.size[setting.span]:
        size = symbol.size[setting.span]
        attributes = {"allow-overlap": "true", "ignore-placement": "true", "placement": "point"}
        if setting.is_screen:
            attributes["file"] = str(marker_picture(symbol, size))
        else:
            width, height = marker_size(symbol, size)
            attributes |= {"file": str(marker_file(symbol)), "width": str(width), "height": str(height)}
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
