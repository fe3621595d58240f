"""The product tree (pohon industri): what follows from what, and how much of it.

Processes and commodities form a directed graph without circles: each process takes one raw material and puts
out others, so many units for each unit that it takes. What plants put out is the supply of the next echelon.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from gisapp.siting.errors import ProblemError


class Coefficient(NamedTuple):
    """Units of a product per unit of raw material; the ends are the mid where they are not recorded."""

    low: float
    mid: float
    high: float

    def of(self, amount: float) -> "Coefficient":
        """Return what comes of an amount of raw material."""
        return Coefficient(self.low * amount, self.mid * amount, self.high * amount)


@dataclass(frozen=True, slots=True)
class ChainProcess:
    """One process of a tree.

    Attributes
    ----------
    outputs
        By commodity; those whose amount is not recorded, or in another unit than they are taken in, are left out.
    largest_size
        Largest usual size; 0 where none is known.
    """

    code: str
    feed: str
    outputs: Mapping[str, Coefficient]
    largest_size: float = 0.0

    def yields(self, amount: float) -> dict[str, Coefficient]:
        """Return what comes of an amount of raw material, by commodity."""
        return {commodity: coefficient.of(amount) for commodity, coefficient in self.outputs.items()}


def echelons(processes: Iterable[ChainProcess]) -> tuple[tuple[ChainProcess, ...], ...]:
    """Order processes so that each comes after all that put out its raw material.

    Within an echelon those that can be largest come first: a small plant finds room in what a large one leaves,
    the reverse is not so. Equals go by code.

    Raises
    ------
    ProblemError
        If processes feed each other in a circle; it names those that do.

    References
    ----------
    Kahn, A. B. (1962). Topological sorting of large networks. Communications of the ACM 5, 558-562.
    """
    waiting = {process.code: process for process in processes}
    ordered: list[tuple[ChainProcess, ...]] = []
    while waiting:
        pending = {commodity for process in waiting.values() for commodity in process.outputs}
        ready = [process for process in waiting.values() if process.feed not in pending]
        if not ready:
            raise ProblemError(
                f"product tree: {', '.join(sorted(_in_circles(waiting)))} feed each other in a circle;"
                " take one of the flows out"
            )
        ordered.append(tuple(sorted(ready, key=lambda process: (process.feed, -process.largest_size, process.code))))
        for process in ready:
            del waiting[process.code]
    return tuple(ordered)


def _in_circles(waiting: Mapping[str, ChainProcess]) -> set[str]:
    """Leave out, of processes that never became ready, those that only follow from a circle."""
    left = dict(waiting)
    while True:
        wanted = {process.feed for process in left.values()}
        ends = [code for code, process in left.items() if not wanted & process.outputs.keys()]
        if not ends:
            return set(left)
        for code in ends:
            del left[code]


@dataclass(frozen=True, slots=True)
class Balance:
    """Where one commodity comes from and who takes it, in its own unit a year.

    Attributes
    ----------
    supply
        Grown, caught or put out by plants that exist or are planned.
    of_planned
        The part of it that planned plants put out.
    taken_by_existing, taken_by_planned
        What plants that exist draw first, and what planned ones draw on the rest.
    """

    commodity: str
    supply: float
    of_planned: float
    taken_by_existing: float
    taken_by_planned: float

    @property
    def left(self) -> float:
        """What nobody takes."""
        return self.supply - self.taken_by_existing - self.taken_by_planned

    def is_kept(self, tolerance: float = 1e-6) -> bool:
        """Tell whether no unit is used twice, as far as rounding can tell."""
        return self.left >= -tolerance * max(self.supply, 1.0)
