"""Kernels of the capacitated p-median problem.

References
----------
Ceselli and Righini, A branch-and-price algorithm for the capacitated p-median problem. Networks 45 (2005)
125-142, 10.1002/net.20059.
"""

import numpy as np

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.location.compiled import compiled

# Deflection: how much of the last direction is kept.
_MEMORY = 0.7
_ROUNDING = 1e-9


@compiled
def _fill_table(gain: Floats, load: Ints, capacity: int, items: Ints, table: Floats) -> None:
    """Set the best gain of the first items, row by row, for each room from 0 to the capacity."""
    table[0, : capacity + 1] = 0.0
    for t in range(len(items)):
        item_gain, item_load = gain[items[t]], load[items[t]]
        before, after = table[t], table[t + 1]
        for q in range(min(item_load, capacity + 1)):
            after[q] = before[q]
        for q in range(item_load, capacity + 1):
            after[q] = max(before[q], before[q - item_load] + item_gain)


@compiled
def _knapsack(gain: Floats, load: Ints, capacity: int, table: Floats, taken: Bools) -> float:
    """Fill a knapsack; set what is taken and return its gain.

    Parameters
    ----------
    gain, load
        (n_item,); items of no gain are left.
    table
        (n_item + 1, capacity + 1 at least) working space.
    """
    taken[:] = False
    worthy = np.flatnonzero(gain > _ROUNDING)
    if load[worthy].sum() <= capacity:
        taken[worthy] = True
        return float(gain[worthy].sum())
    _fill_table(gain, load, capacity, worthy, table)
    q = capacity
    for t in range(len(worthy) - 1, -1, -1):
        if table[t + 1, q] != table[t, q]:
            taken[worthy[t]] = True
            q -= load[worthy[t]]
    return float(table[len(worthy), capacity])


@compiled
def _choose(saving: Floats, must_open: Bools, n_open: int) -> Ints:
    """Return the sites that must open and, to make `n_open`, those of least saving."""
    return np.argsort(np.where(must_open, -np.inf, saving), kind="mergesort")[:n_open]


@compiled
def _at_pairs(cost: Floats, site: Ints, source: Ints) -> Floats:
    """Return the cost of each pair of a site and a source."""
    costs = np.empty(len(site))
    for t in range(len(site)):
        costs[t] = cost[site[t], source[t]]
    return costs


@compiled
def single_source_burst(
    cost: Floats,
    load: Ints,
    capacity: Ints,
    allowed: Bools,
    must_open: Bools,
    n_open: int,
    multipliers: Floats,
    step: float,
    target: float,
    cutoff: float,
    n_iterations: int,
) -> tuple[float, Floats, Floats, Ints, Floats]:
    """Move the multipliers along deflected subgradients.

    Parameters
    ----------
    cost
        (n_candidate, n_source), site by site.
    load, capacity
        (n_source,), (n_candidate,) whole numbers in one unit.
    allowed
        (n_candidate, n_source) which site may serve which source.
    target
        Value at which the steps aim.
    cutoff
        Bound at which to stop.

    Returns
    -------
    value, multipliers, saving, sites, frequency
        At the best point; the last is (n_candidate, n_source), how often each assignment was taken.
    """
    n_site, n_source = cost.shape
    site, source = np.nonzero(allowed)
    first = np.searchsorted(site, np.arange(n_site + 1))
    pair_cost, pair_load, n_pair = _at_pairs(cost, site, source), load[source], len(site)
    taken, taken_share = np.zeros(n_pair, np.bool_), np.zeros(n_pair)
    table = np.empty((n_source + 1, capacity.max() + 1))
    price, direction = multipliers.copy(), np.zeros(n_source)
    saving = np.zeros(n_site)
    best_value, best_price, best_saving = -np.inf, price.copy(), saving.copy()
    best_sites = np.zeros(n_open, np.int64)
    weight = 0.0
    for _ in range(n_iterations):
        gain = price[source] - pair_cost
        for j in range(n_site):
            a, b = first[j], first[j + 1]
            saving[j] = -_knapsack(gain[a:b], pair_load[a:b], capacity[j], table, taken[a:b])
        sites = _choose(saving, must_open, n_open)
        value = price.sum() + saving[sites].sum()
        # Later points are nearer the best prices and count more.
        weight = 0.9 * weight + 0.1
        taken_share *= 0.9
        direction = _MEMORY * direction + 1.0
        for j in sites:
            chosen = first[j] + np.flatnonzero(taken[first[j] : first[j + 1]])
            direction[source[chosen]] -= 1.0
            taken_share[chosen] += 0.1
        if value > best_value:
            best_value = value
            best_price[:] = price
            best_saving[:] = saving
            best_sites[:] = sites
        norm = (direction * direction).sum()
        if best_value >= cutoff or norm == 0.0:
            break
        price += step * (target - value) / norm * direction
    frequency = np.zeros((n_site, n_source))
    for t in range(n_pair):
        frequency[site[t], source[t]] = taken_share[t] / weight
    return best_value, best_price, best_saving, best_sites, frequency


