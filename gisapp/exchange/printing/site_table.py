"""The table of suggested sites under a map."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from gisapp.exchange.printing.blocks import BODY, HAIRLINE_PT, STRONG, baseline
from gisapp.exchange.printing.letters import TextStyle, width_mm, wrapped
from gisapp.exchange.printing.paper import Box
from gisapp.exchange.printing.subjects import SiteRow
from gisapp.exchange.printing.surface import Surface, rectangle
from gisapp.symbology.model import Face
from gisapp.symbology.tokens import colour

_HEAD: Final = TextStyle(7.5, Face.SEMIBOLD, ink="ink-700")
_NUMBER: Final = TextStyle(7.5, Face.SEMIBOLD, ink="white")
_ROW_MM: Final = 7.2
_HEAD_MM: Final = 5.4
_DISC_MM: Final = 2.5
_BAR_MM: Final = 20.0
# Shares of the width between the disc and the bar: place, position, then the figures.
_COLUMNS: Final = (0.35, 0.22, 0.115, 0.12, 0.08, 0.055, 0.06)


def sites_height(sites: Sequence[SiteRow]) -> float:
    """Return how high the table is; nothing without sites."""
    return _HEAD_MM + len(sites) * _ROW_MM if sites else 0.0


def draw_sites(surface: Surface, sites: Sequence[SiteRow], box: Box) -> None:
    """Draw the table."""
    titles = (
        _("Subdistrict, district"),
        _("Position"),
        _("Supply"),
        _("Size"),
        _("Used"),
        _("min"),
        _("Score"),
    )
    edges = _edges(box)
    down = baseline(box.top, _HEAD)
    surface.text((box.left, down), _("No."), _HEAD)
    for number, (title, (left, right)) in enumerate(zip(titles, edges, strict=True)):
        if number < 2:
            surface.text((left, down), title, _HEAD)
        else:
            surface.text((right, down), title, _HEAD, align="right")
    for number, site in enumerate(sites):
        top = box.top + _HEAD_MM + number * _ROW_MM
        surface.line([(box.left, top), (box.right, top)], colour=colour("line-300"), width_pt=HAIRLINE_PT)
        _draw_row(surface, site, edges, row=Box(box.left, top, box.width, _ROW_MM))


def _edges(box: Box) -> list[tuple[float, float]]:
    left, room = box.left + 8.0, box.width - 8.0 - _BAR_MM - 3.0
    edges = []
    for share in _COLUMNS:
        edges.append((left, left + share * room))
        left += share * room
    return edges


def _draw_row(surface: Surface, site: SiteRow, edges: list[tuple[float, float]], *, row: Box) -> None:
    middle = row.top + row.height / 2
    down = middle + 1.0
    surface.disc((row.left + _DISC_MM, middle), radius=_DISC_MM, fill=colour("saran-700"))
    surface.text((row.left + _DISC_MM, down), str(site.rank), _NUMBER, align="centre")
    place_left, place_right = edges[0]
    surface.text((place_left, down), _fitting(site.place, width=place_right - place_left - 2.0), STRONG)
    surface.text((edges[1][0], down), site.cells[0], BODY)
    for words, (_left, right) in zip(site.cells[1:], edges[2:], strict=True):
        surface.text((right, down), words, BODY, align="right")
    _draw_bar(surface, site, Box(row.right - _BAR_MM, middle - 1.3, _BAR_MM, 2.6))


def _fitting(words: str, *, width: float) -> str:
    """Return a name that is cut where it is too long for its column."""
    if width_mm(words, STRONG) <= width:
        return words
    return wrapped(words, STRONG, width=width - width_mm("…", STRONG))[0] + "…"


def _draw_bar(surface: Surface, site: SiteRow, box: Box) -> None:
    """Draw the parts of a score side by side; the whole bar is a score of 1."""
    surface.area(rectangle(box), fill=colour("line-200"))
    left = box.left
    for shade, contribution in site.parts:
        part = replace(box, left=left, width=contribution * box.width)
        surface.area(rectangle(part), fill=shade)
        left = part.right
