"""Value functions: a raw figure becomes a value from 0 (worst) to 1 (best)."""

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
        if min(self.values) < 0 or max(self.values) > 1:
            raise ProblemError(f"Step.values: {self.values} must lie within 0-1")

    def __call__(self, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value of each raw figure."""
        value = np.asarray(self.values)[np.searchsorted(self.thresholds, raw, side="right")]
        return np.where(np.isnan(raw), np.nan, value)
