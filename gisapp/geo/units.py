"""Conversions of units, so that no bare factor stands in a formula."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

M_PER_KM = 1_000.0
M2_PER_HA = 10_000.0
MIN_PER_H = 60.0


def drive_minutes(distance_m: ArrayLike, speed_km_h: ArrayLike) -> NDArray[np.float64]:
    """Return the minutes that distances take at steady speeds.

    Examples
    --------
    >>> float(drive_minutes(1000.0, 60.0))
    1.0
    """
    metres, speed = np.asarray(distance_m, dtype=np.float64), np.asarray(speed_km_h, dtype=np.float64)
    return np.asarray(metres / speed * (MIN_PER_H / M_PER_KM))
