"""How many rare things a district is good at: economic complexity."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gisapp.potential.tables import Floats, checked_table

# Two eigenvalues closer than this are one: their eigenvectors, and with them the ranks, are arbitrary.
LEAST_EIGENVALUE_GAP = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Complexity:
    """Economic and product complexity, each with mean 0 and standard deviation 1.

    Attributes
    ----------
    eci
        (n_district,); NaN for a district specialised in nothing.
    pci
        (n_sector,); NaN for a sector that is left out or that no district is specialised in.
    diversity, ubiquity
        Number of sectors a district is specialised in, and of districts specialised in a sector,
        among what is compared.
    is_compared
        (n_sector,) whether every district has a record of the sector: the others are left out.
    is_determined
        False where the answer is arbitrary: too few districts or sectors, or districts that fall into
        groups without a shared specialisation. Then all of `eci` and `pci` is NaN.
    """

    eci: Floats
    pci: Floats
    diversity: Floats
    ubiquity: Floats
    is_compared: NDArray[np.bool_]
    is_determined: bool


def economic_complexity(is_specialised: Floats) -> Complexity:
    """Rank districts by the rarity of what they share with others.

    The limit of the method of reflections: the second eigenvector of ``D^-1 M U^-1 M'``, with M the
    districts' specialisations, D their diversity and U the ubiquity of sectors. Its sign is such that
    complexity rises with diversity.

    Parameters
    ----------
    is_specialised
        (n_district, n_sector) of 0, 1 and NaN. A sector with a NaN is left out, for absence and a missing
        record must not be taken for each other.

    References
    ----------
    Hidalgo, C. A., Hausmann, R. (2009). The building blocks of economic complexity. PNAS 106, 10570-10575.
    Mealy, P., Farmer, J. D., Teytelboym, A. (2019). Interpreting economic complexity. Science Advances 5, eaau1705.

    Notes
    -----
    The index was made for about 100 countries and 5,000 products. With some ten districts and under twenty
    sections it sorts by a handful of shared specialisations: a hint, not a measurement.
    """
    checked_table("is_specialised", is_specialised)
    is_compared = np.asarray(~np.isnan(is_specialised).any(axis=0))
    matrix = np.where(is_compared, np.nan_to_num(is_specialised), 0.0)
    diversity, ubiquity = matrix.sum(axis=1), matrix.sum(axis=0)
    rows, columns = np.flatnonzero(diversity), np.flatnonzero(ubiquity)
    eci, pci = np.full(len(matrix), np.nan), np.full(matrix.shape[1], np.nan)
    core = matrix[np.ix_(rows, columns)]
    vector = _second_eigenvector(core)
    if vector is not None:
        by_sector = core.T @ vector / ubiquity[columns]
        eci[rows], pci[columns] = _standardised(vector), _standardised(by_sector)
    return Complexity(eci, pci, diversity, ubiquity, is_compared, is_determined=vector is not None)


def _second_eigenvector(matrix: Floats) -> Floats | None:
    """Return (n_row,) the second eigenvector, None where it is not the only one of its eigenvalue."""
    if min(matrix.shape) < 3:
        return None
    diversity, ubiquity = matrix.sum(axis=1), matrix.sum(axis=0)
    root = np.sqrt(diversity)
    # Similar to the matrix wanted, and symmetric: real eigenvalues, orthogonal eigenvectors.
    symmetric = (matrix / ubiquity) @ matrix.T / np.outer(root, root)
    values, vectors = np.linalg.eigh(symmetric)
    if min(values[-1] - values[-2], values[-2] - values[-3]) < LEAST_EIGENVALUE_GAP:
        return None
    second = vectors[:, -2] / root
    leaning = float(second @ (diversity - diversity.mean()))
    if np.isclose(leaning, 0.0):
        # No direction follows from diversity: let the first district of the largest figure be above 0.
        leaning = float(second[np.argmax(np.abs(second).round(9))])
    return np.asarray(second * np.sign(leaning))


def _standardised(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std())
