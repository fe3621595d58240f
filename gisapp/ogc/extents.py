"""The extent of a layer in every system that is served."""

from functools import lru_cache
from typing import Final

from gisapp import conf
from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import bbox_transform
from gisapp.ogc.crs import STORAGE_SRID
from gisapp.ogc.map_layers import MapLayer, map_facts
from gisapp.ogc.versions import Versions

# Clients ask for no map beyond the extent: within this, some 17 kilometres, symbols and names at its edge are drawn
# whole. A layer that holds one point has an extent that clients can zoom to.
MARGIN_DEG: Final = 0.15
_DIGITS: Final = 7
_KEPT: Final = 8_192


def extent_of(layer: MapLayer, versions: Versions) -> Bbox | None:
    """Return the extent of a layer's map in EPSG:4326, never without an area; None for a layer without rows."""
    extent = map_facts(layer, versions).extent
    return None if extent is None else _with_margin(extent)


def extent_of_all(layers: tuple[MapLayer, ...], versions: Versions) -> Bbox:
    """Return the extent that holds those of all layers; the archipelago where none has rows."""
    extents = [extent for layer in layers if (extent := extent_of(layer, versions))]
    return Bbox.around(extents) or Bbox(*conf.EXTENT_WITHOUT_DISTRICTS)


@lru_cache(maxsize=_KEPT)
def extent_in(extent: Bbox, srid: int) -> Bbox | None:
    """Return an EPSG:4326 extent in another system, x before y; None where the system does not reach."""
    return bbox_transform(extent, source_srid=STORAGE_SRID, target_srid=srid)


def _with_margin(extent: Bbox) -> Bbox:
    west, south, east, north = extent.west, extent.south, extent.east, extent.north
    return Bbox(
        max(round(west - MARGIN_DEG, _DIGITS), -180.0),
        max(round(south - MARGIN_DEG, _DIGITS), -90.0),
        min(round(east + MARGIN_DEG, _DIGITS), 180.0),
        min(round(north + MARGIN_DEG, _DIGITS), 90.0),
    )
