import csv
import io

import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gisapp import conf
from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.table import table_read
from tests.exchange.conftest import square


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(csv_file):
    table = table_read(csv_file('name,note\r\nA,"two\r\nlines"\r\n\r\n,\r\nB,\r\n'))
    assert [(record.row, record.cells) for record in table.records] == [
        (2, {"name": "A", "note": "two\r\nlines"}),
        (5, {"name": "B", "note": None}),
    ]


def test_a_byte_order_mark_and_semicolons_are_understood(csv_file):
    table = table_read(csv_file("\ufeffname;lat\nA; -3.1 \n"))
    assert table.columns == ("name", "lat")
    assert table.records[0].cells == {"name": "A", "lat": "-3.1"}


def test_a_short_row_has_empty_cells_and_a_long_one_is_told_of(csv_file):
    table = table_read(csv_file("a,b\n1\n1,2,3\n"))
    assert table.records[0].cells.get("b") is None
    assert table.ragged == {3}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    cells=st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12), min_size=2, max_size=2),
        max_size=6,
    )
)
def test_any_text_comes_back_as_it_went_in(csv_file, cells):
    text = io.StringIO()
    csv.writer(text).writerows([["a", "b"], *cells])
    read = [list(record.cells.values()) for record in table_read(csv_file(text.getvalue())).records]
    assert read == [[cell.strip() or None for cell in row] for row in cells if any(cell.strip() for cell in row)]


@pytest.mark.parametrize(
    ("text", "encoding", "message"),
    [
        ("", "utf-8", "no header"),
        ("\n\n", "utf-8", "no header"),
        ("a,b,a\n1,2,3\n", "utf-8", "twice"),
        ('a,b\n"1,2\n', "utf-8", "well-formed"),
    ],
)
def test_what_is_no_table_is_refused_with_the_fix(csv_file, text, encoding, message):
    with pytest.raises(UnreadableFileError, match=message):
        table_read(csv_file(text, encoding=encoding))


def test_a_missing_file_a_foreign_file_and_a_large_one_are_refused(csv_file, tmp_path, monkeypatch):
    with pytest.raises(UnreadableFileError, match="no file"):
        table_read(tmp_path / "none.csv")
    with pytest.raises(UnreadableFileError, match="does not open"):
        table_read(csv_file("just text", name="notes.gpkg"))
    monkeypatch.setattr(conf, "MAX_IMPORT_ROWS", 1)
    with pytest.raises(UnreadableFileError, match="limit is 1"):
        table_read(csv_file("a\n1\n2\n"))
    monkeypatch.setattr(conf, "MAX_IMPORT_BYTES", 2)
    with pytest.raises(UnreadableFileError, match="limit"):
        table_read(csv_file("a\n1\n2\n"))


def test_a_vector_file_gives_plain_values_geometry_and_crs(geojson_file):
    shapes = geojson_file(
        ({"code": "6301", "n": 3, "is_big": True, "day": "2024-05-01"}, square(115, -3)),
        ({"code": "", "n": None, "is_big": False, "day": None}, None),
    )
    table = table_read(shapes)
    assert table.records[0].cells == {"code": "6301", "n": 3, "is_big": True, "day": "2024-05-01"}
    assert table.records[1].cells == {"code": None, "n": None, "is_big": False, "day": None}
    assert [record.row for record in table.records] == [1, 2]
    assert table.srid == 4326
    assert table.geometry is not None
    assert table.geometry[0].equals(shapely.box(115, -3, 115.1, -2.9))
    assert table.geometry[1] is None


def test_of_a_file_with_several_layers_one_must_be_named(tmp_path):
    path = tmp_path / "two.gpkg"
    for layer in ("first", "second"):
        wkb = shapely.to_wkb([shapely.Point(1, 2, 3)])
        pyogrio.raw.write(
            path, geometry=wkb, field_data=[], fields=[], layer=layer, geometry_type="Point Z", crs="EPSG:32750",
            append=path.exists(),
        )  # fmt: skip
    with pytest.raises(UnreadableFileError, match="first, second"):
        table_read(path)
    with pytest.raises(UnreadableFileError, match="third"):
        table_read(path, layer="third")
    table = table_read(path, layer="second")
    assert table.srid == 32750
    assert table.geometry is not None
    assert not table.geometry[0].has_z
