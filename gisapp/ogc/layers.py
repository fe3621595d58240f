"""Find a layer by name among those that are always published and those that the data give rise to."""

from collections.abc import Callable
from functools import lru_cache

from gisapp.ogc.catalog import STORED_LAYERS, PublishedLayer
from gisapp.ogc.commodity_layers import commodity_layer_list
from gisapp.ogc.index_layers import index_layer_list
from gisapp.ogc.production_layers import production_layer_list
from gisapp.ogc.raster_layers import PublishedRaster, raster_layer_list
from gisapp.ogc.run_layers import run_layer_list
from gisapp.ogc.versions import Versions

LayerList = Callable[[], tuple[PublishedLayer, ...]]

# What gives rise to layers, and the tables that it reads: as long as they do not change, nor do the layers.
_GIVEN_RISE_TO: tuple[tuple[LayerList, tuple[str, ...]], ...] = (
    (
        commodity_layer_list,
        ("layers_commodity", "layers_process", "layers_sourcearea", "layers_facility"),
    ),
    (production_layer_list, ("layers_commodity", "layers_productionstatistic")),
    (index_layer_list, ("layers_districtindex", "layers_sectorstatistic")),
    (run_layer_list, ("layers_suggestedsite", "layers_process")),
)
_RASTER_TABLES = ("layers_runraster", "layers_rasterlayer", "layers_process")
_STORED = {layer.name: layer for layer in STORED_LAYERS}


def layer_list(versions: Versions) -> tuple[PublishedLayer, ...]:
    """Return all layers, in the order in which they are listed."""
    return (*STORED_LAYERS, *(layer for layers in _lists(versions) for layer in layers.values()))


def layer_find(name: str, versions: Versions) -> PublishedLayer | None:
    """Return the layer of a name, None where there is none."""
    if name in _STORED:
        return _STORED[name]
    return next((layers[name] for layers in _lists(versions) if name in layers), None)


def raster_list(versions: Versions) -> tuple[PublishedRaster, ...]:
    """Return all layers that are rasters."""
    return tuple(_rasters(versions).values())


def raster_find(name: str, versions: Versions) -> PublishedRaster | None:
    """Return the raster of a name, None where there is none."""
    return _rasters(versions).get(name)


def _rasters(versions: Versions) -> dict[str, PublishedRaster]:
    return _rasters_by_name(tuple(versions.get(table, 0) for table in _RASTER_TABLES))


@lru_cache(maxsize=2)
def _rasters_by_name(_version: tuple[int, ...]) -> dict[str, PublishedRaster]:
    return {layer.name: layer for layer in raster_layer_list()}


def _lists(versions: Versions) -> list[dict[str, PublishedLayer]]:
    return [
        _by_name(list_layers, tuple(versions.get(table, 0) for table in tables))
        for list_layers, tables in _GIVEN_RISE_TO
    ]


@lru_cache(maxsize=2 * len(_GIVEN_RISE_TO))
def _by_name(list_layers: LayerList, _version: tuple[int, ...]) -> dict[str, PublishedLayer]:
    """Return the layers of one state of the data."""
    return {layer.name: layer for layer in list_layers()}
