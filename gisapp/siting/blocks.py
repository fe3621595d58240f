"""Rasters in blocks: windows of a grid, and connected areas found block by block.

A block is small enough to be worked on anywhere and to be forgotten afterwards; only results of one or two
bytes a cell are kept for the whole grid. What comes out does not depend on the size of the blocks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gisapp.siting.codes import Bools, Ints

# A block of single bytes is 1 MB, of floats 8 MB.
BLOCK_CELLS = 1_024
BY_SIDE = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], dtype=np.int8)
BY_CORNER = np.ones((3, 3), dtype=np.int8)


@dataclass(frozen=True, slots=True)
class Block:
    """A window of a raster, from its first row and column."""

    row: int
    col: int
    n_row: int
    n_col: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        return self.n_row, self.n_col

    @property
    def window(self) -> tuple[slice, slice]:
        """What to index the whole raster with."""
        return slice(self.row, self.row + self.n_row), slice(self.col, self.col + self.n_col)

    def holds(self, row: Ints, col: Ints) -> Bools:
        """Tell which cells of the whole raster lie in the block.

        Parameters
        ----------
        row, col
            (n_cell,) in the whole raster.
        """
        in_rows = (row >= self.row) & (row < self.row + self.n_row)
        return np.asarray(in_rows & (col >= self.col) & (col < self.col + self.n_col))

    def grown(self, cells: int, shape: tuple[int, int]) -> "Block":
        """Return the block with a rim of so many cells, as far as the raster reaches."""
        row, col = max(self.row - cells, 0), max(self.col - cells, 0)
        n_row = min(self.row + self.n_row + cells, shape[0]) - row
        n_col = min(self.col + self.n_col + cells, shape[1]) - col
        return Block(row, col, n_row, n_col)

    def within(self, other: "Block") -> tuple[slice, slice]:
        """Return what to index a raster of `other` with to get this block."""
        row, col = self.row - other.row, self.col - other.col
        return slice(row, row + self.n_row), slice(col, col + self.n_col)


def blocks_of(shape: tuple[int, int], *, edge: int = BLOCK_CELLS) -> list[Block]:
    """Cut a raster into blocks, from north to south and west to east.

    Parameters
    ----------
    edge
        Cells to a side of a block; the last ones are smaller.
    """
    return [
        Block(row, col, min(edge, shape[0] - row), min(edge, shape[1] - col))
        for row in range(0, shape[0], edge)
        for col in range(0, shape[1], edge)
    ]


class Connected:
    """Numbers the connected areas of a raster whose blocks come one by one.

    Every block is labelled by itself; areas that meet at the seam of two blocks are one. Numbers are those
    of ``scipy.ndimage.label`` on the whole raster: from 1, in the order of the first cell of each area.

    Parameters
    ----------
    structure
        `BY_SIDE` or `BY_CORNER`: which neighbours are connected.
    """

    def __init__(self, shape: tuple[int, int], *, structure: NDArray[np.int8]) -> None:
        self._label = np.zeros(shape, dtype=np.int32)
        self._structure = structure
        self._blocks: list[Block] = []
        self._first_cell: list[Ints] = [np.zeros(1, dtype=np.int64)]
        self._n_label = 0

    def add(self, block: Block, cells: Bools) -> None:
        """Label the cells of one block, (n_row, n_col) of it."""
        label, n_label = ndimage.label(cells, self._structure)
        # Each label's first cell, in the whole raster, tells the order of areas.
        flat = np.flatnonzero(cells)
        _, first = np.unique(label.ravel()[flat], return_index=True)
        row, col = np.divmod(flat[first], block.n_col)
        self._first_cell.append((row + block.row) * self._label.shape[1] + col + block.col)
        label[label > 0] += self._n_label
        self._label[block.window] = label
        self._blocks.append(block)
        self._n_label += n_label

    def numbered(self) -> tuple[NDArray[np.int32], int]:
        """Return (n_row, n_col) numbers from 1, 0 elsewhere, and how many areas there are."""
        pairs = self._seams()
        n = self._n_label + 1
        touching = coo_array((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
        n_area, area = connected_components(touching, directed=False)
        first = np.full(n_area, np.iinfo(np.int64).max)
        np.minimum.at(first, area[1:], np.concatenate(self._first_cell)[1:])
        first[area[0]] = -1  # no area at all comes first, and so is number 0
        number = np.empty(n_area, dtype=np.int32)
        number[np.argsort(first, kind="stable")] = np.arange(n_area, dtype=np.int32)
        number_of_label = number[area]
        for block in self._blocks:
            self._label[block.window] = number_of_label[self._label[block.window]]
        return self._label, n_area - 1

    def _seams(self) -> Ints:
        """Return (n_pair, 2) labels that touch across the edges between blocks."""
        rows = {block.row for block in self._blocks if block.row}
        cols = {block.col for block in self._blocks if block.col}
        lines = [(self._label[row - 1], self._label[row]) for row in sorted(rows)]
        lines += [(self._label[:, col - 1], self._label[:, col]) for col in sorted(cols)]
        pairs = [np.empty((0, 2), dtype=np.int64)]
        for before, after in lines:
            pairs.append(_touching(before, after))
            if self._structure[0, 0]:
                pairs += [_touching(before[:-1], after[1:]), _touching(before[1:], after[:-1])]
        return np.concatenate(pairs)


def _touching(before: NDArray[np.int32], after: NDArray[np.int32]) -> Ints:
    both = (before > 0) & (after > 0)
    return np.unique(np.column_stack([before[both], after[both]]), axis=0).astype(np.int64)


def smallest_dtype(highest: int) -> np.dtype[np.signedinteger]:
    """Return the smallest signed type that holds -1 and every number up to the highest."""
    return np.dtype(np.int16 if highest <= np.iinfo(np.int16).max else np.int32)
