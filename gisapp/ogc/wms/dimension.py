"""The dimension TIME: which year of a layer a map shows.

A map shows one year. A client that names a moment gets the year it lies in; one that names a period, as time sliders
do, gets the newest year in it. Lists of moments are refused: years drawn upon each other would tell nothing.
"""

import re
from dataclasses import dataclass
from typing import Final

from gisapp.ogc.errors import InvalidDimensionError

_LONGEST: Final = 120
_MOMENT: Final = re.compile(
    r"(\d{4})(?:-\d{2}(?:-\d{2}(?:T\d{2}(?::?\d{2}(?::?\d{2}(?:\.\d{1,9})?)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a layer with years.

    Attributes
    ----------
    year
        None for a layer without years.
    warning
        What the client should know of the choice (OGC 06-042, C.4.2); empty where it chose itself.
    """

    year: int | None = None
    warning: str = ""


def year_told(year: int) -> str:
    """Return a year as a value of TIME: its first day, because QGIS reads no bare years."""
    return f"{year:04d}-01-01"


def year_chosen(text: str, *, layer: str, years: tuple[int, ...], parameter: str = "TIME") -> Shown:
    """Choose the year of a layer that a map shows.

    Parameters
    ----------
    text
        The value of TIME; empty where it was left out.
    layer
        The layer's name, for the error.
    years
        Years that the layer holds, ascending.
    parameter
        The name of what holds the value, for the error.

    Raises
    ------
    InvalidDimensionError
        If the layer holds nothing for that time, or the value names no one time.
    """
    if not years:
        return Shown()
    if not text:
        return Shown(years[-1], f"99 Default value used: time={year_told(years[-1])} ISO8601")
    first, last = _span(text, parameter)
    within = [year for year in years if first <= year <= last]
    if not within:
        raise InvalidDimensionError(
            f"{parameter}={text[:40]!r}: the layer {layer} holds the years {', '.join(map(str, years))}",
            locator=parameter,
        )
    if first == last:
        return Shown(within[-1])
    return Shown(within[-1], f"99 Nearest value used: time={year_told(within[-1])} ISO8601")


def _span(text: str, parameter: str) -> tuple[int, int]:
    """Return the first and last year of a moment, or of a period ``start/end`` or ``start/end/step``."""
    parts = text.split("/") if len(text) <= _LONGEST else []
    ends = [_MOMENT.fullmatch(part.strip()) for part in parts[:2]]
    if not 1 <= len(parts) <= len(("start", "end", "step")) or None in ends:
        raise InvalidDimensionError(
            f"{parameter}={text[:40]!r}: give one year (2024), date (2024-06-01), or period (2020/2024)",
            locator=parameter,
        )
    first, *last = [int(end[1]) for end in ends if end]
    return first, last[0] if last else first
