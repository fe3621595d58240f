"""Mapnik maps, built once for layers, styles and zooms and kept: building one takes longer than a small picture."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from gisapp.geo.crs import authority_code
from gisapp.geo.generalise import PIXEL_AT_ZOOM_0_M
from gisapp.libraries import load_mapnik
from gisapp.ogc.catalog import FeatureSource, GeometryType
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.render.connection import again_without_lost_connections, datasource_parameters
from gisapp.ogc.render.facts import style_of
from gisapp.ogc.render.labels import add_fonts
from gisapp.ogc.render.mapnik_styles import Setting, add_label_style, add_style
from gisapp.ogc.render.queries import BOX, Wanted, drawing_of, layer_query, lower_box, thinned
from gisapp.ogc.render.raster_crs import raster_crs
from gisapp.ogc.render.raster_files import drawable_file
from gisapp.ogc.render.request import WEB_MERCATOR, LayerView
from gisapp.symbology.model import ZOOM_TOLERANCE, Marker, Placement, Style, span_of
from layers.selectors.shapes import band_for_zoom

MOST_KEPT = 64
# Pixels around the picture in which features are looked for because what they draw may reach into it.
_LINE_REACH_PX = 8
_LABEL_REACH_PX = 128
# A name beside a point reaches as far to its sides, but no higher than this.
_LABEL_RISE_PX = 48
# Names beside points need about so much room, width and height.
_LABEL_CELL_PX = (96.0, 24.0)


@dataclass(slots=True, eq=False)
class KeptMap:
    """A map and the lock of who draws with it: its size and box are set for each picture."""

    mapnik_map: Any
    lock: Lock = field(default_factory=Lock)


_kept: OrderedDict[tuple[object, ...], KeptMap] = OrderedDict()
_lock = Lock()


def kept_map(views: tuple[LayerView, ...], *, srid: int, zoom: float, style_zoom: float, is_screen: bool) -> KeptMap:
    """Return the map of some layers.

    Parameters
    ----------
    zoom
        Which detail can be seen: decides the generalisation.
    style_zoom
        Decides the sizes of lines, symbols and letters.
    is_screen
        Whether a CSS pixel is a pixel of the picture.
    """
    parameters = datasource_parameters()
    keys = tuple(_key(view) for view in views)
    key = (keys, srid, band_for_zoom(zoom), _whole(style_zoom), is_screen, parameters["dbname"])
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    built = KeptMap(_build(views, _Setting(zoom, style_zoom, is_screen, parameters), srid=srid))
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


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all layers of a map share."""

    zoom: float
    style_zoom: float
    is_screen: bool
    parameters: dict[str, str]


def _build(views: tuple[LayerView, ...], setting: _Setting, *, srid: int) -> Any:
    # Without a background: the picture has its own.
    root = Element("Map", {"srs": authority_code(srid).lower()})
    add_fonts(root)
    sizes = Setting(span_of(setting.style_zoom), setting.is_screen)
    shown = [(number, view, style_of(view)) for number, view in enumerate(views)]
    shown = [one for one in shown if setting.style_zoom >= one[2].first_zoom - ZOOM_TOLERANCE]
    for number, view, style in shown:
        names = add_style(root, style, sizes, prefix=f"s{number}")
        if names:
            wanted = drawing_of(style)
            _add_layer(root, view, setting, wanted=wanted, style_names=names, reach_px=_reach_px(style))
    # Names stand above all layers; where they are in each other's way, those of the upper layer stay.
    for number, view, style in reversed(shown):
        written = style.written_in(sizes.span)
        if written:
            name = f"s{number}-labels"
            add_label_style(root, style, sizes, name=name)
            _add_layer(
                root, view, setting, wanted=Wanted(written=written), style_names=[name], reach_px=_LABEL_REACH_PX
            )
    mapnik = load_mapnik()
    built = mapnik.Map(256, 256)
    again_without_lost_connections(lambda: mapnik.load_map_from_string(built, tostring(root, encoding="unicode")))
    # The picture shows the box that was asked for, even where its sides do not fit the picture's.
    built.aspect_fix_mode = mapnik.aspect_fix_mode.RESPECT
    return built


def _add_layer(
    root: Element, view: LayerView, setting: _Setting, *, wanted: Wanted, style_names: list[str], reach_px: int
) -> None:
    srs = authority_code(WEB_MERCATOR).lower()
    if isinstance(view.layer, PublishedRaster):
        srs = raster_crs(view.layer.file)
        values = {"type": "gdal", "file": str(drawable_file(view.layer.file)), "band": "1"}
    else:
        query = _query(view, view.layer.source, wanted, setting)
        values = {**setting.parameters, "table": f"({query}) AS drawn"}
    layer = SubElement(root, "Layer", {"name": style_names[0], "srs": srs, "buffer-size": str(reach_px)})
    # One query for all passes over the same features.
    layer.attrib["cache-features"] = "true" if len(style_names) > 1 else "false"
    for style_name in style_names:
        SubElement(layer, "StyleName").text = style_name
    source = SubElement(layer, "Datasource")
    for key, value in values.items():
        SubElement(source, "Parameter", {"name": key}).text = value


def _query(view: LayerView, source: FeatureSource, wanted: Wanted, setting: _Setting) -> str:
    query = layer_query(view, source, wanted, zoom=setting.zoom)
    if wanted.written and source.geometry_type is GeometryType.POINT and not _is_on_pins(style_of(view)):
        pixel_m = PIXEL_AT_ZOOM_0_M / 2 ** _whole(setting.style_zoom)
        width, height = (side * pixel_m for side in _LABEL_CELL_PX)
        query = query.replace(BOX, lower_box(_LABEL_REACH_PX - _LABEL_RISE_PX))
        return thinned(query, written=wanted.written[0], cell_m=(width, height))
    return query


def _is_on_pins(style: Style) -> bool:
    """Tell whether labels belong to their symbols, so that none may be left out."""
    return any(label.placement is Placement.ON_PIN for label in style.labels)


def _whole(zoom: float) -> int:
    """Return the whole zoom that has been reached: what depends on it is the same for all tiles of a level."""
    return int(max(zoom + ZOOM_TOLERANCE, 0))


def _reach_px(style: Style) -> int:
    """Return how far from a feature what it draws may reach."""
    markers = [symbol for rule in style.rules for symbol in rule.symbols if isinstance(symbol, Marker)]
    return max((int(max(marker.size)) for marker in markers), default=_LINE_REACH_PX)
