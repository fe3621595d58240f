"""The models by trying everything: slow, short and independent of the code under test."""

import itertools

import numpy as np
from scipy.optimize import linprog


def site_sets(sites, n_new):
    """Every set of open sites: all existing, all forced, and `n_new` new ones in all."""
    existing = tuple(np.flatnonzero(sites.existing))
    candidates = np.flatnonzero(~sites.existing & ~sites.forbidden)
    for new in itertools.combinations(candidates, n_new):
        if set(np.flatnonzero(sites.forced)) <= set(new):
            yield list(existing + new)


def median(cost, sites, n_new):
    return min((cost[:, chosen].min(axis=1).sum() for chosen in site_sets(sites, n_new) if chosen), default=np.inf)


def maximal_covering(reaches, weight, sites, n_new):
    return max(weight[reaches[:, chosen].any(axis=1)].sum() for chosen in site_sets(sites, n_new) if chosen)


def centre(distance, sites, n_new):
    return min((distance[:, chosen].min(axis=1).max() for chosen in site_sets(sites, n_new) if chosen), default=np.inf)


def set_cover(reaches, sites, fixed_cost):
    """Least cost of new sites that reach all."""
    best = np.inf
    for n_new in range(reaches.shape[1] + 1):
        for chosen in site_sets(sites, n_new):
            if reaches[:, chosen].any(axis=1).all():
                best = min(best, fixed_cost[[site for site in chosen if not sites.existing[site]]].sum())
    return best


def single_source(cost, demand, capacity, sites, n_new):
    best = np.inf
    for chosen in site_sets(sites, n_new):
        for places in itertools.product(chosen, repeat=len(demand)):
            load = np.bincount(places, demand, minlength=len(capacity))
            if (load <= capacity + 1e-9).all():
                best = min(best, cost[np.arange(len(demand)), list(places)].sum())
    return best


def delivery(cost, demand, capacity, min_load, unserved_cost):
    """The transport problem as a linear program."""
    n_source, n_open = cost.shape
    reachable = np.isfinite(cost)
    price = np.where(reachable, cost, 0.0).ravel()
    upper = reachable.ravel().astype(float)
    if unserved_cost is None:
        unserved_cost, left = np.zeros(n_source), np.zeros(n_source)
    else:
        left = np.ones(n_source)
    service = np.hstack([np.kron(np.eye(n_source), np.ones(n_open)), np.eye(n_source)])
    load = np.hstack([np.kron(demand, np.eye(n_open)), np.zeros((n_open, n_source))])
    answer = linprog(
        np.concatenate([price, unserved_cost]),
        A_eq=service,
        b_eq=np.ones(n_source),
        A_ub=np.vstack([load, -load]),
        b_ub=np.concatenate([capacity, -min_load]),
        bounds=np.column_stack([np.zeros(price.size + n_source), np.concatenate([upper, left])]),
    )
    return answer.fun if answer.status == 0 else np.inf


def facility(problem):
    """Every size or none for every site, each with its cheapest deliveries."""
    options, sites = problem.options, problem.sites
    choices = []
    for site in range(problem.cost.shape[1]):
        sizes = [] if sites.forbidden[site] else list(np.flatnonzero(options.site == site))
        choices.append(sizes if sites.must_open[site] else [None, *sizes])
    best = np.inf
    for decision in itertools.product(*choices):
        chosen = [size for size in decision if size is not None]
        fixed = options.fixed_cost[chosen].sum()
        new = sum(not sites.existing[options.site[size]] for size in chosen)
        if problem.budget is not None and fixed > problem.budget:
            continue
        if problem.max_new is not None and new > problem.max_new:
            continue
        cost = delivery(
            problem.cost[:, options.site[chosen].astype(int)],
            problem.demand,
            options.capacity[chosen],
            options.min_load[chosen],
            problem.unserved_cost,
        )
        best = min(best, fixed + cost)
    return best
