r"""What is left of a capacitated p-median problem as a choice of groups of sources.

A group :math:`g` is a site and the sources that it serves whole. Where few groups are dear enough to be left out of
account, all others are listed, and

.. math::

    \min \sum_g c_g x_g \quad \sum_{g \ni i} x_g = 1, \quad \sum_{g \text{ of } j} x_g \le 1, \quad
    \sum_g x_g \le p, \quad \sum_{g : |g \cap T| \ge 2} x_g \le 1, \quad x_g \in \{0, 1\}

The last rows are cuts: of the groups that hold two or more of three sources :math:`T` one is chosen at most. They lift
the bound, and each lift leaves fewer groups; the few that remain are solved outright.

References
----------
Baldacci, Christofides and Mingozzi, An exact algorithm for the vehicle routing problem based on the set partitioning
formulation with additional cuts. Mathematical Programming 115 (2008) 351-385, 10.1007/s10107-007-0178-5.
Jepsen, Petersen, Spoorendonk and Pisinger, Subset-row inequalities applied to the vehicle-routing problem with time
windows. Operations Research 56 (2008) 497-511, 10.1287/opre.1070.0449.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.location.growing_program import GrowingProgram
from gisapp.siting.location.milp import Program, ProgramAnswer, solve_program
from gisapp.siting.location.numbers import is_whole
from gisapp.siting.location.outcome import OutcomeStatus
from gisapp.siting.location.search import Incumbent
from gisapp.siting.location.single_source_columns import broken_triples, groups_below

# For most of the groups; where there are larger ones, fewer are listed.
_ROWS_OF_A_GROUP = 14
_FIRST_GROUPS, _MORE_GROUPS, _MORE_OF_A_SITE = 1_500, 300, 10
_MORE_CUTS, _CUTS_OF_A_SOURCE, _LEAST_BREACH = 40, 5, 0.02
# So few groups are solved outright at once, in a moment; more only when no cut is left.
_FEW_GROUPS, _MANY_GROUPS = 1_000, 20_000
_ROUNDING = 1e-7
_NOTHING = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class GroupProblem:
    """The problem site by site, as the kernels take it; see `groups_below`.

    Attributes
    ----------
    demand, capacity
        As they are, where `load` and `room` are rounded.
    must_open
        (n_candidate,) sites that do not count among the `n_free`.
    cutoff
        No answer at or above it is sought.
    """

    cost: Floats
    load: Ints
    room: Ints
    demand: Floats
    capacity: Floats
    allowed: Bools
    must_open: Bools
    n_free: int
    cutoff: float

    @property
    def n_open(self) -> int:
        """How many sites may serve."""
        return self.n_free + int(self.must_open.sum())

    @property
    def row_limits(self) -> Floats:
        """(n_row,) of the program without cuts: each source, the number of free sites, each site."""
        n_site, n_source = self.cost.shape
        limits = np.ones(n_source + 1 + n_site)
        limits[n_source] = self.n_free
        return limits


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Listed groups, and their entries (n_group, n_row) and (n_group, n_cut) in the program.

    The latter are apart, as they grow.
    """

    cost: Floats
    site: Ints
    entries: csr_array
    cuts: csr_array

    def only(self, kept: Bools | Ints) -> "_Groups":
        """Return some of the groups."""
        return _Groups(self.cost[kept], self.site[kept], self.entries[kept], self.cuts[kept])

    def with_cuts(self, triples: Ints) -> "_Groups":
        """Return the groups with more cuts."""
        more = _cut_entries(self.entries, triples)
        return _Groups(self.cost, self.site, self.entries, csr_array(hstack([self.cuts, more], format="csr")))

    def added_at(self, price: Floats) -> Floats:
        """Return (n_group,) the cost less the prices of the rows, those of the cuts last."""
        n_row = self.entries.shape[1]
        added: Floats = self.cost - self.entries @ price[:n_row] - self.cuts @ price[n_row:]
        return added


def _cut_entries(entries: csr_array, triples: Ints) -> csr_array:
    """Return (n_group, n_cut) 1 for the groups that hold two or more of each triple."""
    n_cut = len(triples)
    knows = csr_array(
        (np.ones(3 * n_cut), (triples.ravel(), np.repeat(np.arange(n_cut), 3))), shape=(entries.shape[1], n_cut)
    )
    return csr_array((entries @ knows >= 2).astype(np.float64))


