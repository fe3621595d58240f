"""What is told of sets of tiles: lists of them, each with its limits and layers, and TileJSON.

References
----------
OGC 20-057, OGC API - Tiles - Part 1: Core; OGC 17-083r4, clause 6.3 (tile set metadata); TileJSON 3.0.0.
"""

from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.geo.bbox import Bbox
from gisapp.geo.tile_matrix import TileLimits, mercator_box, tile_limits
from gisapp.ogc.catalog import GeometryType, PublishedLayer
from gisapp.ogc.crs import CRS84_URI
from gisapp.ogc.extents import extent_of
from gisapp.ogc.features.schemas import property_schema
from gisapp.ogc.map_layers import MapFacts, MapLayer, map_facts
from gisapp.ogc.properties import Text
from gisapp.ogc.root.contribution import Json, link
from gisapp.ogc.root.formats import JSON, Format
from gisapp.ogc.tiles import matrix_sets
from gisapp.ogc.tiles.params import MATRIX_SET
from gisapp.ogc.tiles.vector import tile_properties
from gisapp.ogc.versions import Versions

MVT: Final = Format("mvt", "application/vnd.mapbox-vector-tile", "Mapbox Vector Tile", ("application/x-protobuf",))
TILEJSON: Final = Format("tilejson", "application/vnd.mapbox.tilejson+json", "TileJSON")
PICTURES: Final = (
    Format("png", "image/png", "PNG"),
    Format("jpeg", "image/jpeg", "JPEG"),
    Format("webp", "image/webp", "WebP"),
)
TILESET_FORMATS: Final = (JSON, TILEJSON)
_ITEM: Final = "/{tileMatrix}/{tileRow}/{tileCol}"
_REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/"
_DIMENSION_OF: Final = {
    GeometryType.POINT: 0,
    GeometryType.MULTI_LINE_STRING: 1,
    GeometryType.MULTI_POLYGON: 2,
}


@dataclass(frozen=True, slots=True)
class TileSet:
    """One set of tiles.

    Attributes
    ----------
    address
        Of the list that the set stands in, such as ``.../collections/roads/tiles``.
    kind
        ``vector`` or ``map``.
    formats
        In which its tiles can be had.
    query
        Of the address of a tile; empty or with its question mark.
    """

    address: str
    title: Text
    kind: str
    formats: tuple[Format, ...]
    last_zoom: int
    layers: tuple[tuple[MapLayer, MapFacts], ...]
    query: str = ""

    @property
    def extent(self) -> Bbox | None:
        """EPSG:4326; None where no layer holds anything."""
        return Bbox.around(facts.extent for _layer, facts in self.layers if facts.extent is not None)

    @property
    def tile_template(self) -> str:
        """Address of a tile, in the notation of OGC API Tiles."""
        return f"{self.address}/{MATRIX_SET}{_ITEM}{self.query}"


def told_of(layer: MapLayer, versions: Versions) -> tuple[MapLayer, MapFacts]:
    """Return a layer with its facts; its extent is never without an area, which map clients could not zoom to."""
    return layer, replace(map_facts(layer, versions), extent=extent_of(layer, versions))


def limits_of(extent: Bbox | None, last_zoom: int) -> list[TileLimits]:
    """Return the limits of every zoom level; none where there is nothing to show."""
    if extent is None:
        return []
    box = mercator_box(extent)
    return [tile_limits(box, zoom) for zoom in range(last_zoom + 1)]


def tilesets_document(root: str, tileset: TileSet) -> Json:
    """Return a list of sets of tiles that holds the one set there is."""
    return {
        "links": [link(f"{tileset.address}?f=json", "self", JSON.media_type)],
        "tilesets": [_heading(root, tileset)],
    }


def tileset_document(root: str, tileset: TileSet) -> Json:
    """Return all that is told of a set of tiles."""
    told = _heading(root, tileset) | {
        "layers": [_layer(layer, facts) for layer, facts in tileset.layers],
        "mediaTypes": [one.media_type for one in tileset.formats],
    }
    if tileset.kind == "vector":
        told["description"] = capped()
    if tileset.extent is not None:
        told["boundingBox"] = _bounding_box(tileset.extent)
    attribution = _attribution(tileset)
    return told | ({"attribution": attribution} if attribution else {})


