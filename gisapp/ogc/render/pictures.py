"""Draw a map: one picture, or a square of tiles."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gisapp.libraries import load_mapnik
from gisapp.ogc.errors import BusyError
from gisapp.ogc.render.connection import again_without_lost_connections
from gisapp.ogc.render.encode import encoded
from gisapp.ogc.render.maps import kept_map
from gisapp.ogc.render.request import ImageForm, MapRequest

# How a box that reaches over a pole, where web Mercator ends, stands in a query: nothing of ours lies there.
_OVER_A_POLE: Final = "ST_MakeEnvelope(-nan"


def render(request: MapRequest) -> bytes:
    """Return a map as a file of the form that is asked for.

    Raises
    ------
    UnknownStyleError
        If there is no style of a name.
    BusyError
        If the database takes too long or has no connection left.
    """
    return encoded(_draw(request), request.form)


def render_tiles(request: MapRequest, *, columns: int, rows: int) -> tuple[tuple[bytes, ...], ...]:
    """Return one map cut into tiles of the same size: rows from the north, each from the west.

    Drawing them together costs little more than one, and names do not end at the edge of a tile.

    Raises
    ------
    ValueError
        If the picture cannot be cut into so many tiles of whole pixels.
    """
    if request.width_px % columns or request.height_px % rows:
        size = f"{request.width_px} x {request.height_px}"
        raise ValueError(f"a picture of {size} pixels cannot be cut into {columns} x {rows} tiles")
    picture = _draw(request)
    width, height = request.width_px // columns, request.height_px // rows
    return tuple(
        tuple(
            encoded(picture[row * height : (row + 1) * height, column * width : (column + 1) * width], request.form)
            for column in range(columns)
        )
        for row in range(rows)
    )


def _draw(request: MapRequest) -> NDArray[np.uint8]:
    """Return the picture (height, width, RGBA), upon its background unless it is transparent."""
    mapnik = load_mapnik()
    image = mapnik.Image(request.width_px, request.height_px)

    def draw(drawn: Any) -> None:
        image.fill(mapnik.Color(_background(request)))
        mapnik.render(drawn, image, request.scale_factor)

    _with_map(request, draw, is_screen=request.scale_factor == 1)
    return np.frombuffer(image.to_string(), dtype=np.uint8).reshape(request.height_px, request.width_px, 4)


def _background(request: MapRequest) -> str:
    is_clear = request.is_transparent and request.form is not ImageForm.JPEG
    return "transparent" if is_clear else request.background


def _with_map(request: MapRequest, draw: Callable[[Any], None], *, is_screen: bool) -> None:
    """Point the map of a request at its box, and draw with it."""
    kept = kept_map(
        request.layers,
        srid=request.srid,
        zoom=request.zoom,
        style_zoom=request.style_zoom,
        is_screen=is_screen,
    )
    mapnik = load_mapnik()
    with kept.lock:
        drawn = kept.mapnik_map
        drawn.resize(request.width_px, request.height_px)
        box = request.bbox
        drawn.zoom_to_box(mapnik.Box2d(box.west, box.south, box.east, box.north))
        try:
            again_without_lost_connections(lambda: draw(drawn))
        except RuntimeError as error:
            # Mapnik knows no kinds of error; what the database says is in the text.
            if _OVER_A_POLE in str(error):
                return
            if "Postgis Plugin" in str(error):
                raise BusyError("the map took too long; ask for a smaller area") from error
            raise
