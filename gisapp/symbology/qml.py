"""A style as QGIS keeps it (QML): rules by scale, symbols as they are drawn on our maps, labels.

Read by QGIS 3.22 and later; there is no specification, only what QGIS itself writes.
"""

import base64
from collections.abc import Callable, Mapping
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from gisapp.geo.tile_matrix import scale_denominator
from gisapp.symbology.drawings import marker_svg
from gisapp.symbology.model import (
    SPANS,
    AnyOf,
    Condition,
    Face,
    Fill,
    Hatch,
    Label,
    Marker,
    Raster,
    Rule,
    Stroke,
    Style,
    Symbol,
)

VERSION: Final = "3.22.0"
_DOCTYPE: Final = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_FONT: Final = "Source Sans 3"
_PIXEL: Final = "Pixel"
_OPAQUE: Final = 255

Titled = Callable[[Rule], str]


def qml(style: Style, *, symbol_type: str, title_of: Titled) -> str:
    """Return the document that styles a layer.

    Parameters
    ----------
    symbol_type
        ``fill``, ``line`` or ``marker``, by the geometry of the layer.
    title_of
        Gives what a legend says of a rule, in the reader's language.
    """
    root = Element("qgis", {"version": VERSION, "styleCategories": "Symbology|Labeling"})
    for element in style_elements(style, symbol_type=symbol_type, title_of=title_of):
        root.append(element)
    if style.labels:
        root.set("labelsEnabled", "1")
    return _DOCTYPE + tostring(root, encoding="unicode")


def style_elements(style: Style, *, symbol_type: str, title_of: Titled) -> list[Element]:
    """Return the elements of a style, as they also stand in the layer of a project."""
    renderer = Element("renderer-v2", {"type": "RuleRenderer", "symbollevels": "0", "enableorderby": "0"})
    rules = SubElement(renderer, "rules", {"key": "rules"})
    symbols = SubElement(renderer, "symbols")
    for number, rule in enumerate(style.rules):
        for first, last in _runs([_drawn(rule, span) for span in range(len(SPANS))]):
            key = str(len(symbols))
            told = {"key": f"rule-{number}-{first}", "label": title_of(rule), "symbol": key}
            SubElement(rules, "rule", {**told, **_filter(style, rule), **_scales(style, first, last)})
            symbols.append(_symbol(rule, first, symbol_type, name=key))
    labels = [label for label in style.labels if any(label.size)][:1]
    return [renderer, *(_labeling(style, label) for label in labels)]


def _runs(of_spans: list[tuple[object, ...]]) -> list[tuple[int, int]]:
    """Return the first and the last of neighbouring spans in which the same is drawn, where anything is."""
    runs = [list(run) for drawn, run in groupby(range(len(of_spans)), key=of_spans.__getitem__) if drawn]
    return [(run[0], run[-1]) for run in runs]


def _drawn(rule: Rule, span: int) -> tuple[object, ...]:
    """Return what tells a rule's drawing in one span from that in another; empty where nothing is drawn."""
    return tuple(drawn for symbol in rule.symbols if (drawn := _sized(symbol, span)))


def _sized(symbol: Symbol, span: int) -> tuple[object, ...]:
    if isinstance(symbol, Marker):
        return (symbol, symbol.size[span]) if symbol.size[span] else ()
    if isinstance(symbol, Stroke):
        widths = (symbol.width[span], symbol.casing_width[span])
        return (symbol, *widths) if any(widths) else ()
    return () if isinstance(symbol, Raster) else (symbol,)


def _filter(style: Style, rule: Rule) -> Mapping[str, str]:
    if rule.conditions:
        return {"filter": " AND ".join(_expression(condition) for condition in rule.conditions)}
    return {"filter": "ELSE"} if len(style.rules) > 1 else {}


def _expression(condition: Condition) -> str:
    name = f'"{condition.property}"'
    if isinstance(condition, AnyOf):
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in condition.values)
        return f"{name} IN ({values})"
    limits = ((">", condition.above), ("<=", condition.upto))
    return "(" + " AND ".join(f"{name} {sign} {limit!r}" for sign, limit in limits if limit is not None) + ")"


def _scales(style: Style, first: int, last: int) -> Mapping[str, str]:
    """Return the scales of spans of zooms: QGIS calls the denominator of the nearest the minimum."""
    limits = {}
    if last + 1 < len(SPANS):
        limits["scalemindenom"] = f"{scale_denominator(SPANS[last + 1]):.0f}"
    farthest = max(SPANS[first] if first else 0, style.first_zoom)
    if farthest:
        limits["scalemaxdenom"] = f"{scale_denominator(farthest):.0f}"
    return limits


