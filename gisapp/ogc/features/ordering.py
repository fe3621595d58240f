"""The order of features, and where a page begins in it.

Rows that sort alike come by their id, so that every row has one place; what is unknown comes last. A page begins
after a row's values rather than after a number of rows: rows added or removed meanwhile shift nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg import sql

from gisapp.ogc.catalog import FeatureSource
from gisapp.ogc.errors import InvalidParameterError
from gisapp.ogc.features.cql2.scope import Values
from gisapp.ogc.features.cursors import Cursor, Value
from gisapp.ogc.features.intervals import moment_parse
from gisapp.ogc.features.requests import SortKey
from gisapp.ogc.features.schemas import ID_PROPERTY, queryable
from gisapp.ogc.properties import SQL_TYPE, Property, PropertyKind

_PYTHON_TYPE: dict[PropertyKind, type | tuple[type, ...]] = {
    PropertyKind.STRING: str,
    PropertyKind.INTEGER: int,
    PropertyKind.NUMBER: (int, float),
    PropertyKind.BOOLEAN: bool,
}


@dataclass(frozen=True, slots=True)
class Key:
    """A property and its direction."""

    one: Property
    is_descending: bool

    @property
    def sql(self) -> sql.Composable:
        """SQL of the value."""
        return sql.SQL(self.one.expression)


def keys_of(sort: Sequence[SortKey], source: FeatureSource) -> tuple[Key, ...]:
    """Return the keys of an order, the id last.

    Raises
    ------
    InvalidParameterError
        If the layer has no such property.
    """
    keys = []
    for one in sort:
        found = queryable(source, one.name)
        if found is None:
            raise InvalidParameterError(f"the layer cannot be sorted by {one.name[:80]!r}", locator="sortby")
        keys.append(Key(found, one.is_descending))
    return (*keys, Key(ID_PROPERTY, is_descending=False))


def order_by(keys: Sequence[Key], *, is_backward: bool) -> sql.Composable:
    """Return the ORDER BY clause."""
    parts = [
        key.sql
        + sql.SQL(
            (" DESC" if key.is_descending is not is_backward else " ASC")
            + (" NULLS FIRST" if is_backward else " NULLS LAST")
        )
        for key in keys
    ]
    return sql.SQL(" ORDER BY ") + sql.SQL(", ").join(parts)


def beyond(keys: Sequence[Key], cursor: Cursor, values: Values) -> sql.Composable:
    """Return the condition of the rows after the cursor's, or before it where it looks backward.

    Raises
    ------
    InvalidParameterError
        If the cursor is of another order.
    """
    if len(cursor.values) != len(keys):
        raise _of_another_order()
    bounds = [_bound(key, value, values) for key, value in zip(keys, cursor.values, strict=True)]
    alternatives = [
        sql.SQL("(")
        + sql.SQL(" AND ").join(
            [
                *(_same(key, bound) for key, bound in zip(keys[:place], bounds[:place], strict=True)),
                _past(key, bounds[place], is_backward=cursor.is_backward),
            ]
        )
        + sql.SQL(")")
        for place, key in enumerate(keys)
    ]
    return sql.SQL("(") + sql.SQL(" OR ").join(alternatives) + sql.SQL(")")


def cursor_at(values: Sequence[Any], *, is_backward: bool) -> Cursor:
    """Return the cursor of a row, given the values of its keys."""
    return Cursor(values=tuple(_plain(value) for value in values), is_backward=is_backward)


def _same(key: Key, bound: sql.Composable | None) -> sql.Composable:
    if bound is None:
        return key.sql + sql.SQL(" IS NULL")
    return sql.SQL("{key} = {bound}").format(key=key.sql, bound=bound)


def _past(key: Key, bound: sql.Composable | None, *, is_backward: bool) -> sql.Composable:
    if bound is None:
        # Nothing comes after what is unknown; all that is known comes before it.
        return key.sql + sql.SQL(" IS NOT NULL") if is_backward else sql.SQL("false")
    operator = "<" if key.is_descending is not is_backward else ">"
    past = sql.SQL("{key} {operator} {bound}").format(key=key.sql, operator=sql.SQL(operator), bound=bound)
    if is_backward or key.one is ID_PROPERTY:
        return past
    return sql.SQL("({past} OR {key} IS NULL)").format(past=past, key=key.sql)


def _bound(key: Key, value: Value, values: Values) -> sql.Composable | None:
    if value is None and key.one is not ID_PROPERTY:
        return None
    kind = key.one.kind
    wanted = _PYTHON_TYPE.get(kind)
    if wanted is None:
        moment = moment_parse(value) if isinstance(value, str) else None
        if isinstance(moment, datetime) is not (kind is PropertyKind.DATE_TIME) or moment is None:
            raise _of_another_order()
        return values.bind(moment, SQL_TYPE[kind])
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind is not PropertyKind.BOOLEAN):
        raise _of_another_order()
    return values.bind(value, SQL_TYPE[kind])


def _plain(value: Any) -> Value:
    """Return a value as JSON holds it."""
    plain: Value = value.isoformat() if isinstance(value, date) else value
    return plain


def _of_another_order() -> InvalidParameterError:
    return InvalidParameterError("the cursor is of another order; start without it", locator="cursor")
