"""Small computations on cost matrices that the models share."""

import numpy as np

from gisapp.siting.codes import Floats


def is_whole(cost: Floats) -> bool:
    """Return whether all finite costs are whole numbers, so that every total is one."""
    finite = cost[np.isfinite(cost)]
    return bool((finite == np.rint(finite)).all())


def nearest_share(cost: Floats) -> Floats:
    """Return (n_source, n_open) 1 where a site is the cheapest of a source, the first of equals; else 0."""
    share = np.zeros(cost.shape)
    share[np.arange(len(cost)), cost.argmin(axis=1)] = 1.0
    return share


def rounded_up(bound: float) -> float:
    """Return the least whole number that a bound leaves possible."""
    return float(np.ceil(bound - 1e-6))
