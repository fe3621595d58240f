"""Growth a year."""

import numpy as np

from gisapp.potential.errors import TableError
from gisapp.potential.tables import Floats, ratio


def compound_growth(earlier: Floats, later: Floats, *, years: float) -> Floats:
    """Return the compound yearly rate of growth, 0.05 for 5 % a year.

    Parameters
    ----------
    earlier, later
        Figures of one unit at both ends, of one shape.
    years
        Length of the period.

    Returns
    -------
    Floats
        NaN where an end is not recorded or the earlier one is 0.

    Raises
    ------
    TableError
        If the period is not above 0.

    Examples
    --------
    >>> compound_growth(np.array([100.0]), np.array([121.0]), years=2).round(6).tolist()
    [0.1]
    """
    if not years > 0:
        raise TableError(f"years: {years}; give a period above 0")
    return np.asarray(ratio(later, earlier) ** (1 / years) - 1)
