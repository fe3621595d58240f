"""Answers as JSON, as CSV with one header and one row a figure, or as a workbook."""

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers

from gisapp.api.potential.params import CSV_TYPE, XLSX_TYPE, Asked
from gisapp.api.potential.workbook import workbook_bytes

Json = dict[str, Any]
# A spreadsheet takes a text that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def rendered(
    document: Json,
    asked: Asked,
    *,
    rows_of: Callable[[Json], list[Json]],
    sheets_of: Callable[[Json], dict[str, list[Json]]] | None = None,
) -> HttpResponse:
    """Return an answer in the form that was asked for.

    Parameters
    ----------
    sheets_of
        The sheets of a workbook; by default one, with the rows.
    """
    response: HttpResponse
    if asked.media_type == CSV_TYPE:
        response = HttpResponse(csv_text(rows_of(document)), content_type=f"{CSV_TYPE}; charset=utf-8; header=present")
        response["Content-Disposition"] = f'attachment; filename="{asked.file_stem}.csv"'
    elif asked.media_type == XLSX_TYPE:
        sheets = sheets_of(document) if sheets_of else {asked.file_stem: rows_of(document)}
        response = HttpResponse(workbook_bytes(sheets), content_type=XLSX_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{asked.file_stem}.xlsx"'
    else:
        response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "allow_nan": False})
    # Names and notes are in the language of the request, and data change: no cache may keep an answer.
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ("Accept", "Accept-Language"))
    return response


def csv_text(rows: Iterable[Json]) -> str:
    """Return rows as CSV (RFC 4180): the columns of all rows in order of appearance; what is missing is empty."""
    listed = list(rows)
    columns = list(dict.fromkeys(name for row in listed for name in row))
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in listed)
    return stream.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
