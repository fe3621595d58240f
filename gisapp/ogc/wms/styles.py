"""What capabilities tell of styles."""

from django.utils.translation import gettext

from gisapp.geo.tile_matrix import scale_denominator
from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.map_layers import MapLayer, map_version_of
from gisapp.ogc.render.legend import LegendRequest, legend_size_px
from gisapp.ogc.render.request import LayerView
from gisapp.ogc.versions import Versions
from gisapp.symbology.library import style_find
from gisapp.symbology.model import ZOOM_TOLERANCE


def style_title(name: str) -> str:
    """Return the title of a style in the active language."""
    return gettext(style_find(name).title)


def legend_size(layer: MapLayer, style: str, versions: Versions) -> tuple[int, int]:
    """Return width and height, in pixels, of the legend of a style."""
    return legend_size_px(LegendRequest(LayerView(layer, style, version=map_version_of(layer, versions))))


def is_queryable(layer: MapLayer) -> bool:
    """Tell whether a layer has features that lie somewhere; a raster has none."""
    return isinstance(layer, PublishedLayer)


def greatest_scale(layer: MapLayer) -> float | None:
    """Return the scale denominator beyond which no style draws a layer; None where one always does."""
    first_zoom = min(style_find(name).first_zoom for name in layer.styles)
    return scale_denominator(first_zoom) * 2**ZOOM_TOLERANCE if first_zoom else None
