"""XLSX: sheets are layers; a title above the header is passed over."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from gisapp import conf
from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.formats.archive import ZIP_MAGIC, archive_checked, member_names
from gisapp.exchange.formats.base import REASON_COLUMN, Format, Head, Layer, Place
from gisapp.exchange.formats.decimals import decimals_read
from gisapp.exchange.formats.limits import counts_checked
from gisapp.exchange.formats.sheet_rows import NumberedRow, columns_of
from gisapp.exchange.formats.writing import suffixed

WORKBOOK = "xl/workbook.xml"
# Rows among which the header is looked for: above it stand titles.
_ROWS_WITH_HEADER = 15
_FAULTS = (InvalidFileException, BadZipFile, DefusedXmlException, ParseError, KeyError, ValueError, TypeError, OSError)


class Spreadsheet(Format):
    """XLSX."""

    code, title, suffix = "xlsx", "XLSX", ".xlsx"

    def recognises(self, head: Head) -> bool:
        """Tell by the workbook inside the zip that it is."""
        return head.start.startswith(ZIP_MAGIC) and WORKBOOK in member_names(head.path)

    def layers(self, path: Path) -> tuple[str, ...]:
        """Return the visible sheets that have cells."""
        with _opened(path) as book:
            return tuple(
                sheet.title
                for sheet in book.worksheets
                if sheet.sheet_state == "visible" and next(_filled(sheet, path.name), None) is not None
            )

    def read(self, place: Place) -> Layer:
        """Return the rows of a sheet under its header, numbered as the sheet does."""
        with _opened(place.path) as book:
            filled = list(_filled(book[place.layer], place.path.name))
        if not filled:
            raise UnreadableFileError(
                _("%(path)s has no header: name the columns in its first row.") % {"path": place.path.name}
            )
        header, rows = _parted(filled)
        counts_checked(place.path.name, n_rows=len(rows), n_columns=len(header))
        columns, ragged = columns_of(header, rows, name=place.path.name)
        columns, notes = decimals_read(columns)
        return Layer(columns=columns, rows=[number for number, _row in rows], ragged=ragged, notes=notes)

    def write_refused(self, place: Place, *, reasons: Mapping[int, str], target: Path) -> Path:
        """Write the rows that have a reason as a sheet of the same name."""
        found = self.read(place)
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet(place.layer)
        sheet.append([*found.columns, REASON_COLUMN])
        across = zip(*found.columns.values(), strict=True)
        for number, row in zip(found.rows, across, strict=True):
            if number in reasons:
                sheet.append([_harmless(sheet, cell) for cell in (*row, reasons[number])])
        written = suffixed(target, ".xlsx")
        book.save(written)
        return written


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    archive_checked(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except _FAULTS as error:
        message = _("%(path)s does not open (%(error)s): save it again as XLSX.")
        raise UnreadableFileError(message % {"path": path.name, "error": str(error)[:200]}) from error


def _filled(sheet: Any, name: str) -> Iterator[NumberedRow]:
    """Yield the rows that have a cell, each up to its last one."""
    count = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=conf.MAX_IMPORT_COLUMNS + 1), start=1):
        cells = [_cell(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            count += 1
            if count > conf.MAX_IMPORT_ROWS + _ROWS_WITH_HEADER:
                counts_checked(name, n_rows=count)
            yield number, cells


def _parted(filled: Sequence[NumberedRow]) -> tuple[list[str], Sequence[NumberedRow]]:
    """Return the header, the first row that is about as wide as the others, and the rows below it."""
    first = filled[:_ROWS_WITH_HEADER]
    widest = max(_n_filled(row) for _number, row in first)
    place = next(index for index, (_number, row) in enumerate(first) if 2 * _n_filled(row) > widest)
    header = ["" if cell is None else str(cell).strip() for cell in first[place][1]]
    return header, filled[place + 1 :]


def _n_filled(row: Sequence[Any]) -> int:
    return sum(cell is not None for cell in row)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, datetime):
        return value.isoformat() if value.time() != time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else value


def _harmless(sheet: Any, value: Any) -> Any:
    """Return a text as a cell of text: what begins like a formula would be run when the sheet is opened."""
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell
