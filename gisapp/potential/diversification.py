"""Where a district could go next: raw material left, times relatedness, times room for growth."""

from dataclasses import dataclass

import numpy as np

from gisapp.potential.errors import TableError
from gisapp.potential.tables import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Diversification:
    """A potential and its parts, all of one shape.

    Attributes
    ----------
    residual_t_per_year
        Raw material that existing plants leave, in units of the feed a year.
    relatedness
        Relatedness density of the district to the sector, 0 to 1.
    saturation
        How far the district is specialised in the sector already, 0 to 1.
    potential_t_per_year
        Their product ``residual x relatedness x (1 - saturation)``: raw material, weighed. It ranks
        districts for one kind of plant; tonnes of different goods are not to be compared.
    """

    residual_t_per_year: Floats
    relatedness: Floats
    saturation: Floats
    potential_t_per_year: Floats


def lq_saturation(lq: Floats) -> Floats:
    """Bring a location quotient of 0 to infinity to 0 to 1: ``LQ / (LQ + 1)``, one half at LQ 1.

    This is the symmetric index ``(LQ - 1) / (LQ + 1)`` moved from -1..1 to 0..1.

    Parameters
    ----------
    lq
        Of any shape, which is that of the answer; NaN where not recorded.

    References
    ----------
    Laursen, K. (2015). Revealed comparative advantage and the alternatives as measures of international
    specialization. Eurasian Business Review 5, 99-115.

    Examples
    --------
    >>> lq_saturation(np.array([0.0, 1.0, 3.0])).tolist()
    [0.0, 0.5, 0.75]
    """
    return np.asarray(lq / (lq + 1.0))


def diversification_potential(residual_t_per_year: Floats, *, relatedness: Floats, lq: Floats) -> Diversification:
    """Multiply the three parts; a missing part makes the potential missing.

    Parameters
    ----------
    residual_t_per_year, relatedness, lq
        Shapes that broadcast, such as (n_district, n_process) and (n_district, 1).

    Raises
    ------
    TableError
        If relatedness is outside 0 to 1, or a tonnage or quotient is below 0.
    """
    residual, related, quotient = np.broadcast_arrays(residual_t_per_year, relatedness, lq)
    if np.any((related < 0) | (related > 1)):
        raise TableError("relatedness: outside 0 to 1; give the densities of `relatedness_density`")
    if np.any(residual < 0) or np.any(quotient < 0):
        raise TableError("residual_t_per_year or lq: below 0; give 0 or more, NaN where not recorded")
    saturation = lq_saturation(quotient)
    return Diversification(residual, related, saturation, residual * related * (1 - saturation))
