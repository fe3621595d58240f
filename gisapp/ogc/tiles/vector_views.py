"""Vector tiles of one layer, and of several layers together; thin: parse, operate, render."""

import gzip
import re
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.geo.bbox import Bbox
from gisapp.geo.tile_matrix import Tile
from gisapp.ogc.access import public
from gisapp.ogc.cache import turn
from gisapp.ogc.catalog import STORED_LAYERS, PublishedLayer
from gisapp.ogc.conditional import conditional
from gisapp.ogc.errors import InvalidParameterError, NotFoundError
from gisapp.ogc.extents import extent_of
from gisapp.ogc.layers import layer_find
from gisapp.ogc.map_layers import years_of
from gisapp.ogc.problems import problem
from gisapp.ogc.root.answers import answer, root_address, to_json
from gisapp.ogc.root.collections import layer_named
from gisapp.ogc.root.formats import JSON, Format, format_chosen
from gisapp.ogc.root.query import query_of
from gisapp.ogc.tiles.params import matrix_set_checked, tile_read
from gisapp.ogc.tiles.tilesets import (
    MVT,
    TILEJSON,
    TILESET_FORMATS,
    TileSet,
    limits_of,
    tilejson_document,
    tileset_document,
    tilesets_document,
    told_of,
)
from gisapp.ogc.tiles.vector import layers_tile
from gisapp.ogc.versions import Versions, table_versions, version_of
from gisapp.ogc.wms.dimension import year_chosen

# Shown together where the client names no collections: what is stored, each thing once.
DATASET: Final = tuple(layer.name for layer in STORED_LAYERS)
_GZIP: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
# Beyond this level a tile takes longer to pack than the network gains.
_GZIP_LEVEL: Final = 4


@public(problem)
def layer_tilesets(request: HttpRequest, name: str) -> HttpResponse:
    """List the sets of vector tiles of a layer."""
    chosen, _query = _asked(request, (JSON,))
    root, versions = root_address(request), table_versions()
    tileset = _layer_tileset(root, layer_named(name, versions), versions)
    return answer(request, chosen, to_json(tilesets_document(root, tileset)))


@public(problem)
def layer_tileset(request: HttpRequest, name: str, matrix_set: str) -> HttpResponse:
    """Tell of the vector tiles of a layer."""
    chosen, _query = _asked(request, TILESET_FORMATS)
    root, versions = root_address(request), table_versions()
    matrix_set_checked(matrix_set)
    return _tileset_answer(request, chosen, _layer_tileset(root, layer_named(name, versions), versions))


@public(problem)
def layer_vector_tile(
    request: HttpRequest, name: str, matrix_set: str, matrix: str, row: str, column: str
) -> HttpResponse:
    """Answer a vector tile of a layer."""
    _chosen, query = _asked(request, (MVT,), "datetime")
    versions = table_versions()
    matrix_set_checked(matrix_set)
    layers = (layer_named(name, versions),)
    tile = tile_read(matrix, row, column, last_zoom=conf.VECTOR_TILE_LAST_ZOOM)
    return _tile_answer(request, layers, tile, time=query.get("datetime", ""), versions=versions)


@public(problem)
def dataset_tilesets(request: HttpRequest) -> HttpResponse:
    """List the sets of vector tiles of all layers together."""
    chosen, query = _asked(request, (JSON,), "collections")
    root, versions = root_address(request), table_versions()
    return answer(request, chosen, to_json(tilesets_document(root, _dataset_tileset(root, query, versions))))


@public(problem)
def dataset_tileset(request: HttpRequest, matrix_set: str) -> HttpResponse:
    """Tell of the vector tiles of all layers together."""
    chosen, query = _asked(request, TILESET_FORMATS, "collections")
    root, versions = root_address(request), table_versions()
    matrix_set_checked(matrix_set)
    return _tileset_answer(request, chosen, _dataset_tileset(root, query, versions))


@public(problem)
def dataset_vector_tile(request: HttpRequest, matrix_set: str, matrix: str, row: str, column: str) -> HttpResponse:
    """Answer a vector tile of several layers."""
    _chosen, query = _asked(request, (MVT,), "collections", "datetime")
    versions = table_versions()
    matrix_set_checked(matrix_set)
    layers = _dataset_layers(query, versions)
    tile = tile_read(matrix, row, column, last_zoom=conf.VECTOR_TILE_LAST_ZOOM)
    return _tile_answer(request, layers, tile, time=query.get("datetime", ""), versions=versions)


