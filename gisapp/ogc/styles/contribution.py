"""What OGC API Styles adds to the documents that the OGC APIs share."""

from typing import Final

from gisapp.ogc.root.contribution import Contribution, Json, Layers
from gisapp.ogc.root.formats import JSON
from gisapp.ogc.root.openapi import collection_parameter, operation
from gisapp.ogc.styles.documents import MAPLIBRE, SLD, collection_links

_TAG: Final = "Styles"
CONFORMANCE: Final = tuple(
    f"http://www.opengis.net/spec/ogcapi-styles-1/1.0/conf/{name}" for name in ("core", "mapbox-style", "sld-11")
)


def _paths(layers: Layers) -> Json:
    drawn = tuple(layer for layer in layers if layer.styles)
    names = sorted({name for layer in drawn for name in layer.styles})
    style = {
        "name": "styleId",
        "in": "path",
        "required": True,
        "description": "Style.",
        "schema": {"type": "string", "enum": names},
    }
    listed = operation(
        "getStyles",
        "Styles of a layer.",
        {JSON.media_type: {"type": "object"}},
        parameters=(collection_parameter(drawn),),
        tag=_TAG,
    )
    one = operation(
        "getStyle",
        "A style of a layer: for MapLibre with the vector tiles that it draws, or as SLD.",
        {MAPLIBRE.media_type: {"type": "object"}, SLD.media_type: {"type": "string"}},
        parameters=(collection_parameter(drawn), style),
        tag=_TAG,
    )
    stem = "/collections/{collectionId}/styles"
    return {stem: {"get": listed}, f"{stem}/{{styleId}}": {"get": one}}


STYLES: Final = Contribution(conformance=CONFORMANCE, collection_links=collection_links, paths=_paths)
