"""How concentrated or diverse a district's economy is."""

import numpy as np

from gisapp.potential.specialisation import sector_shares
from gisapp.potential.tables import Floats, ratio


def herfindahl_hirschman(values: Floats) -> Floats:
    """Return the sum of squared shares of each district, 1/n (all alike) to 1 (one sector only).

    Parameters
    ----------
    values
        (n_district, n_sector); NaN where not recorded: shares are of what is.

    Returns
    -------
    Floats
        (n_district,); NaN where nothing is recorded, or all is 0.

    References
    ----------
    Hirschman, A. O. (1964). The paternity of an index. American Economic Review 54, 761-762.

    Examples
    --------
    >>> herfindahl_hirschman(np.array([[50.0, 30.0, 20.0]])).round(2).tolist()
    [0.38]
    """
    shares = sector_shares(values)
    return np.where(np.isnan(shares).all(axis=1), np.nan, np.nansum(shares**2, axis=1))


def herfindahl_hirschman_normalised(values: Floats) -> Floats:
    """Return the index scaled to 0-1 by the number n of recorded sectors: ``(H - 1/n) / (1 - 1/n)``.

    Parameters
    ----------
    values
        (n_district, n_sector); NaN where not recorded.

    Returns
    -------
    Floats
        (n_district,); NaN also where only one sector is recorded.

    References
    ----------
    Cracau, D., Duran Lima, J. E. (2016). On the normalized Herfindahl-Hirschman index: a technical note.
    International Journal on Food System Dynamics 7, 382-386.
    """
    least = ratio(np.ones(len(values)), _recorded_count(values))
    return ratio(herfindahl_hirschman(values) - least, 1 - least)


def shannon_entropy(values: Floats) -> Floats:
    """Return ``-sum(s ln s)`` of the shares of each district, 0 (one sector only) to ln n (all alike).

    Parameters
    ----------
    values
        (n_district, n_sector); NaN where not recorded: shares are of what is. A sector of 0 adds nothing.

    Returns
    -------
    Floats
        (n_district,) in nats; NaN where nothing is recorded, or all is 0.

    References
    ----------
    Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal 27, 379-423.
    Theil, H. (1972). Statistical Decomposition Analysis. North-Holland. (Of regional industries.)

    Examples
    --------
    >>> shannon_entropy(np.array([[50.0, 50.0]])).round(4).tolist()
    [0.6931]
    """
    shares = sector_shares(values)
    terms = -shares * np.log(np.where(shares > 0, shares, 1.0))
    # Adding 0 turns the -0.0 of a single sector into 0.
    return np.where(np.isnan(shares).all(axis=1), np.nan, np.nansum(terms, axis=1) + 0.0)


def shannon_entropy_normalised(values: Floats) -> Floats:
    """Return the entropy divided by its maximum ln n for n recorded sectors, 0 to 1.

    Parameters
    ----------
    values
        (n_district, n_sector); NaN where not recorded.

    Returns
    -------
    Floats
        (n_district,); NaN also where only one sector is recorded.

    References
    ----------
    Pielou, E. C. (1966). The measurement of diversity in different types of biological collections.
    Journal of Theoretical Biology 13, 131-144. (Evenness.)
    """
    return ratio(shannon_entropy(values), np.log(np.maximum(_recorded_count(values), 1.0)))


def _recorded_count(values: Floats) -> Floats:
    return np.asarray((~np.isnan(values)).sum(axis=1), dtype=np.float64)
