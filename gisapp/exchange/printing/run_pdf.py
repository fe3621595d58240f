"""A report of a run as pages: words first, then figures, table by table."""

import io
from collections.abc import Iterator
from typing import Any, Final

from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    LongTable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from gisapp.exchange.printing.frame import frame_around
from gisapp.exchange.printing.letters import runs_of
from gisapp.exchange.printing.map_picture import map_picture
from gisapp.exchange.printing.paper import MARGIN_MM
from gisapp.exchange.printing.pdf_surface import font_name
from gisapp.exchange.printing.run_report import RunReport, Section
from gisapp.exchange.printing.subjects import Subject
from gisapp.exchange.printing.tables import Column, Table, Value
from gisapp.ogc.provider import provider
from gisapp.ogc.render.fonts import face_files
from gisapp.planning.numbers import number
from gisapp.symbology.model import Face
from gisapp.symbology.tokens import colour

_WIDTH_MM: Final = 210.0 - 2 * MARGIN_MM
_MAP_HEIGHT_MM: Final = 120.0
_MAP_DPI: Final = 200
_FOOT_MM: Final = 9.0
_MARKUP: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def report_pdf(report: RunReport, subject: Subject | None) -> bytes:
    """Return a report as PDF.

    Parameters
    ----------
    subject
        The sheet of the run, for its map; None for a run without sites.

    Raises
    ------
    BusyError
        If the database takes too long for the map.
    """
    made = io.BytesIO()
    document = BaseDocTemplate(
        made,
        pagesize=A4,
        title=report.title,
        author=provider().name or "Hilir",
        lang=get_language() or "id",
        initialFontName=font_name(face_files(Face.REGULAR)[0]),
    )
    inner = Frame(
        MARGIN_MM * mm,
        (MARGIN_MM + _FOOT_MM) * mm,
        _WIDTH_MM * mm,
        A4[1] - (2 * MARGIN_MM + _FOOT_MM) * mm,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    document.addPageTemplates(PageTemplate(frames=[inner], onPage=lambda canvas, _document: _foot(canvas, report)))
    document.build(list(_story(report, subject)))
    return made.getvalue()


def _story(report: RunReport, subject: Subject | None) -> Iterator[Flowable]:
    yield _paragraph(format_date(localdate(), "j F Y"), _style("small"))
    yield _paragraph(report.title, _style("title"))
    whole = [section for section in report.sections if not section.rank]
    yield from _words(whole[0])
    if subject:
        yield _map(subject)
        yield from _table(report.tables.sites)
    for section in report.sections:
        if section.rank:
            yield PageBreak()
            yield from _words(section)
            for table in report.tables.of_sites:
                yield from _table(table.of_site(section.rank))
    yield PageBreak()
    yield from _table(report.tables.parameters)
    for section in whole[1:]:
        yield from _words(section)
    yield from _table(report.tables.sources)


def _map(subject: Subject) -> Flowable:
    frame = frame_around(subject.extent, width_mm=_WIDTH_MM, height_mm=_MAP_HEIGHT_MM)
    file = io.BytesIO()
    map_picture(subject.views, frame, dpi=_MAP_DPI).save(file, "PNG")
    file.seek(0)
    return Image(file, width=_WIDTH_MM * mm, height=_MAP_HEIGHT_MM * mm)


def _words(section: Section) -> Iterator[Flowable]:
    yield _paragraph(section.title, _style("heading"))
    for line in section.lines:
        yield _paragraph(line, _style("body"))


def _table(table: Table) -> Iterator[Flowable]:
    if not table.rows:
        return
    yield _paragraph(table.title, _style("subheading"))
    total = sum(column.share for column in table.columns)
    widths = [column.share / total * _WIDTH_MM * mm for column in table.columns]
    head = [
        _paragraph(column.heading, _style("right-head" if _is_right(column) else "head")) for column in table.columns
    ]
    rows = [[_written(value, column) for value, column in zip(row, table.columns, strict=True)] for row in table.rows]
    rule = ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor(colour("line-300")))
    paddings = [(f"{side}PADDING", (0, 0), (-1, -1), points) for side, points in _PADDINGS.items()]
    style: list[Any] = [rule, ("VALIGN", (0, 0), (-1, -1), "TOP"), *paddings]
    yield LongTable([head, *rows], colWidths=widths, repeatRows=1, style=style)
    yield Spacer(0, 2 * mm)


