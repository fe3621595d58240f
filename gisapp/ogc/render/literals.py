"""Values written into SQL: Mapnik binds no parameters, and replaces ``!token!`` and ``@token`` wherever they stand."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from psycopg import sql

_PLAIN: Final = re.compile(r"[A-Za-z0-9_. :-]*")
_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")


def inlined(query: sql.Composable, values: Mapping[str, Any]) -> str:
    """Return a query with its values in it.

    Raises
    ------
    KeyError
        If a placeholder has no value.
    TypeError
        If a value is of a type that no query of ours binds.
    """
    text = _PLACEHOLDER.sub(lambda found: literal(values[found[1]]), query.as_string(None))
    return text.replace("%%", "%")


def literal(value: Any) -> str:
    r"""Return a value as SQL that holds none of the characters that mean something to SQL or to Mapnik.

    Examples
    --------
    >>> literal("oil_palm"), literal(2024), literal("it's")
    ("'oil_palm'", '2024', "convert_from('\\x69742773', 'UTF8')")
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return sql.Literal(value).as_string(None)
    if isinstance(value, str):
        # Letters and digits as they are, so that a slow query can be read in the database's log.
        return f"'{value}'" if _PLAIN.fullmatch(value) else f"convert_from('\\x{value.encode().hex()}', 'UTF8')"
    if isinstance(value, Sequence):
        return f"ARRAY[{', '.join(map(literal, value))}]"
    raise TypeError(f"{type(value).__name__} cannot be written into a query of a map")
