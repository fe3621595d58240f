"""Colours made from others."""

INK_SHARE = 0.38


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``#RRGGBB``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def darkened(colour: str) -> str:
    """Return a colour mixed with black, for the outline of an area filled with it.

    Examples
    --------
    >>> darkened("#FFFFFF")
    '#9E9E9E'
    """
    return "#" + "".join(f"{round(channel * (1 - INK_SHARE)):02X}" for channel in channels(colour))