def tilejson_document(tileset: TileSet) -> Json:
    """Return the same as TileJSON, for MapLibre and other clients of vector tiles."""
    template = tileset.tile_template.format(tileMatrix="{z}", tileRow="{y}", tileCol="{x}")
    told: Json = {
        "tilejson": "3.0.0",
        "name": str(tileset.title),
        "description": capped(),
        "scheme": "xyz",
        "tiles": [template],
        "minzoom": 0,
        "maxzoom": tileset.last_zoom,
        "vector_layers": [
            {
                "id": layer.name,
                "description": str(layer.title),
                "fields": {one.name: str(one.title) for one in layer.source.properties},
            }
            for layer, _facts in tileset.layers
            if isinstance(layer, PublishedLayer)
        ],
    }
    if (box := tileset.extent) is not None:
        told["bounds"] = [box.west, box.south, box.east, box.north]
        told["center"] = [(box.west + box.east) / 2, (box.south + box.north) / 2, min(8, tileset.last_zoom)]
    attribution = _attribution(tileset)
    return told | ({"attribution": attribution} if attribution else {})


def capped() -> str:
    """Tell what a vector tile leaves out."""
    return _(
        "A tile holds at most %(features)s features of a layer and %(kib)s KiB; beyond that the smallest are left"
        " out. Below zoom %(zoom)s a feature tells only what maps are coloured by."
    ) % {
        "features": conf.TILE_FEATURES_LIMIT,
        "kib": conf.TILE_BYTES_LIMIT // 1024,
        "zoom": conf.TILE_ALL_PROPERTIES_ZOOM,
    }


def _heading(root: str, tileset: TileSet) -> Json:
    address = f"{tileset.address}/{MATRIX_SET}"
    definition = f"{root}/tileMatrixSets/{MATRIX_SET}"
    links = [
        link(f"{address}?f=json", "self", JSON.media_type, str(tileset.title)),
        link(definition, f"{_REL}tiling-scheme", JSON.media_type, matrix_sets.TITLE),
        *(
            link(_with_format(tileset.tile_template, one), "item", one.media_type, one.title) | {"templated": True}
            for one in tileset.formats
        ),
    ]
    if tileset.kind == "vector":
        links.append(link(f"{address}?f={TILEJSON.key}", "describedby", TILEJSON.media_type, TILEJSON.title))
    told: Json = {
        "title": str(tileset.title),
        "dataType": tileset.kind,
        "crs": matrix_sets.CRS_URI,
        "tileMatrixSetId": MATRIX_SET,
        "tileMatrixSetURI": matrix_sets.URI,
        "tileMatrixSetDefinition": definition,
        "links": links,
    }
    if tileset.kind == "vector":
        # Map tiles are drawn everywhere; a tile that lies outside is clear.
        told["tileMatrixSetLimits"] = [_limits(one) for one in limits_of(tileset.extent, tileset.last_zoom)]
    return told


def _with_format(template: str, one: Format) -> str:
    """Return the address of a tile in a format; a vector tile has but one."""
    return template if one is MVT else f"{template}?f={one.key}"


def _limits(limits: TileLimits) -> Json:
    return {
        "tileMatrix": str(limits.zoom),
        "minTileRow": limits.first_row,
        "maxTileRow": limits.last_row,
        "minTileCol": limits.first_column,
        "maxTileCol": limits.last_column,
    }


def _layer(layer: MapLayer, facts: MapFacts) -> Json:
    told: Json = {"id": layer.name, "title": str(layer.title), "description": str(layer.abstract), "dataType": "map"}
    if isinstance(layer, PublishedLayer):
        told["dataType"] = "vector"
        told["geometryDimension"] = _DIMENSION_OF[layer.source.geometry_type]
        told["minTileMatrix"], told["maxTileMatrix"] = "0", str(conf.VECTOR_TILE_LAST_ZOOM)
        told["propertiesSchema"] = {
            "type": "object",
            "properties": {
                one.name: property_schema(one) for one in tile_properties(layer, conf.VECTOR_TILE_LAST_ZOOM)
            },
        }
    if facts.extent is not None:
        told["boundingBox"] = _bounding_box(facts.extent)
    return told


def _bounding_box(box: Bbox) -> Json:
    return {"lowerLeft": [box.west, box.south], "upperRight": [box.east, box.north], "crs": CRS84_URI}


def _attribution(tileset: TileSet) -> str:
    return "; ".join(dict.fromkeys(source for _layer, facts in tileset.layers for source in facts.sources))
