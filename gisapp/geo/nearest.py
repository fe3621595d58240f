"""Nearest neighbours in the plane."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree


def nearest(among_xy: NDArray[np.float64], to_xy: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Find the nearest of some points to each of others.

    Parameters
    ----------
    among_xy
        (n_point, 2), at least one.
    to_xy
        (n_query, 2) in the same metric CRS.

    Returns
    -------
    distance, index
        (n_query,) each; `index` into `among_xy`.
    """
    distance, index = cKDTree(among_xy).query(to_xy)
    return np.asarray(distance, dtype=np.float64), np.asarray(index, dtype=np.int64)
