"""Layers that maps show: those with features and a style, and rasters."""

from dataclasses import dataclass

from gisapp.geo.bbox import Bbox
from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.layers import layer_find, layer_list, raster_find, raster_list
from gisapp.ogc.metadata import layer_metadata
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.versions import Versions

MapLayer = PublishedLayer | PublishedRaster


@dataclass(frozen=True, slots=True)
class MapFacts:
    """What is told of a layer at one state of its data.

    Attributes
    ----------
    extent
        EPSG:4326; None for a layer that holds nothing.
    years
        Ascending; empty for a layer without years.
    """

    extent: Bbox | None
    years: tuple[int, ...]
    sources: tuple[str, ...]
    licences: tuple[str, ...]


def map_layer_list(versions: Versions) -> tuple[MapLayer, ...]:
    """Return the layers that maps show, in the order in which they are listed."""
    return (*(layer for layer in layer_list(versions) if layer.styles), *raster_list(versions))


def map_layer_find(name: str, versions: Versions) -> MapLayer | None:
    """Return the layer of a name, None where no map shows it."""
    layer = layer_find(name, versions)
    return (layer if layer.styles else None) if layer else raster_find(name, versions)


def map_facts(layer: MapLayer, versions: Versions) -> MapFacts:
    """Return what is told of a layer."""
    if isinstance(layer, PublishedRaster):
        return MapFacts(extent=layer.extent, years=(), sources=layer.sources, licences=layer.licences)
    told = layer_metadata(layer, versions)
    return MapFacts(extent=told.extent, years=told.years, sources=told.sources, licences=told.licences)


def years_of(layer: MapLayer, versions: Versions) -> tuple[int, ...]:
    """Return the years that a layer holds; the other facts, dear where the layer is large, are left alone."""
    if isinstance(layer, PublishedRaster) or not layer.source.time:
        return ()
    return layer_metadata(layer, versions).years


def map_version_of(layer: MapLayer, versions: Versions) -> tuple[int, ...]:
    """Return the versions that tell whether a map of a layer has changed."""
    tables = layer.tables if isinstance(layer, PublishedRaster) else layer.source.tables
    return tuple(versions.get(table, 0) for table in tables)
