"""Kernels of the capacitated facility location problem.

References
----------
Geoffrion and McBride, Lagrangean relaxation applied to capacitated facility location problems. AIIE
Transactions 10 (1978) 40-47, 10.1080/05695557808975181.
Beasley, An algorithm for solving large capacitated warehouse location problems. European Journal of
Operational Research 33 (1988) 314-325, 10.1016/0377-2217(88)90175-0.
"""

import numpy as np

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.compiled import compiled

# Deflection: how much of the last direction is kept.
_MEMORY = 0.7
_CLOSED = -1


@compiled
def _fill(gap: Floats, demand: Floats, order: Ints, least: float, most: float, share: Floats) -> float:
    """Take sources in order, whole or in part, while that pays and there is room, and on until the least is reached.

    Parameters
    ----------
    gap
        (n_source,) cost less price of all of each source.
    order
        Sources by gap for each unit of demand.

    Returns
    -------
    float
        Sum of gaps; infinite where the least is not reached. `share` is set to the part of each source taken.
    """
    share[:] = 0.0
    load, value = 0.0, 0.0
    for i in order:
        if gap[i] >= 0.0 and load >= least:
            break
        room = (most if gap[i] < 0.0 else least) - load
        if room <= 0.0:
            break
        share[i] = min(1.0, room / demand[i])
        load += share[i] * demand[i]
        value += share[i] * gap[i]
    return value if load >= least * (1.0 - 1e-9) else np.inf


@compiled
def _part_of_cheapest(
    ratio: Floats, demand: Floats, start: int, end: int, room: float
) -> tuple[int, float, float, float, bool]:
    """Take sources from `start` to `end` by ratio, the last in part, until the room is full.

    Selection by halves: no order is made among those that are taken anyway.

    Returns
    -------
    place, load, value, in_part, is_full
        Those from `start` to the place are all taken, and come to a load and a value; what is taken of others
        adds `in_part` to the value.
    """
    load, value = 0.0, 0.0
    while start < end:
        middle = ratio[(start + end) // 2]
        low, high = min(ratio[start], ratio[end - 1]), max(ratio[start], ratio[end - 1])
        pivot = min(max(middle, low), high)
        # Those below the pivot to the front, those above to the back.
        below, at, above = start, start, end
        load_below, value_below, load_at = 0.0, 0.0, 0.0
        while at < above:
            r, d = ratio[at], demand[at]
            if r < pivot:
                load_below += d
                value_below += r * d
                ratio[at], demand[at] = ratio[below], demand[below]
                ratio[below], demand[below] = r, d
                below += 1
                at += 1
            elif r > pivot:
                above -= 1
                ratio[at], demand[at] = ratio[above], demand[above]
                ratio[above], demand[above] = r, d
            else:
                load_at += d
                at += 1
        if load_below > room - load:
            end = below
            continue
        load += load_below
        value += value_below
        start = below
        if load_at >= room - load:
            return start, load, value, pivot * (room - load), True
        load += load_at
        value += pivot * load_at
        start = above
    return start, load, value, 0.0, False


@compiled
def _gaps(
    price: Floats, source: Ints, cost: Floats, demand: Floats, ratio: Floats, load: Floats
) -> tuple[int, float, float]:
    """Set ratio and load of the sources that pay, in order, and of those that do not, from the end.

    Returns
    -------
    n_paying, load, value
        Of those that pay.
    """
    n_paying, back, total, value = 0, len(source), 0.0, 0.0
    for i in range(len(source)):
        gap = cost[i] - price[source[i]]
        if gap < 0.0:
            ratio[n_paying], load[n_paying] = gap / demand[i], demand[i]
            n_paying += 1
            total += demand[i]
            value += gap
        else:
            back -= 1
            ratio[back], load[back] = gap / demand[i], demand[i]
    return n_paying, total, value


@compiled
def _site_values(
    ratio: Floats,
    demand: Floats,
    paying: tuple[int, float, float],
    fixed: Floats,
    capacity: Floats,
    min_load: Floats,
    allowed: Bools,
    values: Floats,
) -> None:
    """Set the relaxed value of each option of one site, infinite where it is not allowed.

    Parameters
    ----------
    ratio, demand
        Of sources, those that pay first; they come to lie in another order.
    paying
        Number, load and value of those that pay.
    """
    n_paying, load, value = paying
    # Of those that pay, the ones before `place` are the cheapest, and known to fit.
    place, load_before, value_before = 0, 0.0, 0.0
    for k in range(len(fixed)):
        values[k] = np.inf
        if not allowed[k]:
            continue
        if load < min_load[k]:
            _, more, cost, in_part, is_reached = _part_of_cheapest(
                ratio, demand, n_paying, len(ratio), min_load[k] - load
            )
            is_reached = is_reached or load + more >= min_load[k] * (1.0 - 1e-9)
            values[k] = fixed[k] + value + cost + in_part if is_reached else np.inf
        elif load <= capacity[k]:
            values[k] = fixed[k] + value
        else:
            if capacity[k] < load_before:
                place, load_before, value_before = 0, 0.0, 0.0
            place, more, cost, in_part, _ = _part_of_cheapest(ratio, demand, place, n_paying, capacity[k] - load_before)
            load_before += more
            value_before += cost
            values[k] = fixed[k] + value_before + in_part


@compiled
def _fill_order(gap: Floats, demand: Floats, below: float) -> Ints:
    """Return sources of a gap below a figure, by gap for each unit of demand."""
    sources = np.flatnonzero(gap < below)
    return sources[np.argsort(gap[sources] / demand[sources], kind="mergesort")]


@compiled
def opened_sites(value: Floats, may_close: Bools, is_existing: Bools, n_least: int, n_most_new: int) -> Bools:
    """Return which sites the relaxed problem opens: those that must, those that pay, and as many as are needed."""
    is_open = ~may_close
    n_open, n_new = is_open.sum(), (is_open & ~is_existing).sum()
    sites, most = np.flatnonzero(may_close), n_most_new - n_new
    if 0 < most < sites.size:
        # Of many sites only the few that may be opened need an order.
        sites = sites[value[sites] <= np.partition(value[sites], most - 1)[most - 1]]
    for j in sites[np.argsort(value[sites], kind="mergesort")]:
        if n_new >= n_most_new or (value[j] >= 0.0 and n_open >= n_least) or value[j] == np.inf:
            break
        is_open[j] = True
        n_open += 1
        n_new += 1
    return is_open


@compiled
def facility_burst(
    reach_first: Ints,
    reach_source: Ints,
    reach_cost: Floats,
    reach_demand: Floats,
    unserved_cost: Floats,
    first: Ints,
    fixed_cost: Floats,
    outlay: Floats,
    capacity: Floats,
    min_load: Floats,
    allowed: Bools,
    may_close: Bools,
    is_existing: Bools,
    n_least: int,
    n_most_new: int,
    budget: float,
    multipliers: Floats,
    step: float,
    target: float,
    cutoff: float,
    n_iterations: int,
) -> tuple[float, Floats, Floats, Ints, Floats]:
    """Move the multipliers along deflected subgradients.

    Parameters
    ----------
    reach_first
        (n_candidate + 1,) the sources within reach of site j are ``reach_first[j]`` to ``reach_first[j + 1]`` of
        `reach_source`, with their cost there and their demand.
    unserved_cost
        (n_source,) infinite where all must be served.
    first
        (n_candidate + 1,) the options of site j are ``first[j]`` to ``first[j + 1]``.
    allowed, may_close
        (n_option,), (n_candidate,) decisions that are still open.
    n_least, n_most_new
        Fewest sites that any answer opens, and most new ones.
    budget
        Most that the outlays of options may come to; infinite for no limit.
    multipliers
        (n_source + 1,) price of each source, and of the whole budget.
    target
        Value at which the steps aim.
    cutoff
        Bound at which to stop.

    Returns
    -------
    value, multipliers, saving, options, frequency
        At the best point: what each option adds, the option that each site would take, -1 for none; and how often each
        option was taken.
    """
    n_site, n_source = len(reach_first) - 1, len(unserved_cost)
    price, direction = multipliers.copy(), np.zeros(n_source + 1)
    saving, site_value = np.empty(len(fixed_cost)), np.empty(n_site)
    best_option = np.empty(n_site, np.int64)
    share, ratio, load_of = np.empty(n_source), np.empty(n_source), np.empty(n_source)
    frequency, weight = np.zeros(len(fixed_cost)), 0.0
    best_value, best_price, best_saving = -np.inf, price.copy(), np.zeros(len(fixed_cost))
    best_options = np.full(n_site, _CLOSED)
    has_budget = budget < np.inf
    for _ in range(n_iterations):
        price[:n_source] = np.minimum(price[:n_source], unserved_cost)
        price[n_source] = max(0.0, float(price[n_source])) if has_budget else 0.0
        fixed = fixed_cost + price[n_source] / budget * outlay if has_budget else fixed_cost
        for j in range(n_site):
            a, b = first[j], first[j + 1]
            if not allowed[a:b].any():
                saving[a:b], site_value[j], best_option[j] = np.inf, np.inf, _CLOSED
                continue
            p, q = reach_first[j], reach_first[j + 1]
            mine, load = ratio[: q - p], load_of[: q - p]
            paying = _gaps(price, reach_source[p:q], reach_cost[p:q], reach_demand[p:q], mine, load)
            _site_values(mine, load, paying, fixed[a:b], capacity[a:b], min_load[a:b], allowed[a:b], saving[a:b])
            best_option[j] = a + np.argmin(saving[a:b])
            site_value[j] = saving[best_option[j]]
        is_open = opened_sites(site_value, may_close, is_existing, n_least, n_most_new)
        value = price[:n_source].sum() - price[n_source]
        direction *= _MEMORY
        direction[:n_source] += 1.0
        direction[n_source] -= 1.0 if has_budget else 0.0
        frequency *= 0.9
        weight = 0.9 * weight + 0.1
        for site in np.flatnonzero(is_open):
            k = best_option[site]
            value += site_value[site]
            frequency[k] += 0.1
            p, q = reach_first[site], reach_first[site + 1]
            gap, demand, taken = reach_cost[p:q] - price[reach_source[p:q]], reach_demand[p:q], share[: q - p]
            order = _fill_order(gap, demand, np.inf if min_load[k] > 0.0 else 0.0)
            _fill(gap, demand, order, min_load[k], capacity[k], taken)
            for r in range(q - p):
                direction[reach_source[p + r]] -= taken[r]
            direction[n_source] += outlay[k] / budget if has_budget else 0.0
        # At its ceiling a source may as well go unserved, which is no breach.
        direction[:n_source] = np.where(
            price[:n_source] < unserved_cost, direction[:n_source], np.minimum(direction[:n_source], 0.0)
        )
        if value > best_value:
            best_value = value
            best_price[:] = price
            best_saving[:] = saving
            best_options[:] = np.where(is_open, best_option, _CLOSED)
        norm = (direction * direction).sum()
        if best_value >= cutoff or norm == 0.0 or value == np.inf:
            break
        price += step * (target - value) / norm * direction
    return best_value, best_price, best_saving, best_options, frequency / weight
