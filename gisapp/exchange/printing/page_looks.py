"""The look of a style's rules as Leaflet draws it."""

from typing import Any, Final

from gisapp.symbology.drawings import marker_svg
from gisapp.symbology.model import Fill, Hatch, Marker, Placement, Rule, Stroke, Style, span_of

Json = dict[str, Any]
# A page shows a province on a screen.
_SPAN: Final = span_of(9)
_PIN: Final = "pin"


def looks_of(style: Style) -> list[Json]:
    """Return for each rule either a symbol or the options of a path."""
    is_numbered = any(label.placement is Placement.ON_PIN for label in style.labels)
    return [_symbol(rule, is_numbered=is_numbered) or _path(rule) for rule in style.rules]


def _symbol(rule: Rule, *, is_numbered: bool) -> Json | None:
    marker = next((symbol for symbol in rule.symbols if isinstance(symbol, Marker)), None)
    if marker is None:
        return None
    return {"svg": marker_svg(marker), "size": max(marker.size[_SPAN], 10.0), "numbered": is_numbered}


def _path(rule: Rule) -> Json:
    look: Json = {"stroke": False, "fill": False}
    for symbol in rule.symbols:
        if isinstance(symbol, Fill):
            look |= {"fill": True, "fillColor": symbol.colour, "fillOpacity": symbol.opacity}
        elif isinstance(symbol, Hatch):
            # Leaflet knows no patterns: the colour of the lines, thinned.
            look |= {"fill": True, "fillColor": symbol.line, "fillOpacity": 0.35}
        elif isinstance(symbol, Stroke):
            look |= {"stroke": True, "color": symbol.colour, "opacity": symbol.opacity}
            look["weight"] = max(symbol.width[_SPAN], 0.5)
            look["dashArray"] = " ".join(f"{length:g}" for length in symbol.dash) or None
    return look
