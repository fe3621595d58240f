"""Where this room meets the renderer and the styles."""

from gisapp.ogc.map_layers import MapLayer
from gisapp.ogc.properties import Text
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.wms.notice import notice
from gisapp.ogc.wms.params import LegendAsked
from gisapp.ogc.wms.picture import Look

LEGEND_MEDIA_TYPES = ("image/png", "application/json")


def draw(asked):
    return notice(
        "",
        width_px=asked.width_px,
        height_px=asked.height_px,
        look=Look(asked.form, asked.is_transparent, asked.background, 1),
    )


def legend(asked: LegendAsked) -> bytes:
    return notice(
        asked.style,
        width_px=100,
        height_px=20,
        look=Look("png8", asked.is_clear, asked.background, 1),
    )


def legend_size(layer: MapLayer, style: str) -> tuple[int, int]:
    return 100, 20


def style_title(name: str) -> Text:
    return name


def scales_of(layer: MapLayer) -> tuple[float | None, float | None]:
    return None, None


def is_queryable(layer: MapLayer) -> bool:
    return not isinstance(layer, PublishedRaster)
