"""A style as layers of the MapLibre Style Specification (version 8), for vector tiles.

Sprites and glyphs are files of their own, and a map may have none. Symbols are therefore circles in their colour,
hatches are areas of their ground with their outline, and names are written only where the caller has glyphs.

References
----------
MapLibre Style Specification, https://maplibre.org/maplibre-style-spec/ (layers, expressions).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gisapp.symbology.model import (
    SPANS,
    AnyOf,
    Condition,
    Fill,
    Hatch,
    Label,
    Marker,
    Placement,
    Rule,
    Sizes,
    Stroke,
    Style,
    Symbol,
)
from gisapp.symbology.tokens import colour

Json = dict[str, Any]

_MARKER_OUTLINE_PX = 1.0
_BESIDE_EMS = 0.9


@dataclass(frozen=True, slots=True)
class TileSource:
    """Where the features of a layer come from.

    Attributes
    ----------
    name
        Of a source of the map.
    layer
        Name of the layer within its tiles.
    """

    name: str
    layer: str


def maplibre_layers(style: Style, source: TileSource, *, font: str = "") -> list[Json]:
    """Return the layers that draw a style, the lowest first.

    Parameters
    ----------
    font
        Name of a font stack of the map's glyphs; empty where it has none, and nothing is written then.
    """
    layers = [
        layer
        for draw in (_areas, _casings, _cores, _circles)
        for number, rule in enumerate(style.rules)
        for symbol in rule.symbols
        for layer in draw(symbol, f"{source.layer}-{style.name}-{rule.name}", _filter(style.rules, number))
    ]
    if font:
        prefix = f"{source.layer}-{style.name}-label"
        layers += [_label(label, f"{prefix}-{number}", font) for number, label in enumerate(style.labels)]
    placed: Json = {"source": source.name, "source-layer": source.layer}
    if style.first_zoom:
        placed["minzoom"] = style.first_zoom
    return [layer | placed for layer in layers]


def _areas(symbol: Symbol, name: str, where: Json) -> Iterator[Json]:
    if isinstance(symbol, Fill):
        yield _layer(f"{name}-fill", "fill", where, {"fill-color": symbol.colour, "fill-opacity": symbol.opacity})
    elif isinstance(symbol, Hatch):
        yield _layer(f"{name}-ground", "fill", where, {"fill-color": symbol.ground, "fill-opacity": symbol.opacity})
    elif isinstance(symbol, Stroke) and not symbol.casing:
        yield _line(f"{name}-line", where, symbol.colour, symbol.width, opacity=symbol.opacity, dash=symbol.dash)


def _casings(symbol: Symbol, name: str, where: Json) -> Iterator[Json]:
    if isinstance(symbol, Stroke) and symbol.casing:
        yield _line(f"{name}-casing", where, symbol.casing, symbol.casing_width, opacity=symbol.casing_opacity, dash=())


def _cores(symbol: Symbol, name: str, where: Json) -> Iterator[Json]:
    if isinstance(symbol, Stroke) and symbol.casing:
        yield _line(f"{name}-core", where, symbol.colour, symbol.width, opacity=symbol.opacity, dash=symbol.dash)


def _circles(symbol: Symbol, name: str, where: Json) -> Iterator[Json]:
    if isinstance(symbol, Marker):
        first, second, third, fourth = (size / 2 - _MARKER_OUTLINE_PX for size in symbol.size)
        white = colour("white")
        paint = {
            "circle-radius": _by_zoom((first, second, third, fourth)),
            "circle-color": white if symbol.is_hollow else symbol.colour,
            "circle-stroke-color": symbol.colour if symbol.is_hollow else white,
            "circle-stroke-width": _MARKER_OUTLINE_PX,
        }
        yield _layer(f"{name}-circle", "circle", where, paint)


def _line(name: str, where: Json, shade: str, width: Sizes, *, opacity: float, dash: tuple[float, ...]) -> Json:
    paint: Json = {"line-color": shade, "line-width": _by_zoom(width), "line-opacity": opacity}
    if dash:
        # Dashes are told in widths of the line.
        thickest = max(width)
        paint["line-dasharray"] = [round(length / thickest, 2) for length in dash]
    layout = {"line-join": "round", "line-cap": "butt" if dash else "round"}
    return _layer(name, "line", where, paint) | {"layout": layout}


def _label(label: Label, name: str, font: str) -> Json:
    layout: Json = {
        "text-field": ["to-string", ["get", label.property]],
        "text-font": [font],
        "text-size": _by_zoom(label.size),
        "text-transform": "uppercase" if label.is_capitals else "none",
    }
    if label.placement is Placement.BESIDE:
        layout |= {"text-variable-anchor": ["left", "right", "bottom", "top"], "text-radial-offset": _BESIDE_EMS}
    elif label.placement is Placement.ALONG:
        layout["symbol-placement"] = "line"
    paint: Json = {"text-color": label.colour}
    if label.halo:
        paint |= {"text-halo-color": label.halo, "text-halo-width": label.halo_radius}
    return _layer(name, "symbol", {}, paint) | {"layout": layout}


def _layer(name: str, kind: str, where: Json, paint: Json) -> Json:
    return {"id": name, "type": kind, **where, "paint": paint}


def _by_zoom(sizes: Sizes) -> Any:
    """Return a size as an expression of the zoom; a number where it is the same at all."""
    if len(set(sizes)) == 1:
        return sizes[0]
    steps = [part for first, size in zip(SPANS[1:], sizes[1:], strict=True) for part in (first, size)]
    return ["step", ["zoom"], sizes[0], *steps]


def _filter(rules: tuple[Rule, ...], number: int) -> Json:
    """Return the filter of a rule: its conditions, or for a rule without any, that no rule before it draws."""
    own = rules[number].conditions
    tests = [_test(condition) for condition in own]
    if not own:
        earlier = [["all", *(_test(condition) for condition in rule.conditions)] for rule in rules[:number]]
        tests = [["!", ["any", *earlier]]] if earlier else []
    return {"filter": ["all", *tests]} if tests else {}


def _test(condition: Condition) -> list[Any]:
    value = ["get", condition.property]
    if isinstance(condition, AnyOf):
        return ["in", value, ["literal", list(condition.values)]]
    limits = ((">", condition.above), ("<=", condition.upto))
    # A comparison with nothing is an error that the whole filter would fail with.
    return [
        "all",
        ["==", ["typeof", value], "number"],
        *([sign, value, one] for sign, one in limits if one is not None),
    ]