@compiled
def _forced_gain(before: Floats, behind: Floats, load: int, capacity: int) -> float:
    """Return the best gain of two knapsacks that share what room one more item leaves.

    Parameters
    ----------
    before, behind
        (capacity + 1,) best gain of each for each room.
    """
    best = 0.0
    left = capacity - load
    for q in range(left + 1):
        best = max(best, before[q] + behind[left - q])
    return best


@compiled
def _dearer_by(
    gain: Floats, load: Ints, capacity: int, allowed: Bools, before: Floats, behind: Floats, dearer: Floats
) -> None:
    """Set by how much a site's knapsack loses if it is made to hold each source; infinite where it must not.

    Parameters
    ----------
    before, behind
        Working space.
    """
    worthy = np.flatnonzero(allowed & (gain > 0))
    n_worthy = len(worthy)
    _fill_table(gain, load, capacity, worthy, before)
    _fill_table(gain, load, capacity, worthy[::-1], behind)
    best = before[n_worthy, capacity]
    place = 0
    for i in range(len(gain)):
        is_worthy = place < n_worthy and worthy[place] == i
        if allowed[i] and load[i] <= capacity:
            others = before[n_worthy, capacity - load[i]]
            if is_worthy:
                others = _forced_gain(before[place], behind[n_worthy - 1 - place], load[i], capacity)
            dearer[i] = best - others - gain[i]
        else:
            dearer[i] = np.inf
        if is_worthy:
            place += 1


@compiled
def still_allowed(
    cost: Floats,
    load: Ints,
    capacity: Ints,
    allowed: Bools,
    must_open: Bools,
    n_open: int,
    price: Floats,
    saving: Floats,
    slack: float,
) -> Bools:
    """Return (n_candidate, n_source) the assignments that an answer better than the incumbent may still use.

    An assignment is ruled out if the relaxed problem, made to use it, is dearer by `slack` or more.
    """
    n_site, n_source = cost.shape
    room = capacity.max()
    before, behind = np.empty((n_source + 1, room + 1)), np.empty((n_source + 1, room + 1))
    dearer = np.empty(n_source)
    chosen = _choose(saving, must_open, n_open)
    is_chosen = np.zeros(n_site, np.bool_)
    is_chosen[chosen] = True
    # What opening a site that was not chosen puts out: the worst of those that were.
    worst = -np.inf
    for j in chosen:
        if not must_open[j]:
            worst = max(worst, saving[j])
    still = np.zeros((n_site, n_source), np.bool_)
    for j in range(n_site):
        opening = 0.0 if is_chosen[j] else saving[j] - worst
        if opening < slack:
            _dearer_by(price - cost[j], load, capacity[j], allowed[j], before, behind, dearer)
            still[j] = opening + dearer < slack
    return still


