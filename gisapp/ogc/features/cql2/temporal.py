"""How moments and intervals lie to each other (Allen's relations)."""

from dataclasses import dataclass
from typing import Any

from psycopg import sql

from gisapp.ogc.features.cql2.errors import FilterError, shown
from gisapp.ogc.features.cql2.scalars import expect, scalar
from gisapp.ogc.features.cql2.scope import Kind, Operand, Scope

_OPEN = ".."
RELATIONS = {
    "t_after": "{a_start} > {b_end}",
    "t_before": "{a_end} < {b_start}",
    "t_contains": "({a_start} < {b_start} AND {a_end} > {b_end})",
    "t_disjoint": "({a_start} > {b_end} OR {a_end} < {b_start})",
    "t_during": "({a_start} > {b_start} AND {a_end} < {b_end})",
    "t_equals": "({a_start} = {b_start} AND {a_end} = {b_end})",
    "t_finishedby": "({a_start} < {b_start} AND {a_end} = {b_end})",
    "t_finishes": "({a_start} > {b_start} AND {a_end} = {b_end})",
    "t_intersects": "({a_start} <= {b_end} AND {a_end} >= {b_start})",
    "t_meets": "{a_end} = {b_start}",
    "t_metby": "{a_start} = {b_end}",
    "t_overlappedby": "({a_start} > {b_start} AND {a_start} < {b_end} AND {a_end} > {b_end})",
    "t_overlaps": "({a_start} < {b_start} AND {a_end} > {b_start} AND {a_end} < {b_end})",
    "t_startedby": "({a_start} = {b_start} AND {a_end} > {b_end})",
    "t_starts": "({a_start} = {b_start} AND {a_end} < {b_end})",
}


@dataclass(frozen=True, slots=True)
class _Span:
    start: sql.Composable
    end: sql.Composable


def ordered(operator: str, args: list[Any], scope: Scope) -> sql.Composable:
    """Return the SQL of a relation in time.

    Raises
    ------
    FilterError
        If these are not two moments or intervals.
    """
    if len(args) != 2:
        raise FilterError(f"{operator} takes two times, not {len(args)}")
    a, b = (_span(arg, scope) for arg in args)
    return sql.SQL(RELATIONS[operator]).format(a_start=a.start, a_end=a.end, b_start=b.start, b_end=b.end)


def as_timestamp(operand: Operand) -> sql.Composable:
    """Return the SQL of a moment as a time; a day begins at midnight of UTC."""
    if operand.kind is Kind.TIMESTAMP:
        return operand.sql
    return sql.SQL("(({day})::timestamp AT TIME ZONE 'UTC')").format(day=operand.sql)


def _span(node: Any, scope: Scope) -> _Span:
    match node:
        case {"interval": [start, end]}:
            return _Span(
                _bound(start, scope, unbounded="-infinity"),
                _bound(end, scope, unbounded="infinity"),
            )
        case {"interval": _}:
            raise FilterError(f"an interval has a start and an end; {shown(node)} has not")
        case _:
            moment = as_timestamp(expect(scalar(node, scope), Kind.DATE, Kind.TIMESTAMP))
            return _Span(moment, moment)


def _bound(node: Any, scope: Scope, *, unbounded: str) -> sql.Composable:
    if node == _OPEN:
        return sql.SQL("{value}::timestamptz").format(value=sql.Literal(unbounded))
    # In an interval a moment is written as text alone.
    instant = {"date": node} if isinstance(node, str) else node
    return as_timestamp(expect(scalar(instant, scope), Kind.DATE, Kind.TIMESTAMP))
