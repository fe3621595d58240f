"""Mapnik maps, built once for layers, styles and zooms and kept: building one takes longer than a small picture."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from gisapp.geo.crs import authority_code
from gisapp.libraries import load_mapnik
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.render.connection import datasource_parameters
from gisapp.ogc.render.facts import style_of
from gisapp.ogc.render.labels import add_fonts
from gisapp.ogc.render.mapnik_styles import add_style
from gisapp.ogc.render.queries import layer_query
from gisapp.ogc.render.raster_crs import raster_crs
from gisapp.ogc.render.request import WEB_MERCATOR, LayerView
from gisapp.symbology.model import Marker, Style, span_of
from layers.selectors.shapes import band_for_zoom

MOST_KEPT = 64
# Pixels around the picture in which features are looked for because what they draw may reach into it.
_LINE_REACH_PX = 8
_LABEL_REACH_PX = 128


@dataclass(slots=True, eq=False)
class KeptMap:
    """A map and the lock of who draws with it: its size and box are set for each picture."""

    mapnik_map: Any
    lock: Lock = field(default_factory=Lock)


_kept: OrderedDict[tuple[object, ...], KeptMap] = OrderedDict()
_lock = Lock()


def kept_map(views: tuple[LayerView, ...], *, srid: int, zoom: float, style_zoom: float) -> KeptMap:
    """Return the map of some layers.

    Parameters
    ----------
    zoom
        Which detail can be seen: decides the generalisation.
    style_zoom
        Decides the sizes of lines, symbols and letters.
    """
    parameters = datasource_parameters()
    keys = tuple(_key(view) for view in views)
    key = (keys, srid, band_for_zoom(zoom), int(max(style_zoom + 0.5, 0)), parameters["dbname"])
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    built = KeptMap(_build(views, srid=srid, zoom=zoom, style_zoom=style_zoom, parameters=parameters))
    with _lock:
        _kept[key] = built
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return built


def _key(view: LayerView) -> tuple[object, ...]:
    conditions = tuple(part.as_string(None) for part in view.conditions.parts)
    return (
        view.layer,
        view.version,
        view.style,
        view.year,
        conditions,
        tuple(map(str, view.conditions.values.items())),
    )


def _build(
    views: tuple[LayerView, ...], *, srid: int, zoom: float, style_zoom: float, parameters: dict[str, str]
) -> Any:
    root = Element("Map", {"srs": authority_code(srid).lower(), "background-color": "transparent"})
    add_fonts(root)
    for number, view in enumerate(views):
        style = style_of(view)
        names = add_style(root, style, span=span_of(style_zoom), prefix=f"s{number}")
        if names and style_zoom >= style.first_zoom - 0.5:
            _add_layer(root, view, style=style, style_names=names, zoom=zoom, parameters=parameters, name=f"l{number}")
    mapnik = load_mapnik()
    built = mapnik.Map(256, 256)
    mapnik.load_map_from_string(built, tostring(root, encoding="unicode"))
    # The picture shows the box that was asked for, even where its sides do not fit the picture's.
    built.aspect_fix_mode = mapnik.aspect_fix_mode.RESPECT
    return built


def _add_layer(
    root: Element,
    view: LayerView,
    *,
    style: Style,
    style_names: list[str],
    zoom: float,
    parameters: dict[str, str],
    name: str,
) -> None:
    is_raster = isinstance(view.layer, PublishedRaster)
    srs = raster_crs(view.layer.file) if is_raster else authority_code(WEB_MERCATOR).lower()
    layer = SubElement(root, "Layer", {"name": name, "srs": srs, "buffer-size": str(_reach_px(style))})
    if len(style_names) > 1:
        layer.attrib["cache-features"] = "true"
    for style_name in style_names:
        SubElement(layer, "StyleName").text = style_name
    source = SubElement(layer, "Datasource")
    if isinstance(view.layer, PublishedRaster):
        values = {"type": "gdal", "file": str(view.layer.file), "band": "1"}
    else:
        query = layer_query(view, view.layer.source, style=style, zoom=zoom)
        values = {**parameters, "table": f"({query}) AS drawn"}
    for key, value in values.items():
        SubElement(source, "Parameter", {"name": key}).text = value


def _reach_px(style: Style) -> int:
    markers = [symbol for rule in style.rules for symbol in rule.symbols if isinstance(symbol, Marker)]
    reach = max((int(max(marker.size)) for marker in markers), default=_LINE_REACH_PX)
    return max(reach, _LABEL_REACH_PX if style.labels else 0)
