"""Tables of a report, before they become pages or sheets: figures stay figures, units stand in the headings."""

from collections.abc import Sequence
from dataclasses import dataclass

Value = str | float | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes
    ----------
    unit
        Shown behind the title; empty for words.
    digits
        At most so many behind the decimal mark; None for words.
    share
        Of the width of a page, beside the shares of the other columns.
    """

    title: str
    unit: str = ""
    digits: int | None = None
    share: float = 1.0

    @property
    def heading(self) -> str:
        """Title and unit."""
        return f"{self.title}, {self.unit}" if self.unit else self.title


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one title; where they tell of sites, the first column is the rank.

    Attributes
    ----------
    name
        Short, for the tab of a sheet.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]

    def of_site(self, rank: int) -> "Table":
        """Return the rows of one site, without their first column."""
        rows = [row[1:] for row in self.rows if row[0] == rank]
        return Table(self.name, self.title, self.columns[1:], rows)
