"""What of a layer can be seen at a scale, and how near a click has to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gisapp import conf
from gisapp.ogc.catalog import GeometryType
from gisapp.symbology.model import ZOOM_TOLERANCE, Marker, Stroke, Style, Symbol, span_of
from gisapp.symbology.rules import rule_of
from gisapp.symbology.styles.suggestions import PIN


@dataclass(frozen=True, slots=True)
class Reach:
    """How far from a click a feature may lie, in CSS pixels."""

    aside: float = 0.0
    above: float = 0.0
    below: float = 0.0


_LINE: Final = Reach(*(conf.INFO_LINE_TOLERANCE_PX,) * 3)


def is_drawn(style: Style, zoom: float) -> bool:
    """Tell whether a style draws anything at a zoom."""
    return zoom >= style.first_zoom - ZOOM_TOLERANCE


def reach_of(style: Style, geometry_type: GeometryType, zoom: float) -> Reach:
    """Return how far from a click a feature may lie: a symbol reaches round its point, a pin stands upon it."""
    if geometry_type is GeometryType.MULTI_POLYGON:
        return Reach()
    if geometry_type is GeometryType.MULTI_LINE_STRING:
        return _LINE
    markers = [symbol for rule in style.rules for symbol in rule.symbols if isinstance(symbol, Marker)]
    size = max((marker.size[span_of(zoom)] for marker in markers), default=0.0)
    half = max(size / 2, conf.INFO_POINT_TOLERANCE_PX)
    if any(marker.shape == PIN for marker in markers):
        return Reach(aside=half, above=0.0, below=size)
    return Reach(aside=half, above=half, below=half)


def is_seen(style: Style, values: Mapping[str, Any], zoom: float) -> bool:
    """Tell whether a style shows a feature at a zoom.

    Parameters
    ----------
    values
        By name of the property. A condition on a property that is not among them is taken to hold.
    """
    rule = rule_of(style, values)
    return rule is not None and any(_has_size(symbol, span_of(zoom)) for symbol in rule.symbols)


def _has_size(symbol: Symbol, span: int) -> bool:
    if isinstance(symbol, Marker):
        return symbol.size[span] > 0
    return not isinstance(symbol, Stroke) or symbol.width[span] > 0
