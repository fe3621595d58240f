"""A style as a Styled Layer Descriptor 1.1, for programs that read one, QGIS among them. We read none.

Glyphs become circles, because no program shares them. A hatch is told as its ground with its outline; lines at an
angle have no common form.

References
----------
OGC 05-078r4, Styled Layer Descriptor profile of WMS 1.1; OGC 05-077r4, Symbology Encoding 1.1;
OGC 04-095, Filter Encoding 1.1.
"""

from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from gisapp.geo.tile_matrix import scale_denominator
from gisapp.symbology.model import (
    SPANS,
    AnyOf,
    Condition,
    Fill,
    Hatch,
    Label,
    Marker,
    Rule,
    Stroke,
    Style,
    Symbol,
)
from gisapp.symbology.tokens import colour

_NAMESPACES: Final = {
    "xmlns": "http://www.opengis.net/sld",
    "xmlns:se": "http://www.opengis.net/se",
    "xmlns:ogc": "http://www.opengis.net/ogc",
    "version": "1.1.0",
}
# The marks of Symbology Encoding (11.3.2), and the nearest of our shapes.
_MARKS: Final = {
    "square": "square",
    "diamond": "diamond",
    "triangle-up": "triangle",
    "triangle-down": "triangle",
    "plus": "cross_fill",
    "star": "star",
    "pentagon": "pentagon",
    "hexagon": "hexagon",
    "octagon": "octagon",
}
_DOWNWARDS: Final = "180"
_FONT: Final = "Source Sans 3"


def sld(style: Style, *, layer: str) -> str:
    """Return the document that styles a layer.

    Parameters
    ----------
    layer
        Name that the reader knows the layer by.
    """
    root = Element("StyledLayerDescriptor", _NAMESPACES)
    named = SubElement(root, "NamedLayer")
    _text(named, "se:Name", layer)
    user_style = SubElement(named, "UserStyle")
    _text(user_style, "se:Name", style.name)
    body = SubElement(user_style, "se:FeatureTypeStyle")
    for rule in style.rules:
        for spans, symbolizers in _runs([_symbolizers(rule, span) for span in range(len(SPANS))]):
            _add_rule(body, style, rule, spans=spans, symbolizers=symbolizers)
    for label in style.labels:
        for spans, symbolizers in _runs([_labels(label, span) for span in range(len(SPANS))]):
            written = SubElement(body, "se:Rule")
            _text(written, "se:Name", f"label-{label.property}")
            _add_scales(written, style, spans)
            written.extend(symbolizers)
    return tostring(root, encoding="unicode", xml_declaration=True)


def _runs(of_spans: list[list[Element]]) -> list[tuple[range, list[Element]]]:
    """Join neighbouring spans of zooms in which the same is drawn; leave out those in which nothing is."""
    spans = range(len(of_spans))
    runs = groupby(spans, key=lambda span: [tostring(element) for element in of_spans[span]])
    joined = [list(run) for drawn, run in runs if drawn]
    return [(range(run[0], run[-1] + 1), of_spans[run[0]]) for run in joined]


def _symbolizers(rule: Rule, span: int) -> list[Element]:
    parent = Element("se:Rule")
    for symbol in rule.symbols:
        _add_symbol(parent, symbol, span)
    return list(parent)


def _add_rule(body: Element, style: Style, rule: Rule, *, spans: range, symbolizers: list[Element]) -> None:
    element = SubElement(body, "se:Rule")
    _text(element, "se:Name", rule.name)
    _text(SubElement(element, "se:Description"), "se:Title", rule.title)
    if rule.conditions:
        _add_filter(element, rule.conditions)
    elif len(style.rules) > 1:
        SubElement(element, "se:ElseFilter")
    _add_scales(element, style, spans)
    element.extend(symbolizers)


def _add_scales(element: Element, style: Style, spans: range) -> None:
    """Limit a rule to spans of zooms, and to those at which the style is drawn."""
    if spans.stop < len(SPANS):
        _text(element, "se:MinScaleDenominator", _denominator(SPANS[spans.stop]))
    first = max(SPANS[spans.start] if spans.start else 0, style.first_zoom)
    if first:
        _text(element, "se:MaxScaleDenominator", _denominator(first))


def _denominator(zoom: int) -> str:
    return f"{scale_denominator(zoom):.0f}"


