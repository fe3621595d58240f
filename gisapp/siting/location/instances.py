"""Readers of published instances: p-median, capacitated facilities, capacitated p-median.

The formats are those of OR-Library, described at https://people.brunel.ac.uk/~mastjjb/jeb/info.html.

References
----------
Beasley, OR-Library: distributing test problems by electronic mail. Journal of the Operational Research
Society 41 (1990) 1069-1072, 10.1057/jors.1990.166.
"""

from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from gisapp.siting.codes import Floats
from gisapp.siting.location.errors import InstanceError
from gisapp.siting.location.facility_problem import FacilityProblem, single_options
from gisapp.siting.location.median import MedianProblem
from gisapp.siting.location.single_source import SingleSourceProblem
from gisapp.siting.location.sites import site_rules

_LARGEST_COUNT = 100_000


class _Numbers:
    """The numbers of a file one after another, wherever its lines end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            lines = path.read_text(encoding="ascii").splitlines()
        except OSError as error:
            raise InstanceError(f"{path}: {error.strerror}; give a file that can be read") from error
        except UnicodeDecodeError as error:
            raise InstanceError(f"{path}: not plain text at byte {error.start}; give an OR-Library file") from error
        self._words = [word for line in lines for word in line.split()]
        self._lines = [number for number, line in enumerate(lines, start=1) for _ in line.split()]
        self._next = 0

    @property
    def n_in_first_line(self) -> int:
        """How many numbers the first line that is not blank holds."""
        return self._lines.count(self._lines[0]) if self._lines else 0

    def error(self, expected: str, *, back: int = 0) -> InstanceError:
        """Return an error about the word to be read next, or one read before it."""
        at = self._next - back
        if at >= len(self._words):
            last = self._lines[-1] if self._lines else 0
            return InstanceError(f"{self._path}: the file ends after line {last}; expected {expected}")
        return InstanceError(f"{self._path}, line {self._lines[at]}: found {self._words[at]!r}; expected {expected}")

    def word(self, expected: str) -> str:
        """Return the next word."""
        if self._next >= len(self._words):
            raise self.error(expected)
        self._next += 1
        return self._words[self._next - 1]

    def floats(self, count: int, expected: str) -> Floats:
        """Return the next numbers."""
        words = self._words[self._next : self._next + count]
        try:
            values = np.array(words, dtype=np.float64)
        except ValueError:
            values = np.array([_number(word) for word in words])
        bad = np.flatnonzero(~np.isfinite(values))
        if bad.size or values.size < count:
            self._next += int(bad[0]) if bad.size else values.size
            raise self.error(expected)
        self._next += count
        return values

    def count(self, expected: str) -> int:
        """Return the next number, which counts something and so is whole and above 0."""
        value = self.floats(1, expected)[0]
        if value != int(value) or not 1 <= value <= _LARGEST_COUNT:
            raise self.error(f"{expected}, a whole number from 1 to {_LARGEST_COUNT}", back=1)
        return int(value)

    def end(self, expected: str) -> None:
        """Refuse what is left over."""
        if self._next < len(self._words):
            raise self.error(f"the end of the file after {expected}")


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return float("nan")


def read_pmed(path: Path) -> MedianProblem:
    """Read an uncapacitated p-median problem: a graph, all of whose vertices are clients and candidates.

    Raises
    ------
    InstanceError
        Naming the line and what was expected there.
    """
    numbers = _Numbers(path)
    n_vertex, n_edge = numbers.count("the number of vertices"), numbers.count("the number of edges")
    n_open = numbers.count("the number of sites to open")
    if n_open > n_vertex:
        raise numbers.error(f"at most {n_vertex} sites to open, as many as there are vertices", back=1)
    # A later line for the same edge overwrites an earlier one.
    length: dict[tuple[int, int], float] = {}
    for edge in range(1, n_edge + 1):
        expected = f"edge {edge} of {n_edge}: two vertices from 1 to {n_vertex} and a length of 0 or more"
        values = numbers.floats(3, expected)
        if not _are_ids(values[:2], n_vertex) or values[2] < 0:
            raise numbers.error(expected, back=3)
        start, end = sorted((int(values[0]) - 1, int(values[1]) - 1))
        length[start, end] = float(values[2])
    numbers.end(f"{n_edge} edges")
    return MedianProblem(cost=_distances(n_vertex, length), n_new=n_open, sites=site_rules(n_vertex))


def _are_ids(values: Floats, largest: int) -> bool:
    return bool(((values == np.rint(values)) & (values >= 1) & (values <= largest)).all())


def _distances(n_vertex: int, length: dict[tuple[int, int], float]) -> Floats:
    """Return (n_vertex, n_vertex) shortest distances; infinite where no way leads."""
    pairs = np.array([pair for pair in length if pair[0] != pair[1]], dtype=np.int64).reshape(-1, 2)
    values = np.array([value for pair, value in length.items() if pair[0] != pair[1]])
    # A sparse graph takes a zero for no edge: lengths of 0 are kept apart by a hair, and rounded off again.
    least = values[values > 0].min(initial=1.0) * 1e-12 / max(1, n_vertex)
    graph = csr_array((np.maximum(values, least), (pairs[:, 0], pairs[:, 1])), shape=(n_vertex, n_vertex))
    distance = np.asarray(dijkstra(graph, directed=False), dtype=np.float64)
    return np.rint(distance) if (values == np.rint(values)).all() else distance


def read_cap(path: Path, *, capacity: float | None = None) -> FacilityProblem:
    """Read a capacitated warehouse location problem.

    Parameters
    ----------
    capacity
        Of every candidate, where the file has the word ``capacity`` in place of a figure, and only there.

    Raises
    ------
    InstanceError
        Naming the line and what was expected there.
    """
    numbers = _Numbers(path)
    n_candidate, n_source = numbers.count("the number of candidates"), numbers.count("the number of customers")
    sizes, fixed_cost = np.empty(n_candidate), np.empty(n_candidate)
    for site in range(n_candidate):
        sizes[site] = _capacity(numbers, capacity, site=site + 1)
        expected = f"the fixed cost of candidate {site + 1}, 0 or more"
        fixed_cost[site] = numbers.floats(1, expected)[0]
        if fixed_cost[site] < 0:
            raise numbers.error(expected, back=1)
    demand, cost = np.empty(n_source), np.empty((n_source, n_candidate))
    for source in range(n_source):
        demand[source] = numbers.floats(1, f"the demand of customer {source + 1}")[0]
        if demand[source] <= 0:
            raise numbers.error(f"the demand of customer {source + 1}, above 0", back=1)
        expected = f"{n_candidate} costs of customer {source + 1}, each 0 or more"
        cost[source] = numbers.floats(n_candidate, expected)
        if (cost[source] < 0).any():
            raise numbers.error(expected, back=n_candidate - int(np.flatnonzero(cost[source] < 0)[0]))
    numbers.end(f"{n_source} customers")
    return FacilityProblem(
        cost=cost, demand=demand, options=single_options(sizes, fixed_cost), sites=site_rules(n_candidate)
    )


def _capacity(numbers: _Numbers, capacity: float | None, *, site: int) -> float:
    expected = f"the capacity of candidate {site}, a number above 0"
    word = numbers.word(expected)
    if word == "capacity":
        if capacity is None:
            raise numbers.error(f"{expected}: the file leaves it open, so give it (--capacity)", back=1)
        return capacity
    if capacity is not None:
        raise numbers.error("the word 'capacity', as a capacity was given: leave it out for this file", back=1)
    if not _number(word) > 0:
        raise numbers.error(expected, back=1)
    return _number(word)


def read_pmedcap(path: Path) -> SingleSourceProblem:
    """Read the only problem of a file; see `read_pmedcaps`."""
    problems = read_pmedcaps(path)
    if len(problems) > 1:
        raise InstanceError(f"{path}: {len(problems)} problems; give a file of one")
    return next(iter(problems.values()))


def read_pmedcaps(path: Path) -> dict[int, SingleSourceProblem]:
    """Read capacitated p-median problems: points in the plane, at distances rounded down to whole numbers.

    A file holds one problem, or begins with a line of its own that says how many.

    Returns
    -------
    dict
        The problems by their numbers.

    Raises
    ------
    InstanceError
        Naming the line and what was expected there.
    """
    numbers = _Numbers(path)
    n_problem = numbers.count("the number of problems") if numbers.n_in_first_line == 1 else 1
    problems: dict[int, SingleSourceProblem] = {}
    for _ in range(n_problem):
        expected = "the number of the problem and its best known value"
        number = numbers.floats(2, expected)[0]
        if number != int(number) or number in problems:
            raise numbers.error(f"{expected}, a whole number that no other has", back=2)
        problems[int(number)] = _capacitated_median(numbers)
    numbers.end("the last point" if n_problem == 1 else f"{n_problem} problems")
    return problems


def _capacitated_median(numbers: _Numbers) -> SingleSourceProblem:
    n_point, n_open = numbers.count("the number of points"), numbers.count("the number of medians")
    if n_open > n_point:
        raise numbers.error(f"at most {n_point} medians, as many as there are points", back=1)
    capacity = numbers.floats(1, "the capacity of a median")[0]
    if capacity <= 0:
        raise numbers.error("the capacity of a median, above 0", back=1)
    points = np.empty((n_point, 4))
    for point in range(n_point):
        expected = f"point {point + 1} of {n_point}: its number, x, y and a demand above 0"
        points[point] = numbers.floats(4, expected)
        if points[point, 0] != point + 1 or points[point, 3] <= 0:
            raise numbers.error(expected, back=4)
    apart = points[:, None, 1:3] - points[None, :, 1:3]
    return SingleSourceProblem(
        cost=np.floor(np.hypot(apart[..., 0], apart[..., 1])),
        demand=points[:, 3].copy(),
        capacity=np.full(n_point, capacity),
        n_new=n_open,
        sites=site_rules(n_point),
    )
