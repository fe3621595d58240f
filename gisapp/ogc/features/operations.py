"""What is done for a request: find features, and tell of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from gisapp.ogc.cache import key_of
from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.crs import Crs
from gisapp.ogc.errors import NotFoundError
from gisapp.ogc.features.pages import Page, Search, page_of, walk
from gisapp.ogc.features.requests import ItemsRequest, Selection
from gisapp.ogc.features.rows import Telling, geojson_batches
from gisapp.ogc.features.schemas import ID
from gisapp.ogc.features.selection import conditions_of
from gisapp.ogc.root.contribution import Json


@dataclass(frozen=True, slots=True)
class Question:
    """A request for features of a layer in one state of its data.

    Attributes
    ----------
    version
        That of the layer.
    """

    layer: PublishedLayer
    version: tuple[int, ...]
    asked: ItemsRequest

    @property
    def rests_on(self) -> tuple[object, ...]:
        """What the answer depends on."""
        return self.layer.name, self.version, self.asked

    @property
    def telling(self) -> Telling:
        """What is told of each feature."""
        asked = self.asked
        return Telling(
            source=self.layer.source, crs=asked.crs, properties=asked.properties, has_geometry=asked.has_geometry
        )

    def page(self, *, default_limit: int) -> Page:
        """Find a page.

        Raises
        ------
        InvalidParameterError
            If a property, a filter, an order or a cursor does not fit the layer.
        BusyError
            If the page is not to be had in time.
        """
        return page_of(
            self._search(),
            limit=self.asked.limit or default_limit,
            cursor=self.asked.cursor,
            asked=key_of(self.layer.name, self.version, self.asked.selection),
        )

    def walk(self) -> Iterator[tuple[int, ...]]:
        """Give the ids of all features, or of as many as the limit allows, some at a time.

        Raises
        ------
        InvalidParameterError, BusyError
            See `page`.
        """
        return walk(self._search(), limit=self.asked.limit, cursor=self.asked.cursor)

    def _search(self) -> Search:
        source = self.layer.source
        return Search(source=source, conditions=conditions_of(self.asked.selection, source), sort=self.asked.sort)


def feature_find(layer: PublishedLayer, number: int, crs: Crs) -> bytes:
    """Return a feature as GeoJSON.

    Raises
    ------
    NotFoundError
        If the layer has no feature of this id.
    BusyError
        If it is not to be had in time.
    """
    source = layer.source
    search = Search(source=source, conditions=conditions_of(Selection(equal=((ID, str(number)),)), source))
    ids = next(walk(search, limit=1, cursor=None))
    found = [feature for batch in geojson_batches(Telling(source=source, crs=crs), ids) for feature in batch]
    if not found:
        raise NotFoundError(f"the collection {layer.name} has no feature {number}")
    return found[0]


def features_read(telling: Telling, page: Page) -> list[Json]:
    """Return the features of a page as values."""
    return [json.loads(feature) for batch in geojson_batches(telling, page.ids) for feature in batch]
