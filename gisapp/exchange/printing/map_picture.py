"""The picture within a frame: what the maps draw, upon the sea and the land around the province."""

import io
import json
from functools import lru_cache

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from gisapp.exchange.printing.errors import NothingToPrintError
from gisapp.exchange.printing.frame import Frame
from gisapp.exchange.printing.png_surface import MM_PER_INCH
from gisapp.geo.crs import WGS84, transform
from gisapp.ogc.render.pictures import render
from gisapp.ogc.render.request import ImageForm, LayerView, MapRequest
from gisapp.symbology.tokens import colour

SURROUNDINGS_SOURCE = "Natural Earth 10m land (public domain)"
_CSS_DPI = 96.0
Ring = NDArray[np.float64]


def map_request(views: tuple[LayerView, ...], frame: Frame, *, dpi: int) -> MapRequest:
    """Return what the renderer is asked for."""
    return MapRequest(
        layers=views,
        bbox=frame.bbox,
        srid=frame.srid,
        width_px=round(frame.width_mm / MM_PER_INCH * dpi),
        height_px=round(frame.height_mm / MM_PER_INCH * dpi),
        scale_factor=dpi / _CSS_DPI,
        is_transparent=True,
        form=ImageForm.PNG_32,
    )


def map_picture(views: tuple[LayerView, ...], frame: Frame, *, dpi: int) -> Image.Image:
    """Draw the map of a frame, opaque.

    Raises
    ------
    NothingToPrintError
        If no layer shows anything there.
    BusyError
        If the database takes too long.
    """
    drawn = Image.open(io.BytesIO(render(map_request(views, frame, dpi=dpi))))
    if drawn.getchannel("A").getextrema()[1] == 0:
        raise NothingToPrintError(_("Nothing of the chosen layers lies in this box: choose another, or other layers."))
    ground = _ground(frame, drawn.size)
    ground.paste(drawn, (0, 0), drawn)
    return ground


def _ground(frame: Frame, size: tuple[int, int]) -> Image.Image:
    """Return sea and the land around."""
    ground = Image.new("RGB", size, colour("sea"))
    draw = ImageDraw.Draw(ground)
    for outer, *holes in _land():
        for ring, fill in ((outer, colour("land-outside")), *((hole, colour("sea")) for hole in holes)):
            corners = _pixels(ring, frame, size)
            if len(corners) > 2 and _meets(corners, size):
                draw.polygon(corners, fill=fill, outline=colour("coast"))
    return ground


def _pixels(ring: Ring, frame: Frame, size: tuple[int, int]) -> list[tuple[float, float]]:
    x, y = transform(ring[:, 0], ring[:, 1], source_srid=WGS84, target_srid=frame.srid)
    column = (x - frame.bbox.west) / frame.bbox.width * size[0]
    row = (frame.bbox.north - y) / frame.bbox.height * size[1]
    # Where the projection does not reach there is nothing to see either.
    seen = np.isfinite(column) & np.isfinite(row)
    return list(zip(column[seen].tolist(), row[seen].tolist(), strict=True))


def _meets(corners: list[tuple[float, float]], size: tuple[int, int]) -> bool:
    columns, rows = zip(*corners, strict=True)
    return bool(min(columns) < size[0] and max(columns) > 0 and min(rows) < size[1] and max(rows) > 0)


@lru_cache(maxsize=1)
def _land() -> tuple[tuple[Ring, ...], ...]:
    file = settings.BASE_DIR / "gisapp" / "web" / "static" / "web" / "land.json"
    polygons = json.loads(file.read_text(encoding="utf-8"))["geometry"]["coordinates"]
    return tuple(tuple(np.array(ring, float) for ring in polygon) for polygon in polygons)