def _add_filter(element: Element, conditions: tuple[Condition, ...]) -> None:
    parent = SubElement(element, "ogc:Filter")
    parts = [part for condition in conditions for part in _tests(condition)]
    if len(parts) > 1:
        parent = SubElement(parent, "ogc:And")
    parent.extend(parts)


def _tests(condition: Condition) -> list[Element]:
    if isinstance(condition, AnyOf):
        equals = [_comparison("PropertyIsEqualTo", condition.property, value) for value in condition.values]
        if len(equals) == 1:
            return equals
        either = Element("ogc:Or")
        either.extend(equals)
        return [either]
    limits = (("PropertyIsGreaterThan", condition.above), ("PropertyIsLessThanOrEqualTo", condition.upto))
    return [_comparison(name, condition.property, repr(limit)) for name, limit in limits if limit is not None]


def _comparison(name: str, property_name: str, value: str) -> Element:
    element = Element(f"ogc:{name}")
    _text(element, "ogc:PropertyName", property_name)
    _text(element, "ogc:Literal", value)
    return element


def _add_symbol(rule: Element, symbol: Symbol, span: int) -> None:
    if isinstance(symbol, Fill):
        _add_fill(SubElement(rule, "se:PolygonSymbolizer"), symbol.colour, opacity=symbol.opacity)
    elif isinstance(symbol, Hatch):
        _add_fill(SubElement(rule, "se:PolygonSymbolizer"), symbol.ground, opacity=symbol.opacity)
    elif isinstance(symbol, Marker) and symbol.size[span]:
        _add_mark(rule, symbol, span)
    elif isinstance(symbol, Stroke):
        if symbol.casing:
            _add_line(rule, symbol.casing, symbol.casing_width[span], opacity=symbol.casing_opacity)
        _add_line(rule, symbol.colour, symbol.width[span], opacity=symbol.opacity, dash=symbol.dash)


def _add_fill(parent: Element, shade: str, *, opacity: float = 1.0) -> None:
    fill = SubElement(parent, "se:Fill")
    _parameter(fill, "fill", shade)
    _parameter(fill, "fill-opacity", str(opacity))


def _add_line(rule: Element, shade: str, width: float, *, opacity: float, dash: tuple[float, ...] = ()) -> None:
    if width:
        _add_stroke(SubElement(rule, "se:LineSymbolizer"), shade, width, opacity=opacity, dash=dash)


def _add_stroke(
    parent: Element, shade: str, width: float, *, opacity: float = 1.0, dash: tuple[float, ...] = ()
) -> None:
    stroke = SubElement(parent, "se:Stroke")
    _parameter(stroke, "stroke", shade)
    _parameter(stroke, "stroke-opacity", str(opacity))
    _parameter(stroke, "stroke-width", str(width))
    _parameter(stroke, "stroke-linejoin", "round")
    if dash:
        _parameter(stroke, "stroke-dasharray", " ".join(str(length) for length in dash))


def _add_mark(rule: Element, symbol: Marker, span: int) -> None:
    graphic = SubElement(SubElement(rule, "se:PointSymbolizer"), "se:Graphic")
    mark = SubElement(graphic, "se:Mark")
    _text(mark, "se:WellKnownName", _MARKS.get(symbol.shape, "circle"))
    white = colour("white")
    _add_fill(mark, white if symbol.is_hollow else symbol.colour)
    _add_stroke(mark, symbol.colour if symbol.is_hollow else white, 1.0)
    _text(graphic, "se:Size", str(symbol.size[span]))
    if symbol.shape == "triangle-down":
        _text(graphic, "se:Rotation", _DOWNWARDS)


def _labels(label: Label, span: int) -> list[Element]:
    if not label.size[span]:
        return []
    symbolizer = Element("se:TextSymbolizer")
    _text(SubElement(symbolizer, "se:Label"), "ogc:PropertyName", label.property)
    font = SubElement(symbolizer, "se:Font")
    _parameter(font, "font-family", _FONT)
    _parameter(font, "font-size", str(label.size[span]))
    if label.halo:
        halo = SubElement(symbolizer, "se:Halo")
        _text(halo, "se:Radius", str(label.halo_radius))
        _add_fill(halo, label.halo, opacity=label.halo_opacity)
    _add_fill(symbolizer, label.colour)
    return [symbolizer]


def _parameter(parent: Element, name: str, value: str) -> None:
    SubElement(parent, "se:SvgParameter", {"name": name}).text = value


def _text(parent: Element, name: str, value: str) -> None:
    SubElement(parent, name).text = value
