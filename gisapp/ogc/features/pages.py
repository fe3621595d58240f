"""Find the features of a page: their ids in order, how many match in all, and where the pages around it begin."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import Cursor as DatabaseCursor
from psycopg import errors, sql

from gisapp import conf
from gisapp.ogc.catalog import FeatureSource
from gisapp.ogc.database import Row, raw_cursor
from gisapp.ogc.errors import BusyError, InvalidParameterError
from gisapp.ogc.features.cql2.scope import Values
from gisapp.ogc.features.cursors import Cursor
from gisapp.ogc.features.ordering import Key, beyond, cursor_at, keys_of, order_by
from gisapp.ogc.features.requests import SortKey
from gisapp.ogc.query import Conditions, from_rows

COUNTS_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, in which order."""

    source: FeatureSource
    conditions: Conditions
    sort: tuple[SortKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Features found.

    Attributes
    ----------
    matched
        How many there are on all pages; None where it was not counted.
    before, after
        Where the pages before and after this one begin; None where there is none.
    """

    ids: tuple[int, ...]
    matched: int | None
    before: Cursor | None
    after: Cursor | None


class Counts:
    """How many features matched what was asked, for the state of the data in which it was asked."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, int | None] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, asked: str) -> bool:
        with self._lock:
            return asked in self._kept

    def get(self, asked: str) -> int | None:
        """Return the number, None where counting took too long or never happened."""
        with self._lock:
            return self._kept.get(asked)

    def put(self, asked: str, matched: int | None) -> None:
        """Keep a number; the oldest give way."""
        with self._lock:
            self._kept[asked] = matched
            if len(self._kept) > COUNTS_KEPT:
                self._kept.popitem(last=False)


_counts = Counts()


def page_of(search: Search, *, limit: int, cursor: Cursor | None, asked: str) -> Page:
    """Return a page, with the number of all that match.

    Parameters
    ----------
    asked
        The key (`cache.key_of`) of what the number depends on: layer, version and selection. It is counted along
        with a page that has no cursor, and remembered. Where counting takes longer than
        `conf.FEATURES_COUNT_TIMEOUT_MS` it is left out.

    Raises
    ------
    InvalidParameterError
        If a filter or a cursor cannot be computed with.
    BusyError
        If the page is not to be had in time.
    """
    if cursor is None and asked not in _counts:
        try:
            page = _find(search, limit=limit, cursor=None, is_counted=True)
        except BusyError:
            _counts.put(asked, None)
        else:
            _counts.put(asked, page.matched)
            return page
    page = _find(search, limit=limit, cursor=cursor, is_counted=False)
    return Page(ids=page.ids, matched=_counts.get(asked), before=page.before, after=page.after)


def walk(search: Search, *, limit: int | None, cursor: Cursor | None) -> Iterator[tuple[int, ...]]:
    """Give the ids of features, some at a time: memory and locks stay small however many there are.

    Parameters
    ----------
    limit
        How many at most, no more than a page holds; None for all.

    Raises
    ------
    InvalidParameterError, BusyError
        See `page_of`.
    """
    while True:
        page = _find(search, limit=limit or conf.FEATURES_PER_WALK, cursor=cursor, is_counted=False)
        yield page.ids
        if limit is not None or page.after is None:
            return
        cursor = page.after


def _find(search: Search, *, limit: int, cursor: Cursor | None, is_counted: bool) -> Page:
    keys = keys_of(search.sort, search.source)
    is_backward = cursor is not None and cursor.is_backward
    values = Values("place_")
    conditions = search.conditions
    if cursor is not None:
        conditions = conditions.and_(beyond(keys, cursor, values))
    told = sql.SQL(", ").join([key.sql for key in keys])
    ordered = conditions.where + order_by(keys, is_backward=is_backward)
    query = (
        sql.SQL("SELECT ")
        + told
        + sql.SQL(", count(*) OVER ()" if is_counted else "")
        + from_rows(search.source)
        + ordered
        # One more tells whether there is another page.
        + sql.SQL(" LIMIT {limit}").format(limit=sql.Literal(limit + 1))
    )
    timeout_ms = conf.FEATURES_COUNT_TIMEOUT_MS if is_counted else conf.FEATURES_TIMEOUT_MS
    with raw_cursor(timeout_ms=timeout_ms) as database:
        rows = _fetch(database, query, {**conditions.values, **values.bound})
    matched = (rows[0][-1] if rows else 0) if is_counted else None
    return _page(rows, keys, limit=limit, cursor=cursor, matched=matched)


def _fetch(database: DatabaseCursor[Row], query: sql.Composed, values: dict[str, Any]) -> list[Row]:
    try:
        # A plan for values that are known is worth more than one that is made already.
        found: list[Row] = database.execute(query, values, prepare=False).fetchall()
        return found
    except (errors.DataError, errors.InternalError_) as error:
        detail = error.diag.message_primary
        raise InvalidParameterError(f"the filter cannot be computed: {detail}", locator="filter") from error


def _page(rows: Sequence[Row], keys: Sequence[Key], *, limit: int, cursor: Cursor | None, matched: int | None) -> Page:
    has_more = len(rows) > limit
    kept = [row[: len(keys)] for row in rows[:limit]]
    is_backward = cursor is not None and cursor.is_backward
    if is_backward:
        kept.reverse()
    has_before = has_more if is_backward else cursor is not None
    has_after = True if is_backward else has_more
    return Page(
        ids=tuple(row[-1] for row in kept),
        matched=matched,
        before=cursor_at(kept[0], is_backward=True) if kept and has_before else None,
        after=cursor_at(kept[-1], is_backward=False) if kept and has_after else None,
    )
