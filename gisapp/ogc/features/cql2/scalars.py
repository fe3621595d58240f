"""Values of a filter: properties, literals, arithmetic, and texts without case or accents."""

from datetime import datetime
from typing import Any

from psycopg import sql

from gisapp.ogc.features.cql2.errors import FilterError, shown
from gisapp.ogc.features.cql2.scope import Kind, Operand, Scope
from gisapp.ogc.features.intervals import moment_parse
from gisapp.ogc.features.schemas import GEOMETRY, queryable
from gisapp.ogc.properties import PropertyKind

# Combining accents of Latin, Greek and Cyrillic letters, once letter and accent are apart.
_WITHOUT_ACCENTS = sql.SQL("regexp_replace(normalize({text}, NFD), '[\u0300-\u036f]', '', 'g')")
_EXACT_INTEGERS = 2**53
_LARGEST = 1e300

_KIND_OF = {
    PropertyKind.STRING: Kind.STRING,
    PropertyKind.INTEGER: Kind.NUMBER,
    PropertyKind.NUMBER: Kind.NUMBER,
    PropertyKind.BOOLEAN: Kind.BOOLEAN,
    PropertyKind.DATE: Kind.DATE,
    PropertyKind.DATE_TIME: Kind.TIMESTAMP,
}
# Computed on real numbers; what is divided by zero is unknown.
_ARITHMETIC = {
    "+": "({a} + {b})",
    "-": "({a} - {b})",
    "*": "({a} * {b})",
    "/": "({a} / nullif({b}, 0))",
    "div": "trunc({a} / nullif({b}, 0))",
    "%": "({a} - {b} * trunc({a} / nullif({b}, 0)))",
    "^": "power({a}, {b})",
}


def scalar(node: Any, scope: Scope) -> Operand:
    """Return the SQL of a value.

    Raises
    ------
    FilterError
        If it is none, or names a property that the layer does not have.
    """
    match node:
        case bool():
            return Operand(sql.SQL("true" if node else "false"), Kind.BOOLEAN, shown(node))
        case int() | float():
            return _number(node, scope)
        case str():
            return _text(node, scope)
        case {"property": str(name)}:
            return _property(name, scope)
        case {"date": str(text)} | {"timestamp": str(text)}:
            return _moment(text, scope)
        case {"op": str(operator), "args": list(args)}:
            return _computed(operator.lower(), args, scope)
        case _:
            raise FilterError(f"{shown(node)} is no value")


def expect(operand: Operand, *kinds: Kind) -> Operand:
    """Return a value if it is of one of some kinds.

    Raises
    ------
    FilterError
        If it is of another kind.
    """
    if operand.kind not in kinds:
        raise FilterError(f"{operand.told} is a {operand.kind}; here a {' or '.join(kinds)} is needed")
    return operand


def _number(value: float, scope: Scope) -> Operand:
    # Not a number is not less than anything.
    if not abs(value) <= _LARGEST:
        raise FilterError(f"{shown(value)} is too large a number")
    if float(value).is_integer() and abs(value) <= _EXACT_INTEGERS:
        return Operand(scope.values.bind(int(value), "bigint"), Kind.NUMBER, f"{value:g}")
    return Operand(scope.values.bind(float(value), "float8"), Kind.NUMBER, f"{value:g}")


def _text(value: str, scope: Scope) -> Operand:
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise FilterError("a text of the filter holds what is no character")
    return Operand(scope.values.bind(value, "text"), Kind.STRING, shown(repr(value)))


def _property(name: str, scope: Scope) -> Operand:
    if name == GEOMETRY:
        return Operand(sql.SQL(scope.source.geometry), Kind.GEOMETRY, GEOMETRY)
    found = queryable(scope.source, name)
    if found is None:
        known = ", ".join((GEOMETRY, *(one.name for one in scope.source.properties)))
        raise FilterError(f"the layer has no property {shown(name)!r}; known are {known}")
    return Operand(sql.SQL(found.expression), _KIND_OF[found.kind], f"the property {name}")


def _moment(text: str, scope: Scope) -> Operand:
    found = moment_parse(text)
    if found is None:
        raise FilterError(f"{shown(repr(text))} is no date such as 2023-12-31 and no time such as 2023-12-31T00:00:00Z")
    if isinstance(found, datetime):
        return Operand(scope.values.bind(found, "timestamptz"), Kind.TIMESTAMP, text)
    return Operand(scope.values.bind(found, "date"), Kind.DATE, text)


def _computed(operator: str, args: list[Any], scope: Scope) -> Operand:
    if operator in _ARITHMETIC:
        return _arithmetic(operator, args, scope)
    if operator in ("casei", "accenti") and len(args) == 1:
        inner = expect(scalar(args[0], scope), Kind.STRING)
        plain = sql.SQL("lower({text})") if operator == "casei" else _WITHOUT_ACCENTS
        return Operand(plain.format(text=inner.sql), Kind.STRING, inner.told)
    raise FilterError(f"{shown(operator)!r} with {len(args)} arguments is no value that this service can compute")


def _arithmetic(operator: str, args: list[Any], scope: Scope) -> Operand:
    operands = [expect(scalar(arg, scope), Kind.NUMBER) for arg in args]
    if operator == "-" and len(operands) == 1:
        return Operand(sql.SQL("(- {a})").format(a=operands[0].sql), Kind.NUMBER, f"-{operands[0].told}")
    if len(operands) != 2:
        raise FilterError(f"{operator} takes two numbers, not {len(operands)}")
    a, b = (sql.SQL("({value})::float8").format(value=one.sql) for one in operands)
    told = f"{operands[0].told} {operator} {operands[1].told}"
    return Operand(sql.SQL(_ARITHMETIC[operator]).format(a=a, b=b), Kind.NUMBER, shown(told))
