"""Every gate of the siting engine: a full suggestion here, and those of the other benchmarks after it.

Run with ``python -m tests.bench.siting``. Prints one line a gate; leaves with 1 if a target is missed.
"""

import hashlib
import pickle
import sys
import time
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from gisapp.siting import SitingResult, prepare, suggest
from tests.bench import made_up, real, scale
from tests.bench.gates import Gate, gate, report, say

COLD_TARGET_S, WARM_TARGET_S, SUM_TARGET = 5.0, 1.0, 1e-6
REPEATS = 3
OTHERS = ("network", "location", "robustness")
MADE_UP = {
    "2,000 sources, 300 road edges, perishable": {"n_source": 2_000, "n_edge": 300, "perishable": True},
    "2,000 sources, 2,000 road edges, perishable": {"n_source": 2_000, "n_edge": 2_000, "perishable": True},
    "12,000 sources, 2,000 road edges, perishable": {"n_source": 12_000, "n_edge": 2_000, "perishable": True},
    "12,000 sources, 2,000 road edges, goods that keep": {"n_source": 12_000, "n_edge": 2_000, "perishable": False},
}


def seconds_of(run, repeats=REPEATS):
    """Return the least processor and the least elapsed seconds of some runs, and all answers.

    Processor seconds are those of all threads: no less than what passes on a machine that is idle else,
    and the same on one that has other work to do.
    """
    cpu_s, elapsed_s, answers = [], [], []
    for _ in range(repeats):
        cpu, elapsed = time.process_time(), time.perf_counter()
        answers.append(run())
        cpu_s.append(time.process_time() - cpu)
        elapsed_s.append(time.perf_counter() - elapsed)
    return min(cpu_s), min(elapsed_s), answers


def answered(problem, prepared=None) -> SitingResult:
    """Ask as the service does: the ranking is tested, with the seed of a run."""
    return suggest(problem, prepared=prepared, clock=time.perf_counter, rng=np.random.default_rng(0))


def digest(result: SitingResult) -> str:
    """Return a hash of all the bytes of an answer but its timings."""
    return hashlib.sha256(pickle.dumps(replace(result, timings_s={}))).hexdigest()


def described(result: SitingResult) -> None:
    """Print what was answered and where the time went."""
    stages = "  ".join(f"{stage} {seconds:.2f}" for stage, seconds in result.timings_s.items())
    say(f"      {result.status}, {len(result.sites)} sites, {dict(result.counts)}\n      {stages}")


def gates_of(name, problem) -> list[Gate]:
    """Hold one question to the time, the sameness and the sums that are promised."""
    say(f"{name}:")
    cold_s, cold_elapsed_s, cold = seconds_of(lambda: answered(problem))
    prepared = prepare(problem)
    warm_s, warm_elapsed_s, warm = seconds_of(lambda: answered(problem, prepared))
    described(warm[-1])
    say(f"      elapsed: cold {cold_elapsed_s:.2f} s, warm {warm_elapsed_s:.2f} s")
    answers = cold + warm
    digests = {digest(answer) for answer in answers}
    off = [abs(sum(part.contribution for part in site.parts) - site.score) for site in answers[0].sites]
    has_sites = len(off) > 0
    return [
        gate(f"cold, {name}", figure=cold_s, target=COLD_TARGET_S, unit="s", is_right=has_sites),
        gate(f"graph warm, {name}", figure=warm_s, target=WARM_TARGET_S, unit="s", is_right=has_sites),
        gate(
            f"different answers of {len(answers)} runs, {name}", figure=len(digests), target=1, unit="", peer="nobody"
        ),
        gate(
            f"sum of the parts minus the score, {name}",
            figure=max(off, default=np.inf),
            target=SUM_TARGET,
            unit="",
            peer="nobody shows it",
        ),
    ]


def gates() -> list[Gate]:
    """Return the gates of a full suggestion at 250 m with 2,000 sources.

    They hold for real boundaries; made-up questions, of which some are larger, are told besides.
    """
    answered(made_up.province(n_source=100, n_edge=50, perishable=True))  # compiles and loads what comes first
    told = [one for name, case in MADE_UP.items() for one in gates_of(f"made up, {name}", made_up.province(**case))]
    say("")
    report(told)
    if not real.PROVINCE.exists():
        say("real boundaries: left out, ../shared/data is not on this machine; the made-up ones are held instead")
        return told[: 2 * len(told) // len(MADE_UP)]
    name = "real boundaries, 2,000 sources, 2,000 junctions, perishable"
    return gates_of(name, replace(scale.province(n_source=2_000, cell_m=250), stretches=1_500))


def main() -> int:
    """Print every gate of siting, those of the other benchmarks included."""
    found = gates()
    for name in OTHERS:
        say(f"\n{name}:")
        if find_spec(f"tests.bench.{name}"):
            found += import_module(f"tests.bench.{name}").gates()
        else:
            say("      there is no such benchmark yet")
    say("\nall gates of siting:")
    return report(found)


if __name__ == "__main__":
    sys.exit(main())
