"""Published instances with known answers; they lie beside the project and are not part of it."""

import csv
from pathlib import Path

import pytest

ORLIB = Path(__file__).parents[4] / "shared" / "orlib"

# J. E. Beasley, OR-Library, pmedopt.txt.
PMED = dict(
    zip(
        [f"pmed{k}" for k in range(1, 11)],
        [5819, 4093, 4250, 3034, 1355, 7824, 5631, 4445, 2734, 1255],
        strict=True,
    )
)
# Osman and Christofides (1994); also the first line of each file.
PMEDCAP = dict(zip([f"pmedcap0{k}" for k in range(1, 6)], [713, 740, 751, 651, 664], strict=True))
CAP = [f"cap{k}" for k in (41, 42, 43, 44, 51, 61, 62, 63, 64, 71, 72, 73, 74)]

needs_orlib = pytest.mark.skipif(not ORLIB.is_dir(), reason=f"no published instances in {ORLIB.name}")


def cap_optima():
    """Return the best value of each capacitated instance, from the table beside the files."""
    with (ORLIB / "bounds.csv").open(encoding="utf-8") as table:
        return {row["instance"]: float(row["optimum"]) for row in csv.DictReader(table)}


def path_of(kind, name):
    return ORLIB / kind / f"{name}.txt"