def settled_by_groups(
    problem: GroupProblem, multipliers: Floats, saving: Floats, *, most_groups: int, left_s: Callable[[], float]
) -> tuple[bool, Ints]:
    """Seek the best answer below the cutoff among groups of sources.

    Parameters
    ----------
    multipliers, saving
        (n_source,), (n_candidate,) of the relaxed problem; see `Dual`.
    most_groups
        Nothing is sought if there are more.
    left_s
        Returns the seconds that are left.

    Returns
    -------
    is_settled, site_of
        Whether nothing better than the answer is left below the cutoff, which is not told where there are too many
        groups; (n_source,) its sites, empty where there is no answer.
    """
    price = _first_prices(problem, multipliers, saving)
    groups = _listed(problem, price, most_groups=most_groups)
    if groups is None:
        return False, _NOTHING
    climb = _Climb(problem, groups, left_s=left_s)
    value, added = climb.run(price)
    return _chosen(problem, climb.groups, value=value, added=added, left_s=left_s)


def _first_prices(problem: GroupProblem, multipliers: Floats, saving: Floats) -> Floats:
    """Return prices of the rows at which no group adds less than 0."""
    free = np.sort(saving[~problem.must_open])
    number = float(free[min(problem.n_free, free.size) - 1]) if problem.n_free and free.size else 0.0
    site = np.where(problem.must_open, saving, np.minimum(saving - number, 0.0))
    return np.concatenate([multipliers, [number], site])


def _value(problem: GroupProblem, price: Floats) -> float:
    """Return the bound that prices of the rows prove if no group adds less than 0."""
    limits = problem.row_limits
    return float(limits @ price[: limits.size] + price[limits.size :].sum())


def _listed(problem: GroupProblem, price: Floats, *, most_groups: int) -> _Groups | None:
    """List the groups that an answer below the cutoff may use; None for too many."""
    n_site, n_source = problem.cost.shape
    limit = price[n_source + 1 :] + np.where(problem.must_open, 0.0, price[n_source])
    limit += problem.cutoff - _value(problem, price) + _ROUNDING
    is_all, cost, site, first, row = groups_below(
        problem.cost,
        problem.load,
        problem.room,
        problem.allowed,
        problem.must_open,
        price[:n_source],
        limit,
        most_groups,
        most_groups * _ROWS_OF_A_GROUP,
    )
    if not is_all:
        return None
    entries = csr_array((np.ones(row.size), row, first), shape=(site.size, price.size))
    load = entries @ np.r_[problem.demand, np.zeros(1 + n_site)]
    # Loads were rounded down.
    fits = load <= problem.capacity[site] * (1 + 1e-12)
    groups = _Groups(cost, site, entries, csr_array((site.size, 0)))
    return groups if fits.all() else groups.only(fits)


class _Climb:
    """The linear relaxation of the choice among groups, lifted by cuts; each lift leaves fewer groups."""

    def __init__(self, problem: GroupProblem, groups: _Groups, *, left_s: Callable[[], float]) -> None:
        self._problem = problem
        self.groups = groups
        self._left_s = left_s
        self._n_source = problem.cost.shape[1]
        limits = problem.row_limits
        is_source = np.arange(limits.size) < self._n_source
        self._program = GrowingProgram(np.where(is_source, limits, -np.inf), limits)
        # A source may go unserved at more than any answer sought costs.
        unserved = csr_array(
            (np.ones(self._n_source), np.arange(self._n_source), np.arange(self._n_source + 1)),
            shape=(self._n_source, limits.size),
        )
        self._program.add_columns(np.full(self._n_source, max(problem.cutoff, 1.0)), unserved)
        self._columns = np.empty(0, dtype=np.int64)

    def run(self, price: Floats) -> tuple[float, Floats]:
        """Lift the bound as far as cuts do; leave in `groups` those that may still be used.

        Returns
        -------
        value, added
            The bound, and (n_group,) what each group adds to it.
        """
        self._add(np.argsort(self.groups.added_at(price), kind="stable")[:_FIRST_GROUPS])
        while True:
            share, price, added = self._solved()
            # What HiGHS and the sums may be off by.
            value = _value(self._problem, price) + self._problem.n_open * min(0.0, float(added.min(initial=0.0)))
            cuts = self._cuts(share)
            slack = self._problem.cutoff - value
            kept = added < slack + _ROUNDING
            self._keep(kept)
            if slack <= 0 or self.groups.cost.size <= _FEW_GROUPS or not len(cuts) or self._left_s() <= 0:
                return value, added[kept]
            self._add_cuts(cuts)

    def _solved(self) -> tuple[Floats, Floats, Floats]:
        """Solve over all groups; return the shares of the columns, the prices, and what each group adds."""
        while True:
            share, row = self._program.solve()
            row[self._n_source :] = np.minimum(row[self._n_source :], 0.0)
            added = self.groups.added_at(row)
            lacking = np.flatnonzero(added < -_ROUNDING)
            lacking = lacking[np.argsort(added[lacking], kind="stable")]
            lacking = lacking[~np.isin(lacking, self._columns)]
            if not lacking.size or self._left_s() <= 0:
                return share[self._n_source :], row, added
            self._add(_few_of_each(lacking, self.groups.site[lacking]))

    def _add(self, groups: Ints) -> None:
        added = self.groups.only(groups)
        self._program.add_columns(added.cost, csr_array(hstack([added.entries, added.cuts], format="csr")))
        self._columns = np.r_[self._columns, groups]

    def _keep(self, kept: Bools) -> None:
        """Forget the other groups."""
        place = np.cumsum(kept) - 1
        self._program.delete_columns(self._n_source + np.flatnonzero(~kept[self._columns]))
        self._columns = place[self._columns[kept[self._columns]]]
        self.groups = self.groups.only(kept)

    def _cuts(self, share: Floats) -> Ints:
        """Return (n_cut, 3) the triples whose cuts are broken most, few of each source."""
        used = share > _ROUNDING
        members = self.groups.entries[self._columns[used]][:, : self._n_source]
        triples, breaches = broken_triples(
            members.indptr.astype(np.int64),
            members.indices.astype(np.int32),
            share[used],
            self._n_source,
            _LEAST_BREACH,
        )
        times = np.zeros(self._n_source, dtype=np.int64)
        cuts: list[Ints] = []
        for triple in triples[np.argsort(-breaches, kind="stable")]:
            if times[triple].max() < _CUTS_OF_A_SOURCE and len(cuts) < _MORE_CUTS:
                times[triple] += 1
                cuts.append(triple)
        return np.array(cuts, dtype=np.int64).reshape(-1, 3)

    def _add_cuts(self, triples: Ints) -> None:
        n_cut = len(triples)
        self.groups = self.groups.with_cuts(triples)
        new = self.groups.cuts[self._columns][:, -n_cut:]
        unserved = csr_array((self._n_source, n_cut))
        columns = vstack([unserved, new], format="csr")
        self._program.add_rows(np.ones(n_cut), csr_array(columns.T.tocsr()))


