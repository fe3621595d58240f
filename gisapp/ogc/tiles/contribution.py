"""What OGC API Tiles adds to the documents that the OGC APIs share."""

from typing import Final

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.root.contribution import Contribution, Json, Layers, link
from gisapp.ogc.root.formats import JSON
from gisapp.ogc.root.openapi import collection_parameter, operation
from gisapp.ogc.tiles.params import MATRIX_SET
from gisapp.ogc.tiles.tilesets import MVT, PICTURES, TILEJSON

_CONF: Final = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/"
_REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/"
_TAG: Final = "Tiles"
CONFORMANCE: Final = (
    *(
        _CONF + name
        for name in ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "oas30", "mvt")
    ),
    *(
        f"http://www.opengis.net/spec/tms/2.0/conf/{name}"
        for name in ("tilematrixset", "json-tilematrixset", "tilesetmetadata", "json-tilesetmetadata")
    ),
)


def _landing_links(root: str) -> list[Json]:
    return [
        link(f"{root}/tiles?f=json", f"{_REL}tilesets-vector", JSON.media_type, _("Vector tiles")),
        link(f"{root}/tileMatrixSets", f"{_REL}tiling-schemes", JSON.media_type, _("Tile matrix sets")),
    ]


def _collection_links(root: str, layer: PublishedLayer) -> list[Json]:
    address = f"{root}/collections/{layer.name}"
    links = [link(f"{address}/tiles?f=json", f"{_REL}tilesets-vector", JSON.media_type, _("Vector tiles"))]
    if layer.styles:
        links.append(link(f"{address}/map/tiles?f=json", f"{_REL}tilesets-map", JSON.media_type, _("Map tiles")))
    return links


def _paths(layers: Layers) -> Json:
    drawn = tuple(layer for layer in layers if layer.styles)
    return {
        "/tileMatrixSets": _reads("getTileMatrixSetsList", "Tile matrix sets.", _DOCUMENT),
        "/tileMatrixSets/{tileMatrixSetId}": _reads("getTileMatrixSet", "A tile matrix set.", _DOCUMENT, _MATRIX_SET),
        **_tile_paths("/tiles", "dataset", "vector", _COLLECTIONS, content=_VECTOR),
        **_tile_paths(
            "/collections/{collectionId}/tiles", "collection", "vector", collection_parameter(layers), content=_VECTOR
        ),
        **_tile_paths(
            "/collections/{collectionId}/map/tiles", "collection", "map", collection_parameter(drawn), content=_PICTURES
        ),
    }


def _tile_paths(stem: str, of: str, kind: str, *parameters: Json, content: Json) -> Json:
    """Return the paths of one kind of tiles, list, set and tile, with the names of OGC 20-057, table 11."""
    name = f"{of}.{kind}"
    described = _DOCUMENT | ({TILEJSON.media_type: {"type": "object"}} if kind == "vector" else {})
    return {
        stem: _reads(f"{name}.getTileSetsList", f"Sets of {kind} tiles.", _DOCUMENT, *parameters),
        f"{stem}/{{tileMatrixSetId}}": _reads(
            f"{name}.getTileSet", f"A set of {kind} tiles.", described, *parameters, _MATRIX_SET
        ),
        f"{stem}/{{tileMatrixSetId}}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}": _reads(
            f"{name}.getTile", f"A {kind} tile.", content, *parameters, _MATRIX_SET, *_PLACE, _DATETIME
        ),
    }


def _reads(name: str, summary: str, content: Json, *parameters: Json) -> Json:
    return {"get": operation(name, summary, content, parameters=parameters, tag=_TAG)}


def _in_path(name: str, description: str, schema: Json) -> Json:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


_DOCUMENT: Final = {JSON.media_type: {"type": "object"}}
_VECTOR: Final = {MVT.media_type: {"type": "string", "format": "binary"}}
_PICTURES: Final = {one.media_type: {"type": "string", "format": "binary"} for one in PICTURES}
_MATRIX_SET: Final = _in_path("tileMatrixSetId", "Tile matrix set.", {"type": "string", "enum": [MATRIX_SET]})
_PLACE: Final = (
    _in_path("tileMatrix", "Zoom level.", {"type": "integer", "minimum": 0, "maximum": conf.VECTOR_TILE_LAST_ZOOM}),
    _in_path("tileRow", "Row, from the north.", {"type": "integer", "minimum": 0}),
    _in_path("tileCol", "Column, from the west.", {"type": "integer", "minimum": 0}),
)
_COLLECTIONS: Final = {
    "name": "collections",
    "in": "query",
    "description": "Names of the layers that the tile holds, joined by commas.",
    "style": "form",
    "explode": False,
    "schema": {"type": "array", "maxItems": conf.TILE_LAYERS_LIMIT, "items": {"type": "string"}},
}
_DATETIME: Final = {
    "name": "datetime",
    "in": "query",
    "description": "A year or date, or a period whose newest year is meant; the newest year where it is left out.",
    "schema": {"type": "string"},
}

TILES: Final = Contribution(
    conformance=CONFORMANCE, landing_links=_landing_links, collection_links=_collection_links, paths=_paths
)
