"""Look at a column: what type its values are of, samples of them, how many rows have none."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gisapp import conf
from gisapp.exchange.report import shown

TEXT = "text"
# A leading zero, and more than fifteen digits, are of a code.
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})", flags=re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d+)?", flags=re.ASCII)
_DAY = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[T ].*)?", flags=re.ASCII)
_TRUTHS = frozenset({"true", "false", "yes", "no", "ya", "tidak"})


@dataclass(frozen=True, slots=True)
class FieldLook:
    """A column.

    Attributes
    ----------
    type
        ``text``, ``number``, ``whole number``, ``truth`` or ``day``; text that is all numbers counts as such.
    samples
        Some different values, as text.
    empty_count
        Rows that have no value.
    """

    name: str
    type: str
    samples: tuple[str, ...]
    empty_count: int


def field_look(name: str, values: Sequence[Any]) -> FieldLook:
    """Look at the values of a column; its type is judged by the first of them."""
    present = [value for value in values if value is not None]
    looked = present[: conf.IMPORT_GUESS_ROWS]
    samples = tuple(dict.fromkeys(shown(value) for value in looked))[: conf.IMPORT_SAMPLES]
    return FieldLook(name, _type(looked), samples, len(values) - len(present))


def _type(values: Sequence[Any]) -> str:
    """Return the narrowest type that all values have, be they texts or not."""
    if not values:
        return TEXT
    return next((kind for kind, is_of in _TYPES.items() if all(map(is_of, values))), TEXT)


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and value.lower() in _TRUTHS)


def _is_whole(value: Any) -> bool:
    if isinstance(value, str):
        return _WHOLE.fullmatch(value) is not None
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return _DECIMAL.fullmatch(value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "truth": _is_truth,
    "whole number": _is_whole,
    "number": _is_number,
    "day": _is_day,
}
