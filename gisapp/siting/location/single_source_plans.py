"""Kernels of the capacitated p-median problem: answers made and improved.

References
----------
Osman and Christofides, Capacitated clustering problems by hybrid simulated annealing and tabu search.
International Transactions in Operational Research 1 (1994) 317-336, 10.1016/0969-6016(94)90032-9.
"""

import numpy as np

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.compiled import compiled

_ROUNDING = 1e-9


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
