"""Groups of sources of a capacitated p-median problem: how they are listed, and what they are in a linear program.

A group is a site and the sources that it serves whole. The rows of the program are the sources, the number of free
sites, the sites; cuts are apart, as they grow.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.location.single_source_columns import groups_below

# For most of the groups; where there are larger ones, fewer are listed.
_ROWS_OF_A_GROUP = 14
# What HiGHS and the sums may be off by.
ROUNDING = 1e-7


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
class Groups:
    """Listed groups, and their entries (n_group, n_row) and (n_group, n_cut) in the program."""

    cost: Floats
    site: Ints
    entries: csr_array
    cuts: csr_array

    def only(self, kept: Bools | Ints) -> "Groups":
        """Return some of the groups."""
        return Groups(self.cost[kept], self.site[kept], self.entries[kept], self.cuts[kept])

    def and_others(self, others: "Groups") -> "Groups":
        """Return these groups and others behind them."""
        return Groups(
            np.r_[self.cost, others.cost],
            np.r_[self.site, others.site],
            csr_array(vstack([self.entries, others.entries], format="csr")),
            csr_array(vstack([self.cuts, others.cuts], format="csr")),
        )

    def with_cuts(self, triples: Ints) -> "Groups":
        """Return the groups with more cuts."""
        more = _cut_entries(self.entries, triples)
        return Groups(self.cost, self.site, self.entries, csr_array(hstack([self.cuts, more], format="csr")))

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


def first_prices(problem: GroupProblem, multipliers: Floats, saving: Floats) -> Floats:
    """Return prices of the rows at which no group adds less than 0."""
    free = np.sort(saving[~problem.must_open])
    number = float(free[min(problem.n_free, free.size) - 1]) if problem.n_free and free.size else 0.0
    site = np.where(problem.must_open, saving, np.minimum(saving - number, 0.0))
    return np.concatenate([multipliers, [number], site])


def value_at(problem: GroupProblem, price: Floats) -> float:
    """Return the bound that prices of the rows, those of the cuts last, prove if no group adds less than 0."""
    limits = problem.row_limits
    return float(limits @ price[: limits.size] + price[limits.size :].sum())


def listed(
    problem: GroupProblem, price: Floats, *, triples: Ints, below: float, most_groups: int
) -> tuple[bool, Groups]:
    """List the groups that add less than a limit to what prices of the rows prove.

    Parameters
    ----------
    price
        (n_row + n_cut,), those of the cuts 0 or less.
    triples
        (n_cut, 3) sources; a cut counts the groups that hold two or more of them.

    Returns
    -------
    is_whole, groups
        Whether all are listed, or only the first that were found.
    """
    n_site, n_source = problem.cost.shape
    n_row = problem.row_limits.size
    is_whole, cost, site, first, row = groups_below(
        problem.cost,
        problem.load,
        problem.room,
        problem.allowed,
        problem.must_open,
        price[:n_source],
        price[n_source + 1 : n_row] + np.where(problem.must_open, 0.0, price[n_source]) + below,
        triples,
        -price[n_row:],
        most_groups,
        most_groups * _ROWS_OF_A_GROUP,
    )
    entries = csr_array((np.ones(row.size), row, first), shape=(site.size, n_row))
    groups = Groups(cost, site, entries, csr_array((site.size, 0))).with_cuts(triples)
    load = entries @ np.r_[problem.demand, np.zeros(1 + n_site)]
    # Loads were rounded down.
    fits = load <= problem.capacity[site] * (1 + 1e-12)
    return is_whole, groups if fits.all() else groups.only(fits)
