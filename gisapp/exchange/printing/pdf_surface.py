"""Sheets as PDF: text stays text, lines stay lines."""

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from gisapp.exchange.printing.letters import TextStyle, runs_of, width_mm
from gisapp.exchange.printing.paper import Box, Sheet
from gisapp.exchange.printing.surface import Align, Point
from gisapp.ogc.render.fonts import face_files
from gisapp.symbology.model import Face

_SHARE_BEFORE = {"left": 0.0, "centre": 0.5, "right": 1.0}
_UPWARDS_DEG = 90


@lru_cache(maxsize=16)
def font_name(file: Path) -> str:
    """Return the name by which reportlab knows a TrueType file."""
    pdfmetrics.registerFont(TTFont(file.stem, str(file)))
    return file.stem


class PdfSurface:
    """A `Surface` whose file is a PDF."""

    def __init__(self, sheet: Sheet, *, title: str, author: str, language: str) -> None:
        self._height_mm = sheet.size_mm[1]
        self._made = io.BytesIO()
        size = (sheet.size_mm[0] * mm, sheet.size_mm[1] * mm)
        # A font that is in no file must not even be named.
        options: dict[str, Any] = {"initialFontName": font_name(face_files(Face.REGULAR)[0])}
        self._canvas = Canvas(self._made, pagesize=size, pageCompression=1, lang=language, **options)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("Hilir")

    def page(self) -> None:
        """End the page and begin the next."""
        self._canvas.showPage()

    def text(self, at: Point, words: str, style: TextStyle, *, align: Align = "left", turned: bool = False) -> None:
        """Write one line; turned, it runs upwards."""
        self._canvas.saveState()
        self._canvas.translate(*self._place(at))
        if turned:
            self._canvas.rotate(_UPWARDS_DEG)
        written = self._canvas.beginText(-width_mm(words, style) * _SHARE_BEFORE[align] * mm, 0)
        written.setFillColor(HexColor(style.colour))
        for run in runs_of(words, style.face):
            written.setFont(font_name(run.file), style.size_pt)
            written.textOut(run.text)
        self._canvas.drawText(written)
        self._canvas.restoreState()

    def line(self, points: list[Point], *, colour: str, width_pt: float) -> None:
        """Draw a line through points."""
        self._canvas.setStrokeColor(HexColor(colour))
        self._canvas.setLineWidth(width_pt)
        self._canvas.setLineJoin(1)
        self._canvas.drawPath(self._path(points), stroke=1, fill=0)

    def area(self, points: list[Point], *, fill: str, opacity: float = 1.0) -> None:
        """Fill a polygon."""
        self._canvas.setFillColor(HexColor(fill), alpha=opacity)
        path = self._path(points)
        path.close()
        self._canvas.drawPath(path, stroke=0, fill=1)
        self._canvas.setFillAlpha(1)

    def disc(self, centre: Point, *, radius: float, fill: str) -> None:
        """Fill a circle."""
        self._canvas.setFillColor(HexColor(fill))
        self._canvas.circle(*self._place(centre), radius * mm, stroke=0, fill=1)

    def picture(self, picture: Image.Image, box: Box) -> None:
        """Place a picture in a box; what is clear in it stays clear."""
        x, y = self._place((box.left, box.bottom))
        self._canvas.drawImage(ImageReader(picture), x, y, width=box.width * mm, height=box.height * mm, mask="auto")

    def file(self) -> bytes:
        """Return what was drawn as a file."""
        self._canvas.save()
        return self._made.getvalue()

    def _place(self, at: Point) -> Point:
        return at[0] * mm, (self._height_mm - at[1]) * mm

    def _path(self, points: list[Point]):  # type: ignore[no-untyped-def]
        path = self._canvas.beginPath()
        path.moveTo(*self._place(points[0]))
        for point in points[1:]:
            path.lineTo(*self._place(point))
        return path
