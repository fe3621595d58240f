"""Time rank stability: weight draws, a new order, the smallest change of weights.

Run with ``python -m tests.bench.robustness``. Prints one line a gate; leaves with 1 if a target is missed.
"""

import sys
import time
import tracemalloc

import numpy as np

from gisapp.siting.robustness import dirichlet_weights, order, rank_acceptability
from gisapp.siting.weight_change import smallest_single_change, smallest_total_change
from tests.bench.gates import Gate, gate, report

N_DRAW, N_SITE, N_CRITERION, N_RANK = 10_000, 2_000, 10, 10
DRAWS_TARGET_S, ORDER_TARGET_S, CHANGE_TARGET_S, MEMORY_TARGET_MB = 0.6, 0.05, 0.5, 64.0


def seconds_of(run, repeats=3):
    """Return the least wall-clock seconds of some runs: what the planner waits for, threads and all."""
    best = np.inf
    for _ in range(repeats):
        begin = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - begin)
    return best


def gates() -> list[Gate]:
    """Measure every gate."""
    rng = np.random.default_rng(63)
    values = rng.random((N_SITE, N_CRITERION))
    weights = rng.dirichlet(np.full(N_CRITERION, 5.0))
    best = int(order(values, weights)[0])

    def draws():
        drawn = dirichlet_weights(rng, weights, concentration=30, n_draw=N_DRAW)
        return rank_acceptability([(values, drawn)], n_rank=N_RANK)

    def changes():
        smallest_single_change(values, weights, best=best)
        smallest_total_change(values, weights, best=best)

    size = f"{N_DRAW:,} weight draws x {N_SITE:,} sites x {N_CRITERION} criteria, {N_RANK} ranks"
    in_seconds = {
        size: (draws, DRAWS_TARGET_S),
        f"re-rank {N_SITE:,} sites after a change of weights": (lambda: order(values, weights), ORDER_TARGET_S),
        "smallest changes of weights that dethrone the first": (changes, CHANGE_TARGET_S),
    }
    found = [
        gate(name, figure=seconds_of(run), target=target_s, unit="s") for name, (run, target_s) in in_seconds.items()
    ]
    tracemalloc.start()
    draws()
    peak_mb = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return [*found, gate("memory of the draws at their peak", figure=peak_mb, target=MEMORY_TARGET_MB, unit="MB")]


def main() -> int:
    """Print every gate."""
    return report(gates())


if __name__ == "__main__":
    sys.exit(main())
