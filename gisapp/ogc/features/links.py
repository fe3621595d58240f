"""The links of answers with features: to itself, to its other formats, and to the pages around it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from gisapp.ogc.features.cursors import Cursor
from gisapp.ogc.features.formats import ITEM_FORMATS, ITEMS_FORMATS
from gisapp.ogc.features.pages import Page
from gisapp.ogc.root.contribution import Json, link
from gisapp.ogc.root.formats import HTML, JSON, Format


def items_links(address: str, query: Mapping[str, str], chosen: Format, page: Page) -> list[Json]:
    """Return the links of a page.

    Parameters
    ----------
    address
        That of the features of the collection.
    query
        The parameters of the request.
    """
    links = [
        link(_with(address, query, f=chosen.key), "self", chosen.media_type),
        *(
            link(_with(address, query, f=one.key), "alternate", one.media_type, one.title)
            for one in ITEMS_FORMATS
            if one is not chosen
        ),
        link(address.removesuffix("/items"), "collection", JSON.media_type),
    ]
    for cursor, rel in ((page.before, "prev"), (page.after, "next")):
        if cursor is not None:
            links.append(link(_at(address, query, chosen, cursor), rel, chosen.media_type))
    return links


def item_links(collection: str, number: int, query: Mapping[str, str], chosen: Format) -> list[Json]:
    """Return the links of a feature; `collection` is the address of its collection."""
    address = f"{collection}/items/{number}"
    return [
        link(_with(address, query, f=chosen.key), "self", chosen.media_type),
        *(
            link(_with(address, query, f=one.key), "alternate", one.media_type, one.title)
            for one in ITEM_FORMATS
            if one is not chosen
        ),
        link(collection, "collection", JSON.media_type),
        link(f"{collection}?f=html", "collection", HTML.media_type),
    ]


def _at(address: str, query: Mapping[str, str], chosen: Format, cursor: Cursor) -> str:
    return _with(address, query, f=chosen.key, cursor=cursor.encode())


def _with(address: str, query: Mapping[str, str], **changed: str) -> str:
    return f"{address}?{urlencode({**query, **changed})}"
