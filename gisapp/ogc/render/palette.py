"""A picture in 256 colours, as 8-bit PNG has them, by compiled code.

Colours that are alike share a cell of a coarse grid of colours, and all of a cell become the one that most of it has:
the even areas of a map keep their colours to the last bit, and what is shaded at their edges moves to a neighbour.
"""

from collections.abc import Callable
from typing import Final, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

_F = TypeVar("_F", bound=Callable[..., object])
_Pixels = NDArray[np.uint32]

COLOURS: Final = 256
# Bits of a cell's number: the upper four of red, green and blue, and the upper three of opacity.
_CELLS = 1 << 15
_NONE = -1


def in_palette(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return a picture in at most 256 colours; the colours of even areas stay as they are.

    Parameters
    ----------
    pixels
        Shape (height, width, 4): red, green, blue, opacity.

    Returns
    -------
    indices
        Shape (height, width): the number of each pixel's colour.
    colours
        Shape (n, 4), as the pixels.
    """
    height, width, channels = pixels.shape
    indices, colours = _reduced(np.ascontiguousarray(pixels).view("<u4").reshape(-1))
    return indices.reshape(height, width), colours.view(np.uint8).reshape(-1, channels)


def _compiled(function: _F) -> _F:
    return cast("_F", numba.njit(nogil=True, cache=True)(function))


@_compiled
def _reduced(pixels: _Pixels) -> tuple[NDArray[np.uint8], _Pixels]:
    """Return the number of each pixel's colour, and the colours."""
    counts, colours = _cells(pixels)
    used = np.flatnonzero(counts)
    chosen = used
    if len(used) > COLOURS:
        chosen = used[np.argsort(-counts[used], kind="mergesort")[:COLOURS]]
    table = colours[chosen]
    number_of = np.full(_CELLS, _NONE, dtype=np.int64)
    for number in range(len(chosen)):
        number_of[chosen[number]] = number
    for cell in used:
        if number_of[cell] == _NONE:
            number_of[cell] = _nearest(colours[cell], table)
    indices = np.empty(len(pixels), dtype=np.uint8)
    last, number = np.uint32(0), _NONE
    for place in range(len(pixels)):
        pixel = pixels[place]
        if number == _NONE or pixel != last:
            last, number = pixel, number_of[_cell_of(pixel)]
        indices[place] = number
    return indices, table


@_compiled
def _cells(pixels: _Pixels) -> tuple[NDArray[np.int64], _Pixels]:
    """Return how many pixels each cell has, and the colour that most of them have, if any does.

    References
    ----------
    R. S. Boyer and J. S. Moore, MJRTY: a fast majority vote algorithm, 1991.
    """
    counts = np.zeros(_CELLS, dtype=np.int64)
    leads = np.zeros(_CELLS, dtype=np.int64)
    colours = np.zeros(_CELLS, dtype=np.uint32)
    start = 0
    while start < len(pixels):
        pixel = pixels[start]
        end = start + 1
        while end < len(pixels) and pixels[end] == pixel:
            end += 1
        run, cell = end - start, _cell_of(pixel)
        counts[cell] += run
        if colours[cell] == pixel:
            leads[cell] += run
        elif leads[cell] >= run:
            leads[cell] -= run
        else:
            colours[cell], leads[cell] = pixel, run - leads[cell]
        start = end
    return counts, colours


@_compiled
def _cell_of(pixel: int) -> int:
    """Return the number of a colour's cell; whatever cannot be seen is one colour."""
    red, green, blue, opacity = pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255, pixel >> 24
    if opacity == 0:
        return 0
    return (red >> 4) << 11 | (green >> 4) << 7 | (blue >> 4) << 3 | opacity >> 5


@_compiled
def _nearest(colour: int, table: _Pixels) -> int:
    """Return the number of the colour that is least unlike."""
    best, least = 0, np.int64(1 << 40)
    for number in range(len(table)):
        other, unlike = table[number], np.int64(0)
        for shift in (0, 8, 16, 24):
            step = np.int64(colour >> shift & 255) - np.int64(other >> shift & 255)
            unlike += step * step
            if unlike >= least:
                break
        if unlike < least:
            best, least = number, unlike
    return best
