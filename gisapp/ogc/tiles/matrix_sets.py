"""The tile matrix set that is served, as OGC APIs describe one.

References
----------
OGC 17-083r4, Two Dimensional Tile Matrix Set and Tile Set Metadata, clause 6.2 and annex D.1.
"""

from typing import Final

from gisapp.geo.generalise import pixel_m
from gisapp.geo.tile_matrix import HALF_SIDE_M, LAST_ZOOM, TILE_PX, scale_denominator
from gisapp.ogc.root.contribution import Json, link
from gisapp.ogc.root.formats import JSON
from gisapp.ogc.tiles.params import MATRIX_SET

URI: Final = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
CRS_URI: Final = "http://www.opengis.net/def/crs/EPSG/0/3857"
# OGC 07-057r7 (WMTS), annex E.4, calls the same scales by this name.
WELL_KNOWN_SCALE_SET: Final = "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible"
TITLE: Final = "Web Mercator (EPSG:3857)"


def matrix_sets_document(root: str) -> Json:
    """Return the list of tile matrix sets."""
    address = f"{root}/tileMatrixSets/{MATRIX_SET}"
    entry = {
        "id": MATRIX_SET,
        "title": TITLE,
        "uri": URI,
        "crs": CRS_URI,
        "links": [link(address, "self", JSON.media_type, TITLE)],
    }
    return {"tileMatrixSets": [entry], "links": [link(f"{root}/tileMatrixSets", "self", JSON.media_type)]}


def matrix_set_document(root: str) -> Json:
    """Return the definition of the tile matrix set."""
    return {
        "id": MATRIX_SET,
        "title": TITLE,
        "uri": URI,
        "crs": CRS_URI,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": WELL_KNOWN_SCALE_SET,
        "tileMatrices": [_matrix(zoom) for zoom in range(LAST_ZOOM + 1)],
        "links": [link(f"{root}/tileMatrixSets/{MATRIX_SET}", "self", JSON.media_type)],
    }


def _matrix(zoom: int) -> Json:
    return {
        "id": str(zoom),
        "scaleDenominator": scale_denominator(zoom),
        "cellSize": pixel_m(zoom),
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-HALF_SIDE_M, HALF_SIDE_M],
        "tileWidth": TILE_PX,
        "tileHeight": TILE_PX,
        "matrixWidth": 2**zoom,
        "matrixHeight": 2**zoom,
    }
