"""Codes of regions as files write them."""

import re

_COUNTRY = re.compile(r"^[A-Za-z]{2}-")


def region_code(cell: object) -> str | None:
    """Return a region's code as Hilir keeps it: without dots and without the country before it.

    Examples
    --------
    >>> region_code("63.01.02"), region_code("ID-6301"), region_code(63.1), region_code(None)
    ('630102', '6301', '6310', None)
    """
    if cell is None:
        return None
    return _COUNTRY.sub("", _written(cell).strip()).replace(".", "")


def _written(cell: object) -> str:
    """Return a cell as it was meant where a spreadsheet took the code for a number: 63.1 was 63.10."""
    if not isinstance(cell, float):
        return str(cell)
    return str(int(cell)) if cell.is_integer() else f"{cell:.2f}"
