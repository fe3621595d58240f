import io

import openpyxl
import pytest
from django.utils.translation import override

from gisapp.exchange.printing.request import ReportForm
from gisapp.exchange.printing.run_subject import run_get
from gisapp.exchange.printing.services import run_report_print
from gisapp.planning.errors import RunStateError
from gisapp.planning.numbers import number
from layers.models import RunStatus

# Mapnik reads through a connection of its own: what a test writes must be committed.
pytestmark = pytest.mark.django_db(transaction=True)


def report(run, form):
    return run_report_print(run_get(run.pk), ReportForm(form)).content


def book_of(run):
    return openpyxl.load_workbook(io.BytesIO(report(run, "xlsx")))


def test_a_report_tells_the_sites_their_parts_and_why(run, read_pdf):
    with override("en"):
        text = "".join(read_pdf(report(run, "pdf")))
    site = run.sites.order_by("rank").first()
    words = [
        "Report: sites for",
        "Where the score comes from",
        "Supply by district",
        "Competitors",
        "Parameters",
        "Sources",
    ]
    words += ["Rules met and missed", "How sure the ranking is", number(site.score, 3)]
    for one in words:
        assert one in text, one


def test_a_report_writes_numbers_as_its_language_does(run, read_pdf):
    site = run.sites.order_by("rank").first()
    with override("id"):
        text = "".join(read_pdf(report(run, "pdf")))
        assert "Laporan: lokasi untuk" in text
        assert number(site.score, 3) in text
        assert "," in number(site.score, 3)


def test_a_workbook_holds_numbers_with_units_in_its_headings(run):
    with override("en"):
        book = book_of(run)
    assert book.sheetnames[:3] == ["Report", "Parameters", "Sites"]
    assert {"Parts of the score", "Supply", "Competitors", "Economics", "Sources"} <= set(book.sheetnames)
    sheet = book["Sites"]
    heads = [cell.value for cell in sheet[1]]
    assert "Used, %" in heads
    site = run.sites.order_by("rank").first()
    row = dict(zip(heads, [cell.value for cell in sheet[2]], strict=True))
    assert row["Supply, t/yr"] == pytest.approx(site.supply_t_per_year)
    assert row["Longitude, °"] == pytest.approx(site.location.x, abs=1e-6)


def test_the_parts_in_a_workbook_sum_to_the_score(run):
    with override("en"):
        rows = list(book_of(run)["Parts of the score"].values)
    at = rows[0].index("Contribution")
    for site in run.sites.all():
        assert sum(row[at] for row in rows[1:] if row[0] == site.rank) == pytest.approx(site.score)


def test_a_name_that_looks_like_a_formula_stays_a_name(run):
    site = run.sites.order_by("rank").first()
    site.district.name = '=HYPERLINK("http://x","y")'
    site.district.save()
    with override("en"):
        cells = [cell for row in book_of(run)["Sites"].rows for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_a_refused_run_says_why(run, read_pdf):
    run.sites.all().delete()
    run.status = RunStatus.REFUSED
    run.refusal = {"code": "no_supply_recorded", "figures": {}, "offers": []}
    run.save()
    with override("en"):
        text = "".join(read_pdf(report(run, "pdf")))
    assert "No supply of" in text


@pytest.mark.parametrize("status", [RunStatus.QUEUED, RunStatus.FAILED])
def test_a_run_without_an_answer_has_no_report(run, status):
    run.status = status
    run.save()
    with pytest.raises(RunStateError):
        report(run, "pdf")
