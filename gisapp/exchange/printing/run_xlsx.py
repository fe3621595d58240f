"""A report of a run as a workbook: a sheet a table, numbers as numbers."""

import io
import math
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from gisapp.exchange.printing.run_report import RunReport
from gisapp.exchange.printing.tables import Column, Table, Value

_NAME_LETTERS: Final = 31
_NOT_IN_NAMES: Final = str.maketrans("[]:*?/\\", "-------")
_LETTERS_A_SHARE: Final = 13.0
_FIRST_SHEET_LETTERS: Final = 110.0


def report_xlsx(report: RunReport) -> bytes:
    """Return a report as XLSX; the spreadsheet writes decimals as the reader's own settings have it."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = report.title, "Hilir"
    _add_words(book, report)
    for table in report.tables.all:
        _add_table(book, table)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _add_words(book: Workbook, report: RunReport) -> None:
    """Add the sheet that says in words what the others hold."""
    sheet = _sheet(book, report.heading, widths=[_FIRST_SHEET_LETTERS])
    sheet.append([_styled(sheet, report.title, font=Font(bold=True, size=14))])
    for section in report.sections:
        sheet.append([])
        sheet.append([_styled(sheet, section.title, font=Font(bold=True))])
        for line in section.lines:
            sheet.append([_styled(sheet, line, wraps=True)])


def _add_table(book: Workbook, table: Table) -> None:
    sheet = _sheet(book, table.name, widths=[column.share * _LETTERS_A_SHARE for column in table.columns])
    sheet.freeze_panes = "A2"
    sheet.append([_styled(sheet, column.heading, font=Font(bold=True), wraps=True) for column in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, value, column) for value, column in zip(row, table.columns, strict=True)])


def _sheet(book: Workbook, title: str, *, widths: list[float]) -> Any:
    """Add a sheet; the published types do not know that one that is only written has columns too."""
    sheet = book.create_sheet(title.translate(_NOT_IN_NAMES)[:_NAME_LETTERS])
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return sheet


def _cell(sheet: WriteOnlyWorksheet, value: Value, column: Column) -> Any:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, str):
        return _styled(sheet, value)
    cell = WriteOnlyCell(sheet, value=value)
    # A figure in a column of words, such as a parameter's, is shown as it is.
    if column.digits is not None:
        cell.number_format = f"#,##0.{'0' * column.digits}" if column.digits else "#,##0"
    return cell


def _styled(sheet: WriteOnlyWorksheet, text: str, *, font: Font | None = None, wraps: bool = False) -> Cell:
    """Return a cell of text; what begins like a formula stays text."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if font:
        cell.font = font
    if wraps:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