def _few_of_each(groups: Ints, site: Ints) -> Ints:
    """Return the first groups, few of each site."""
    order = np.argsort(site, kind="stable")
    ordered = site[order]
    rank = np.empty(site.size, dtype=np.int64)
    rank[order] = np.arange(site.size) - np.searchsorted(ordered, ordered)
    return groups[rank < _MORE_OF_A_SITE][:_MORE_GROUPS]


def _chosen(
    problem: GroupProblem, groups: _Groups, *, value: float, added: Floats, left_s: Callable[[], float]
) -> tuple[bool, Ints]:
    """Choose among the groups that are left: among few at first, for with a better answer fewer are left."""
    cutoff, site_of = problem.cutoff, _NOTHING
    if added.size > _FEW_GROUPS and value < cutoff:
        cheapest = np.argsort(added, kind="stable")[:_FEW_GROUPS]
        _, site_of = _solved_outright(problem, groups.only(cheapest), cutoff=cutoff, left_s=left_s)
    if site_of.size:
        objective = float(problem.cost[site_of, np.arange(site_of.size)].sum())
        cutoff = Incumbent(is_integral=is_whole(groups.cost), objective=objective, plan=site_of).cutoff
        groups = groups.only(added < cutoff - value + _ROUNDING)
    if value >= cutoff or not groups.cost.size:
        return True, site_of
    if groups.cost.size > _MANY_GROUPS:
        return False, site_of
    is_settled, better = _solved_outright(problem, groups, cutoff=cutoff, left_s=left_s)
    return is_settled, better if better.size else site_of


def _solved_outright(
    problem: GroupProblem, groups: _Groups, *, cutoff: float, left_s: Callable[[], float]
) -> tuple[bool, Ints]:
    """Return whether the search for an answer of some groups came to an end, and the site of each source."""
    n_group = groups.cost.size
    limits = problem.row_limits
    is_source = np.arange(limits.size) < problem.cost.shape[1]
    answer = solve_program(
        Program(
            cost=groups.cost,
            lower=np.zeros(n_group),
            upper=np.ones(n_group),
            is_integer=np.ones(n_group, dtype=bool),
            rows=csr_array(groups.entries.T.tocsr()),
            row_lower=np.where(is_source, 1.0, -np.inf),
            row_upper=limits,
            has_whole_answers=is_whole(groups.cost),
            cutoff=cutoff,
        ),
        time_limit_s=left_s(),
    )
    is_settled = answer.status in (OutcomeStatus.OPTIMAL, OutcomeStatus.INFEASIBLE)
    return is_settled, _sites_of(groups, answer, n_source=problem.cost.shape[1])


def _sites_of(groups: _Groups, answer: ProgramAnswer, *, n_source: int) -> Ints:
    if not answer.value.size:
        return _NOTHING
    used = answer.value > 0.5
    members = groups.entries[used][:, :n_source]
    site_of = np.zeros(n_source, dtype=np.int64)
    site_of[members.indices] = np.repeat(groups.site[used], np.diff(members.indptr))
    return site_of
