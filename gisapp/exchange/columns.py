"""Turn whole columns of a file into values of a field: the same cell is understood once."""

from __future__ import annotations  # Django's fields are generic only to the type checker

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.contrib.gis.db import models

from gisapp.exchange.rows import RowParser
from gisapp.exchange.values import Bounds, ValueRefusedError, bounds_of

_NUMBERS = frozenset({int, float, type(None)})
# Texts that are anything: slugs and codes are looked at one by one.
_FREE_TEXTS = frozenset({models.CharField, models.TextField})
Refusals = dict[int, ValueRefusedError]


def column_parse(parser: RowParser[Any], name: str, cells: Sequence[Any]) -> tuple[list[Any], Refusals]:
    """Return the value of each cell, None where it cannot be one, and why by its position."""
    field: Any = parser.fields[name]
    if isinstance(field, models.FloatField) and set(map(type, cells)) <= _NUMBERS:
        fast = _numbers(cells, bounds_of(field.model).get(name, Bounds()), is_empty_allowed=parser.takes_empty(name))
        if fast is not None:
            return fast, {}
    if type(field) in _FREE_TEXTS and not field.choices and set(map(type, cells)) <= {str}:
        stripped = [cell.strip() for cell in cells]
        if max(map(len, stripped), default=0) <= (field.max_length or math.inf) and not any(map(_has_nul, stripped)):
            return stripped, {}
    known: dict[Any, tuple[Any, ValueRefusedError | None]] = {}
    values, refusals = [], {}
    for at, cell in enumerate(cells):
        # 1 and True are one key, but not one value.
        key = (cell, type(cell))
        if key not in known:
            known[key] = _understood(parser, name, cell)
        value, refusal = known[key]
        values.append(value)
        if refusal is not None:
            refusals[at] = refusal
    return values, refusals


def scaled(cells: Sequence[Any], factor: float) -> list[Any]:
    """Return numbers, and texts that are numbers, times a factor; all else as it is, to be refused for itself."""
    return [_times(cell, factor) for cell in cells]


def _numbers(cells: Sequence[Any], bounds: Bounds, *, is_empty_allowed: bool) -> list[Any] | None:
    """Return the cells of a column that is right as a whole; None of any other, to be looked at one by one."""
    numbers = np.array([math.nan if cell is None else cell for cell in cells], dtype=float)
    empty = np.array([cell is None for cell in cells], dtype=bool)
    within = (numbers > bounds.low if bounds.is_low_open else numbers >= bounds.low) & (numbers <= bounds.high)
    if (empty.any() and not is_empty_allowed) or not (empty | (np.isfinite(numbers) & within)).all():
        return None
    return [None if cell is None else float(cell) for cell in cells]


def _understood(parser: RowParser[Any], name: str, cell: Any) -> tuple[Any, ValueRefusedError | None]:
    try:
        return parser.value(name, cell), None
    except ValueRefusedError as refusal:
        return None, refusal


def _times(cell: Any, factor: float) -> Any:
    try:
        return float(cell) * factor
    except (TypeError, ValueError):
        return cell


def _has_nul(text: str) -> bool:
    return "\0" in text
