"""What the planner lays down beforehand: where a plant must or must not be, what may be spent, what may grow."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Bools, Floats
from gisapp.siting.economics import capex_at_size
from gisapp.siting.errors import ProblemError


@dataclass(frozen=True, slots=True)
class Circle:
    """An area, in metres of the metric CRS."""

    x_m: float
    y_m: float
    radius_m: float

    def holds(self, xy_m: Floats) -> Bools:
        """Return (n_point,) whether points (n_point, 2) lie within it."""
        return np.asarray(np.hypot(*(xy_m - (self.x_m, self.y_m)).T) <= self.radius_m)


@dataclass(frozen=True, slots=True)
class Investment:
    """What a plant of any size costs, from one whose cost is known.

    Attributes
    ----------
    reference_t_per_year
        Raw material that the known plant takes in a year.
    exponent
        Of the rule that scales it; None for six tenths.
    """

    reference_million_idr: float
    reference_t_per_year: float
    exponent: float | None = None

    def million_idr(self, size_t_per_year: float) -> float:
        """Return the cost of a plant of a size above 0."""
        return capex_at_size(
            self.reference_million_idr,
            reference_size=self.reference_t_per_year,
            size=size_t_per_year,
            exponent=self.exponent,
        )


@dataclass(frozen=True, slots=True)
class PlanConditions:
    """What every plan must keep to.

    Attributes
    ----------
    forced_xy_m
        Places at which a plant is built whatever it is worth, metric CRS.
    forbidden
        Areas in which none is.
    budget_million_idr
        Most that all plants may cost together; needs `investment`.
    investment
        What plants cost; None where not known.
    may_grow
        Ids of existing plants that may be enlarged in place of building a new one.
    """

    forced_xy_m: tuple[tuple[float, float], ...] = ()
    forbidden: tuple[Circle, ...] = ()
    budget_million_idr: float | None = None
    investment: Investment | None = None
    may_grow: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.budget_million_idr is not None:
            if not self.budget_million_idr > 0:
                raise ProblemError(f"PlanConditions.budget_million_idr: {self.budget_million_idr} is not above 0")
            if self.investment is None:
                raise ProblemError("PlanConditions.budget_million_idr: give the investment as well, or no budget")
        inside = self.forbids(np.array(self.forced_xy_m, dtype=float).reshape(-1, 2))
        if inside.any():
            number = int(np.flatnonzero(inside)[0]) + 1
            raise ProblemError(f"PlanConditions: forced place {number} lies in a forbidden area; give up one of them")

    def forbids(self, xy_m: Floats) -> Bools:
        """Return (n_point,) whether points (n_point, 2) lie in a forbidden area."""
        found = np.zeros(len(xy_m), dtype=bool)
        for circle in self.forbidden:
            found |= circle.holds(xy_m)
        return found

    def outlay_million_idr(self, sizes_t_per_year: Sequence[float], *, present_t_per_year: float = 0.0) -> Floats:
        """Return what sizes cost that a plant is built in or enlarged to; 0 where no cost is known."""
        if self.investment is None:
            return np.zeros(len(sizes_t_per_year))
        has = self.investment.million_idr(present_t_per_year) if present_t_per_year > 0 else 0.0
        return np.array([max(self.investment.million_idr(size) - has, 0.0) for size in sizes_t_per_year])
