"""Features that are counted first and then read one after another, so that memory does not grow with their number."""

import math
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet
from gisserver.exceptions import wrap_filter_errors
from gisserver.output import SimpleFeatureCollection

ROWS_AT_ONCE: Final = 500


class StreamedCollection(SimpleFeatureCollection):
    """A page of features.

    The library reads a page into memory to learn how many features it holds; here the database counts them.
    """

    def __init__(self, *, queryset: QuerySet[Any], **options: Any) -> None:
        super().__init__(queryset=queryset, **options)
        # What renderers add to the query later would only slow the count down.
        self._counted = queryset

    @cached_property
    def number_matched(self) -> int:
        """The number of features on all pages."""
        with wrap_filter_errors(self.source_query):
            return self._counted.order_by().count()

    @property
    def number_returned(self) -> int:
        """The number of features on this page."""
        return int(max(0, min(self.stop, self.number_matched) - self.start))

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return bool(self.stop < self.number_matched)

    @property
    def _is_surely_last_page(self) -> bool:
        return not self.has_next

    def __iter__(self) -> Iterator[Any]:
        """Read the page."""
        rows = self.queryset[self.start :] if self.stop == math.inf else self.queryset[self.start : self.stop]
        return iter(rows.iterator(chunk_size=ROWS_AT_ONCE))
