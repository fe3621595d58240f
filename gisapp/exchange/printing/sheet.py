"""Lay a map sheet out and draw it: head, map, column, table, sources and foot, as many pages as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gisapp.exchange.printing.blocks import (
    BODY,
    HAIRLINE_PT,
    SMALL,
    STRONG,
    Block,
    Heading,
    Text,
    baseline,
    filled,
    text_height,
    write,
)
from gisapp.exchange.printing.column import column_blocks, source_blocks
from gisapp.exchange.printing.errors import PrintTooLargeError
from gisapp.exchange.printing.frame import Frame, frame_around
from gisapp.exchange.printing.letters import TextStyle, width_mm, wrapped
from gisapp.exchange.printing.map_drawing import draw_map
from gisapp.exchange.printing.paper import Box, Orientation, Sheet
from gisapp.exchange.printing.site_table import draw_sites, sites_height
from gisapp.exchange.printing.subjects import Subject
from gisapp.exchange.printing.surface import Surface
from gisapp.ogc.provider import provider
from gisapp.symbology.model import Face
from gisapp.symbology.tokens import colour

TITLE: Final = TextStyle(16, Face.SEMIBOLD)
_LEAD: Final = TextStyle(9, ink="ink-700")
_KIND: Final = TextStyle(8, ink="ink-500")
_OFFICE_MM: Final = 46.0
_SIDE_MM: Final = {Orientation.PORTRAIT: 54.0, Orientation.LANDSCAPE: 66.0}
_GAP_MM: Final = 5.0
_TICK_ROOM_MM: Final = 4.5
_FOOT_MM: Final = 7.0
_SIGNATURE_MM: Final = 13.0
# Sources beyond this go on a page of their own.
_SOURCES_MM: Final = {Orientation.PORTRAIT: 26.0, Orientation.LANDSCAPE: 17.0}
_SOURCES_SHARE: Final = 0.62
_LEAST_MAP_MM: Final = 45.0
_COLUMNS: Final = {Orientation.PORTRAIT: 2, Orientation.LANDSCAPE: 3}


@dataclass(frozen=True, slots=True)
class _Rows:
    """The parts of the first page, from top to bottom."""

    head: Box
    map: Box
    side: Box
    table: Box
    sources: Box
    notes: Box
    signature: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet before it is drawn.

    Attributes
    ----------
    first
        Blocks of the first page with their places.
    rest
        Those of each further page.
    """

    sheet: Sheet
    rows: _Rows
    frame: Frame
    first: list[tuple[Block, Box]]
    rest: list[list[tuple[Block, Box]]]

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return 1 + len(self.rest)


def layout_of(subject: Subject, sheet: Sheet) -> Layout:
    """Lay a sheet out.

    Raises
    ------
    PrintTooLargeError
        If the head and the table leave no room for a map.
    """
    rows = _rows(subject, sheet)
    frame = frame_around(subject.extent, width_mm=rows.map.width, height_mm=rows.map.height)
    side, more = filled(column_blocks(subject, frame), rows.side)
    sources, more_sources = filled(source_blocks(subject), rows.sources)
    notes, more_notes = filled(_note_blocks(subject), rows.notes)
    rest = _pages([*more, *more_sources, *more_notes], sheet)
    return Layout(sheet=sheet, rows=rows, frame=frame, first=[*side, *sources, *notes], rest=rest)


def draw_sheet(surface: Surface, subject: Subject, layout: Layout, *, dpi: int) -> None:
    """Draw all pages of a sheet.

    Parameters
    ----------
    dpi
        Of the map's picture.

    Raises
    ------
    NothingToPrintError
        If no layer shows anything within the frame.
    BusyError
        If the database takes too long.
    """
    _draw_head(surface, subject, layout.rows.head)
    draw_map(surface, subject, layout.frame, box=layout.rows.map, dpi=dpi)
    for block, box in layout.first:
        block.draw(surface, box)
    if subject.sites:
        draw_sites(surface, subject.sites, layout.rows.table)
    _draw_signature(surface, layout.rows.signature)
    _draw_foot(surface, subject, layout, page=1)
    for number, page in enumerate(layout.rest, start=2):
        surface.page()
        surface.text((layout.rows.head.left, baseline(layout.rows.head.top, STRONG)), _shortened(subject.title), STRONG)
        for block, box in page:
            block.draw(surface, box)
        _draw_foot(surface, subject, layout, page=number)


def _rows(subject: Subject, sheet: Sheet) -> _Rows:
    """Divide the first page; a sheet that lies has its whole right side for the column and the signatures."""
    inner, way = sheet.inner, sheet.orientation
    head = replace(inner, height=_head_height(subject, inner.width))
    top, bottom = head.bottom + _TICK_ROOM_MM, inner.bottom - _FOOT_MM
    map_width = inner.width - _SIDE_MM[way] - _GAP_MM
    lies = way is Orientation.LANDSCAPE
    signature = _signature_box(inner, bottom, left=inner.left + map_width + _GAP_MM if lies else inner.left)
    strip = replace(inner, width=map_width) if lies else inner
    sources, notes = _texts_boxes(
        subject, strip, bottom=bottom - 1.0 if lies else signature.top, limit=_SOURCES_MM[way]
    )
    table_height = sites_height(subject.sites)
    table = Box(inner.left, sources.top - 3.0 - table_height, strip.width, table_height)
    map_box = Box(inner.left, top, map_width, table.top - 3.0 - top)
    if map_box.height < _LEAST_MAP_MM:
        message = _("%(sheet)s leaves no room for a map beside %(count)d sites and a title of this length: take A3.")
        named = f"{sheet.paper.value.upper()} {sheet.orientation.value}"
        raise PrintTooLargeError(message % {"sheet": named, "count": len(subject.sites)})
    side_bottom = signature.top if lies else map_box.bottom
    return _Rows(
        head=head,
        map=map_box,
        side=Box(map_box.right + _GAP_MM, top, _SIDE_MM[way], side_bottom - top),
        table=table,
        sources=sources,
        notes=notes,
        signature=signature,
    )


