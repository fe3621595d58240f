"""What a room adds to the documents that the OGC APIs share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gisapp.ogc.catalog import PublishedLayer

Json = dict[str, Any]
Layers = tuple[PublishedLayer, ...]


def _no_links(_root: str) -> list[Json]:
    return []


def _no_collection_links(_root: str, _layer: PublishedLayer) -> list[Json]:
    return []


def _nothing(_layers: Layers) -> Json:
    return {}


@dataclass(frozen=True, slots=True)
class Contribution:
    """A room's part of the shared documents; `rooms.ROOMS` lists them all.

    Attributes
    ----------
    conformance
        Addresses of the conformance classes that hold.
    landing_links, collection_links
        Links of the landing page and of a collection, given the address of the root without a slash at its end.
    paths
        OpenAPI path items by path, relative to the root.
    components
        OpenAPI components, such as ``{"schemas": {...}, "parameters": {...}}``.
    """

    conformance: tuple[str, ...] = ()
    landing_links: Callable[[str], list[Json]] = _no_links
    collection_links: Callable[[str, PublishedLayer], list[Json]] = _no_collection_links
    paths: Callable[[Layers], Json] = _nothing
    components: Callable[[Layers], Json] = _nothing


def link(href: str, rel: str, media_type: str, title: str = "") -> Json:
    """Return a link as OGC APIs write it."""
    return {"href": href, "rel": rel, "type": media_type} | ({"title": title} if title else {})
