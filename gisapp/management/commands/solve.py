"""Solve a published location instance and show how good the answer is."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gisapp.siting.location import Effort, LocationError, Outcome, solve_facility, solve_median, solve_single_source
from gisapp.siting.location.instances import read_cap, read_pmed, read_pmedcaps
from gisapp.siting.location.warm_up import warm_up

BAD_PARAMETER = 2
HEADINGS = ("instance", "objective", "bound", "gap_%", "status", "seconds", "nodes")
LINE = "{:<16} {:>16} {:>16} {:>9} {:<10} {:>8} {:>7}"


class Command(BaseCommand):
    help = (
        "Solve a location instance in an OR-Library format: pmed (p-median), cap (capacitated facilities with fixed"
        " costs), pmedcap (capacitated p-median, all problems of the file). Prints the objective, the bound below which"
        " no answer lies, the gap between them, the status (optimal only if proven) and the seconds of the search;"
        " reading the file and loading the compiled kernels are not counted. A file that cannot be read ends with exit"
        " code 2."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        for kind in ("pmed", "cap", "pmedcap"):
            arguments = kinds.add_parser(kind)
            arguments.add_argument("file", type=Path, help="instance, in the format of OR-Library")
            arguments.add_argument(
                "--time-limit", type=float, default=60.0, metavar="S", help="seconds of search (default 60)"
            )
            if kind == "cap":
                arguments.add_argument(
                    "--capacity", type=float, metavar="N", help="of every site, where the file says 'capacity'"
                )

    def handle(self, *_args: str, **options: Any) -> None:
        if not options["time_limit"] > 0:
            raise CommandError(
                f"--time-limit {options['time_limit']}: give a number of seconds above 0", returncode=BAD_PARAMETER
            )
        effort = Effort(time_limit_s=options["time_limit"], clock=time.perf_counter)
        try:
            searches = _searches(options["kind"], options["file"], options.get("capacity"))
        except LocationError as error:
            raise CommandError(str(error), returncode=BAD_PARAMETER) from error
        warm_up(time.perf_counter)
        self.stdout.write(LINE.format(*HEADINGS))
        for name, search in searches.items():
            self._report(name, search(effort))

    def _report(self, name: str, outcome: Outcome) -> None:
        gap = f"{100 * outcome.gap:.5f}" if isfinite(outcome.gap) else "-"
        figures = (_figure(outcome.objective), _figure(outcome.bound), gap)
        work = (f"{outcome.seconds:.3f}", outcome.counts.get("nodes", 0))
        self.stdout.write(LINE.format(name, *figures, outcome.status, *work))
        for obstacle in outcome.obstacles:
            self.stdout.write(f"{obstacle.requirement}: {obstacle.given:g} given, {obstacle.needed:g} needed")


def _searches(kind: str, path: Path, capacity: float | None) -> dict[str, Callable[[Effort], Outcome]]:
    """Read the instances of a file; return by their names what solves them."""
    if capacity is not None and not (capacity > 0 and isfinite(capacity)):
        raise LocationError(f"--capacity {capacity}: give a number above 0")
    if kind == "pmed":
        return {path.stem: partial(solve_median, read_pmed(path))}
    if kind == "cap":
        return {path.stem: partial(solve_facility, read_cap(path, capacity=capacity))}
    problems = read_pmedcaps(path)
    is_one = len(problems) == 1
    return {
        path.stem if is_one else f"{path.stem}-{number}": partial(solve_single_source, problem)
        for number, problem in problems.items()
    }


def _figure(value: float) -> str:
    """Return a figure as it is published: whole, or to three decimals; a dash where there is none."""
    if not isfinite(value):
        return "-"
    return f"{value:.0f}" if value == round(value, 6) and value == int(value) else f"{value:.3f}"
