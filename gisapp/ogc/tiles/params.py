"""The address of a tile, read from the parts of a path or from parameters."""

import re
from typing import Final

from gisapp.geo.tile_matrix import Tile
from gisapp.ogc.errors import InvalidParameterError, NotFoundError

MATRIX_SET: Final = "WebMercatorQuad"
# Twelve digits tell a tile of zoom 24 and more; nothing longer is looked at.
_NUMBER: Final = re.compile(r"[0-9]{1,12}", re.ASCII)


def matrix_set_checked(name: str) -> None:
    """Refuse every tile matrix set but the one that is served.

    Raises
    ------
    NotFoundError
        If the name is another.
    """
    if name != MATRIX_SET:
        raise NotFoundError(f"there is no tile matrix set {name[:80]!r} here; use {MATRIX_SET}")


def tile_read(matrix: str, row: str, column: str, *, last_zoom: int) -> Tile:
    """Return the tile of an address.

    Raises
    ------
    InvalidParameterError
        If a part is no whole number.
    NotFoundError
        If the numbers lie outside the tile matrix set, or the zoom level is not served.
    """
    numbers = {"tileMatrix": matrix, "tileRow": row, "tileCol": column}
    for name, text in numbers.items():
        if not _NUMBER.fullmatch(text):
            raise InvalidParameterError(f"{name} {text[:80]!r} is no whole number from 0", locator=name)
    zoom = int(matrix)
    if zoom > last_zoom:
        raise NotFoundError(f"tileMatrix {zoom} is not served; it goes from 0 to {last_zoom}", locator="tileMatrix")
    try:
        return Tile(zoom, int(row), int(column))
    except ValueError as error:
        raise NotFoundError(str(error), locator="tileRow,tileCol") from error
