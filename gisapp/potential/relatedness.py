"""Which sectors go together, and how close a district is to each: the product space."""

import numpy as np

from gisapp.potential.errors import TableError
from gisapp.potential.tables import Floats, checked_table, ratio

SPECIALISED_FROM_LQ = 1.0


def specialised(lq: Floats) -> Floats:
    """Return 1 where a location quotient is at least 1, else 0; NaN where it is missing.

    Parameters
    ----------
    lq
        (n_district, n_sector) as `location_quotient` gives it.

    References
    ----------
    Balassa, B. (1965). Trade liberalisation and "revealed" comparative advantage. Manchester School 33, 99-123.
    (The threshold of 1.)
    """
    return np.where(np.isnan(lq), np.nan, (lq >= SPECIALISED_FROM_LQ).astype(np.float64))


def co_specialisation_proximity(is_specialised: Floats) -> Floats:
    """Return how often two sectors are specialisations of the same districts, 0 to 1.

    ``phi_jk = min(P(j | k), P(k | j))``: districts specialised in both, over those specialised in the more
    common one. A pair is judged by the districts in which both are recorded.

    Parameters
    ----------
    is_specialised
        (n_district, n_sector) of 0, 1 and NaN, as `specialised` gives it.

    Returns
    -------
    Floats
        (n_sector, n_sector) symmetric, 1 on the diagonal; NaN for a pair of sectors in neither of which any
        district is specialised.

    Raises
    ------
    TableError
        If a figure is not 0, 1 or NaN.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabasi, A.-L., Hausmann, R. (2007). The product space conditions the
    development of nations. Science 317, 482-487.
    """
    present, recorded = _split(is_specialised)
    both = present.T @ present
    common = present.T @ recorded
    return ratio(both, np.maximum(common, common.T))


def relatedness_density(is_specialised: Floats, proximity: Floats) -> Floats:
    """Return the share of the sectors close to each that a district is specialised in, 0 to 1.

    ``d_ij = sum_k m_ik phi_jk / sum_k phi_jk`` over the *other* sectors k: whether a district already has
    the sector itself says nothing of its neighbours.

    Parameters
    ----------
    is_specialised
        (n_district, n_sector) of 0, 1 and NaN; what is not recorded counts on neither side.
    proximity
        (n_sector, n_sector) as `co_specialisation_proximity` gives it.

    Returns
    -------
    Floats
        (n_district, n_sector); NaN where no other sector is close.

    Raises
    ------
    TableError
        If shapes do not match or a specialisation is not 0, 1 or NaN.

    References
    ----------
    Hidalgo, C. A., et al. (2007), as above. Boschma, R., Balland, P.-A., Kogler, D. F. (2015). Relatedness and
    technological change in cities. Industrial and Corporate Change 24, 223-250.
    """
    present, recorded = _split(is_specialised)
    n_sector = present.shape[1]
    if proximity.shape != (n_sector, n_sector):
        raise TableError(f"proximity: is of shape {proximity.shape}; give ({n_sector}, {n_sector})")
    close = np.nan_to_num(proximity, nan=0.0)
    np.fill_diagonal(close, 0.0)
    return ratio(present @ close, recorded @ close)


def _split(is_specialised: Floats) -> tuple[Floats, Floats]:
    checked_table("is_specialised", is_specialised)
    recorded = ~np.isnan(is_specialised)
    present = np.where(recorded, is_specialised, 0.0)
    if np.any((present != 0) & (present != 1)):
        raise TableError("is_specialised: holds another figure than 0, 1 or NaN; give those of `specialised`")
    return present, recorded.astype(np.float64)
