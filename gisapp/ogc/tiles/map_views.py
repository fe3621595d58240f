"""Map tiles of a layer by OGC API Tiles; thin: parse, operate, render."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from gisapp import conf
from gisapp.ogc.access import public
from gisapp.ogc.errors import NotFoundError, StyleNotDefinedError
from gisapp.ogc.map_layers import MapLayer, map_layer_find, years_of
from gisapp.ogc.problems import problem
from gisapp.ogc.root.answers import answer, root_address, to_json
from gisapp.ogc.root.formats import JSON, format_chosen
from gisapp.ogc.root.query import query_of
from gisapp.ogc.tiles.map_tiles import FORMS, MapTile, map_tile_answer
from gisapp.ogc.tiles.params import matrix_set_checked, tile_read
from gisapp.ogc.tiles.tilesets import PICTURES, TileSet, tileset_document, tilesets_document, told_of
from gisapp.ogc.versions import Versions, table_versions
from gisapp.ogc.wms.dimension import year_chosen


@public(problem)
def map_tilesets(request: HttpRequest, name: str) -> HttpResponse:
    """List the sets of map tiles of a layer."""
    chosen = format_chosen(request, query_of(request, known=("f",)).get("f"), (JSON,))
    root, versions = root_address(request), table_versions()
    return answer(request, chosen, to_json(tilesets_document(root, _tileset(root, _layer(name, versions), versions))))


@public(problem)
def map_tileset(request: HttpRequest, name: str, matrix_set: str) -> HttpResponse:
    """Tell of the map tiles of a layer."""
    chosen = format_chosen(request, query_of(request, known=("f",)).get("f"), (JSON,))
    root, versions = root_address(request), table_versions()
    matrix_set_checked(matrix_set)
    return answer(request, chosen, to_json(tileset_document(root, _tileset(root, _layer(name, versions), versions))))


@public(problem)
def map_tile(request: HttpRequest, name: str, matrix_set: str, matrix: str, row: str, column: str) -> HttpResponse:
    """Answer a map tile of a layer."""
    query = query_of(request, known=("f", "style", "datetime"))
    # An address may end as files do.
    column, _dot, extension = column.partition(".")
    chosen = format_chosen(request, query.get("f", extension or None), PICTURES)
    versions = table_versions()
    matrix_set_checked(matrix_set)
    layer = _layer(name, versions)
    tile = tile_read(matrix, row, column, last_zoom=conf.MAP_TILE_LAST_ZOOM)
    style = query.get("style", layer.styles[0])
    if style not in layer.styles:
        raise StyleNotDefinedError(
            f"style={style[:80]!r}: the layer {layer.name} has {', '.join(layer.styles)}", locator="style"
        )
    time, years = query.get("datetime", ""), years_of(layer, versions)
    year = year_chosen(time, layer=layer.name, years=years, parameter="datetime").year
    asked = MapTile(layer=layer, style=style, year=year, form=FORMS[chosen.media_type], tile=tile)
    response = map_tile_answer(request, asked, versions)
    patch_vary_headers(response, ("Accept",))
    return response


def _layer(name: str, versions: Versions) -> MapLayer:
    layer = map_layer_find(name, versions)
    if layer is None:
        raise NotFoundError(f"there is no map of a collection {name[:80]!r}")
    return layer


def _tileset(root: str, layer: MapLayer, versions: Versions) -> TileSet:
    return TileSet(
        address=f"{root}/collections/{layer.name}/map/tiles",
        title=layer.title,
        kind="map",
        formats=PICTURES,
        last_zoom=conf.MAP_TILE_LAST_ZOOM,
        layers=(told_of(layer, versions),),
    )
