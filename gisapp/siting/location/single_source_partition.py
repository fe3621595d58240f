r"""What is left of a capacitated p-median problem as a choice of groups of sources.

A group :math:`g` is a site and the sources that it serves whole:

.. math::

    \min \sum_g c_g x_g \quad \sum_{g \ni i} x_g = 1, \quad \sum_{g \text{ of } j} x_g \le 1, \quad
    \sum_g x_g \le p, \quad \sum_{g : |g \cap T| \ge 2} x_g \le 1, \quad x_g \in \{0, 1\}

The last rows are cuts: of the groups that hold two or more of three sources :math:`T` one is chosen at most. They lift
the bound, and each lift leaves fewer groups that an answer below the cutoff may use. As long as these are too many to
be listed, the program knows some of them, and those are sought that would lower it; once all are listed, no others
are, and the few that the cuts leave are solved outright.

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
from gisapp.siting.location.single_source_columns import broken_triples
from gisapp.siting.location.single_source_groups import (
    ROUNDING,
    GroupProblem,
    Groups,
    first_prices,
    listed,
    value_at,
)

_FIRST_GROUPS, _MORE_GROUPS, _MORE_OF_A_SITE = 1_500, 300, 10
# While not all are listed: so many to begin with, and at once.
_FIRST_LISTED, _MORE_LISTED, _LESS_BELOW = 60_000, 20_000, 0.7
# Listing is tried anew once what is left below the cutoff has shrunk to this.
_SHRUNK = 0.85
_TIMES_LESS = 6
_MORE_CUTS, _CUTS_OF_A_SOURCE, _LEAST_BREACH = 40, 5, 0.02
# So few groups are solved outright at once, in a moment; more only when no cut is left.
_FEW_GROUPS, _MANY_GROUPS = 1_000, 20_000
# Groups that would lower the program by less, relative to the cutoff, are not sought: so exact are prices of HiGHS.
_UNSEEN = 1e-8
_NOTHING = np.empty(0, dtype=np.int64)
_NO_CUTS = np.empty((0, 3), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Listing:
    """How many groups may be listed.

    Attributes
    ----------
    most_groups
        At once.
    is_lifted_first
        Whether, where there are more, the bound is lifted until there are not; else nothing is sought.
    """

    most_groups: int
    is_lifted_first: bool


def settled_by_groups(
    problem: GroupProblem, multipliers: Floats, saving: Floats, *, listing: Listing, left_s: Callable[[], float]
) -> tuple[bool, Ints]:
    """Seek the best answer below the cutoff among groups of sources.

    Parameters
    ----------
    multipliers, saving
        (n_source,), (n_candidate,) of the relaxed problem; see `Dual`.
    left_s
        Returns the seconds that are left.

    Returns
    -------
    is_settled, site_of
        Whether nothing better than the answer is left below the cutoff, which is not told where there are too many
        groups; (n_source,) its sites, empty where there is no answer.
    """
    price = first_prices(problem, multipliers, saving)
    slack = problem.cutoff - value_at(problem, price) + ROUNDING
    is_all, groups = listed(problem, price, triples=_NO_CUTS, below=slack, most_groups=listing.most_groups)
    if not is_all and not listing.is_lifted_first:
        return False, _NOTHING
    if not is_all:
        groups = _listed_in_part(problem, price, slack)
    climb = _Climb(problem, groups, is_all=is_all, most_groups=listing.most_groups, left_s=left_s)
    value, added = climb.run(price)
    return climb.chosen(value, added)


def _listed_in_part(problem: GroupProblem, price: Floats, slack: float) -> Groups:
    """List about as many of the groups that add least as the program knows to begin with."""
    is_all, times = False, 0
    while not is_all and times < _TIMES_LESS:
        times += 1
        below = slack * _LESS_BELOW**times
        is_all, groups = listed(problem, price, triples=_NO_CUTS, below=below, most_groups=_FIRST_LISTED)
    return groups


class _Climb:
    """The linear relaxation of the choice among groups, lifted by cuts; each lift leaves fewer groups.

    Attributes
    ----------
    groups
        Those known.
    is_all
        Whether an answer below the cutoff can use no others.
    """

    def __init__(
        self, problem: GroupProblem, groups: Groups, *, is_all: bool, most_groups: int, left_s: Callable[[], float]
    ) -> None:
        self._problem = problem
        self.groups = groups
        self.is_all = is_all
        self._most_groups = most_groups
        self._left_s = left_s
        self._n_source = problem.cost.shape[1]
        self._is_integral = is_whole(problem.cost[problem.allowed])
        self._unseen = _UNSEEN * max(problem.cutoff, 100.0)
        self._triples = _NO_CUTS
        self._tried, self._is_hopeful = np.inf, False
        self._aim, self._site_of = problem.cutoff, _NOTHING
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
            The bound, and (n_group,) what each adds to it.
        """
        self._add_cheapest(self.groups.added_at(price))
        while True:
            share, price, added = self._solved()
            # What HiGHS and the sums may be off by.
            least = min(0.0 if self.is_all else -self._unseen, float(added.min(initial=0.0)))
            value = value_at(self._problem, price) + self._problem.n_open * least
            if self._left_s() <= 0:
                # Groups that lower the program may not have been sought.
                return value if self.is_all else -np.inf, added
            cuts = self._cuts(share)
            added = self._keep_below(self._aim - value, added)
            is_new = False
            if not self.is_all and value < self._aim:
                added = self._list_all(price, value, added, is_last=not len(cuts))
                is_new = self.is_all
            if value >= self._aim or self._is_few() or not (len(cuts) or is_new):
                return value, added
            if len(cuts):
                self._add_cuts(cuts)

    def _is_few(self) -> bool:
        return self.is_all and self.groups.cost.size <= _FEW_GROUPS

    def chosen(self, value: float, added: Floats) -> tuple[bool, Ints]:
        """Choose among the groups that are left: among few at first, for with a better answer fewer are left."""
        if not self.is_all and value < self._aim:
            return False, _NOTHING
        if added.size > _FEW_GROUPS and value < self._aim:
            self._choose_among(self.groups.only(np.argsort(added, kind="stable")[:_FEW_GROUPS]))
            added = self._keep_below(self._aim - value, added)
        is_settled = value >= self._aim or not added.size
        if not is_settled and added.size <= _MANY_GROUPS:
            is_settled = self._choose_among(self.groups)
        # That there is no answer as good as was hoped for settles nothing.
        return is_settled and (self._site_of.size > 0 or not self._is_hopeful), self._site_of

    def _choose_among(self, groups: Groups) -> bool:
        """Seek an answer of some groups below the cutoff; return whether the search came to an end."""
        is_settled, site_of = _solved_outright(self._problem, groups, cutoff=self._aim, left_s=self._left_s)
        objective = float(self._problem.cost[site_of, np.arange(site_of.size)].sum()) if site_of.size else np.inf
        if objective < self._aim:
            incumbent = Incumbent(is_integral=self._is_integral, objective=objective, plan=site_of)
            self._aim, self._site_of = incumbent.cutoff, site_of
        return is_settled

    def _keep_below(self, slack: float, added: Floats) -> Floats:
        """Forget the groups that an answer below the cutoff cannot use; return what the others add."""
        kept = added < slack + ROUNDING
        self._keep(kept)
        return added[kept]

    def _list_all(self, price: Floats, value: float, added: Floats, *, is_last: bool) -> Floats:
        """List all groups that may still be used, if they are not too many; return what each adds.

        Once no cut is left, a better answer than need be is hoped for, which may use fewer.
        """
        slack = self._aim - value
        if slack > _SHRUNK * self._tried and not is_last:
            return added
        self._tried, is_all = slack, False
        for times in range(_TIMES_LESS if is_last else 1):
            below = slack * _LESS_BELOW**times
            is_all, groups = listed(
                self._problem, price, triples=self._triples, below=below + ROUNDING, most_groups=self._most_groups
            )
            if is_all:
                break
        if not is_all:
            return added
        self._aim, self._is_hopeful = value + below, times > 0
        self.is_all = True
        self._keep(np.zeros(self.groups.cost.size, dtype=bool))
        self.groups = groups
        added = groups.added_at(price)
        self._add_cheapest(added)
        return added

    def _solved(self) -> tuple[Floats, Floats, Floats]:
        """Solve over all groups; return the shares of the columns, the prices, and what each group adds."""
        while True:
            share, row = self._program.solve()
            row[self._n_source :] = np.minimum(row[self._n_source :], 0.0)
            added = self.groups.added_at(row)
            lacking = np.flatnonzero(added < -ROUNDING)
            lacking = lacking[np.argsort(added[lacking], kind="stable")]
            lacking = lacking[~np.isin(lacking, self._columns)]
            if self._left_s() <= 0 or (not lacking.size and (self.is_all or not self._finds_more(row))):
                return share[self._n_source :], row, added
            if lacking.size:
                self._add(_few_of_each(lacking, self.groups.site[lacking]))

    def _finds_more(self, price: Floats) -> bool:
        """Seek unknown groups that add less than 0; return whether there are."""
        is_all, groups = listed(
            self._problem, price, triples=self._triples, below=-self._unseen, most_groups=_MORE_LISTED
        )
        self.groups = self.groups.and_others(groups)
        return groups.cost.size > 0 or not is_all

    def _add_cheapest(self, added: Floats) -> None:
        self._add(np.argsort(added, kind="stable")[:_FIRST_GROUPS])

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
        used = share > ROUNDING
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
        self._triples = np.concatenate([self._triples, triples])
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


def _solved_outright(
    problem: GroupProblem, groups: Groups, *, cutoff: float, left_s: Callable[[], float]
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


def _sites_of(groups: Groups, answer: ProgramAnswer, *, n_source: int) -> Ints:
    if not answer.value.size:
        return _NOTHING
    used = answer.value > 0.5
    members = groups.entries[used][:, :n_source]
    site_of = np.zeros(n_source, dtype=np.int64)
    site_of[members.indices] = np.repeat(groups.site[used], np.diff(members.indptr))
    return site_of
