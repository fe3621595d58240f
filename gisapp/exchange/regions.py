"""Codes of regions as files write them."""

import re

_COUNTRY = re.compile(r"^[A-Za-z]{2}-")


def region_code(cell: object) -> str | None:
    """Return a region's code as Hilir keeps it: without dots and without the country before it.

    Examples
    --------
    >>> region_code("63.01.02"), region_code("ID-6301"), region_code(None)
    ('630102', '6301', None)
    """
    if cell is None:
        return None
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return _COUNTRY.sub("", text.strip()).replace(".", "")
