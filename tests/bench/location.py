"""Time the location models on published instances and on made-up ones of their recipes.

Run with ``python -m tests.bench.location``. The published instances lie beside the project, in ``../shared``, and are
left out where absent; those of the recipes are made here, so that the large sizes are held to the same gates.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import shortest_path

from gisapp.siting.location import (
    Effort,
    FacilityProblem,
    MedianProblem,
    Outcome,
    OutcomeStatus,
    SingleSourceProblem,
    single_options,
    site_rules,
    solve_facility,
    solve_median,
    solve_single_source,
)
from gisapp.siting.location.instances import read_cap, read_pmed, read_pmedcap
from gisapp.siting.location.warm_up import warm_up
from tests.bench import spopt_beside
from tests.bench.gates import Gate, gate, report, say
from tests.siting.location.published import CAP, ORLIB, PMED, PMEDCAP, cap_optima, path_of

# The forty sizes of Beasley's p-median instances.
MEDIAN_SIZES = [
    (n, p)
    for n in range(100, 1000, 100)
    for p in (5, 10, n // 10, n // 5, n // 3)[: 5 if n <= 600 else 4 if n == 700 else 3]
]
BESIDE_SPOPT = ("pmed1", "pmed6", "pmed10")
HARD_CAPACITIES = (8_000.0, 10_000.0, 12_000.0, 14_000.0)
HARD_LIMIT_S, HARD_GAP_PERCENT = 60.0, 0.5


def solved(solve: Callable[[Effort], Outcome], *, limit_s: float = 60.0) -> Outcome:
    """Solve within a time limit."""
    return solve(Effort(time_limit_s=limit_s, clock=time.perf_counter))


def network_median(n: int, p: int, *, seed: int) -> MedianProblem:
    """Make a p-median instance as Beasley's are: a ring and random edges, n^2/50 in all, of length 1-100.

    Of edges between the same two vertices the last counts, as in his files.
    """
    rng = np.random.default_rng(seed)
    extra = n * n // 50 - n
    tail = np.concatenate([np.arange(n), rng.integers(n, size=extra)])
    head = np.concatenate([(np.arange(n) + 1) % n, (tail[n:] + rng.integers(1, n, size=extra)) % n])
    edges = np.sort(np.column_stack([tail, head]), axis=1)
    length = rng.integers(1, 101, size=len(edges)).astype(float)
    pairs, last = np.unique(edges[::-1], axis=0, return_index=True)
    graph = coo_array((length[::-1][last], pairs.T), shape=(n, n)).tocsr()
    return MedianProblem(cost=shortest_path(graph, directed=False), n_new=p, sites=site_rules(n))


def wide_facility(capacity: float, *, seed: int) -> FacilityProblem:
    """Make a capacitated instance of the size of Beasley's hard ones: 100 candidates, 1,000 customers in a square."""
    rng = np.random.default_rng(seed)
    site, customer = rng.uniform(0, 1_000, (100, 2)), rng.uniform(0, 1_000, (1_000, 2))
    demand = rng.integers(1, 116, 1_000).astype(float)
    away = np.hypot(*(customer[:, None] - site).transpose(2, 0, 1))
    fixed_cost = rng.uniform(500_000, 1_500_000, 100)
    options = single_options(np.full(100, capacity), fixed_cost)
    return FacilityProblem(cost=away * demand[:, None], demand=demand, options=options, sites=site_rules(100))


def plane_single_source(n: int, p: int, *, seed: int) -> SingleSourceProblem:
    """Make a capacitated p-median instance as Osman and Christofides did: points in a square, capacity 120."""
    rng = np.random.default_rng(seed)
    xy, demand = rng.integers(1, 101, (n, 2)).astype(float), np.full(n, 20.0)
    # The demands of theirs fill 82 to 96 % of the capacity.
    while not 0.82 <= demand.sum() / (120.0 * p) <= 0.96:
        demand = rng.integers(1, 21, n).astype(float)
    cost = np.floor(np.hypot(*(xy[:, None] - xy).transpose(2, 0, 1)))
    return SingleSourceProblem(cost=cost, demand=demand, capacity=np.full(n, 120.0), n_new=p, sites=site_rules(n))


