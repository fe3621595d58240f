"""Where the squares of catchments join the roads, kept for the next question on the same roads."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np

from gisapp.siting.codes import Ints
from gisapp.siting.network import RoadGraph
from gisapp.siting.travel import QUARTERS, Joins, Points, joins_of

# A block of 256 x 256 squares takes 5 MB; a province has ten or so.
MOST_BLOCKS = 16


class _Block:
    """What is known of the squares of one block."""

    def __init__(self, n_square: int) -> None:
        self._lock = Lock()
        self._is_known = np.zeros(n_square, dtype=bool)
        self._section = np.empty((n_square, QUARTERS), dtype=np.int32)
        self._along_min = np.empty((n_square, QUARTERS))
        self._leg_min = np.empty((n_square, QUARTERS))

    def joins(self, graph: RoadGraph, squares: Points, number: Ints) -> Joins:
        """Return the joins of some squares, finding out those that are not known yet."""
        with self._lock:
            new = np.flatnonzero(~self._is_known[number])
            if new.size:
                found = joins_of(graph, squares[new])
                at = number[new]
                self._section[at], self._along_min[at], self._leg_min[at] = (
                    found.section,
                    found.along_min,
                    found.leg_min,
                )
                self._is_known[at] = True
            return Joins(self._section[number].astype(np.int64), self._along_min[number], self._leg_min[number])


_kept: WeakKeyDictionary[RoadGraph, OrderedDict[Hashable, _Block]] = WeakKeyDictionary()
_lock = Lock()


def joined(graph: RoadGraph, squares: Points, *, number: Ints, key: Hashable, n_square: int) -> Points:
    """Return squares of a block with where they join the roads.

    Parameters
    ----------
    number
        (n_point,) which square of the block each is.
    key
        Tells blocks of one graph apart.
    n_square
        Squares of the block.
    """
    with _lock:
        blocks = _kept.setdefault(graph, OrderedDict())
        block = blocks.setdefault(key, _Block(n_square))
        blocks.move_to_end(key)
        while len(blocks) > MOST_BLOCKS:
            blocks.popitem(last=False)
    return Points(squares.xy_m, squares.island, block.joins(graph, squares, number))
