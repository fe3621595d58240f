"""XLSX: a sheet a layer, and sheets that tell what the columns hold and where the data come from."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import shapely
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from gisapp import conf
from gisapp.exchange.exporters.contents import GEOMETRY, ID, Contents, LayerContent
from gisapp.exchange.exporters.errors import ExportTooLargeError
from gisapp.geo.crs import is_geographic

TEXT_CHARS: Final = 32_767
_SHEET_NAME_CHARS: Final = 31
_DIGITS_DEGREES, _DIGITS_METRES = 7, 3


def xlsx_write(path: Path, contents: Contents) -> None:
    """Write all layers; instead of a shape each row has a point on it.

    Raises
    ------
    ExportError
        If a layer has more rows than a sheet, or they cannot be read.
    """
    book = Workbook(write_only=True)
    for content in contents.layers:
        if content.count > conf.EXPORT_SHEET_ROWS_LIMIT:
            raise ExportTooLargeError(
                _("%(name)s has %(count)d rows, a sheet takes %(limit)d; give a filter, or choose csv.")
                % {"name": content.name, "count": content.count, "limit": conf.EXPORT_SHEET_ROWS_LIMIT}
            )
        _add_layer(book, content)
    _add_columns(book, contents)
    _add_sources(book, contents)
    book.save(path)


def _add_layer(book: Workbook, content: LayerContent) -> None:
    sheet = _sheet(book, content.name)
    sheet.append(_bold(sheet, [ID, *(one.name for one in content.columns), *_place_names(content)]))
    for row in _rows(content):
        sheet.append([_cell(sheet, value) for value in row])


def _rows(content: LayerContent) -> Iterator[tuple[Any, ...]]:
    digits = _DIGITS_DEGREES if is_geographic(content.srid) else _DIGITS_METRES
    for batch in content.batches():
        points = shapely.point_on_surface(shapely.from_wkb(batch.column(GEOMETRY).to_numpy(zero_copy_only=False)))
        places = (of(points).round(digits).tolist() for of in (shapely.get_x, shapely.get_y))
        yield from zip(*(column.to_pylist() for column in batch.columns[:-1]), *places, strict=True)


def _place_names(content: LayerContent) -> tuple[str, str]:
    return ("lon", "lat") if is_geographic(content.srid) else ("x", "y")


def _add_columns(book: Workbook, contents: Contents) -> None:
    sheet = _sheet(book, _("Columns"))
    sheet.append(_bold(sheet, [_("Sheet"), _("Column"), _("Meaning and unit")]))
    for content in contents.layers:
        for one in content.columns:
            sheet.append([content.name[:_SHEET_NAME_CHARS], one.name, _cell(sheet, one.title)])
        for name in _place_names(content):
            sheet.append([content.name[:_SHEET_NAME_CHARS], name, content.statement.crs])


def _add_sources(book: Workbook, contents: Contents) -> None:
    sheet = _sheet(book, _("Sources"))
    sheet.append(_bold(sheet, [_("Sheet"), _("Entry"), _("Value")]))
    for content in contents.layers:
        for name, value in content.statement.entries().items():
            sheet.append([content.name[:_SHEET_NAME_CHARS], name, _cell(sheet, value)])


def _sheet(book: Workbook, title: str) -> WriteOnlyWorksheet:
    sheet: WriteOnlyWorksheet = book.create_sheet(title[:_SHEET_NAME_CHARS])
    sheet.freeze_panes = "A2"
    return sheet


def _bold(sheet: WriteOnlyWorksheet, texts: list[str]) -> list[Cell]:
    cells = [WriteOnlyCell(sheet, value=text) for text in texts]
    for cell in cells:
        cell.font = Font(bold=True)
    return cells


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    """Return what a cell takes: text that begins like a formula stays text."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if not isinstance(value, str):
        # A sheet knows no time zones.
        return value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:TEXT_CHARS]
    if not text.startswith("="):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
