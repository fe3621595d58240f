"""Kernels of the p-median problem.

References
----------
Whitaker, A fast algorithm for the greedy interchange for large-scale clustering and median location
problems. INFOR 21 (1983) 95-108.
Beasley, A note on solving large p-median problems. European Journal of Operational Research 21 (1985)
270-273, 10.1016/0377-2217(85)90040-2.
"""

import numpy as np
from numpy.typing import NDArray

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.compiled import compiled, compiled_in_any_order

Sorted = NDArray[np.int32]
Fate = NDArray[np.int8]
# Deflection: how much of the last direction is kept.
_MEMORY = 0.7
# A cost met in order takes so little time beside one that is sought out.
_ORDERLY = 0.2
_ROUNDING = 1e-9


@compiled_in_any_order
def _save_dense(cost: Floats, live: Ints, price: Floats, saving: Floats) -> None:
    """Set what each live candidate saves, by reading all of its costs."""
    for j in range(len(live)):
        site_cost = cost[live[j]]
        total = 0.0
        for i in range(len(price)):
            total += min(0.0, site_cost[i] - price[i])
        saving[j] = total


@compiled
def _n_below(sorted_cost: Floats, price: Floats) -> int:
    """Return how many costs are below the price of their source."""
    n_below = 0
    for i in range(len(price)):
        n_below += np.searchsorted(sorted_cost[i], price[i])
    return n_below


@compiled
def _save_nearest(sorted_cost: Floats, sorted_site: Sorted, price: Floats, saving: Floats) -> None:
    """Set what each candidate saves; by reading the costs of each source up to its price."""
    saving[:] = 0.0
    n_kept = sorted_cost.shape[1]
    for i in range(len(price)):
        for k in range(n_kept):
            if sorted_cost[i, k] >= price[i]:
                break
            saving[sorted_site[i, k]] += sorted_cost[i, k] - price[i]


@compiled
def _serve_dense(cost: Floats, sites: Ints, price: Floats, breach: Floats, nearest: Floats) -> None:
    """Set by how much each source is served too little, and the cost of its nearest open site."""
    breach[:] = 1.0
    nearest[:] = np.inf
    for j in sites:
        site_cost = cost[j]
        for i in range(len(price)):
            nearest[i] = min(nearest[i], site_cost[i])
            breach[i] -= 1.0 if site_cost[i] < price[i] else 0.0


@compiled
def _serve_nearest(
    sorted_cost: Floats, sorted_site: Sorted, n_site: int, sites: Ints, price: Floats, breach: Floats, nearest: Floats
) -> None:
    """Set the same, reading each row no farther than it must."""
    is_chosen = np.zeros(n_site, np.bool_)
    is_chosen[sites] = True
    for i in range(len(price)):
        breach[i], nearest[i] = 1.0, np.inf
        k = 0
        while nearest[i] == np.inf or sorted_cost[i, k] < price[i]:
            if is_chosen[sorted_site[i, k]]:
                nearest[i] = min(nearest[i], sorted_cost[i, k])
                breach[i] -= 1.0 if sorted_cost[i, k] < price[i] else 0.0
            k += 1
            if k == sorted_cost.shape[1]:
                break


@compiled
def _choose(saving: Floats, is_open: Bools, n_open: int, chosen: Ints) -> None:
    """Set the open candidates and those of least saving, the first of equals, as places among the live."""
    n_chosen = 0
    for j in range(len(saving)):
        if is_open[j]:
            chosen[n_chosen] = j
            n_chosen += 1
    n_more = n_open - n_chosen
    if n_more == 0:
        return
    last = np.partition(saving[~is_open], n_more - 1)[n_more - 1]
    for is_tied in (False, True):
        for j in range(len(saving)):
            fits = saving[j] == last if is_tied else saving[j] < last
            if fits and not is_open[j] and n_chosen < n_open:
                chosen[n_chosen] = j
                n_chosen += 1


@compiled
def median_burst(
    cost: Floats,
    sorted_cost: Floats,
    sorted_site: Sorted,
    fate: Fate,
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
    sorted_cost, sorted_site
        (n_source, n_kept) costs of each source, ascending, and whose they are.
    fate
        (n_candidate,) 1 open, -1 closed, 0 free.
    n_open
        Sites to be open.
    target
        Value at which the steps aim.
    cutoff
        Bound at which to stop.

    Returns
    -------
    value, multipliers, saving, sites, frequency
        At the best point; of all points, the open sites of the cheapest answer, and how often each site
        was chosen.
    """
    n_site, n_source = cost.shape
    live = np.flatnonzero(fate >= 0)
    is_open = fate[live] > 0
    n_kept = sorted_cost.shape[1]
    is_dense = _ORDERLY * len(live) * n_source < _n_below(sorted_cost, multipliers)
    # The nearest of the open sites is about so far down the list of a source.
    serves_dense = _ORDERLY * n_open < n_kept / n_open
    price = multipliers.copy()
    site_saving, saving, direction = np.zeros(n_site), np.zeros(len(live)), np.zeros(n_source)
    breach, nearest = np.empty(n_source), np.empty(n_source)
    chosen = np.empty(n_open, np.int64)
    frequency = np.zeros(n_site)
    best_value, best_price, best_saving = -np.inf, price.copy(), saving.copy()
    best_cost, best_sites = np.inf, np.zeros(n_open, np.int64)
    for _ in range(n_iterations):
        if is_dense:
            _save_dense(cost, live, price, saving)
        else:
            _save_nearest(sorted_cost, sorted_site, price, site_saving)
            saving[:] = site_saving[live]
        _choose(saving, is_open, n_open, chosen)
        sites = live[chosen]
        value = price.sum() + saving[chosen].sum()
        frequency[sites] += 1.0 / n_iterations
        if serves_dense:
            _serve_dense(cost, sites, price, breach, nearest)
        else:
            _serve_nearest(sorted_cost, sorted_site, n_site, sites, price, breach, nearest)
        if value > best_value:
            best_value = value
            best_price[:] = price
            best_saving[:] = saving
        if nearest.sum() < best_cost:
            best_cost = nearest.sum()
            best_sites[:] = sites
        direction = breach + _MEMORY * direction
        norm = (direction * direction).sum()
        if best_value >= cutoff or norm == 0.0:
            break
        price += step * (target - value) / norm * direction
    site_saving[:] = 0.0
    site_saving[live] = best_saving
    return best_value, best_price, site_saving, best_sites, frequency


@compiled
def _nearest_two(cost: Floats, sites: Ints, i: int, far: float) -> tuple[int, int, float, float]:
    """Return the places in `sites` of the cheapest and the next for a source, and their costs."""
    first, runner_up, least, second = 0, -1, far, far
    for k in range(len(sites)):
        value = cost[sites[k], i]
        if value < least:
            runner_up, second = first, least
            first, least = k, value
        elif value < second:
            runner_up, second = k, value
    return first, runner_up, least, second


@compiled
def _best_leaver(sites: Ints, may_swap: Bools, loss: Floats) -> int:
    """Return the place of the site that is missed least, -1 where none may leave."""
    out = -1
    for k in range(len(sites)):
        if may_swap[sites[k]] and (out < 0 or loss[k] < loss[out]):
            out = k
    return out


@compiled
def interchange(cost: Floats, sites: Ints, may_swap: Bools) -> tuple[float, Ints]:
    """Swap an open site for a closed one as long as that helps.

    Parameters
    ----------
    cost
        (n_candidate, n_source), site by site.
    sites
        (n_open,) sites open at first.
    may_swap
        (n_candidate,) which may be opened if closed, and closed if open.

    Returns
    -------
    cost, sites
        No single swap makes them better.
    """
    n_site, n_source = cost.shape
    sites = sites.copy()
    n_open = len(sites)
    # Stands for the second-nearest of a single site; finite, so that differences stay numbers.
    far = 2.0 * cost.max() + 1.0
    is_open = np.zeros(n_site, np.bool_)
    is_open[sites] = True
    first, runner_up = np.zeros(n_source, np.int64), np.zeros(n_source, np.int64)
    least, second = np.empty(n_source), np.empty(n_source)
    loss = np.empty(n_open)
    for i in range(n_source):
        first[i], runner_up[i], least[i], second[i] = _nearest_two(cost, sites, i, far)
    unchanged, j = 0, 0
    while unchanged < n_site:
        if not is_open[j] and may_swap[j]:
            gain = 0.0
            loss[:] = 0.0
            for i in range(n_source):
                value = cost[j, i]
                gain += max(0.0, least[i] - value)
                # What the source loses if its nearest leaves and the newcomer is there.
                loss[first[i]] += min(max(value, least[i]), second[i]) - least[i]
            out = _best_leaver(sites, may_swap, loss)
            if out >= 0 and gain - loss[out] > _ROUNDING * (1.0 + gain):
                is_open[sites[out]] = False
                is_open[j] = True
                sites[out] = j
                for i in range(n_source):
                    if first[i] == out or runner_up[i] == out or cost[j, i] < second[i]:
                        first[i], runner_up[i], least[i], second[i] = _nearest_two(cost, sites, i, far)
                unchanged = 0
        unchanged += 1
        j = (j + 1) % n_site
    return least.sum(), sites
