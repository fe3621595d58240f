"""Print: a request in, a file out. One at a time of what is heavy, within the limits of memory and time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.text import slugify
from django.utils.translation import get_language

from gisapp import conf
from gisapp.exchange.printing.page import page_html
from gisapp.exchange.printing.pdf_surface import PdfSurface
from gisapp.exchange.printing.png_surface import PngSurface
from gisapp.exchange.printing.request import PrintForm, PrintRequest, ReportForm
from gisapp.exchange.printing.run_pdf import report_pdf
from gisapp.exchange.printing.run_report import run_report
from gisapp.exchange.printing.run_subject import run_find, run_subject
from gisapp.exchange.printing.run_xlsx import report_xlsx
from gisapp.exchange.printing.sheet import draw_sheet, layout_of
from gisapp.exchange.printing.subjects import Subject, district_subject, layers_subject
from gisapp.ogc.cache import turn
from gisapp.ogc.provider import provider
from layers.models import RunStatus, SitingRun

_NAME_LETTERS: Final = 60


@dataclass(frozen=True, slots=True)
class Printed:
    """A file that was made."""

    name: str
    media_type: str
    content: bytes


def map_print(request: PrintRequest) -> Printed:
    """Print a map in the active language.

    Raises
    ------
    ParameterError
        If a layer, a style, a district or a run of a name is not there.
    NothingToPrintError
        If the sheet would be empty.
    PrintTooLargeError
        If it does not fit on the paper.
    BusyError
        If no turn comes, or the database takes too long.
    """
    with turn():
        subject = _subject(request)
        content = _MAKERS[request.form](subject, request)
    name = f"{slugify(subject.title)[:_NAME_LETTERS] or 'hilir'}.{request.form.value}"
    return Printed(name, MEDIA_TYPES[request.form], content)


def _html(subject: Subject, _request: PrintRequest) -> bytes:
    return page_html(subject)


def run_report_print(run: SitingRun, form: ReportForm) -> Printed:
    """Print the report of a run in the active language.

    Raises
    ------
    RunStateError
        If the run has no answer yet.
    NothingToPrintError
        If a page with a map is asked for and the run suggested no site.
    BusyError
        If no turn comes, or the database takes too long.
    """
    with turn():
        content = _REPORTERS[form](run)
    name = f"{slugify(run.process.code)}-{str(run.pk)[:8]}.{form.value}"
    return Printed(name, MEDIA_TYPES[form], content)


def _report_pdf(run: SitingRun) -> bytes:
    report = run_report(run)
    has_map = run.status == RunStatus.SUGGESTED
    return report_pdf(report, run_subject(run, PrintRequest(run=run.pk)) if has_map else None)


def _report_xlsx(run: SitingRun) -> bytes:
    return report_xlsx(run_report(run))


def _report_html(run: SitingRun) -> bytes:
    return page_html(run_subject(run, PrintRequest(run=run.pk)))


def _subject(request: PrintRequest) -> Subject:
    if request.run:
        return run_subject(run_find(request.run), request)
    return layers_subject(request) if request.layers else district_subject(request)


def _pdf(subject: Subject, request: PrintRequest) -> bytes:
    language = get_language() or "id"
    surface = PdfSurface(request.sheet, title=subject.title, author=provider().name or "Hilir", language=language)
    draw_sheet(surface, subject, layout_of(subject, request.sheet), dpi=round(conf.PRINT_DPI.high))
    return surface.file()


def _png(subject: Subject, request: PrintRequest) -> bytes:
    surface = PngSurface(request.sheet, dpi=request.dpi)
    draw_sheet(surface, subject, layout_of(subject, request.sheet), dpi=request.dpi)
    return surface.file()


MEDIA_TYPES: Final[Mapping[str, str]] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MAKERS: Final[Mapping[PrintForm, Callable[[Subject, PrintRequest], bytes]]] = {
    PrintForm.PDF: _pdf,
    PrintForm.PNG: _png,
    PrintForm.HTML: _html,
}
_REPORTERS: Final[Mapping[ReportForm, Callable[[SitingRun], bytes]]] = {
    ReportForm.PDF: _report_pdf,
    ReportForm.XLSX: _report_xlsx,
    ReportForm.HTML: _report_html,
}