@compiled
def _improve_assignment(cost: Floats, demand: Floats, sites: Ints, place: Ints, left: Floats) -> bool:
    """Move single sources, and exchange pairs, as long as that helps; return whether anything moved."""
    n_source = len(demand)
    moved, better = False, True
    while better:
        better = False
        for i in range(n_source):
            for k in range(len(sites)):
                now = cost[sites[place[i]], i]
                if k != place[i] and left[k] >= demand[i] and cost[sites[k], i] < now - _ROUNDING * (1.0 + now):
                    left[place[i]] += demand[i]
                    left[k] -= demand[i]
                    place[i] = k
                    better = True
            for h in range(i):
                a, b = place[i], place[h]
                if a == b or left[a] + demand[i] < demand[h] or left[b] + demand[h] < demand[i]:
                    continue
                now = cost[sites[a], i] + cost[sites[b], h]
                if cost[sites[b], i] + cost[sites[a], h] < now - _ROUNDING * (1.0 + now):
                    left[a] += demand[i] - demand[h]
                    left[b] += demand[h] - demand[i]
                    place[i], place[h] = b, a
                    better = True
        moved = moved or better
    return moved


@compiled
def _recentre(cost: Floats, capacity: Floats, may_swap: Bools, sites: Ints, place: Ints, left: Floats) -> bool:
    """Give each group of sources its cheapest site; return whether any site moved."""
    n_site = len(cost)
    moved = False
    is_open = np.zeros(n_site, np.bool_)
    is_open[sites] = True
    for k in range(len(sites)):
        if not may_swap[sites[k]]:
            continue
        used = capacity[sites[k]] - left[k]
        group = np.flatnonzero(place == k)
        best, best_cost = sites[k], cost[sites[k]][group].sum() * (1.0 - _ROUNDING)
        for j in range(n_site):
            if may_swap[j] and not is_open[j] and capacity[j] >= used:
                group_cost = 0.0
                for i in group:
                    group_cost += cost[j, i]
                if group_cost < best_cost:
                    best, best_cost = j, group_cost
        if best != sites[k]:
            is_open[sites[k]], is_open[best] = False, True
            sites[k] = best
            left[k] = capacity[best] - used
            moved = True
    return moved


@compiled
def improved_plan(
    cost: Floats, demand: Floats, capacity: Floats, may_swap: Bools, sites: Ints, place: Ints
) -> tuple[float, Ints, Ints]:
    """Better assignment and sites in turn, as long as that helps.

    Parameters
    ----------
    may_swap
        (n_candidate,) which sites may open and close.
    sites, place
        Open sites, and the place among them of each source's site.

    Returns
    -------
    cost, sites, place
    """
    sites, place = sites.copy(), place.copy()
    left = capacity[sites]
    for i in range(len(demand)):
        left[place[i]] -= demand[i]
    better = True
    while better:
        better = _improve_assignment(cost, demand, sites, place, left)
        better = _recentre(cost, capacity, may_swap, sites, place, left) or better
    total = 0.0
    for i in range(len(demand)):
        total += cost[sites[place[i]], i]
    return total, sites, place


@compiled
def _regret(cost: Floats, sites: Ints, left: Floats, i: int, demand: float) -> tuple[int, float]:
    """Return the place of a source's cheapest site with room, -1 for none, and what the next one costs more."""
    least, second, place = np.inf, np.inf, -1
    for k in range(len(sites)):
        if left[k] >= demand:
            value = cost[sites[k], i]
            if value < least:
                least, second, place = value, least, k
            elif value < second:
                second = value
    return place, second - least if place >= 0 else np.inf


@compiled
def assigned(cost: Floats, demand: Floats, capacity: Floats, sites: Ints) -> Ints:
    """Assign each source to one of some sites; the source that would lose most by waiting is next.

    Returns
    -------
    numpy.ndarray
        (n_source,) place in `sites`; -1 for some where no room was found.
    """
    place = np.full(len(demand), -1, np.int64)
    left = capacity[sites]
    for _ in range(len(demand)):
        next_source, next_place, most = -1, -1, -1.0
        for i in range(len(demand)):
            if place[i] >= 0:
                continue
            k, regret = _regret(cost, sites, left, i, demand[i])
            if k < 0:
                return place
            if regret > most or (regret == most and demand[i] > demand[next_source]):
                next_source, next_place, most = i, k, regret
        place[next_source] = next_place
        left[next_place] -= demand[next_source]
    return place
