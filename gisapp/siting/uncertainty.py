"""How far what was assumed may be off: yields, availability, the cost of transport."""

from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Floats
from gisapp.siting.errors import ProblemError


@dataclass(frozen=True, slots=True)
class Spread:
    """A factor on an assumed figure, triangular between `low` and `high` with its peak at `likely`."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.likely <= self.high < np.inf:
            raise ProblemError(f"Spread: {self.low}, {self.likely}, {self.high} must ascend from 0 or more")

    def draw(self, rng: np.random.Generator, n: int) -> Floats:
        """Return (n,) factors."""
        if self.low == self.high:
            return np.full(n, self.low)
        return rng.triangular(self.low, self.likely, self.high, n)


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Spreads of what a ranking rests on; the defaults are planning assumptions, shown with each result.

    Attributes
    ----------
    yield_factor
        Harvest against the assumed one, drawn for each district by itself.
    availability_factor
        Share of the harvest that is for sale against the assumed one, drawn for each district by itself.
    transport_factor
        Cost of a kilometre or a minute on the road against the assumed one, drawn for all roads together.
    """

    yield_factor: Spread = Spread(0.8, 1.0, 1.2)
    availability_factor: Spread = Spread(0.8, 1.0, 1.0)
    transport_factor: Spread = Spread(0.8, 1.0, 1.4)
