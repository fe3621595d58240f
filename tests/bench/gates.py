"""What a benchmark promises, and whether it was kept: one table and one exit code for all of them."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Gate:
    """One figure and what it is held to.

    Attributes
    ----------
    target
        The figure may not exceed it.
    passed
        Whether it does not, and the answer was right.
    peer
        What others need, where that is known.
    """

    name: str
    target: float
    figure: float
    unit: str
    passed: bool
    peer: str = ""


def gate(name: str, *, figure: float, target: float, unit: str, is_right: bool = True, peer: str = "") -> Gate:
    """Hold a figure to a target that it may not exceed.

    Parameters
    ----------
    is_right
        Whether the answer was the expected one: a quick wrong answer passes no gate.
    """
    return Gate(name=name, target=target, figure=figure, unit=unit, passed=figure <= target and is_right, peer=peer)


def say(text: str) -> None:
    """Print a line at once, for a benchmark is watched."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def report(gates: Iterable[Gate]) -> int:
    """Print a table of gates and return the exit code: 1 if any was missed."""
    missed = 0
    for one in gates:
        missed += not one.passed
        verdict = "pass" if one.passed else "MISS"
        peer = f"  [{one.peer}]" if one.peer else ""
        say(f"{verdict}  {one.figure:12.6g} {one.unit:<3} (at most {one.target:g})  {one.name}{peer}")
    return int(missed > 0)