def _symbol(rule: Rule, span: int, symbol_type: str, *, name: str) -> Element:
    element = Element("symbol", {"type": symbol_type, "name": name, "alpha": "1", "clip_to_extent": "1"})
    for symbol in rule.symbols:
        if isinstance(symbol, Fill):
            _add_fill(element, symbol.colour, symbol.opacity)
        elif isinstance(symbol, Hatch):
            _add_fill(element, symbol.ground, symbol.opacity)
            _add_hatch(element, symbol, name=name)
        elif isinstance(symbol, Stroke):
            _add_stroke(element, symbol, span)
        elif isinstance(symbol, Marker):
            _add_marker(element, symbol, span)
    return element


def _add_fill(parent: Element, shade: str, opacity: float) -> None:
    _layer(parent, "SimpleFill", {"color": _rgba(shade, opacity), "style": "solid", "outline_style": "no"})


def _add_hatch(parent: Element, hatch: Hatch, *, name: str) -> None:
    spaced = {"angle": f"{hatch.angle:g}", "distance": f"{hatch.spacing:g}", "distance_unit": _PIXEL}
    layer = _layer(parent, "LinePatternFill", spaced)
    place = len(parent.findall("layer")) - 1
    line = SubElement(layer, "symbol", {"type": "line", "name": f"@{name}@{place}", "alpha": "1"})
    _add_line(line, hatch.line, hatch.width, hatch.opacity)


def _add_stroke(parent: Element, stroke: Stroke, span: int) -> None:
    if stroke.casing and stroke.casing_width[span]:
        _add_line(parent, stroke.casing, stroke.casing_width[span], stroke.casing_opacity)
    if stroke.width[span]:
        _add_line(parent, stroke.colour, stroke.width[span], stroke.opacity, dash=stroke.dash)


def _add_line(parent: Element, shade: str, width: float, opacity: float, *, dash: tuple[float, ...] = ()) -> None:
    options = {
        "line_color": _rgba(shade, opacity),
        "line_width": f"{width:g}",
        "line_width_unit": _PIXEL,
        "line_style": "solid",
        "joinstyle": "round",
        "capstyle": "flat" if dash else "round",
    }
    if dash:
        lengths = ";".join(f"{length:g}" for length in dash)
        options |= {"use_custom_dash": "1", "customdash": lengths, "customdash_unit": _PIXEL}
    _layer(parent, "SimpleLine", options)


def _add_marker(parent: Element, marker: Marker, span: int) -> None:
    drawing = base64.b64encode(marker_svg(marker).encode()).decode()
    size = {"size": f"{marker.size[span]:g}", "size_unit": _PIXEL}
    _layer(parent, "SvgMarker", {"name": f"base64:{drawing}", **size})


def _layer(parent: Element, kind: str, options: Mapping[str, str]) -> Element:
    layer = SubElement(parent, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    entries = SubElement(layer, "Option", {"type": "Map"})
    for name, value in options.items():
        SubElement(entries, "Option", {"type": "QString", "name": name, "value": value})
        # QGIS before 3.26 reads these instead.
        SubElement(layer, "prop", {"k": name, "v": value})
    return layer


def _labeling(style: Style, label: Label) -> Element:
    """Return labels in the size of the middle spans, from the first zoom on that shows any."""
    first = next(span for span in range(len(SPANS)) if label.size[span])
    element = Element("labeling", {"type": "simple"})
    settings = SubElement(element, "settings", {"calloutType": "simple"})
    text = {
        "fieldName": label.property,
        "isExpression": "0",
        "fontFamily": _FONT,
        "fontSize": f"{label.size[first]:g}",
        "fontSizeUnit": _PIXEL,
        "textColor": _rgba(label.colour, 1.0),
        "fontWeight": "75" if label.face is Face.SEMIBOLD else "50",
        "fontItalic": str(int(label.face is Face.ITALIC)),
        "capitalization": str(int(label.is_capitals)),
    }
    written = SubElement(settings, "text-style", text)
    buffer = {"bufferDraw": str(int(bool(label.halo))), "bufferSizeUnits": _PIXEL}
    if label.halo:
        buffer |= {"bufferSize": f"{label.halo_radius:g}", "bufferColor": _rgba(label.halo, label.halo_opacity)}
    SubElement(written, "text-buffer", buffer)
    limits = _scales(style, first, len(SPANS) - 1)
    if "scalemaxdenom" in limits:
        SubElement(
            settings, "rendering", {"scaleVisibility": "1", "scaleMin": limits["scalemaxdenom"], "scaleMax": "1"}
        )
    return element


def _rgba(shade: str, opacity: float) -> str:
    red, green, blue = (int(shade[place : place + 2], 16) for place in (1, 3, 5))
    return f"{red},{green},{blue},{round(opacity * _OPAQUE)}"
