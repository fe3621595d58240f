"""Kernels of the capacitated p-median problem: groups of sources that one site may serve, and cuts on them.

References
----------
Baldacci, Christofides and Mingozzi, An exact algorithm for the vehicle routing problem based on the set partitioning
formulation with additional cuts. Mathematical Programming 115 (2008) 351-385, 10.1007/s10107-007-0178-5.
Jepsen, Petersen, Spoorendonk and Pisinger, Subset-row inequalities applied to the vehicle-routing problem with time
windows. Operations Research 56 (2008) 497-511, 10.1287/opre.1070.0449.
"""

import numpy as np
from numpy.typing import NDArray

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.compiled import compiled

Rows = NDArray[np.int32]
Held = NDArray[np.int8]


@compiled
def _fill_least(dearness: Floats, load: Ints, room: int, table: Floats) -> None:
    """Set the least that the items from each one on may add, row by row, for each room from 0 on."""
    n_item = len(load)
    table[n_item, : room + 1] = 0.0
    for t in range(n_item - 1, -1, -1):
        for q in range(room + 1):
            least = table[t + 1, q]
            if load[t] <= q:
                least = min(least, table[t + 1, q - load[t]] + dearness[t])
            table[t, q] = least


@compiled
def _cuts_of(triples: Ints, n_source: int) -> tuple[Ints, Ints]:
    """Return where the cuts of each source begin, and they."""
    first = np.zeros(n_source + 1, np.int64)
    for source in triples.ravel():
        first[source + 1] += 1
    first = np.cumsum(first)
    cut, filled = np.empty(triples.size, np.int64), first.copy()
    for c in range(len(triples)):
        for source in triples[c]:
            cut[filled[source]] = c
            filled[source] += 1
    return first, cut


@compiled
def _penalty_with(cuts: Ints, held: Held, penalty: Floats) -> float:
    """Return what the cuts of one more source add: those of which one source is held."""
    total = 0.0
    for c in cuts:
        if held[c] == 1:
            total += penalty[c]
    return total


@compiled
def _hold(held: Held, cuts: Ints, by: int) -> None:
    """Count one source of some cuts more or less."""
    for c in cuts:
        held[c] += by


@compiled
def _list_groups(
    sources: Ints,
    source_cost: Floats,
    dearness: Floats,
    load: Ints,
    room: int,
    limit: float,
    table: Floats,
    first_cut: Ints,
    cut: Ints,
    penalty: Floats,
    site_rows: Ints,
    first: Ints,
    row: Rows,
    group_cost: Floats,
    begin: int,
) -> tuple[bool, int]:
    """Write the groups of one site below a limit behind the others; return whether all had room, and their end."""
    n_source, count = len(sources), begin
    chosen, value = np.zeros(n_source, np.int64), np.zeros(n_source + 1)
    held = np.zeros(len(penalty), np.int8)
    depth, t, left = 0, 0, room
    while True:
        if t < n_source and value[depth] + table[t, left] < limit:
            if load[t] <= left and value[depth] + dearness[t] + table[t + 1, left - load[t]] < limit:
                cuts = cut[first_cut[sources[t]] : first_cut[sources[t] + 1]]
                with_it = value[depth] + dearness[t] + _penalty_with(cuts, held, penalty)
                if with_it + table[t + 1, left - load[t]] < limit:
                    _hold(held, cuts, 1)
                    value[depth + 1] = with_it
                    chosen[depth] = t
                    depth += 1
                    left -= load[t]
            t += 1
            continue
        if t == n_source and depth > 0 and value[depth] < limit:
            behind = first[count] + depth
            end = behind + len(site_rows)
            if count + 2 > len(first) or end > len(row):
                return False, count
            row[first[count] : behind] = sources[chosen[:depth]]
            group_cost[count] = source_cost[chosen[:depth]].sum()
            row[behind:end] = site_rows
            count += 1
            first[count] = end
        if depth == 0:
            return True, count
        depth -= 1
        t = chosen[depth]
        _hold(held, cut[first_cut[sources[t]] : first_cut[sources[t] + 1]], -1)
        left += load[t]
        t += 1


