"""Compiled searches: Dijkstra on a graph in compressed sparse rows, and over the cells of a raster.

Imported only where numba is installed; `shortest_paths` and `cost_distance` do the same without it. Every
kernel lets go of Python's lock, so that blocks of searches run in threads. All kernels stand in one file
because numba keeps compiled code by the file that holds it, and would not see a change in another.

The queue is a ring of buckets, each a small share of the longest step wide. What falls due in a later
bucket is only laid there; a heap sorts the current bucket alone, and so stays small. Nodes are settled in
the order of one large heap, on a raster in half its time. Its counts are plain numbers that the functions
hand on, because numba keeps those in registers.

References
----------
Dijkstra, E. W. (1959). A note on two problems in connexion with graphs. Numerische Mathematik 1, 269-271.
Dial, R. B. (1969). Algorithm 360: shortest-path forest with topological ordering. Communications of the ACM
12, 632-633: the ring of buckets.
Johnson, D. B. (1975). Priority queues with update and finding minimum spanning trees. Information
Processing Letters 4, 53-57: the heap with more than two branches.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gisapp.siting.compiled import compiled, inlined

F64 = NDArray[np.float64]
I32 = NDArray[np.int32]

_BRANCHES = 4
_BUCKETS = 1024
# The eight neighbours of a cell: rows down, columns right.
_DOWN = np.array([-1, -1, -1, 0, 0, 1, 1, 1])
_RIGHT = np.array([-1, 0, 1, -1, 1, -1, 0, 1])


class Graph(NamedTuple):
    """Arcs by tail: those of node i are `first[i]` to `first[i + 1]`."""

    first: I32
    head: I32
    cost: F64


class _Queue(NamedTuple):
    """Entries due now, in a heap, and due later, in one list a bucket: its last entry, and of each the one before."""

    heap_key: F64
    heap_item: I32
    bucket_last: I32
    entry_key: F64
    entry_item: I32
    entry_before: I32
    buckets_per_cost: float


@compiled
def _queue(capacity: int, longest_step: float) -> _Queue:
    """Return an empty queue for `capacity` entries, none more than `longest_step` above the least one."""
    return _Queue(
        np.empty(capacity),
        np.empty(capacity, np.int32),
        np.full(_BUCKETS, -1, np.int32),
        np.empty(capacity),
        np.empty(capacity, np.int32),
        np.empty(capacity, np.int32),
        (_BUCKETS - 2) / longest_step if longest_step > 0 else 0.0,
    )


@inlined
def _heap_push(key: F64, item: I32, size: int, new_key: float, new_item: int) -> int:
    """Add an entry to a heap of `size` entries, and return the new size."""
    at = size
    while at > 0:
        above = (at - 1) >> 2
        if key[above] <= new_key:
            break
        key[at], item[at] = key[above], item[above]
        at = above
    key[at], item[at] = new_key, new_item
    return size + 1


@inlined
def _heap_pop(key: F64, item: I32, size: int) -> int:
    """Take the least entry off a heap of `size` entries, and return the new size."""
    size -= 1
    last_key, last_item = key[size], item[size]
    at, child = 0, 1
    while child < size:
        least = child
        for other in range(child + 1, min(child + _BRANCHES, size)):
            if key[other] < key[least]:
                least = other
        if key[least] >= last_key:
            break
        key[at], item[at] = key[least], item[least]
        at = least
        child = _BRANCHES * at + 1
    key[at], item[at] = last_key, last_item
    return size


@inlined
def _push(queue: _Queue, heaped: int, laid: int, bucket: int, key: float, item: int) -> tuple[int, int]:
    """Add an entry, and return how many entries are in the heap and how many were ever laid in buckets."""
    due = int(key * queue.buckets_per_cost)
    if due <= bucket:
        return _heap_push(queue.heap_key, queue.heap_item, heaped, key, item), laid
    slot = due & (_BUCKETS - 1)
    queue.entry_key[laid], queue.entry_item[laid] = key, item
    queue.entry_before[laid] = queue.bucket_last[slot]
    queue.bucket_last[slot] = laid
    return heaped, laid + 1


@compiled
def _take_up(queue: _Queue, bucket: int, best: F64) -> tuple[int, int]:
    """Bring a bucket into the empty heap, and return how many entries that makes and how many it held."""
    slot = bucket & (_BUCKETS - 1)
    entry = queue.bucket_last[slot]
    queue.bucket_last[slot] = -1
    heaped, held = 0, 0
    while entry >= 0:
        key, item = queue.entry_key[entry], queue.entry_item[entry]
        # Others have been replaced by a better way to the same item.
        if key == best[item]:
            heaped = _heap_push(queue.heap_key, queue.heap_item, heaped, key, item)
        held += 1
        entry = queue.entry_before[entry]
    return heaped, held


@compiled
def _longest_step(cost: F64, limit: float) -> float:
    longest = 0.0
    for step in cost:
        if longest < step <= limit and step < np.inf:
            longest = step
    return longest


@inlined
def _reach(
    node: int, cost: float, queue: _Queue, best: F64, reached: I32, n_reached: int, heaped: int, laid: int, bucket: int
) -> tuple[int, int, int]:
    """Note a better way to a node, and return the counts that change."""
    if best[node] == np.inf:
        reached[n_reached] = node
        n_reached += 1
    best[node] = cost
    heaped, laid = _push(queue, heaped, laid, bucket, cost, node)
    return n_reached, heaped, laid


@compiled
def _search(graph: Graph, queue: _Queue, seed_node: I32, seed_cost: F64, limit: float, best: F64, reached: I32) -> int:
    """Settle every node within the limit of the seeds, and return how many.

    `best`, infinite before, gets the cost of each node, and `reached` begins with those that have one.
    """
    n_reached, heaped, laid, taken, bucket = 0, 0, 0, 0, 0
    for seed in range(seed_node.size):
        node, cost = seed_node[seed], seed_cost[seed]
        if cost <= limit and cost < best[node]:
            n_reached, heaped, laid = _reach(node, cost, queue, best, reached, n_reached, heaped, laid, bucket)
    while heaped > 0 or laid > taken:
        if heaped == 0:
            bucket += 1
            heaped, emptied = _take_up(queue, bucket, best)
            taken += emptied
            continue
        tail_cost, tail = queue.heap_key[0], queue.heap_item[0]
        heaped = _heap_pop(queue.heap_key, queue.heap_item, heaped)
        if tail_cost > best[tail]:
            continue
        for arc in range(graph.first[tail], graph.first[tail + 1]):
            node, cost = graph.head[arc], tail_cost + graph.cost[arc]
            if cost <= limit and cost < best[node]:
                n_reached, heaped, laid = _reach(node, cost, queue, best, reached, n_reached, heaped, laid, bucket)
    return n_reached


@compiled
def search_to_targets(
    graph: Graph, seed_first: I32, seed_node: I32, seed_cost: F64, column: I32, limit: float, out: F64
) -> None:
    """Fill (n_search, n_target) with the least cost from the seeds of each search.

    `column` is (n_node,), the column of each node in `out`, -1 where it is no target; `out` comes filled
    with infinity.
    """
    n_node = graph.first.size - 1
    best = np.full(n_node, np.inf)
    reached = np.empty(n_node, np.int32)
    # An arc enters the queue at most once a search, when its tail is settled.
    longest = max(_longest_step(graph.cost, limit), _longest_step(seed_cost, limit))
    queue = _queue(graph.head.size + seed_node.size, longest)
    for search in range(seed_first.size - 1):
        mine = slice(seed_first[search], seed_first[search + 1])
        n_reached = _search(graph, queue, seed_node[mine], seed_cost[mine], limit, best, reached)
        for node in reached[:n_reached]:
            if column[node] >= 0:
                out[search, column[node]] = best[node]
            best[node] = np.inf


@compiled
def spread_supply(graph: Graph, source: I32, supply: F64, limit: float, total: F64) -> None:
    """Add the supply of every source to each node that it reaches within the limit."""
    n_node = graph.first.size - 1
    best = np.full(n_node, np.inf)
    reached = np.empty(n_node, np.int32)
    queue = _queue(graph.head.size + 1, _longest_step(graph.cost, limit))
    at_once = np.zeros(1)
    for row in range(source.size):
        n_reached = _search(graph, queue, source[row : row + 1], at_once, limit, best, reached)
        for node in reached[:n_reached]:
            total[node] += supply[row]
            best[node] = np.inf


@compiled
def search_cells(cost: F64, source: I32, n_col: int, cell_m: float, limit: float) -> tuple[F64, I32]:
    """Return the least cost of each cell from any source, and which source that is, -1 for none.

    `cost` is a raster laid flat whose rim is impassable (infinite); `source` are cells, all different.
    """
    best = np.full(cost.size, np.inf)
    owner = np.full(cost.size, -1, np.int32)
    step = _DOWN * n_col + _RIGHT
    half_m = 0.5 * cell_m * np.sqrt((_DOWN * _DOWN + _RIGHT * _RIGHT).astype(np.float64))
    queue = _queue(cost.size * step.size, 2 * half_m.max() * _longest_step(cost, np.inf))
    heaped, laid, taken, bucket = 0, 0, 0, 0
    for row in range(source.size):
        if cost[source[row]] < np.inf:
            best[source[row]], owner[source[row]] = 0.0, row
            heaped = _heap_push(queue.heap_key, queue.heap_item, heaped, 0.0, source[row])
    while heaped > 0 or laid > taken:
        if heaped == 0:
            bucket += 1
            heaped, emptied = _take_up(queue, bucket, best)
            taken += emptied
            continue
        here_cost, here = queue.heap_key[0], queue.heap_item[0]
        heaped = _heap_pop(queue.heap_key, queue.heap_item, heaped)
        if here_cost > best[here]:
            continue
        for side in range(step.size):
            there = here + step[side]
            total = here_cost + half_m[side] * (cost[here] + cost[there])
            if total < best[there] and total <= limit:
                best[there], owner[there] = total, owner[here]
                heaped, laid = _push(queue, heaped, laid, bucket, total, there)
            elif total == best[there] and total < np.inf and owner[here] < owner[there]:
                owner[there] = owner[here]
    return best, owner
