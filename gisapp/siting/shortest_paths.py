"""Shortest times on a graph: many starts to many nodes, and what lies within a time of every node.

The searches are compiled where numba is installed and left to scipy where it is not; both give the same
times to 1e-9. Every search is bounded by a limit, which is what keeps it small on a large graph.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Literal, Self, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from gisapp.siting.codes import Floats, Ints
from gisapp.siting.errors import ProblemError

Backend = Literal["numba", "scipy"]
# Searches handed to a thread at once; with scipy also what bounds its dense answer.
_BLOCK = 64
# Partial sums of a spread, added in this order whatever the number of threads: the same sum to the last bit.
_PARTS = 8
_Int32s = NDArray[np.int32]
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """A directed graph in compressed sparse rows.

    Attributes
    ----------
    first
        (n_node + 1,) the arcs of node i are `first[i]` to `first[i + 1]`.
    head
        (n_arc,) node that each arc leads to.
    minutes
        (n_arc,) 0 or more.
    """

    first: _Int32s
    head: _Int32s
    minutes: Floats

    @property
    def n_node(self) -> int:
        """Nodes of the graph, those without an arc included."""
        return len(self.first) - 1

    @classmethod
    def of(cls, tail: Ints, head: Ints, minutes: Floats, *, n_node: int) -> Self:
        """Assemble arcs; of parallel ones the quickest is kept, loops are dropped.

        Parameters
        ----------
        tail, head
            (n_arc,) nodes, from and to.
        minutes
            (n_arc,) at least 0.

        Raises
        ------
        ProblemError
            If a time is negative or not finite, for which Dijkstra's algorithm is not made.
        """
        wrong = np.flatnonzero(~((minutes >= 0) & (minutes < np.inf)))
        if wrong.size:
            raise ProblemError(f"Arcs.minutes: row {wrong[0]} is {minutes[wrong[0]]}; give a finite time of 0 or more")
        order = np.lexsort((minutes, head, tail))
        tail, head, minutes = tail[order], head[order], minutes[order]
        keep = tail != head
        keep[1:] &= (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
        first = np.concatenate([[0], np.cumsum(np.bincount(tail[keep], minlength=n_node))])
        return cls(first.astype(np.int32), head[keep].astype(np.int32), np.asarray(minutes[keep], np.float64))

    def reversed(self) -> Self:
        """Return the graph with every arc turned round, to search from where one wants to arrive."""
        return type(self).of(self.head.astype(np.int64), self.tail(), self.minutes, n_node=self.n_node)

    def tail(self) -> Ints:
        """Return the (n_arc,) node that each arc comes from."""
        return np.repeat(np.arange(self.n_node), np.diff(self.first))

    def matrix(self) -> csr_array:
        """Return the arcs as a sparse matrix, minutes from row to column."""
        return csr_array((self.minutes, self.head, self.first), shape=(self.n_node, self.n_node))


@dataclass(frozen=True, slots=True, eq=False)
class Starts:
    """Where searches begin: each at one node or several, and there after some minutes already.

    Attributes
    ----------
    first
        (n_search + 1,) the rows of search i are `first[i]` to `first[i + 1]`.
    node, minutes
        (n_row,) each.
    """

    first: Ints
    node: Ints
    minutes: Floats

    def __len__(self) -> int:
        return len(self.first) - 1

    @classmethod
    def at(cls, node: Ints) -> Self:
        """Begin one search at each node.

        Parameters
        ----------
        node
            (n_search,).
        """
        return cls(np.arange(len(node) + 1), np.asarray(node), np.zeros(len(node)))

    def part(self, begin: int, end: int) -> Self:
        """Return the searches from `begin` up to `end`."""
        first = self.first[begin : end + 1]
        rows = slice(int(first[0]), int(first[-1]))
        return type(self)(first - first[0], self.node[rows], self.minutes[rows])


@cache
def default_backend() -> Backend:
    """Return numba where it is installed, else scipy."""
    return "numba" if find_spec("numba") else "scipy"


@cache
def compiled() -> ModuleType:
    """Return the compiled searches; imported late, for numba takes a second to load."""
    return import_module("gisapp.siting.search_kernels")


def default_threads() -> int:
    """Return the processors that this process may use."""
    return len(os.sched_getaffinity(0))


def shortest_minutes(
    arcs: Arcs,
    starts: Starts,
    targets: Ints,
    *,
    limit_min: float,
    backend: Backend | None = None,
    threads: int | None = None,
) -> NDArray[np.float64]:
    """Return the least minutes of every search to every target node.

    Parameters
    ----------
    targets
        (n_target,) nodes, all different.
    limit_min
        Nodes farther than this are not looked for; a time equal to the limit is within it.
    backend
        By default that of `default_backend`.
    threads
        Threads at work at once, by default one a processor; they change nothing in the answer.

    Returns
    -------
    numpy.ndarray
        (n_search, n_target), infinite beyond the limit.
    """
    blocks = [(begin, min(begin + _BLOCK, len(starts))) for begin in range(0, len(starts), _BLOCK)]
    if (backend or default_backend()) == "scipy":
        parts = [_by_scipy(arcs, starts.part(*block), targets, limit_min) for block in blocks]
        return np.concatenate(parts) if parts else np.empty((0, len(targets)))
    kernels = compiled()
    graph = kernels.Graph(arcs.first, arcs.head, arcs.minutes)
    column = np.full(arcs.n_node, -1, dtype=np.int32)
    column[targets] = np.arange(len(targets))
    minutes = np.empty((len(starts), len(targets)))

    def search(block: tuple[int, int]) -> None:
        part, out = starts.part(*block), minutes[block[0] : block[1]]
        out.fill(np.inf)
        seeds = part.first.astype(np.int32), part.node.astype(np.int32), np.asarray(part.minutes, np.float64)
        kernels.search_to_targets(graph, *seeds, column, float(limit_min), out)

    _in_threads(search, blocks, threads)
    return minutes


def _by_scipy(arcs: Arcs, starts: Starts, targets: Ints, limit_min: float) -> NDArray[np.float64]:
    """Search from one extra node a search, with an arc to each of its seeds."""
    n_search = len(starts)
    search = arcs.n_node + np.repeat(np.arange(n_search), np.diff(starts.first))
    near = (starts.minutes <= limit_min) & np.isfinite(starts.minutes)
    whole = Arcs.of(
        np.concatenate([arcs.tail(), search[near]]),
        np.concatenate([arcs.head, starts.node[near]]),
        np.concatenate([arcs.minutes, starts.minutes[near]]),
        n_node=arcs.n_node + n_search,
    )
    found = dijkstra(whole.matrix(), indices=arcs.n_node + np.arange(n_search), limit=limit_min)
    return np.asarray(found[:, targets], dtype=np.float64)


def supply_within_everywhere(
    arcs: Arcs,
    supply_t_per_year: Floats,
    *,
    limit_min: float,
    backend: Backend | None = None,
    threads: int | None = None,
) -> NDArray[np.float64]:
    """Return the supply that reaches each node within a time: the catchment of every node at once.

    One bounded search a node that has supply, which adds to all that it reaches; so the memory needed
    is that of some arrays of nodes, however many sources there are.

    Parameters
    ----------
    supply_t_per_year
        (n_node,) tonnes on offer at each node; NaN (not recorded) adds nothing.
    limit_min
        Longest drive from the source to the node, itself included.
    backend, threads
        As in `shortest_minutes`.

    Returns
    -------
    numpy.ndarray
        (n_node,) tonnes a year.

    Raises
    ------
    ProblemError
        If there is not one figure for each node.
    """
    if len(supply_t_per_year) != arcs.n_node:
        raise ProblemError(
            f"supply_t_per_year: {len(supply_t_per_year)} figures for {arcs.n_node} nodes; give one for each node"
        )
    sources = np.flatnonzero(supply_t_per_year > 0)
    if (backend or default_backend()) == "scipy":
        return _spread_by_scipy(arcs, sources, supply_t_per_year, limit_min)
    kernels = compiled()
    graph = kernels.Graph(arcs.first, arcs.head, arcs.minutes)
    total = np.zeros((_PARTS, arcs.n_node))

    def spread(part: int) -> None:
        mine = sources[part::_PARTS].astype(np.int32)
        kernels.spread_supply(graph, mine, supply_t_per_year[mine].astype(np.float64), float(limit_min), total[part])

    _in_threads(spread, range(_PARTS), threads)
    return np.asarray(total.sum(axis=0))


def _spread_by_scipy(arcs: Arcs, sources: Ints, supply_t_per_year: Floats, limit_min: float) -> NDArray[np.float64]:
    matrix, total = arcs.matrix(), np.zeros(arcs.n_node)
    for begin in range(0, len(sources), _BLOCK):
        block = sources[begin : begin + _BLOCK]
        total += supply_t_per_year[block] @ np.isfinite(dijkstra(matrix, indices=block, limit=limit_min))
    return total


def _in_threads(work: Callable[[_Part], None], parts: Sequence[_Part], threads: int | None) -> None:
    """Do every part, each on its own; an error in one is raised here."""
    n_thread = min(threads or default_threads(), len(parts))
    if n_thread <= 1:
        for part in parts:
            work(part)
        return
    with ThreadPoolExecutor(n_thread) as pool:
        list(pool.map(work, parts))
