"""From a filter's JSON form to a condition in SQL: operators from a list of ours, properties from the catalog."""

from collections.abc import Callable
from typing import Any

from psycopg import sql

from gisapp import conf
from gisapp.ogc.features.cql2 import spatial, temporal
from gisapp.ogc.features.cql2.errors import FilterError, shown
from gisapp.ogc.features.cql2.scalars import expect, scalar
from gisapp.ogc.features.cql2.scope import Kind, Operand, Scope

_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
_MOMENTS = (Kind.DATE, Kind.TIMESTAMP)
_ORDERED = (Kind.NUMBER, Kind.STRING, *_MOMENTS)

Args = list[Any]
Compiler = Callable[[str, Args, Scope], sql.Composable]


def predicate(node: Any, scope: Scope) -> sql.Composable:
    """Return the SQL of a condition.

    Raises
    ------
    FilterError
        If it is no condition, or does not fit what the layer publishes.
    """
    match node:
        case {"op": str(operator), "args": list(args)}:
            compiler = _COMPILERS.get(operator.lower())
            if compiler is None:
                raise FilterError(f"the operator {shown(operator)!r} is not known; known are {', '.join(_COMPILERS)}")
            return compiler(operator.lower(), args, scope)
        case bool() | {"property": str()}:
            return expect(scalar(node, scope), Kind.BOOLEAN).sql
        case _:
            raise FilterError(f"{shown(node)} is no condition")


def _joined(operator: str, args: Args, scope: Scope) -> sql.Composable:
    if not args:
        raise FilterError(f"{operator} joins conditions; there are none")
    word = sql.SQL(f" {operator.upper()} ")
    return sql.SQL("(") + word.join([predicate(arg, scope) for arg in args]) + sql.SQL(")")


def _not(operator: str, args: Args, scope: Scope) -> sql.Composable:
    [condition] = _exactly(1, operator, args)
    return sql.SQL("(NOT {condition})").format(condition=predicate(condition, scope))


def _compared(operator: str, args: Args, scope: Scope) -> sql.Composable:
    left, right = _alike(operator, [scalar(arg, scope) for arg in _exactly(2, operator, args)])
    if left.kind is Kind.BOOLEAN and operator not in ("=", "<>"):
        raise FilterError(f"{left.told} is true or false; compare it by = or <>")
    return sql.SQL("({left} {operator} {right})").format(left=left.sql, operator=sql.SQL(operator), right=right.sql)


def _between(operator: str, args: Args, scope: Scope) -> sql.Composable:
    operands = [expect(scalar(arg, scope), *_ORDERED) for arg in _exactly(3, operator, args)]
    value, low, high = _alike(operator, operands)
    return sql.SQL("({value} BETWEEN {low} AND {high})").format(value=value.sql, low=low.sql, high=high.sql)


def _in(operator: str, args: Args, scope: Scope) -> sql.Composable:
    value, listed = _exactly(2, operator, args)
    if not isinstance(listed, list) or not 1 <= len(listed) <= conf.FILTER_LIST_LIMIT:
        raise FilterError(f"`in` takes a list of 1 to {conf.FILTER_LIST_LIMIT} values")
    first, *others = _alike(operator, [scalar(value, scope), *(scalar(one, scope) for one in listed)])
    return sql.SQL("({value} IN ({listed}))").format(
        value=first.sql, listed=sql.SQL(", ").join([one.sql for one in others])
    )


def _like(operator: str, args: Args, scope: Scope) -> sql.Composable:
    value, pattern = (expect(scalar(arg, scope), Kind.STRING) for arg in _exactly(2, operator, args))
    if _ends_in_escape(args[1]):
        raise FilterError(f"the pattern {pattern.told} ends in the escape character; write it twice")
    return sql.SQL("({value} LIKE {pattern})").format(value=value.sql, pattern=pattern.sql)


def _ends_in_escape(pattern: Any) -> bool:
    match pattern:
        case str():
            return (len(pattern) - len(pattern.rstrip("\\"))) % 2 == 1
        case {"op": _, "args": [inner]}:
            return _ends_in_escape(inner)
        case _:
            raise FilterError(f"the pattern of `like` is a text, not {shown(pattern)}")


def _is_null(operator: str, args: Args, scope: Scope) -> sql.Composable:
    [value] = _exactly(1, operator, args)
    return sql.SQL("({value} IS NULL)").format(value=scalar(value, scope).sql)


def _exactly(count: int, operator: str, args: Args) -> Args:
    if len(args) != count:
        raise FilterError(f"{operator} takes {count} arguments, not {len(args)}")
    return args


def _alike(operator: str, operands: list[Operand]) -> list[Operand]:
    """Return values that can be compared; days become times where they stand beside times."""
    kinds = {one.kind for one in operands}
    if Kind.GEOMETRY in kinds:
        raise FilterError(f"{operator} does not compare geometries; use S_INTERSECTS and its like")
    if len(kinds) == 1:
        return operands
    if kinds <= set(_MOMENTS):
        return [Operand(temporal.as_timestamp(one), Kind.TIMESTAMP, one.told) for one in operands]
    told = ", ".join(f"{one.told} is a {one.kind}" for one in operands[:3])
    raise FilterError(f"{operator} compares values of one kind; {told}")


_COMPILERS: dict[str, Compiler] = {
    "and": _joined,
    "or": _joined,
    "not": _not,
    **dict.fromkeys(_COMPARISONS, _compared),
    "between": _between,
    "in": _in,
    "like": _like,
    "isnull": _is_null,
    **dict.fromkeys(spatial.RELATIONS, spatial.related),
    **dict.fromkeys(temporal.RELATIONS, temporal.ordered),
}
