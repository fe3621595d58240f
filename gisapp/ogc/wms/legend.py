"""Legends, as pictures and as JSON."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from gisapp.ogc.render.legend import LegendRequest, legend_lines, render_legend


def as_json(legend: LegendRequest) -> bytes:
    """Return the lines of a legend in the form that GeoServer gave JSON legends, symbols as SVG."""
    rules = [{"name": line.name, "title": line.title, "symbol": line.symbol} for line in legend_lines(legend)]
    layer = legend.view.layer
    told = {"Legend": [{"layerName": layer.name, "title": str(layer.title), "rules": rules}]}
    return json.dumps(told, ensure_ascii=False).encode()


ENCODERS: Final[Mapping[str, Callable[[LegendRequest], bytes]]] = {
    "image/png": render_legend,
    "application/json": as_json,
}
MEDIA_TYPES: Final = tuple(ENCODERS)
