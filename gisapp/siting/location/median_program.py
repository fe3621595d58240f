r"""What is left of a p-median problem as a small mixed-integer program.

With the costs :math:`D_{i1} < D_{i2} < \dots` at which source *i* may be served, and :math:`z_{ik} = 1` where it is
served at more than :math:`D_{ik}`:

.. math::

    \min \sum_i \Bigl( D_{i1} + \sum_k (D_{i,k+1} - D_{ik}) z_{ik} \Bigr) \quad
    z_{ik} + \sum_{j : c_{ij} = D_{ik}} y_j \ge z_{i,k-1}, \quad \sum_j y_j = p, \quad y_j \in \{0, 1\}

References
----------
Elloumi, A tighter formulation of the p-median problem. Journal of Combinatorial Optimization 19 (2010) 69-83,
10.1007/s10878-008-9162-0.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from gisapp.siting.codes import Floats, Ints
from gisapp.siting.location.milp import Program
from gisapp.siting.location.numbers import is_whole
from gisapp.siting.location.sites import FREE, OPEN, Fate


def median_program(
    sorted_cost: Floats,
    sorted_site: NDArray[np.int32],
    *,
    fate: Fate,
    reach: Floats,
    n_open: int,
    max_pairs: int,
) -> tuple[Program | None, Ints]:
    """Return the program and the undecided candidates, whose openings are its first variables.

    Parameters
    ----------
    sorted_cost, sorted_site
        (n_source, n_kept) costs of each source, ascending, and whose they are.
    fate
        (n_candidate,) of each.
    reach
        (n_source,) cost up to which each source may be served.
    max_pairs
        No program is returned if more pairs of a source and an undecided site matter.

    Notes
    -----
    Its objective lacks a constant.
    """
    sites = np.flatnonzero(fate == FREE)
    within = sorted_cost <= reach[:, None]
    open_cost = np.where(within & (fate[sorted_site] == OPEN), sorted_cost, np.inf).min(axis=1)
    matters = within & (fate[sorted_site] == FREE) & (sorted_cost < open_cost[:, None])
    if int(matters.sum()) > max_pairs:
        return None, sites
    source, place = np.nonzero(matters)
    cost, site = sorted_cost[source, place], np.searchsorted(sites, sorted_site[source, place])
    is_first = np.r_[True, source[1:] != source[:-1]][: source.size]
    starts = is_first | np.r_[True, cost[1:] != cost[:-1]][: source.size]
    level = np.cumsum(starts) - 1
    n_level = int(starts.sum())
    is_first, level_cost, level_source = is_first[starts], cost[starts], source[starts]
    is_last = np.r_[is_first[1:], True][:n_level]
    next_cost = np.where(is_last, open_cost[level_source], np.r_[level_cost[1:], np.inf][:n_level])
    # Where nothing is beyond a level, the source must be served up to it.
    leaves = np.isfinite(next_cost)
    beyond = sites.size + np.cumsum(leaves) - 1
    follows = np.flatnonzero(~is_first)
    left = np.flatnonzero(leaves)
    n_column = sites.size + left.size
    rows = coo_array(
        (
            np.r_[np.ones(level.size + left.size), -np.ones(follows.size), np.ones(sites.size)],
            (
                np.r_[level, left, follows, np.full(sites.size, n_level)],
                np.r_[site, beyond[left], beyond[follows - 1], np.arange(sites.size)],
            ),
        ),
        shape=(n_level + 1, n_column),
    )
    is_stranded = np.isinf(open_cost) & ~matters.any(axis=1)
    # There are not as many sites as that: no answer serves a stranded source.
    n_more = float(sites.size + 1 if is_stranded.any() else n_open - int((fate == OPEN).sum()))
    program = Program(
        cost=np.r_[np.zeros(sites.size), (next_cost - level_cost)[left]],
        lower=np.zeros(n_column),
        upper=np.ones(n_column),
        is_integer=np.arange(n_column) < sites.size,
        rows=csr_array(rows),
        row_lower=np.r_[is_first.astype(np.float64), n_more],
        row_upper=np.r_[np.full(n_level, np.inf), n_more],
        has_whole_answers=is_whole((next_cost - level_cost)[left]),
    )
    return program, sites
