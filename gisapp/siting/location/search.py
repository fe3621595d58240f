"""Branch and bound on Lagrangian relaxations: the search that the models share.

Dropping the rule that each source is served exactly once, at a price (the multiplier) for each breach,
leaves a problem that is solved site by site and bounds the answer from below. Prices are moved along
deflected subgradients in short bursts; between bursts the sites that the relaxed problem likes are made
into an answer. What the bound leaves undecided is split and bounded anew, the most promising first.

Everything is for objectives to be made small.

References
----------
Beasley, Lagrangean heuristics for location problems. European Journal of Operational Research 65 (1993)
383-399, 10.1016/0377-2217(93)90118-7.
Camerini, Fratta and Maffioli, On improving relaxation methods by modified gradient techniques.
Mathematical Programming Study 3 (1975) 26-34, 10.1007/BFb0120697.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

import numpy as np

from gisapp.siting.codes import Floats, Ints
from gisapp.siting.location.numbers import rounded_up
from gisapp.siting.location.outcome import OPTIMALITY_TOLERANCE

Domain = TypeVar("Domain")
Plan = TypeVar("Plan")
_SHRINK = 0.6
# A burst that lifts the bound by less than this part of itself has stalled.
_STALLED = 1e-4
# Among ways to part a domain, how much the better bounded part counts beside the other.
_WEIGHT_OF_STRONGER_PART = 0.2


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a search may take, and on whose clock.

    Attributes
    ----------
    clock
        Returns seconds, from any origin. Nothing but the time limit depends on it.
    seed
        Of the random moves of the heuristics.
    work_limit
        Most steps of reckoning, counted alike on every machine, so that the answer is as well.
    """

    time_limit_s: float
    clock: Callable[[], float]
    seed: int = 0
    work_limit: float = np.inf


class Deadline:
    """The moment at which a search must end."""

    def __init__(self, effort: Effort) -> None:
        self._clock = effort.clock
        self._start_s = effort.clock()
        self._limit_s = effort.time_limit_s
        self._work_left = effort.work_limit

    def elapsed_s(self) -> float:
        """Return seconds since the search began."""
        return self._clock() - self._start_s

    def left_s(self) -> float:
        """Return seconds until the search must end, 0 or more."""
        return max(0.0, self._limit_s - self.elapsed_s())

    def spend(self, work: float) -> None:
        """Count steps of reckoning that were made."""
        self._work_left -= work

    def affordable(self, n: int, *, work: float) -> int:
        """Return how many of `n` pieces of work there is effort for, 1 at the least."""
        return max(1, int(min(n, self._work_left / work))) if work > 0 else n

    def passed(self) -> bool:
        """Return whether the search must end."""
        return self._work_left <= 0 or self.elapsed_s() >= self._limit_s


