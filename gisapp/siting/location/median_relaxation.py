"""The p-median problem as the search sees it."""

from collections.abc import Sequence

import numpy as np

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.location.median_kernels import interchange, median_burst
from gisapp.siting.location.median_program import median_program
from gisapp.siting.location.milp import solve_program
from gisapp.siting.location.outcome import OutcomeStatus
from gisapp.siting.location.search import Deadline, Dual, Incumbent
from gisapp.siting.location.sites import CLOSED, FREE, OPEN, Fate, SiteRules

_PROBES = 6
_SHAKES = 60
_SHAKEN = 3
# The whole is solved outright if so few pairs of a source and a site are left, and so many sites to open: the linear
# relaxation then is all but integral. While the bound still climbs, it pays only where next to nothing is left. With
# few sites to open, and once a problem had to be parted, the search is quicker.
_FEW_PAIRS_A_SOURCE = {"climbing": 3, "climbed": 25}
_MANY_TO_OPEN = 24
# The rest of the time is for the search, should the program turn out hard.
_SHARE_OF_TIME = 0.5


class MedianRelaxation:
    """The p-median problem without the rule that each source is served exactly once: a domain is each site's fate."""

    def __init__(
        self,
        cost: Floats,
        sites: SiteRules,
        *,
        n_new: int,
        incumbent: Incumbent[Ints],
        deadline: Deadline,
        seed: int,
    ) -> None:
        reached = np.isfinite(cost)
        # Dearer than any answer that reaches every source, so that one that does not is never kept beside it.
        self.unreached = float(np.where(reached, cost, 0.0).max(axis=1).sum()) + 1.0
        self._cost = np.where(reached, cost, self.unreached)
        self._cost_by_site = np.ascontiguousarray(self._cost.T)
        self._n_open = n_new + int(sites.existing.sum())
        self._fate = sites.fate()
        self._must_open = sites.must_open
        self._may_enter = ~sites.forbidden
        self._incumbent = incumbent
        self._deadline = deadline
        self._is_climbed = self._is_parted = False
        self._rng = np.random.default_rng(seed)
        self._keep(~sites.forbidden)

    def _keep(self, kept: Bools) -> None:
        """Sort the costs of the candidates that matter, source by source."""
        columns = np.flatnonzero(kept)
        order = np.argsort(self._cost[:, columns], axis=1, kind="stable")
        self._sorted_site = columns[order].astype(np.int32)
        self._sorted_cost = np.take_along_axis(self._cost[:, columns], order, axis=1)

    def start(self) -> None:
        """Offer an answer that starts from candidates spread evenly over their list."""
        self.start_from(np.flatnonzero(self._must_open))

    def start_from(self, sites: Ints) -> None:
        """Offer an answer that starts from some sites and as many others as are still to be opened."""
        others = np.setdiff1d(np.flatnonzero(self._may_enter), sites)
        spread = np.linspace(0, len(others) - 1, self._n_open - len(sites)).astype(np.int64)
        self._offer(np.concatenate([sites, others[spread]]), may_swap=self._fate == FREE)

    def _offer(self, sites: Ints, *, may_swap: Bools) -> None:
        cost, better_sites = interchange(self._cost_by_site, sites, may_swap)
        self._incumbent.offer(cost, better_sites)

    def first_multipliers(self) -> Floats:
        """Return the cost to the second-nearest open site of the incumbent: what is lost with the nearest."""
        return np.sort(self._cost[:, self._incumbent_sites()], axis=1)[:, min(1, self._n_open - 1)]

    def _incumbent_sites(self) -> Ints:
        return np.empty(0, dtype=np.int64) if self._incumbent.plan is None else self._incumbent.plan.copy()

    def burst(self, domain: Fate, multipliers: Floats, *, step: float, n_iterations: int) -> Dual:
        """Move the multipliers; see `median_burst`."""
        value, price, saving, sites, frequency = median_burst(
            self._cost_by_site,
            self._sorted_cost,
            self._sorted_site,
            domain,
            self._n_open,
            multipliers,
            step,
            self._incumbent.objective,
            self._incumbent.cutoff,
            n_iterations,
        )
        return Dual(value=value, multipliers=price, saving=saving, liked=sites, frequency=frequency)

    def improve(self, domain: Fate, dual: Dual) -> None:
        """Offer the sites that the relaxed problem likes, improved by swaps among those that are undecided."""
        self._offer(dual.liked, may_swap=domain == FREE)

    def tighten(self, domain: Fate, dual: Dual) -> Fate | None:
        """Close and open by reduced cost: what the bound would rise by if a candidate were decided otherwise."""
        slack = self._incumbent.cutoff - dual.value
        fate = self._decided(domain, dual, slack)
        n_open, n_possible = int((fate == OPEN).sum()), int((fate != CLOSED).sum())
        if n_open > self._n_open or n_possible < self._n_open:
            return None
        if n_open == self._n_open or n_possible == self._n_open:
            self._offer_exactly(np.flatnonzero(fate == OPEN if n_open == self._n_open else fate != CLOSED))
            return None
        # No better answer serves a source at more than this.
        return None if self._settles(fate, reach=dual.multipliers + slack) else fate

    def _decided(self, fate: Fate, dual: Dual, slack: float) -> Fate:
        """Return the fates that an answer better than the incumbent must keep to."""
        saving = np.where(fate == FREE, dual.saving, np.where(fate == OPEN, -np.inf, np.inf))
        ordered = np.sort(saving)
        last_in = ordered[self._n_open - 1]
        first_out = ordered[self._n_open] if self._n_open < ordered.size else np.inf
        free = fate == FREE
        fate = fate.copy()
        with np.errstate(invalid="ignore"):  # decided candidates are infinite
            fate[free & (saving - last_in >= slack)] = CLOSED
            fate[free & (first_out - saving >= slack)] = OPEN
        return fate

    def _offer_exactly(self, sites: Ints) -> None:
        self._incumbent.offer(float(self._cost[:, sites].min(axis=1).sum()), sites)

    def _settles(self, fate: Fate, *, reach: Floats) -> bool:
        """Solve a domain outright, if it is small, and offer its best answer; return whether that was done."""
        if self._is_parted or self._n_open - int((fate == OPEN).sum()) < _MANY_TO_OPEN:
            return False
        program, sites = median_program(
            self._sorted_cost,
            self._sorted_site,
            fate=fate,
            reach=reach,
            n_open=self._n_open,
            max_pairs=_FEW_PAIRS_A_SOURCE["climbed" if self._is_climbed else "climbing"] * len(self._cost),
        )
        if program is None:
            return False
        answer = solve_program(program, time_limit_s=_SHARE_OF_TIME * self._deadline.left_s())
        if answer.value.size:
            is_open = answer.value[: sites.size] > 0.5
            self._offer_exactly(np.concatenate([np.flatnonzero(fate == OPEN), sites[is_open]]))
        return answer.status in (OutcomeStatus.OPTIMAL, OutcomeStatus.INFEASIBLE)

    def focus(self, domain: Fate) -> None:
        """Forget the candidates that a domain closes; only its parts are searched from now on."""
        self._is_climbed = True
        self._keep(domain != CLOSED)

    def polish(self, domain: Fate) -> None:
        """Swap some sites of the incumbent at random and improve what comes of it, again and again."""
        may_swap = domain == FREE
        free = np.flatnonzero(may_swap)
        for _ in range(_SHAKES):
            sites = self._incumbent_sites()
            leaving = np.flatnonzero(np.isin(sites, free))
            entering = np.setdiff1d(free, sites)
            n_swap = min(_SHAKEN, leaving.size, entering.size)
            sites[self._rng.choice(leaving, n_swap, replace=False)] = self._rng.choice(entering, n_swap, replace=False)
            self._offer(sites, may_swap=may_swap)

    def splits(self, domain: Fate, dual: Dual) -> Sequence[Sequence[Fate]]:
        """Open or close a candidate that the relaxed problem cannot make up its mind about."""
        self._is_parted = True
        free = np.flatnonzero(domain == FREE)
        wavering = free[np.argsort(np.abs(dual.frequency[free] - 0.5), kind="stable")[:_PROBES]]
        return [_open_or_not(domain, site) for site in wavering]


def _open_or_not(domain: Fate, site: int) -> tuple[Fate, Fate]:
    opened, closed = domain.copy(), domain.copy()
    opened[site], closed[site] = OPEN, CLOSED
    return opened, closed
