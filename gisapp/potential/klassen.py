"""Growth against level: Klassen's typology."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from gisapp.potential.tables import Floats


class KlassenQuadrant(IntEnum):
    """Where a region or sector stands to the base; numbered as Sjafrizal numbers them."""

    UNKNOWN = 0
    ADVANCED_FAST = 1
    ADVANCED_SLOW = 2
    LAGGING_FAST = 3
    LAGGING_SLOW = 4


def klassen_quadrants(
    growth: Floats, level: Floats, *, base_growth: Floats | float, base_level: Floats | float
) -> NDArray[np.int8]:
    """Sort districts, or the sectors of districts, into four quadrants.

    For districts the level is income per head, for sectors their share in the district; the base is the
    province or the nation. A figure equal to that of the base counts as high.

    Parameters
    ----------
    growth, level
        Of one shape; NaN where not recorded.
    base_growth, base_level
        One figure, or figures that broadcast to that shape.

    Returns
    -------
    NDArray[np.int8]
        Values of `KlassenQuadrant`; UNKNOWN where anything needed is missing.

    References
    ----------
    Klassen, L. H. (1965). Area Economic and Social Redevelopment. OECD, Paris.
    Sjafrizal (1997). Pertumbuhan ekonomi dan ketimpangan regional wilayah Indonesia bagian barat. Prisma 3, 27-38.

    Examples
    --------
    >>> one = np.ones(4)
    >>> fast, high = np.array([2.0, 0, 2, 0]), np.array([2.0, 2, 0, 0])
    >>> klassen_quadrants(fast, high, base_growth=one, base_level=one).tolist()
    [1, 2, 3, 4]
    """
    growth, level, base_growth, base_level = np.broadcast_arrays(growth, level, base_growth, base_level)
    is_fast, is_high = growth >= base_growth, level >= base_level
    quadrant = np.where(
        is_high,
        np.where(is_fast, KlassenQuadrant.ADVANCED_FAST, KlassenQuadrant.ADVANCED_SLOW),
        np.where(is_fast, KlassenQuadrant.LAGGING_FAST, KlassenQuadrant.LAGGING_SLOW),
    )
    missing = np.isnan(growth) | np.isnan(level) | np.isnan(base_growth) | np.isnan(base_level)
    return np.where(missing, KlassenQuadrant.UNKNOWN, quadrant).astype(np.int8)
