"""Conversions of units, so that no bare factor stands in a formula."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", float, NDArray[np.float64])

M_PER_KM = 1_000.0
M2_PER_HA = 10_000.0
MIN_PER_H = 60.0


def drive_minutes(distance_m: Number, speed_km_h: Number) -> Number:
    """Return the minutes that a distance takes at a steady speed.

    Examples
    --------
    >>> drive_minutes(1000.0, 60.0)
    1.0
    """
    return distance_m / speed_km_h * (MIN_PER_H / M_PER_KM)
