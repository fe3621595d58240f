"""Order in space: neighbours on a Hilbert curve are neighbours on the ground."""

import numpy as np
from numpy.typing import NDArray

# Bits of a coordinate: 65,536 steps along each side.
_BITS = 16

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def hilbert_order(x: Floats, y: Floats) -> Integers:
    """Return (n,) positions of places in the order in which a Hilbert curve over their extent passes them.

    Parameters
    ----------
    x, y
        (n,) coordinates, of any unit; places without come at the start of the curve.

    References
    ----------
    Hilbert, D. (1891). Ueber die stetige Abbildung einer Linie auf ein Flaechenstueck. Mathematische Annalen 38.
    Warren, H. S. (2012). Hacker's Delight, 2nd edition, chapter 16.

    Examples
    --------
    >>> hilbert_order(np.array([0.0, 9, 9, 0]), np.array([0.0, 0, 9, 9])).tolist()
    [0, 3, 2, 1]
    """
    return np.argsort(_along(_steps(x), _steps(y)), kind="stable")


def _steps(values: Floats) -> Integers:
    """Return values as steps from the lowest to the highest."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(values.shape, np.int64)
    low, high = values[known].min(), values[known].max()
    scale = (2**_BITS - 1) / (high - low) if high > low else 0.0
    return np.asarray(np.where(known, (values - low) * scale, 0.0)).astype(np.int64)


def _along(x: Integers, y: Integers) -> Integers:
    """Return how far along the curve each square lies: a quarter at a time, turned as the curve turns in it."""
    x, y, passed = x.copy(), y.copy(), np.zeros(x.shape, np.int64)
    for bit in reversed(range(_BITS)):
        right, upper = x >> bit & 1, y >> bit & 1
        passed = passed << 2 | 3 * right ^ upper
        # The lower quarters are mirrored at a diagonal: the right one at the other diagonal.
        flip = (upper == 0) & (right == 1)
        x, y = np.where(flip, ~x, x), np.where(flip, ~y, y)
        x, y = np.where(upper == 0, y, x), np.where(upper == 0, x, y)
    return passed
