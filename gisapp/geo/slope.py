"""Slope of a surface from its elevations."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def slope_percent(elevation_m: Floats, *, cell_x_m: float, cell_y_m: float) -> Floats:
    """Return the slope of each cell but those of the rim, by Horn's third-order differences.

    Parameters
    ----------
    elevation_m
        (n_row, n_col) in metres, rows from north to south; NaN where unknown.
    cell_x_m, cell_y_m
        Size of a cell on the ground.

    Returns
    -------
    numpy.ndarray
        (n_row - 2, n_col - 2) rise over run in percent; NaN where any of the nine cells is unknown.

    References
    ----------
    Horn, B. K. P. (1981): Hill shading and the reflectance map. Proceedings of the IEEE 69, 14-47.
    """
    z = np.asarray(elevation_m, dtype=np.float64)
    west, middle, east = z[:, :-2], z[:, 1:-1], z[:, 2:]
    across = (east - west)[:-2] + 2 * (east - west)[1:-1] + (east - west)[2:]
    smoothed = west + 2 * middle + east
    along = smoothed[2:] - smoothed[:-2]
    # The cell in the middle weighs nothing in either difference, but unknown is unknown.
    known = np.where(np.isnan(middle[1:-1]), np.nan, 1.0)
    rise = np.hypot(across / (8 * cell_x_m), along / (8 * cell_y_m))
    return np.asarray(rise * 100.0 * known, dtype=np.float64)
