"""Sizes that the tokens give for each span of zooms."""

from gisapp.symbology.map_styles import zoom_styles
from gisapp.symbology.model import Sizes


def token_sizes(name: str, *, part: int = 0) -> Sizes:
    """Return a size of the tokens for all spans of zooms; zero where the tokens draw nothing.

    Parameters
    ----------
    name
        Such as ``border`` or ``label_district``.
    part
        Which number, where the tokens give several: a road has its casing, then its core.
    """
    first, second, third, fourth = (_number(span[name], part) for span in zoom_styles())
    return (first, second, third, fourth)


def scaled(sizes: Sizes, factor: float) -> Sizes:
    """Return all sizes times a factor, to a tenth of a pixel."""
    first, second, third, fourth = (round(size * factor, 1) for size in sizes)
    return (first, second, third, fourth)


def _number(value: float | list[float] | None, part: int) -> float:
    if value is None:
        return 0.0
    return float(value[part]) if isinstance(value, list) else float(value)
