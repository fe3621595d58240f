"""From the text of a filter to its JSON form; bounded before any parser sees it."""

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn

import cql2

from gisapp import conf
from gisapp.ogc.features.cql2.errors import FilterError, shown

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")
_NOT = re.compile(r"\bnot\b", re.IGNORECASE)
# The parser recurses once a sign; nobody needs more than one.
_SIGNS = re.compile(r"(?:[+-]\s*){3,}")


def filter_read(text: str, language: str) -> Any:
    """Return the JSON form of a filter.

    Parameters
    ----------
    language
        ``cql2-text`` or ``cql2-json``.

    Raises
    ------
    FilterError
        If the filter is too long or too deep, cannot be parsed, or the language is unknown.
    """
    read = _READERS.get(language)
    if read is None:
        raise FilterError(f"filter-lang={language[:80]!r}: choose one of {', '.join(_READERS)}", locator="filter-lang")
    if len(text) > conf.FILTER_CHARS_LIMIT:
        raise FilterError(f"the filter is longer than {conf.FILTER_CHARS_LIMIT} characters; ask for less at a time")
    expression = read(text)
    _check_depth(expression)
    return expression


def _read_text(text: str) -> Any:
    bare = _QUOTED.sub("''", text)
    if _parenthesis_depth(bare) > conf.FILTER_DEPTH_LIMIT or len(_NOT.findall(bare)) > conf.FILTER_DEPTH_LIMIT:
        raise _too_deep()
    if _SIGNS.search(bare):
        raise FilterError("the filter has three signs in a row; one is enough")
    # The parser has no exception of its own for a bad geometry.
    try:
        return cql2.parse_text(text).to_json()
    except Exception as error:
        raise FilterError(f"the filter is not CQL2 text: {shown(str(error))}") from error


def _read_json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise FilterError(f"the filter is not JSON: {shown(str(error))}") from error


_READERS: dict[str, Callable[[str], Any]] = {"cql2-text": _read_text, "cql2-json": _read_json}


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _parenthesis_depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def _check_depth(expression: Any) -> None:
    """Refuse what is nested deeper than an operator in an operator ... in an operator."""
    level = [expression]
    # Each operator is an object that holds a list.
    for _depth in range(2 * conf.FILTER_DEPTH_LIMIT):
        level = [child for one in level for child in _children(one)]
        if not level:
            return
    raise _too_deep()


def _children(one: Any) -> list[Any]:
    if isinstance(one, dict):
        return list(one.values())
    return one if isinstance(one, list) else []


def _too_deep() -> FilterError:
    return FilterError(f"the filter is nested deeper than {conf.FILTER_DEPTH_LIMIT} levels; write it flatter")
