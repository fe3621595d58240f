"""Requirements that can be seen to contradict each other without any search."""

import numpy as np

from gisapp.siting.codes import Floats
from gisapp.siting.location.outcome import Obstacle, Requirement
from gisapp.siting.location.sites import SiteRules


def count_obstacles(sites: SiteRules, *, n_new: int) -> tuple[Obstacle, ...]:
    """Return what makes it impossible to open exactly `n_new` sites, in numbers of sites."""
    n_forced = int(sites.forced.sum())
    n_possible = int((~sites.existing & ~sites.forbidden).sum())
    n_candidate = int((~sites.existing).sum())
    if n_forced > n_new:
        return (Obstacle(Requirement.COUNT, n_new, n_forced), Obstacle(Requirement.FORCED, n_forced, n_new))
    if n_possible < n_new:
        count = Obstacle(Requirement.COUNT, n_new, n_possible)
        forbidden = Obstacle(Requirement.FORBIDDEN, n_possible, n_new)
        return (count, forbidden) if n_candidate >= n_new else (count,)
    if n_new == 0 and not sites.existing.any():
        return (Obstacle(Requirement.COUNT, 0, 1),)
    return ()


def reach_obstacles(cost: Floats, sites: SiteRules) -> tuple[Obstacle, ...]:
    """Return what keeps some source from every candidate, in numbers of sources."""
    n_source = len(cost)
    reached = int(np.isfinite(cost[:, ~sites.forbidden]).any(axis=1).sum())
    if reached == n_source:
        return ()
    if np.isfinite(cost).any(axis=1).all():
        return (Obstacle(Requirement.FORBIDDEN, reached, n_source),)
    return (Obstacle(Requirement.REACH, reached, n_source),)


def capacity_obstacles(
    demand: Floats, capacity: Floats, *, cost: Floats, sites: SiteRules, n_new: int
) -> tuple[Obstacle, ...]:
    """Return what leaves too little room, in the unit of demand: for all sources, or for one that goes whole."""
    possible = ~sites.forbidden
    largest_within_reach = np.where(np.isfinite(cost) & possible, capacity, 0.0).max(axis=1)
    too_large = np.flatnonzero(demand > largest_within_reach)
    if too_large.size:
        source = too_large[0]
        return (Obstacle(Requirement.CAPACITY, float(largest_within_reach[source]), float(demand[source])),)
    optional = np.sort(capacity[possible & ~sites.must_open])[::-1]
    room = float(capacity[sites.must_open].sum() + optional[: n_new - int(sites.forced.sum())].sum())
    if room < demand.sum() * (1 - 1e-12):
        return (Obstacle(Requirement.CAPACITY, room, float(demand.sum())),)
    return ()
