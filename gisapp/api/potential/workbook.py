"""Answers as a workbook: one sheet a table, the header frozen, what is missing left empty."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Row = Mapping[str, Any]
# Letters; wider texts run on into the next cell.
WIDEST_COLUMN, NARROWEST_COLUMN = 48, 8
# Excel takes no more letters in the name of a sheet.
LONGEST_TITLE = 31


def workbook_bytes(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """Return an XLSX file (ECMA-376).

    Parameters
    ----------
    sheets
        Rows by the title of their sheet; columns are those of all rows, in order of appearance.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        _fill(book.create_sheet(title[:LONGEST_TITLE]), rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Row]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    for number, name in enumerate(columns, start=1):
        texts = [name, *(_text(row.get(name)) for row in rows)]
        width = min(max(NARROWEST_COLUMN, *(len(text) + 2 for text in texts)), WIDEST_COLUMN)
        sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.cell(1, number, name).font = Font(bold=True)
        for line, row in enumerate(rows, start=2):
            _write(sheet, line, number, value=row.get(name))
    sheet.freeze_panes = "A2"
    if columns:
        sheet.auto_filter.ref = sheet.dimensions


def _write(sheet: Worksheet, line: int, column: int, *, value: Any) -> None:
    if value is None:
        return
    if not isinstance(value, bool | int | float):
        value = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell = sheet.cell(line, column, value)
    # A text that begins with an equals sign is a text, never a formula.
    if isinstance(value, str):
        cell.data_type = "s"


def _text(value: Any) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
