"""Find a layer by name among those that are always published and those that the data give rise to."""

from functools import lru_cache

from gisapp.ogc.catalog import STORED_LAYERS, PublishedLayer
from gisapp.ogc.commodity_layers import commodity_layer_list
from gisapp.ogc.versions import Versions


def layer_list(versions: Versions) -> tuple[PublishedLayer, ...]:
    """Return all layers, in the order in which they are listed."""
    return tuple(_by_name(tuple(sorted(versions.items()))).values())


def layer_find(name: str, versions: Versions) -> PublishedLayer | None:
    """Return the layer of a name, None where there is none."""
    return _by_name(tuple(sorted(versions.items()))).get(name)


@lru_cache(maxsize=2)
def _by_name(_versions: tuple[tuple[str, int], ...]) -> dict[str, PublishedLayer]:
    """Return the layers of one state of the data."""
    return {layer.name: layer for layer in (*STORED_LAYERS, *commodity_layer_list())}
