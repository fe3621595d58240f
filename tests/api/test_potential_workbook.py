import io

import openpyxl
import pytest

from gisapp.api.potential.workbook import workbook_bytes
from layers.models import ProductionStatistic
from tests.api.test_potential import ADDRESSES, get, province

pytestmark = pytest.mark.django_db
__all__ = ["province"]


def book_of(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet):
    names, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize(("address", "query"), ADDRESSES)
def test_every_answer_opens_as_a_workbook(client, province, address, query):
    response = get(client, address, format="xlsx", **query)
    assert response.status_code == 200
    assert response["Content-Disposition"].endswith('.xlsx"')
    assert book_of(response.content).sheetnames


def test_the_workbook_of_a_district_holds_what_its_page_shows(client, province):
    response = get(client, "districts/6301", format="xlsx")
    assert "hilir-district-6301.xlsx" in response["Content-Disposition"]
    book = book_of(response.content)
    assert book.sheetnames == [
        "indices",
        "raw-material",
        "value-forgone",
        "diversification",
        "production",
        "facilities",
        "sources",
    ]
    (figure,) = rows_of(book["production"])
    assert (figure["value"], figure["unit"], figure["source"]) == (400_000, "t", "made up for a test")
    quotients = [row for row in rows_of(book["indices"]) if row["measure"] == "lq" and row["section"] == "C"]
    assert quotients[0]["value"] == pytest.approx((30 / 114) / (120 / 430))


def test_no_text_becomes_a_formula(client, province):
    ProductionStatistic.objects.update(note='=HYPERLINK("http://example.org")')
    sheet = book_of(get(client, "districts/6301", format="xlsx").content)["production"]
    column = [cell.value for cell in sheet[1]].index("note") + 1
    assert sheet.cell(2, column).data_type == "s"
    assert sheet.cell(2, column).value.startswith("=HYPERLINK")


def test_what_is_missing_is_an_empty_cell_and_zero_is_zero():
    sheet = book_of(workbook_bytes({"data": [{"a": None, "b": 0.0, "c": "bad\x07bell"}]}))["data"]
    assert [cell.value for cell in sheet[2]] == [None, 0, "badbell"]


def test_a_table_without_rows_is_an_empty_sheet():
    assert book_of(workbook_bytes({"nothing": []}))["nothing"].max_row == 1


def test_an_unknown_district_is_not_found_as_a_workbook_either(client, province):
    assert get(client, "districts/9999", format="xlsx").status_code == 404
