"""What every location model answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from gisapp.siting.codes import Floats, Ints

# A bound this close to the objective, relative to it, counts as equal: sums differ in their last digits.
OPTIMALITY_TOLERANCE = 1e-7


class OutcomeStatus(StrEnum):
    """How much is known about the answer.

    ``feasible`` is an answer that time did not suffice to prove best; ``unknown`` is no answer yet, and
    no proof that there is none.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class Requirement(StrEnum):
    """What can make a location problem have no answer."""

    REACH = "reach"
    CAPACITY = "capacity"
    COUNT = "count"
    FORCED = "forced"
    FORBIDDEN = "forbidden"
    MIN_LOAD = "min_load"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A requirement without which the problem would have an answer.

    Attributes
    ----------
    given
        What the problem grants, in the unit of the requirement: sources within reach, capacity, sites,
        budget.
    needed
        What an answer that keeps every other requirement takes. NaN where time did not suffice to tell.
    """

    requirement: Requirement
    given: float
    needed: float


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The answer of a location model, with the proof of how good it is.

    Attributes
    ----------
    objective
        Value of the answer, in the unit of the model; NaN without an answer.
    bound
        No answer is better than this: at or below the objective where it is to be small, at or above
        it where it is to be large.
    seconds
        On the clock that the caller passed in.
    chosen
        (n_chosen,) candidates that are open, ascending; existing ones included.
    size
        (n_chosen,) index of the size of each, 0 where the model knows none.
    share
        (n_source, n_chosen) part of each source that goes to each chosen candidate, 0-1. A row sums to
        1, or to less where the model lets sources go unserved.
    obstacles
        Where infeasible: each requirement that alone stands in the way. Empty where no single one does.
    counts
        How much work it took: ``nodes`` and ``bursts`` of the search.
    """

    status: OutcomeStatus
    objective: float
    bound: float
    seconds: float
    chosen: Ints
    size: Ints
    share: Floats
    obstacles: tuple[Obstacle, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """Distance of the bound from the objective, relative to the objective; NaN without an answer."""
        if self.objective == self.bound:
            return 0.0
        return abs(self.objective - self.bound) / max(abs(self.objective), 1e-12)

    @property
    def assignment(self) -> Ints:
        """(n_source,) candidate that takes most of each source, -1 where none does."""
        if not self.chosen.size:
            return np.full(len(self.share), -1, dtype=np.int64)
        best = self.chosen[self.share.argmax(axis=1)]
        return np.where(self.share.max(axis=1) > 0, best, -1)


def outcome_without_answer(
    status: OutcomeStatus,
    *,
    n_source: int,
    bound: float,
    seconds: float,
    obstacles: tuple[Obstacle, ...] = (),
    counts: Mapping[str, int] | None = None,
) -> Outcome:
    """Return an outcome that proposes no site."""
    return Outcome(
        status=status,
        objective=np.nan,
        bound=bound,
        seconds=seconds,
        chosen=np.empty(0, dtype=np.int64),
        size=np.empty(0, dtype=np.int64),
        share=np.zeros((n_source, 0)),
        obstacles=obstacles,
        counts=counts or {},
    )
