"""Pages of a table of any size, at a cost that does not grow with it."""

from functools import cached_property
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet

# As many rows can be leafed through; beyond, one searches or filters.
LISTED_ROWS = 10_000


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Counts no further than `LISTED_ROWS`: a full count reads the whole table for each page."""

    @cached_property
    def count(self) -> int:
        """Return the number of rows that can be leafed through."""
        rows = cast("QuerySet[Any]", self.object_list)
        return rows.order_by().values("pk")[:LISTED_ROWS].count()

    @property
    def is_bounded(self) -> bool:
        """Tell whether there may be more rows than are listed."""
        return self.count >= LISTED_ROWS
