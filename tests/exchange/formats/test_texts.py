"""Encodings, separators, decimal commas and headers of CSV and XLSX."""

from datetime import date, datetime

import openpyxl
import pytest

from gisapp import conf
from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.rejected import rejected_write
from gisapp.exchange.table import table_read


def columns(table):
    return {name: [record.cells[name] for record in table.records] for name in table.columns}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_text_of_any_encoding_and_separator_is_read(csv_file, encoding, separator):
    text = f"nama{separator}catatan\r\nSéjahtera{separator}baik\r\n"
    table = table_read(csv_file(text, encoding=encoding))
    assert columns(table) == {"nama": ["Séjahtera"], "catatan": ["baik"]}
    assert [note.code for note in table.notes] == (["encoding_guessed"] if encoding == "cp1252" else [])


def test_excels_own_line_of_the_separator_is_obeyed(csv_file):
    assert columns(table_read(csv_file("sep=;\na;b,c\n1;2\n"))) == {"a": ["1"], "b,c": ["2"]}


def test_decimal_commas_become_points_in_columns_that_are_all_numbers(csv_file):
    text = "a;b;c;d;e\n1,5;1.234,5;Jl. 3,5;1,500;2.500\n2;-0,25;x;2,750;12.500\n"
    table = table_read(csv_file(text))
    assert columns(table) == {
        "a": ["1.5", "2"],
        "b": ["1234.5", "-0.25"],
        "c": ["Jl. 3,5", "x"],
        # May be thousands: left as they are, and told.
        "d": ["1,500", "2,750"],
        "e": ["2.500", "12.500"],
    }
    assert [(note.code, note.count) for note in table.notes] == [("decimal_comma", 2), ("thousands_unclear", 2)]
    assert "a, b" in table.notes[0].text
    assert "d, e" in table.notes[1].text


def test_a_column_without_a_name_is_kept_if_it_has_cells(csv_file):
    assert columns(table_read(csv_file("a,,\n1,2,\n"))) == {"a": ["1"], "column_2": ["2"]}


def test_a_text_file_of_no_rows_is_refused(csv_file):
    with pytest.raises(UnreadableFileError, match="does not open"):
        table_read(csv_file("just a letter\nto somebody\n", name="letter.doc"))
    assert columns(table_read(csv_file("a;b\n1;2\n", name="download"))) == {"a": ["1"], "b": ["2"]}


def test_a_long_cell_is_read_and_too_many_columns_are_refused(csv_file, monkeypatch):
    assert len(columns(table_read(csv_file(f"a\n{'x' * 300_000}\n")))["a"][0]) == 300_000
    monkeypatch.setattr(conf, "MAX_IMPORT_COLUMNS", 2)
    with pytest.raises(UnreadableFileError, match="3 columns; the limit is 2"):
        table_read(csv_file("a,b,c\n1,2,3\n"))


MOMENT = datetime.fromisoformat("2024-05-01T08:30")


def book_write(path, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_sheets_are_layers_and_rows_keep_the_numbers_of_the_sheet(tmp_path):
    rows = [["PRODUKSI KELAPA SAWIT"], ["Tahun 2024"], [], ["kode", "ton", "tanggal", "baik"]]
    data = [[6301, 12.5, date(2024, 5, 1), True], [], ["0602", "1.234,5", MOMENT, None]]
    path = book_write(tmp_path / "produksi.xlsx", ("2024", rows + data), ("2023", [["a"], [1]]))
    with pytest.raises(UnreadableFileError, match="2024, 2023"):
        table_read(path)
    table = table_read(path, layer="2024")
    assert [(record.row, list(record.cells.values())) for record in table.records] == [
        (5, [6301, 12.5, "2024-05-01", True]),
        (7, ["0602", "1234.5", "2024-05-01T08:30:00", None]),
    ]


def test_a_formula_in_a_refused_row_stays_text(tmp_path):
    book = book_write(tmp_path / "b.xlsx", ("s", [["name"], ["x"]]))
    cell = openpyxl.load_workbook(book)
    cell["s"]["A2"].value = "=HYPERLINK()"
    cell["s"]["A2"].data_type = "s"
    cell.save(book)
    written = rejected_write(book, None, {2: "=1+1"}, tmp_path / "back")
    sheet = openpyxl.load_workbook(written)["s"]
    assert [(one.value, one.data_type) for one in sheet[2]] == [("=HYPERLINK()", "s"), ("=1+1", "s")]
