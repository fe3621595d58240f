"""GetFeature and GetPropertyValue on streamed pages."""

from typing import Any

from gisserver.exceptions import wrap_filter_errors
from gisserver.operations import wfs20
from gisserver.operations.base import OutputFormat
from gisserver.output import DBGeoJsonRenderer, FeatureCollection

from gisapp.ogc.errors import InvalidParameterError
from gisapp.ogc.wfs.streamed import StreamedCollection

GEOJSON_TYPE = "application/geo+json"


class _StreamedPages(wfs20.BaseWFSGetDataOperation):
    """An operation that gives a page of features for each query of a request."""

    def get_results(self) -> FeatureCollection:
        """Return the pages; nothing is read yet."""
        start, count = self.get_pagination()
        return FeatureCollection(
            [self._page(query, start=start, stop=start + count) for query in self.ows_request.queries]
        )

    def _page(self, query: Any, *, start: int, stop: int) -> StreamedCollection:
        with wrap_filter_errors(query):
            queryset = query.get_queryset()
        return StreamedCollection(
            source_query=query, feature_types=query.feature_types, queryset=queryset, start=start, stop=stop
        )

    def get_pagination(self) -> tuple[int, int]:
        """Return the first feature of a page and the number of its features.

        Raises
        ------
        InvalidParameterError
            If one of them is negative.
        """
        for name in ("startIndex", "count"):
            value = getattr(self.ows_request, name)
            if value is not None and value < 0:
                raise InvalidParameterError(f"{name}={value}: give a number from 0", locator=name)
        found: tuple[int, int] = super().get_pagination()
        return found


class GetFeature(_StreamedPages, wfs20.GetFeature):
    """Features with their geometry."""

    def get_output_formats(self) -> list[OutputFormat]:
        """Return the library's formats, and GeoJSON by its registered media type."""
        formats: list[OutputFormat] = super().get_output_formats()
        return [*formats, OutputFormat(GEOJSON_TYPE, renderer_class=DBGeoJsonRenderer, title="GeoJSON")]


class GetPropertyValue(_StreamedPages, wfs20.GetPropertyValue):
    """Values of one property."""