@dataclass(slots=True)
class Incumbent(Generic[Plan]):
    """The best answer so far.

    Attributes
    ----------
    is_integral
        Whether every answer has a whole-numbered value, so that a bound may be rounded up.
    """

    is_integral: bool = False
    objective: float = np.inf
    plan: Plan | None = None

    def offer(self, objective: float, plan: Plan) -> bool:
        """Keep an answer if it is better; return whether it is."""
        better = objective < self.objective
        if better:
            self.objective, self.plan = objective, plan
        return better

    @property
    def cutoff(self) -> float:
        """A bound at or above this proves that nothing better is left; no answer is below 0."""
        if not np.isfinite(self.objective):
            return np.inf
        if self.objective <= 0.0:
            return -np.inf
        if self.is_integral:
            return self.objective - 1.0 + 1e-6
        return self.objective * (1.0 - OPTIMALITY_TOLERANCE)

    def proven(self, bound: float) -> float:
        """Return what a bound of all that is left to search proves of all answers, none of which is below 0."""
        bound = max(bound, 0.0)
        if self.is_integral:
            return min(rounded_up(bound), self.objective) if np.isfinite(bound) else self.objective
        return min(bound, max(self.cutoff, 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """A relaxed problem at its best multipliers.

    Attributes
    ----------
    value
        Of the relaxed problem: below every answer of the domain.
    multipliers
        Price of each breach, in the unit of the objective.
    saving
        (n_candidate,) what opening each candidate adds to the relaxed objective, mostly below 0.
    liked
        (n_chosen,) sites that the relaxed problem would open.
    frequency
        How often the burst took each decision, 0-1, in the shape of the model's domain.
    """

    value: float
    multipliers: Floats
    saving: Floats
    liked: Ints
    frequency: Floats


class Relaxation(Protocol[Domain]):
    """One location model, as the search sees it. A domain says what is still open to decision."""

    def burst(self, domain: Domain, multipliers: Floats, *, step: float, n_iterations: int) -> Dual:
        """Move the multipliers some steps, from a point, and return the best point met."""
        ...

    def improve(self, domain: Domain, dual: Dual) -> None:
        """Make an answer of what the relaxed problem likes and offer it to the incumbent."""
        ...

    def tighten(self, domain: Domain, dual: Dual) -> Domain | None:
        """Decide what no better answer can decide otherwise; None where nothing is left to decide.

        What is small may be solved outright, and its best answer offered.
        """
        ...

    def focus(self, domain: Domain) -> None:
        """Forget whatever a domain rules out; only its parts are searched from now on."""
        ...

    def polish(self, domain: Domain) -> None:
        """Search about the incumbent for a better one."""
        ...

    def splits(self, domain: Domain, dual: Dual) -> Sequence[Sequence[Domain]]:
        """Return ways to part a domain, the most promising first; none where it cannot be parted."""
        ...


@dataclass(frozen=True, slots=True)
class Tuning:
    """How hard the search works at each point; figures are of iterations unless named otherwise."""

    root_burst: int = 20
    root_bursts: int = 100
    node_burst: int = 20
    node_bursts: int = 2
    probe_burst: int = 10
    root_step: float = 1.5
    node_step: float = 0.8
    least_step: float = 2e-3
    nodes_per_improvement: int = 5


@dataclass(order=True, slots=True)
class _Node(Generic[Domain]):
    bound: float
    number: int
    domain: Domain = field(compare=False)
    dual: Dual = field(compare=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a search has proven.

    Attributes
    ----------
    bound
        Below every answer.
    is_complete
        Whether nothing better than the incumbent is left.
    """

    bound: float
    is_complete: bool
    nodes: int
    bursts: int


class BranchAndBound(Generic[Domain, Plan]):
    """The search over one model. Use it once: make it, then `run`."""

    def __init__(
        self, model: Relaxation[Domain], *, incumbent: Incumbent[Plan], deadline: Deadline, tuning: Tuning
    ) -> None:
        self._model = model
        self._incumbent = incumbent
        self._deadline = deadline
        self._tuning = tuning
        self._nodes = 0
        self._bursts = 0

    def run(self, root: Domain, multipliers: Floats) -> Proof:
        """Search a domain until the best answer is proven or time is up."""
        heap: list[_Node[Domain]] = []
        left, dual = self._climb_root(root, multipliers)
        if left is not None:
            self._keep(heap, left, dual, floor=-np.inf)
        if heap:
            self._model.focus(heap[0].domain)
            self._model.polish(heap[0].domain)
        while heap and heap[0].bound < self._incumbent.cutoff and not self._deadline.passed():
            node = heapq.heappop(heap)
            # The incumbent may have become better since the node was put away.
            domain = self._model.tighten(node.domain, node.dual)
            if domain is None:
                continue
            parts = self._best_split(domain, node)
            if self._deadline.passed():
                heapq.heappush(heap, node)
                break
            for part, part_dual in parts:
                self._keep(heap, part, self._climb_node(part, part_dual), floor=node.bound)
        least = heap[0].bound if heap else np.inf
        return Proof(
            bound=self._incumbent.proven(least),
            is_complete=least >= self._incumbent.cutoff,
            nodes=self._nodes,
            bursts=self._bursts,
        )

    def _keep(self, heap: list[_Node[Domain]], domain: Domain, dual: Dual, *, floor: float) -> None:
        """Put a domain away for later unless it is settled; what covers it is bounded by `floor`."""
        self._nodes += 1
        bound = max(dual.value, floor)
        if bound >= self._incumbent.cutoff:
            return
        tightened = self._model.tighten(domain, dual)
        if tightened is not None:
            heapq.heappush(heap, _Node(bound, self._nodes, tightened, dual))

    def _burst(self, domain: Domain, multipliers: Floats, *, step: float, n_iterations: int) -> Dual:
        self._bursts += 1
        return self._model.burst(domain, multipliers, step=step, n_iterations=n_iterations)

    def _climb_root(self, domain: Domain, multipliers: Floats) -> tuple[Domain | None, Dual]:
        """Climb for long, on what is left to decide; return that as well, None where it is nothing."""
        tuning, step = self._tuning, self._tuning.root_step
        best = self._burst(domain, multipliers, step=step, n_iterations=tuning.root_burst)
        self._model.improve(domain, best)
        for _ in range(tuning.root_bursts):
            if best.value >= self._incumbent.cutoff or step < tuning.least_step or self._deadline.passed():
                break
            tightened = self._model.tighten(domain, best)
            if tightened is None:
                return None, best
            domain = tightened
            dual = self._burst(domain, best.multipliers, step=step, n_iterations=tuning.root_burst)
            self._model.improve(domain, dual)
            if dual.value < best.value + _STALLED * abs(best.value):
                step *= _SHRINK
            best = _better(best, dual)
        return domain, best

    def _climb_node(self, domain: Domain, start: Dual) -> Dual:
        best, step = start, self._tuning.node_step
        for _ in range(self._tuning.node_bursts):
            if best.value >= self._incumbent.cutoff:
                return best
            dual = self._burst(domain, best.multipliers, step=step, n_iterations=self._tuning.node_burst)
            best = _better(best, dual)
            step *= _SHRINK
        if self._nodes % self._tuning.nodes_per_improvement == 0:
            self._model.improve(domain, best)
        return best

    def _best_split(self, domain: Domain, node: _Node[Domain]) -> list[tuple[Domain, Dual]]:
        """Probe the ways to part a domain; keep the one whose weaker part is bounded best."""
        best: list[tuple[Domain, Dual]] = []
        best_gain = -np.inf
        for parts in self._model.splits(domain, node.dual):
            if self._deadline.passed():
                return []
            probed = [(part, self._probe(part, node.dual)) for part in parts]
            gains = [self._gain(dual, node.bound) for _, dual in probed]
            gain = min(gains) + _WEIGHT_OF_STRONGER_PART * max(gains)
            if gain > best_gain:
                best, best_gain = probed, gain
            if min(dual.value for _, dual in probed) >= self._incumbent.cutoff:
                break
        return best

    def _gain(self, dual: Dual, bound: float) -> float:
        return min(max(dual.value, bound), self._incumbent.cutoff) - bound

    def _probe(self, domain: Domain, start: Dual) -> Dual:
        tuning = self._tuning
        return self._burst(domain, start.multipliers, step=tuning.node_step, n_iterations=tuning.probe_burst)


def _better(first: Dual, second: Dual) -> Dual:
    return second if second.value > first.value else first
