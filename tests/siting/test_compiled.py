"""Without numba the engine gives the same answer, in its own time."""

import subprocess
import sys

ANSWER = """
import sys
from importlib.machinery import PathFinder

if {without}:
    class Finder(PathFinder):
        @classmethod
        def find_spec(cls, name, path=None, target=None):
            return None if name == "numba" else super().find_spec(name, path, target)

    sys.meta_path[sys.meta_path.index(PathFinder)] = Finder

import numpy as np
from gisapp.siting import prepare, suggest
from tests.siting import builders

asked = builders.problem()
for site in suggest(asked, prepared=prepare(asked), rng=np.random.default_rng(0)).sites:
    print(site.rank, site.x_m, site.y_m, site.supply_t_per_year, f"{{site.score:.9f}}")
print("numba" in sys.modules)
"""


def answered(*, without):
    code = ANSWER.format(without=without)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()


def test_without_numba_the_answer_is_the_same():
    *compiled, has_numba = answered(without=False)
    *plain, without_numba = answered(without=True)
    assert (has_numba, without_numba) == ("True", "False")
    assert compiled
    assert plain == compiled
