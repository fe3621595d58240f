"""Kernels of the capacitated p-median problem: its bound.

References
----------
Ceselli and Righini, A branch-and-price algorithm for the capacitated p-median problem. Networks 45 (2005)
125-142, 10.1002/net.20059.
"""

import numpy as np

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.compiled import compiled

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
def _gain_at_most(gain: Floats, load: Ints, capacity: int, ratio: Floats) -> float:
    """Return the gain of a knapsack whose last item may be cut: at or above that of the best whole ones.

    Parameters
    ----------
    ratio
        Working space.
    """
    n_worthy, room, total = 0, float(capacity), 0.0
    for t in range(len(gain)):
        ratio[t] = gain[t] / load[t] if load[t] > 0 else np.inf
        n_worthy += gain[t] > _ROUNDING
    for _ in range(n_worthy):
        best = 0
        for t in range(1, len(gain)):
            if ratio[t] > ratio[best]:
                best = t
        if load[best] > room:
            return float(total + room * ratio[best])
        room -= load[best]
        total += gain[best]
        ratio[best] = -np.inf
    return total


@compiled
def _choose(saving: Floats, must_open: Bools, n_open: int) -> Ints:
    """Return the sites that must open and, to make `n_open`, those of least saving."""
    return np.argsort(np.where(must_open, -np.inf, saving), kind="mergesort")[:n_open]


@compiled
def _keep_least(value: float, least: Floats) -> None:
    """Put a value into a list of the least ones, ascending, if it is among them."""
    if value < least[-1]:
        k = len(least) - 1
        while k > 0 and least[k - 1] > value:
            least[k] = least[k - 1]
            k -= 1
        least[k] = value


@compiled
def _save(
    gain: Floats,
    load: Ints,
    first: Ints,
    capacity: Ints,
    must_open: Bools,
    n_open: int,
    table: Floats,
    ratio: Floats,
    taken: Bools,
    saving: Floats,
) -> None:
    """Set what each site saves, and what the `n_open` that save most take; of the others, saving is a lower bound."""
    n_site = len(saving)
    for j in range(n_site):
        saving[j] = -_gain_at_most(gain[first[j] : first[j + 1]], load[first[j] : first[j + 1]], capacity[j], ratio)
    least = np.full(n_open, np.inf)
    for j in _choose(saving, must_open, n_site):
        if saving[j] > least[-1] and not must_open[j]:
            break
        a, b = first[j], first[j + 1]
        saving[j] = -_knapsack(gain[a:b], load[a:b], capacity[j], table, taken[a:b])
        _keep_least(-np.inf if must_open[j] else saving[j], least)


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
    table, ratio = np.empty((n_source + 1, capacity.max() + 1)), np.empty(n_source)
    price, direction = multipliers.copy(), np.zeros(n_source)
    saving = np.zeros(n_site)
    best_value, best_price, best_saving = -np.inf, price.copy(), saving.copy()
    best_sites = np.zeros(n_open, np.int64)
    weight = 0.0
    for _ in range(n_iterations):
        gain = price[source] - pair_cost
        _save(gain, pair_load, first, capacity, must_open, n_open, table, ratio, taken, saving)
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
            best_sites[:] = sites
        norm = (direction * direction).sum()
        if best_value >= cutoff or norm == 0.0:
            break
        price += step * (target - value) / norm * direction
    gain = best_price[source] - pair_cost
    for j in range(n_site):
        a, b = first[j], first[j + 1]
        best_saving[j] = -_knapsack(gain[a:b], pair_load[a:b], capacity[j], table, taken[a:b])
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
