"""Map tiles from the renderer: a square of them is drawn at once and kept as one answer, of which each is cut."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse

from gisapp.geo.bbox import Bbox
from gisapp.geo.tile_matrix import TILE_PX, Tile
from gisapp.ogc.cache import answer_for, key_of, turn
from gisapp.ogc.conditional import not_modified, tagged
from gisapp.ogc.map_layers import MapLayer, map_version_of
from gisapp.ogc.render.pictures import render_tiles
from gisapp.ogc.render.request import WEB_MERCATOR, ImageForm, LayerView, MapRequest
from gisapp.ogc.versions import Versions

# So many tiles each way are drawn together: what a client asks for next is there, and names are not cut.
_ASIDE: Final = 4
# A length stands before each tile of the square.
_LENGTH_BYTES: Final = 4

FORMS: Final = {"image/png": ImageForm.PNG_8, "image/jpeg": ImageForm.JPEG, "image/webp": ImageForm.WEBP}
EXTENSIONS: Final = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
_MEDIA_TYPE_OF: Final = {form: media_type for media_type, form in FORMS.items()}


@dataclass(frozen=True, slots=True)
class MapTile:
    """One tile of a map of one layer."""

    layer: MapLayer
    style: str
    year: int | None
    form: ImageForm
    tile: Tile


def map_tile_answer(request: HttpRequest, asked: MapTile, versions: Versions) -> HttpResponse:
    """Answer a tile; 304 if the client has it already.

    Raises
    ------
    BusyError
        If the tile is not to be had in time.
    """
    version = map_version_of(asked.layer, versions)
    aside = min(_ASIDE, 2**asked.tile.zoom)
    row, column = asked.tile.row % aside, asked.tile.column % aside
    first = Tile(asked.tile.zoom, asked.tile.row - row, asked.tile.column - column)
    key = key_of("map tiles", asked.layer.name, asked.style, asked.year, version, asked.form, first)
    etag = f'"{key}-{row}-{column}"'
    unchanged = not_modified(request, etag=etag)
    if unchanged is not None:
        return unchanged

    def make() -> bytes:
        view = LayerView(layer=asked.layer, style=asked.style, year=asked.year, version=version)
        with turn():
            return _drawn(view, first, aside=aside, form=asked.form)

    body = _cut(answer_for(key, make), row * aside + column)
    return tagged(HttpResponse(body, content_type=_MEDIA_TYPE_OF[asked.form]), etag=etag)


def _drawn(view: LayerView, first: Tile, *, aside: int, form: ImageForm) -> bytes:
    """Draw the square whose north-west tile is `first`; return its tiles one after another."""
    box, side_m = first.box, first.box.width * aside
    request = MapRequest(
        layers=(view,),
        bbox=Bbox(box.west, box.north - side_m, box.west + side_m, box.north),
        srid=WEB_MERCATOR,
        width_px=TILE_PX * aside,
        height_px=TILE_PX * aside,
        is_transparent=True,
        form=form,
    )
    tiles = [tile for row in render_tiles(request, columns=aside, rows=aside) for tile in row]
    return b"".join(len(tile).to_bytes(_LENGTH_BYTES, "big") + tile for tile in tiles)


def _cut(square: bytes, number: int) -> bytes:
    """Return one tile of a square."""
    start = 0
    for _ in range(number):
        start += _LENGTH_BYTES + int.from_bytes(square[start : start + _LENGTH_BYTES], "big")
    first = start + _LENGTH_BYTES
    return square[first : first + int.from_bytes(square[start:first], "big")]