_PADDINGS: Final = {"LEFT": 0, "RIGHT": 5, "TOP": 2, "BOTTOM": 2}


def _is_right(column: Column) -> bool:
    return column.digits is not None


def _written(value: Value, column: Column) -> Flowable:
    if value is None:
        return _paragraph("\N{EN DASH}", _style("right" if _is_right(column) else "cell"))
    if isinstance(value, str):
        return _paragraph(value, _style("cell"))
    digits = column.digits
    if digits is None:
        return _paragraph(number(value, 2), _style("cell"))
    return _paragraph(number(value, digits), _style("right"))


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """Return a paragraph whose rarer letters come from the font that has them."""
    face = Face.SEMIBOLD if style.fontName == _semibold() else Face.REGULAR
    parts = []
    for run in runs_of(text, face):
        name, words = font_name(run.file), run.text.translate(_MARKUP)
        parts.append(words if name == style.fontName else f'<font name="{name}">{words}</font>')
    return Paragraph("".join(parts), style)


def _style(name: str) -> ParagraphStyle:
    regular, bold = font_name(face_files(Face.REGULAR)[0]), _semibold()
    ink, quiet = HexColor(colour("ink-900")), HexColor(colour("ink-700"))
    looks: dict[str, dict[str, Any]] = {
        "title": {"fontName": bold, "fontSize": 16, "leading": 20, "spaceAfter": 6},
        "heading": {"fontName": bold, "fontSize": 12, "leading": 15, "spaceBefore": 8, "spaceAfter": 4},
        "subheading": {"fontName": bold, "fontSize": 9.5, "leading": 12, "spaceBefore": 6, "spaceAfter": 2},
        "body": {"fontSize": 9, "leading": 12, "spaceAfter": 3},
        "small": {"fontSize": 8, "leading": 10, "textColor": quiet},
        "cell": {"fontSize": 7.5, "leading": 9.5},
        "right": {"fontSize": 7.5, "leading": 9.5, "alignment": TA_RIGHT},
        "head": {"fontName": bold, "fontSize": 7.5, "leading": 9.5, "textColor": quiet},
        "right-head": {"fontName": bold, "fontSize": 7.5, "leading": 9.5, "textColor": quiet, "alignment": TA_RIGHT},
    }
    defaults: dict[str, Any] = {
        "fontName": regular,
        "textColor": ink,
        "keepWithNext": name.endswith("heading"),
        "splitLongWords": 1,
    }
    return ParagraphStyle(name, **(defaults | looks[name]))


def _semibold() -> str:
    return font_name(face_files(Face.SEMIBOLD)[0])


def _foot(canvas: Canvas, report: RunReport) -> None:
    line = (MARGIN_MM + _FOOT_MM - 4.0) * mm
    canvas.setStrokeColor(HexColor(colour("line-300")))
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN_MM * mm, line, (MARGIN_MM + _WIDTH_MM) * mm, line)
    canvas.setFillColor(HexColor(colour("ink-700")))
    canvas.setFont(font_name(face_files(Face.REGULAR)[0]), 7)
    canvas.drawString(MARGIN_MM * mm, line - 9, f"Hilir · {report.run.pk}")
    page = _("Page %(page)d") % {"page": canvas.getPageNumber()}
    canvas.drawRightString((MARGIN_MM + _WIDTH_MM) * mm, line - 9, page)
