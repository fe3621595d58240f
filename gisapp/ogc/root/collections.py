"""The collections: every layer that has features, as OGC APIs tell of it."""

from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.crs import CRS84_URI, SRIDS, Crs
from gisapp.ogc.errors import NotFoundError
from gisapp.ogc.layers import layer_find
from gisapp.ogc.metadata import LayerMetadata, layer_metadata
from gisapp.ogc.root.answers import self_links
from gisapp.ogc.root.contribution import Contribution, Json, Layers
from gisapp.ogc.root.formats import HTML, JSON, Format
from gisapp.ogc.versions import Versions

FORMATS = (JSON, HTML)
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
# The axis order does not enter the name.
CRS_URIS = (CRS84_URI, *(Crs(srid=srid, is_northing_first=True).uri for srid in SRIDS))


def layer_named(name: str, versions: Versions) -> PublishedLayer:
    """Return the layer of a collection.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    found = layer_find(name, versions)
    if found is None:
        raise NotFoundError(f"there is no collection {name[:80]!r}; /ogc/collections lists them all")
    return found


def collections_document(
    root: str, chosen: Format, *, layers: Layers, versions: Versions, rooms: tuple[Contribution, ...]
) -> Json:
    """Return all collections; reads the facts of every layer that has changed."""
    return {
        "links": self_links(f"{root}/collections", chosen, FORMATS),
        "crs": list(CRS_URIS),
        "collections": [
            _collection(root, JSON, layer=layer, facts=layer_metadata(layer, versions), rooms=rooms)
            | {"crs": ["#/crs"]}
            for layer in layers
        ],
    }


def collection_document(
    root: str, chosen: Format, *, layer: PublishedLayer, versions: Versions, rooms: tuple[Contribution, ...]
) -> Json:
    """Return one collection."""
    return _collection(root, chosen, layer=layer, facts=layer_metadata(layer, versions), rooms=rooms) | {
        "crs": list(CRS_URIS)
    }


def _collection(
    root: str, chosen: Format, *, layer: PublishedLayer, facts: LayerMetadata, rooms: tuple[Contribution, ...]
) -> Json:
    told: Json = {
        "id": layer.name,
        "title": str(layer.title),
        "description": str(layer.abstract),
        "keywords": [str(keyword) for keyword in layer.keywords],
        "itemType": "feature",
        "storageCrs": CRS84_URI,
        "links": [
            *self_links(f"{root}/collections/{layer.name}", chosen, FORMATS),
            *(one for room in rooms for one in room.collection_links(root, layer)),
        ],
    }
    if facts.sources:
        told["attribution"] = "; ".join(facts.sources)
    if facts.licences:
        told["license"] = "; ".join(facts.licences)
    if extent := _extent(facts):
        told["extent"] = extent
    return told


def _extent(facts: LayerMetadata) -> Json:
    extent: Json = {}
    if facts.extent is not None:
        box = facts.extent
        extent["spatial"] = {"bbox": [[box.west, box.south, box.east, box.north]], "crs": CRS84_URI}
    if facts.years:
        first, last = facts.years[0], facts.years[-1]
        interval = [f"{first:04d}-01-01T00:00:00Z", f"{last:04d}-12-31T23:59:59Z"]
        extent["temporal"] = {"interval": [interval], "trs": GREGORIAN}
    return extent
