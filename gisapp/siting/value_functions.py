"""Value functions: a raw figure becomes a value from 0 (worst) to 1 (best)."""

import itertools
import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gisapp.siting.errors import ProblemError


class ValueFunction(Protocol):
    """Anything that maps raw figures to values within 0-1, NaN to NaN."""

    def __call__(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value of each raw figure."""
        ...


@dataclass(frozen=True, slots=True)
class Linear:
    """Rise in a straight line from 0 at `worst` to 1 at `best`, flat outside.

    `best` lies below `worst` where less is better.
    """

    worst: float
    best: float

    def __post_init__(self) -> None:
        if self.worst == self.best:
            raise ProblemError(f"Linear: worst and best are both {self.worst}; let them differ")

    def __call__(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value of each raw figure."""
        return np.clip((raw - self.worst) / (self.best - self.worst), 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Step:
    """Give `values[k]`, where k thresholds are at or below the raw figure.

    Attributes
    ----------
    thresholds
        Ascending; one fewer than `values`.
    """

    thresholds: tuple[float, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.values) != len(self.thresholds) + 1:
            raise ProblemError("Step: give one more value than thresholds")
        if list(self.thresholds) != sorted(self.thresholds):
            raise ProblemError(f"Step.thresholds: {self.thresholds} must ascend")
        _unit_interval("Step", self.values)

    def __call__(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value of each raw figure."""
        value = np.asarray(self.values)[np.searchsorted(self.thresholds, raw, side="right")]
        return np.where(np.isnan(raw), np.nan, value)


@dataclass(frozen=True, slots=True)
class Bell:
    """Give 1 at `best` and fall off on both sides like a Gaussian curve: too little and too much are both worse.

    Attributes
    ----------
    half_width
        Distance from `best` at which the value is one half, in the unit of the raw figure; the standard
        deviation is `half_width` / sqrt(2 ln 2).
    """

    best: float
    half_width: float

    def __post_init__(self) -> None:
        if not 0 < self.half_width < math.inf:
            raise ProblemError(f"Bell.half_width: {self.half_width} is not above 0; give a finite distance")

    def __call__(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value of each raw figure."""
        return np.asarray(np.exp2(-(((raw - self.best) / self.half_width) ** 2)))


@dataclass(frozen=True, slots=True)
class Table:
    """Join given points by straight lines, flat before the first and after the last.

    Attributes
    ----------
    raw
        Ascending, no two alike.
    values
        One for each, 0 to 1.
    """

    raw: tuple[float, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.raw) != len(self.values) or len(self.raw) < 2:
            raise ProblemError("Table: give two points or more, each with one value")
        if any(not a < b for a, b in itertools.pairwise(self.raw)):
            raise ProblemError(f"Table.raw: {self.raw} must ascend, no two alike")
        _unit_interval("Table", self.values)

    def __call__(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value of each raw figure."""
        return np.asarray(np.interp(raw, self.raw, self.values), dtype=np.float64)


def _unit_interval(owner: str, values: tuple[float, ...]) -> None:
    if not all(0 <= value <= 1 for value in values):
        raise ProblemError(f"{owner}.values: {values} must lie within 0-1")
