"""The transport problem: who delivers where, once it is known which sites are open and how large.

References
----------
Ahuja, Magnanti and Orlin, Network Flows (Prentice Hall 1993), section 9.7: successive shortest paths. Sources
need no nodes of their own: a path leads from site to site by moving what one of them takes to the next.
"""

from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.compiled import compiled

_ROUNDING = 1e-9
# Ways that differ by less are equally long; about what adding up their parts may be off by.
_SHORTER = 1e-14


@dataclass(frozen=True, slots=True, eq=False)
class Transport:
    """A cheapest delivery.

    Attributes
    ----------
    cost
        In the unit of the costs; infinite where there is no delivery within capacities and least loads.
    share
        (n_source, n_open) part of each source that goes to each site; the rest goes unserved.
    """

    cost: float
    share: Floats


def transport(
    cost: Floats, demand: Floats, *, capacity: Floats, min_load: Floats, unserved_cost: Floats | None
) -> Transport:
    """Deliver all sources at least cost.

    Parameters
    ----------
    cost
        (n_source, n_open) cost of all of a source at a site; infinite where out of reach.
    demand
        (n_source,) above 0.
    capacity, min_load
        (n_open,) most and least that each site takes, in the unit of demand.
    unserved_cost
        (n_source,) cost of leaving all of a source unserved; None where all must be served.
    """
    n_source, n_open = cost.shape
    # A least load is a site of its own in the same place, so well paid that it is filled before any other.
    bound = np.flatnonzero(min_load > 0)
    rows = np.concatenate([cost.T, cost.T[bound]]) / demand
    limit = np.concatenate([capacity - min_load, min_load[bound]])
    if unserved_cost is not None:
        rows = np.concatenate([rows, (unserved_cost / demand)[None, :]])
        limit = np.append(limit, demand.sum() + 1.0)
    if not rows.size or not np.isfinite(rows).any(axis=0).all():
        return Transport(np.inf, np.zeros((n_source, n_open)))
    # In units of the dearest tonne, so that rounding is small beside all costs, whatever their unit.
    dearest = float(np.abs(rows[np.isfinite(rows)]).max())
    paid = rows / dearest if dearest > 0 else rows.copy()
    paid[n_open : n_open + bound.size] -= 4.0 * (len(rows) + 1)
    flow, is_feasible = _deliver(paid, demand, limit)
    served = flow[n_open : n_open + bound.size].sum(axis=1)
    if not is_feasible or (served < min_load[bound] * (1 - 1e-7)).any():
        return Transport(np.inf, np.zeros((n_source, n_open)))
    total = float((np.where(flow > 0, rows, 0.0) * flow).sum())
    at_site = flow[:n_open].copy()
    at_site[bound] += flow[n_open : n_open + bound.size]
    return Transport(total, (at_site / demand).T)


@compiled
def _set_arcs(unit_cost: Floats, flow: Floats, a: int, arc: Floats, by: Ints, least: float) -> None:
    """Set what it costs to move a unit from site `a` to each other, and by which source."""
    n_site, n_source = unit_cost.shape
    arc[a, :] = np.inf
    by[a, :] = -1
    for i in range(n_source):
        if flow[a, i] > least:
            for b in range(n_site):
                value = unit_cost[b, i] - unit_cost[a, i]
                if value < arc[a, b]:
                    arc[a, b] = value
                    by[a, b] = i
    arc[a, a] = np.inf


@compiled
def _leads_through(before: Ints, end: int, site: int) -> bool:
    """Return whether the way found to a site so far passes another one."""
    while end >= 0:
        if end == site:
            return True
        end = before[end]
    return False


@compiled
def _nearest_with_room(arc: Floats, start: int, has_room: Bools, before: Ints) -> int:
    """Find the site with room that is nearest to one without; set the way there. Return -1 where there is none."""
    n_site = len(arc)
    distance = np.full(n_site, np.inf)
    distance[start] = 0.0
    before[:] = -1
    changed = True
    rounds = 0
    while changed and rounds < n_site:
        changed = False
        rounds += 1
        for a in range(n_site):
            if distance[a] == np.inf:
                continue
            for b in range(n_site):
                value = distance[a] + arc[a, b]
                # Rounding can make a circle look like a way that is shorter: ways must not turn back on themselves.
                if value < distance[b] - _SHORTER * abs(value) and not _leads_through(before, a, b):
                    distance[b] = value
                    before[b] = a
                    changed = True
    best = -1
    for b in range(n_site):
        if has_room[b] and distance[b] < np.inf and (best < 0 or distance[b] < distance[best]):
            best = b
    return best


@compiled
def _push(flow: Floats, by: Ints, before: Ints, start: int, end: int, most: float) -> float:
    """Move as much as can be, at most `most`, along a way; return how much."""
    amount = most
    b = end
    while b != start:
        a = before[b]
        amount = min(amount, flow[a, by[a, b]])
        b = a
    b = end
    while b != start:
        a = before[b]
        flow[a, by[a, b]] -= amount
        flow[b, by[a, b]] += amount
        b = a
    return amount


@compiled
def _deliver(unit_cost: Floats, demand: Floats, limit: Floats) -> tuple[Floats, bool]:
    """Give each source to its cheapest site, then move what is too much along shortest ways.

    Returns
    -------
    flow, is_feasible
        (n_site, n_source) in the unit of demand.
    """
    n_site, n_source = unit_cost.shape
    least = _ROUNDING * demand.sum() / n_source
    flow, load = np.zeros((n_site, n_source)), np.zeros(n_site)
    for i in range(n_source):
        cheapest = np.argmin(unit_cost[:, i])
        flow[cheapest, i] = demand[i]
        load[cheapest] += demand[i]
    arc, by = np.full((n_site, n_site), np.inf), np.full((n_site, n_site), -1)
    for a in range(n_site):
        _set_arcs(unit_cost, flow, a, arc, by, least)
    before = np.empty(n_site, np.int64)
    while True:
        start = int(np.argmax(load - limit))
        excess = load[start] - limit[start]
        if excess <= least:
            return flow, True
        end = _nearest_with_room(arc, start, load < limit - least, before)
        if end < 0:
            return flow, False
        amount = _push(flow, by, before, start, end, min(excess, limit[end] - load[end]))
        load[start] -= amount
        load[end] += amount
        b = end
        while b != start:
            _set_arcs(unit_cost, flow, b, arc, by, least)
            b = before[b]
        _set_arcs(unit_cost, flow, start, arc, by, least)