@compiled
def groups_below(
    cost: Floats,
    load: Ints,
    room: Ints,
    allowed: Bools,
    must_open: Bools,
    price: Floats,
    limit: Floats,
    triples: Ints,
    penalty: Floats,
    most_groups: int,
    most_rows: int,
) -> tuple[bool, Floats, Ints, Ints, Rows]:
    """List every group of sources that a site has room for and whose cost less its prices is below a limit.

    Parameters
    ----------
    cost, allowed
        (n_candidate, n_source).
    load, room
        (n_source,), (n_candidate,) whole numbers in one unit.
    must_open
        (n_candidate,) sites that do not count.
    price
        (n_source,) of serving a source.
    limit
        (n_candidate,) for the groups of each site.
    triples, penalty
        (n_cut, 3), (n_cut,) what is added, 0 or more, for a group that holds two or more of three sources.

    Returns
    -------
    is_whole, group_cost, site, first, row
        Whether all were listed, or only as many as were asked for at most; the cost and the site of each group; where
        its rows of the program begin, and they: the sources, the number of sites where the site counts, the site.
    """
    n_site, n_source = cost.shape
    first, row = np.zeros(most_groups + 1, np.int64), np.empty(most_rows, np.int32)
    group_cost, site = np.empty(most_groups), np.empty(most_groups, np.int64)
    table = np.empty((n_source + 1, room.max() + 1))
    first_cut, cut = _cuts_of(triples, n_source)
    # What its cuts may add to a source: such sources are decided on first, so that it is known early.
    burden = np.array([penalty[cut[first_cut[i] : first_cut[i + 1]]].sum() for i in range(n_source)])
    count, is_whole = 0, True
    for j in range(n_site):
        sources = np.flatnonzero(allowed[j])
        dearness = cost[j][sources] - price[sources]
        order = np.argsort(-burden[sources], kind="mergesort")
        sources, dearness = sources[order], dearness[order]
        loads = load[sources]
        _fill_least(dearness, loads, room[j], table)
        site_rows = np.array([n_source, n_source + 1 + j])[int(must_open[j]) :]
        begin = count
        is_whole, count = _list_groups(
            sources,
            cost[j][sources],
            dearness,
            loads,
            room[j],
            limit[j],
            table,
            first_cut,
            cut,
            penalty,
            site_rows,
            first,
            row,
            group_cost,
            begin,
        )
        site[begin:count] = j
        if not is_whole:
            break
    rows = row[: first[count]].copy()
    return is_whole, group_cost[:count].copy(), site[:count].copy(), first[: count + 1].copy(), rows


@compiled
def _memberships(first: Ints, member: Rows, share: Floats, n_source: int) -> tuple[Bools, Floats]:
    """Return (n_source, n_group) who is in which group, and (n_source, n_source) shares of groups with both."""
    holds, together = np.zeros((n_source, len(share)), np.bool_), np.zeros((n_source, n_source))
    for g in range(len(share)):
        sources = member[first[g] : first[g + 1]]
        for source in sources:
            holds[source, g] = True
            for other in sources:
                together[source, other] += share[g]
    return holds, together


@compiled
def broken_triples(first: Ints, member: Rows, share: Floats, n_source: int, least: float) -> tuple[Ints, Floats]:
    """Return triples of sources of which groups with two or more make up over 1 in all, and by how much.

    Parameters
    ----------
    first, member
        The groups of a fractional answer.
    share
        (n_group,) of the answer.
    least
        Breaches below this do not count.
    """
    holds, together = _memberships(first, member, share, n_source)
    triples, breaches = [(0, 0, 0)], [0.0]
    for a in range(n_source):
        for b in range(a):
            for c in range(b):
                breach = together[a, b] + together[a, c] + together[b, c] - 1.0
                if breach > least:
                    # Groups with all three were counted thrice.
                    breach -= 2.0 * share[holds[a] & holds[b] & holds[c]].sum()
                if breach > least:
                    triples.append((a, b, c))
                    breaches.append(breach)
    return np.array(triples)[1:], np.array(breaches)[1:]
