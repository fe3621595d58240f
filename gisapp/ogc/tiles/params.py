"""The address of a tile, read from the parts of a path or from parameters."""

import re
from typing import Final

from gisapp.geo.tile_matrix import Tile
from gisapp.ogc.errors import InvalidParameterError, NotFoundError, TileOutOfRangeError

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
        If a part is no whole number, or the zoom level is not served.
    TileOutOfRangeError
        If the zoom level has no such row or column.
    """
    for name, text in (("tileMatrix", matrix), ("tileRow", row), ("tileCol", column)):
        if not _NUMBER.fullmatch(text):
            raise InvalidParameterError(f"{name} {text[:80]!r} is no whole number from 0", locator=name)
    zoom = int(matrix)
    if zoom > last_zoom:
        raise InvalidParameterError(
            f"tileMatrix {zoom} is not served; it goes from 0 to {last_zoom}", locator="tileMatrix"
        )
    last = 2**zoom - 1
    for name, text in (("tileRow", row), ("tileCol", column)):
        if int(text) > last:
            raise TileOutOfRangeError(
                f"{name} {text} lies outside tileMatrix {zoom}; it goes from 0 to {last}", locator=name
            )
    return Tile(zoom, int(row), int(column))