def _asked(request: HttpRequest, formats: tuple[Format, ...], *known: str) -> tuple[Format, dict[str, str]]:
    query = query_of(request, known=("f", *known))
    return format_chosen(request, query.get("f"), formats), query


def _layer_tileset(root: str, layer: PublishedLayer, versions: Versions) -> TileSet:
    return TileSet(
        address=f"{root}/collections/{layer.name}/tiles",
        title=layer.title,
        kind="vector",
        formats=(MVT,),
        last_zoom=conf.VECTOR_TILE_LAST_ZOOM,
        layers=(told_of(layer, versions),),
    )


def _dataset_tileset(root: str, query: dict[str, str], versions: Versions) -> TileSet:
    layers = _dataset_layers(query, versions)
    return TileSet(
        address=f"{root}/tiles",
        title=_("Layers together"),
        kind="vector",
        formats=(MVT,),
        last_zoom=conf.VECTOR_TILE_LAST_ZOOM,
        layers=tuple(told_of(layer, versions) for layer in layers),
        query=f"?collections={','.join(layer.name for layer in layers)}" if "collections" in query else "",
    )


def _dataset_layers(query: dict[str, str], versions: Versions) -> tuple[PublishedLayer, ...]:
    """Return the layers that a request names, or those that are shown together where it names none.

    Raises
    ------
    InvalidParameterError
        If a layer is unknown, or there are too many.
    """
    names = tuple(dict.fromkeys(query["collections"].split(","))) if "collections" in query else DATASET
    if len(names) > conf.TILE_LAYERS_LIMIT:
        raise InvalidParameterError(
            f"collections names {len(names)} layers; a tile holds at most {conf.TILE_LAYERS_LIMIT}",
            locator="collections",
        )
    layers = []
    for name in names:
        layer = layer_find(name, versions)
        if layer is None:
            raise InvalidParameterError(f"there is no collection {name[:80]!r}", locator="collections")
        layers.append(layer)
    return tuple(layers)


def _tileset_answer(request: HttpRequest, chosen: Format, tileset: TileSet) -> HttpResponse:
    if chosen is TILEJSON:
        return answer(request, chosen, to_json(tilejson_document(tileset)))
    return answer(request, chosen, to_json(tileset_document(root_address(request), tileset)))


def _tile_answer(
    request: HttpRequest, layers: tuple[PublishedLayer, ...], tile: Tile, *, time: str, versions: Versions
) -> HttpResponse:
    shown = [
        (layer, year_chosen(time, layer=layer.name, years=years_of(layer, versions), parameter="datetime").year)
        for layer in layers
    ]
    is_packed = _GZIP.search(request.headers.get("Accept-Encoding", "")) is not None

    def make() -> bytes:
        with turn():
            made = layers_tile(shown, tile)
        return gzip.compress(made, _GZIP_LEVEL, mtime=0) if is_packed and made else made

    states = [(layer.name, year, version_of(layer, versions)) for layer, year in shown]
    limits = conf.TILE_FEATURES_LIMIT, conf.TILE_BYTES_LIMIT, conf.TILE_ALL_PROPERTIES_ZOOM
    response = conditional(
        request, rests_on=("vector tile", states, tile, limits, is_packed), content_type=MVT.media_type, make=make
    )
    if response.status_code == HTTPStatus.OK and not response.content:
        _within_limits(layers, tile, versions)
    elif is_packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _within_limits(layers: tuple[PublishedLayer, ...], tile: Tile, versions: Versions) -> None:
    """Refuse a tile where no layer reaches; looked at only where a tile is empty, for the limits may be dear.

    Raises
    ------
    NotFoundError
        If the tile lies outside the limits that the set of tiles tells.
    """
    extents = (extent_of(layer, versions) for layer in layers)
    limits = limits_of(Bbox.around(one for one in extents if one is not None), tile.zoom)
    if limits and tile not in limits[-1]:
        raise NotFoundError(f"tile {tile.zoom}/{tile.row}/{tile.column} lies outside the limits of the tile set")
