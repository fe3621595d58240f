"""Time spopt on p-medians beside our own search, in an interpreter of its own, for it brings other versions of numpy.

The variable HILIR_SPOPT_PYTHON names an interpreter with ``spopt`` and ``pulp``; without it, this one is asked.
"""

import json
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from gisapp.siting.location import MedianProblem, Outcome
from tests.bench.gates import say

LIMIT_S = 15.0
_PROGRAM = Path(__file__).parent / "spopt_peer.py"


def interpreter() -> str | None:
    """Return an interpreter that has spopt, None where there is none."""
    named = os.environ.get("HILIR_SPOPT_PYTHON")
    return named or (sys.executable if find_spec("spopt") and find_spec("pulp") else None)


def compared(cases: dict[str, tuple[MedianProblem, Outcome]]) -> None:
    """Print what spopt with CBC makes of each problem in 15 s, beside our answer."""
    python = interpreter()
    if python is None:
        say("peer spopt: not installed; HILIR_SPOPT_PYTHON names an interpreter that has it")
        return
    say(f"{'':8} {'ours':>8} {'s':>8} {'status':>9}   {'spopt':>8} {'s':>8} {'status'}")
    for name, (problem, ours) in cases.items():
        peer = _solved(python, problem)
        say(
            f"{name:8} {ours.objective:8g} {ours.seconds:8.3f} {ours.status:>9}   {peer['objective'] or np.nan:8g}"
            f" {peer['solving_s']:8.2f} {peer['status']}, and {peer['making_s']:.1f} s to make the model"
            f" (spopt {peer['version']}, at most {LIMIT_S:g} s)"
        )


def _solved(python: str, problem: MedianProblem) -> dict[str, float | str | None]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cost.npy"
        np.save(path, problem.cost)
        command = [python, str(_PROGRAM), str(path), str(problem.n_new), str(LIMIT_S)]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