def _signature_box(inner: Box, bottom: float, *, left: float) -> Box:
    return Box(left, bottom - _SIGNATURE_MM, inner.right - left, _SIGNATURE_MM)


def _texts_boxes(subject: Subject, strip: Box, *, bottom: float, limit: float) -> tuple[Box, Box]:
    """Return the room of the sources and of the notes beside them, as high as they need up to a limit."""
    width = (strip.width - _GAP_MM) * _SOURCES_SHARE
    rest = strip.width - _GAP_MM - width
    height = min(max(_stacked(source_blocks(subject), width), _stacked(_note_blocks(subject), rest)), limit)
    top = bottom - height
    return Box(strip.left, top, width, height), Box(strip.left + width + _GAP_MM, top, rest, height)


def _pages(blocks: Sequence[Block], sheet: Sheet) -> list[list[tuple[Block, Box]]]:
    """Set what is left into columns of further pages."""
    inner, count = sheet.inner, _COLUMNS[sheet.orientation]
    width = (inner.width - (count - 1) * _GAP_MM) / count
    top = inner.top + 10.0
    pages: list[list[tuple[Block, Box]]] = []
    left = list(blocks)
    while left:
        page: list[tuple[Block, Box]] = []
        for number in range(count):
            box = Box(inner.left + number * (width + _GAP_MM), top, width, inner.bottom - _FOOT_MM - top)
            placed, left = filled(left, box)
            page += placed
        if not page:
            # Nothing of ours is higher than a page.
            raise PrintTooLargeError(_("A text is longer than a page."))
        pages.append(page)
    return pages


def _head_height(subject: Subject, width: float) -> float:
    room = width - _OFFICE_MM - _GAP_MM
    title = text_height(subject.title, TITLE, width=room)
    lead = text_height(subject.subtitle, _LEAD, width=room) if subject.subtitle else 0.0
    return max(_KIND.line_mm + title + lead, 4 * BODY.line_mm) + 3.0


def _draw_head(surface: Surface, subject: Subject, box: Box) -> None:
    room = box.width - _OFFICE_MM - _GAP_MM
    top = write(surface, subject.kind, _KIND, replace(box, width=room))
    top = write(surface, subject.title, TITLE, Box(box.left, top, room, 0))
    if subject.subtitle:
        write(surface, subject.subtitle, _LEAD, Box(box.left, top, room, 0))
    line = box.top
    for words, style in _office():
        for part in wrapped(words, style, width=_OFFICE_MM):
            surface.text((box.right, baseline(line, style)), part, style, align="right")
            line += style.line_mm
    surface.line([(box.left, box.bottom), (box.right, box.bottom)], colour=colour("ink-900"), width_pt=1.4)


def _office() -> list[tuple[str, TextStyle]]:
    """Return who prints, and when."""
    office = provider().name
    date = format_date(localdate(), "j F Y")
    return [*([(office, STRONG)] if office else []), (date, SMALL)]


def _note_blocks(subject: Subject) -> list[Block]:
    if not subject.notes:
        return []
    return [Heading(_("Notes"), STRONG), *(Text(note) for note in subject.notes)]


def _stacked(blocks: Sequence[Block], width: float) -> float:
    return sum(block.height(width) for block in blocks)


def _draw_signature(surface: Surface, box: Box) -> None:
    half = (box.width - _GAP_MM) / 2
    line = box.top + box.height - 5.0
    for left, words in ((box.left, _("Made by, date")), (box.left + half + _GAP_MM, _("Checked by, date"))):
        surface.line([(left, line), (left + half, line)], colour=colour("ink-700"), width_pt=HAIRLINE_PT)
        surface.text((left, baseline(line + 0.8, SMALL)), words, SMALL)


def _draw_foot(surface: Surface, subject: Subject, layout: Layout, *, page: int) -> None:
    inner = layout.sheet.inner
    line = inner.bottom - _FOOT_MM + 2.5
    surface.line([(inner.left, line), (inner.right, line)], colour=colour("line-300"), width_pt=HAIRLINE_PT)
    pages = _("Page %(page)d of %(pages)d") % {"page": page, "pages": layout.page_count}
    room = inner.width - width_mm(pages, SMALL) - _GAP_MM
    named = wrapped(" · ".join(part for part in ("Hilir", subject.reference) if part), SMALL, width=room)[0]
    below = baseline(line + 1.0, SMALL)
    surface.text((inner.left, below), named, SMALL)
    surface.text((inner.right, below), pages, SMALL, align="right")


def _shortened(title: str) -> str:
    return title if len(title) <= 90 else f"{title[:89]}…"