def _slowest(outcomes: dict[str, Outcome]) -> tuple[str, float]:
    name = max(outcomes, key=lambda one: outcomes[one].seconds)
    return name, outcomes[name].seconds


def _all_optimal(outcomes: dict[str, Outcome]) -> bool:
    return all(one.status is OutcomeStatus.OPTIMAL for one in outcomes.values())


def family(
    name: str, outcomes: dict[str, Outcome], *, each_s: float, in_all_s: float, right: bool = True
) -> list[Gate]:
    """Hold the slowest of a family, and all of it together, to their limits."""
    slowest, seconds = _slowest(outcomes)
    is_right = right and _all_optimal(outcomes)
    total = sum(one.seconds for one in outcomes.values())
    return [
        gate(
            f"{name}: slowest of {len(outcomes)} ({slowest}), all optimal",
            figure=seconds,
            target=each_s,
            unit="s",
            is_right=is_right,
        ),
        gate(f"{name}: all {len(outcomes)}", figure=total, target=in_all_s, unit="s", is_right=is_right),
    ]


def published() -> list[Gate]:
    """Solve the published instances and compare with their known optima."""
    if not ORLIB.is_dir():
        say("published instances: left out, ../shared/orlib is not on this machine")
        return []
    pmed = {one: solved(lambda e, n=one: solve_median(read_pmed(path_of("pmed", n)), e)) for one in PMED}
    cap = {one: solved(lambda e, n=one: solve_facility(read_cap(path_of("cap", n)), e)) for one in CAP}
    single = {
        one: solved(lambda e, n=one: solve_single_source(read_pmedcap(path_of("pmedcap", n)), e)) for one in PMEDCAP
    }
    spopt_beside.compared({one: (read_pmed(path_of("pmed", one)), pmed[one]) for one in BESIDE_SPOPT})
    optima = cap_optima()
    pmed_right = all(pmed[one].objective == PMED[one] for one in PMED)
    cap_right = all(abs(cap[one].objective - optima[one]) < 0.01 for one in CAP)
    single_right = all(single[one].objective == PMEDCAP[one] for one in PMEDCAP)
    return [
        *family("pmed, published", pmed, each_s=0.5, in_all_s=5.0, right=pmed_right),
        *family("cap, published", cap, each_s=0.5, in_all_s=5.0, right=cap_right),
        *family("pmedcap, published", single, each_s=3.0, in_all_s=15.0, right=single_right),
    ]


def made_up() -> list[Gate]:
    """Solve instances of the published recipes, in all their sizes."""
    medians = {
        f"n={n} p={p} #{k}": solved(lambda e, n=n, p=p, k=k: solve_median(network_median(n, p, seed=k), e))
        for k, (n, p) in enumerate(MEDIAN_SIZES, start=1)
    }
    small = {name: one for name, one in medians.items() if int(name.split()[0].removeprefix("n=")) <= 500}
    single = {
        f"n={n} #{k}": solved(lambda e, n=n, k=k: solve_single_source(plane_single_source(n, n // 10, seed=k), e))
        for n in (50, 100)
        for k in range(5)
    }
    hard = {
        capacity: solved(lambda e, c=capacity: solve_facility(wide_facility(c, seed=7), e), limit_s=HARD_LIMIT_S)
        for capacity in HARD_CAPACITIES
    }
    return [
        family("p-median, made up to n = 500", small, each_s=0.5, in_all_s=15.0)[0],
        family("p-median, made up to n = 900", medians, each_s=15.0, in_all_s=15.0)[1],
        family("capacitated p-median, made up", single, each_s=3.0, in_all_s=30.0)[0],
        *(
            gate(
                f"100 x 1,000 facilities of capacity {capacity:g}, made up: {one.status} in {one.seconds:.1f} s",
                figure=100 * one.gap,
                target=HARD_GAP_PERCENT,
                unit="%",
                is_right=one.seconds < HARD_LIMIT_S + 5,
            )
            for capacity, one in hard.items()
        ),
    ]


def gates() -> list[Gate]:
    """Measure every gate; compiling the kernels is not counted."""
    begin = time.perf_counter()
    warm_up(time.perf_counter)
    say(f"compiled kernels loaded in {time.perf_counter() - begin:.1f} s")
    return [*published(), *made_up()]


if __name__ == "__main__":
    sys.exit(report(gates()))
