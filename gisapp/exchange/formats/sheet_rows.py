"""Rows of cells under a header, as columns."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.formats.base import REASON_COLUMN

NumberedRow = tuple[int, Sequence[Any]]


def columns_of(
    header: Sequence[str], rows: Sequence[NumberedRow], *, name: str
) -> tuple[dict[str, Sequence[Any]], frozenset[int]]:
    """Return the cells by column, and the numbers of the rows that have more cells than the header.

    Raises
    ------
    UnreadableFileError
        If two columns have one name.
    """
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        message = _("%(path)s has the column “%(name)s” twice: rename one.")
        raise UnreadableFileError(message % {"path": name, "name": twice[0]})
    width = len(header)
    padding = (None,) * width
    level = [row if len(row) == width else (*row, *padding)[:width] for _number, row in rows]
    across = list(zip(*level, strict=True)) if level else [()] * width
    columns: dict[str, Sequence[Any]] = {
        column or f"column_{place}": [_cell(value) for value in values]
        for place, (column, values) in enumerate(zip(header, across, strict=True), start=1)
        if column != REASON_COLUMN and (column or any(map(_cell, values)))
    }
    return columns, frozenset(number for number, row in rows if len(row) > width)


def _cell(value: Any) -> Any:
    return value.strip() or None if isinstance(value, str) else value
