"""What every index asks of its tables, and arithmetic that keeps the missing missing."""

import numpy as np
from numpy.typing import NDArray

from gisapp.potential.errors import TableError

Floats = NDArray[np.float64]


def checked_table(name: str, values: Floats, *, shape: tuple[int, ...] | None = None) -> Floats:
    """Return a table of districts by sectors, or refuse it.

    Parameters
    ----------
    values
        (n_district, n_sector); NaN where not recorded.
    shape
        The shape it has to have; None for any of two dimensions.

    Raises
    ------
    TableError
        If it has not two dimensions or another shape, or a figure is below 0 or infinite.
    """
    if values.ndim != 2:
        raise TableError(f"{name}: has {values.ndim} dimensions; give districts by sectors (2)")
    if shape is not None and values.shape != shape:
        raise TableError(f"{name}: is of shape {values.shape}; give {shape}")
    _refuse_impossible(name, values)
    return values.astype(np.float64)


def checked_row(name: str, values: Floats, *, length: int) -> Floats:
    """Return figures of one region by sector, or refuse them.

    Parameters
    ----------
    values
        (n_sector,); NaN where not recorded.

    Raises
    ------
    TableError
        If it is not of that length, or a figure is below 0 or infinite.
    """
    if values.shape != (length,):
        raise TableError(f"{name}: is of shape {values.shape}; give ({length},)")
    _refuse_impossible(name, values)
    return values.astype(np.float64)


def ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Divide; NaN where the denominator is 0 or either side is missing.

    Parameters
    ----------
    numerator, denominator
        Shapes that broadcast; the answer has the broadcast one.
    """
    numerator, denominator = np.broadcast_arrays(numerator, denominator)
    answer = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=answer, where=denominator != 0)
    return answer


def recorded_total(values: Floats) -> Floats:
    """Return (n_district, 1) sums of what is recorded; NaN where nothing is."""
    return np.where(np.isnan(values).all(axis=1), np.nan, np.nansum(values, axis=1))[:, None]


def _refuse_impossible(name: str, values: Floats) -> None:
    bad = np.argwhere((values < 0) | np.isinf(values))
    if bad.size:
        place = tuple(int(index) for index in bad[0])
        raise TableError(f"{name}: {values[place]} at {place}; give 0 or more, NaN where not recorded")
