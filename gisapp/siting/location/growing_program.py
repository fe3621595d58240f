"""A linear program that grows by columns and rows, solved by HiGHS from where it stood."""

import highspy
import numpy as np
from scipy.sparse import csr_array

from gisapp.siting.codes import Floats, Ints


class GrowingProgram:
    """Minimise ``cost @ x`` where ``row_lower <= rows @ x <= row_upper`` and ``x >= 0``, at first without columns."""

    def __init__(self, row_lower: Floats, row_upper: Floats) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in {"output_flag": False, "threads": 1}.items():
            self._highs.setOptionValue(option, value)
        none = np.empty(0, dtype=np.int32)
        starts = np.zeros(len(row_lower), dtype=np.int32)
        self._highs.addRows(len(row_lower), row_lower, row_upper, 0, starts, none, np.empty(0))

    def add_columns(self, cost: Floats, entries: csr_array) -> None:
        """Add columns; `entries` is (n_column, n_row)."""
        n = len(cost)
        self._highs.addCols(
            n, cost, np.zeros(n), np.full(n, np.inf), entries.nnz, entries.indptr[:-1], entries.indices, entries.data
        )

    def add_rows(self, row_upper: Floats, entries: csr_array) -> None:
        """Add rows without a lower limit; `entries` is (n_row, n_column)."""
        lower = np.full(len(row_upper), -np.inf)
        self._highs.addRows(
            len(row_upper), lower, row_upper, entries.nnz, entries.indptr[:-1], entries.indices, entries.data
        )

    def delete_columns(self, columns: Ints) -> None:
        """Take columns away; those behind them move up."""
        self._highs.deleteCols(len(columns), columns.astype(np.int32))

    def solve(self) -> tuple[Floats, Floats]:
        """Return the shares of the columns and the prices of the rows at the best answer."""
        self._highs.run()
        solution = self._highs.getSolution()
        return np.asarray(solution.col_value), np.asarray(solution.row_dual)
