"""Sheets as pictures; more than one page lie below each other."""

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

from gisapp.exchange.printing.letters import MM_PER_PT, TextStyle, runs_of, width_mm
from gisapp.exchange.printing.paper import Box, Sheet
from gisapp.exchange.printing.surface import Align, Point

MM_PER_INCH = 25.4
_SHARE_BEFORE = {"left": 0.0, "centre": 0.5, "right": 1.0}
_UPWARDS_DEG = 90
_OPAQUE = 255


class PngSurface:
    """A `Surface` whose file is a PNG."""

    def __init__(self, sheet: Sheet, *, dpi: int) -> None:
        self._dpi = dpi
        self._px_per_mm = dpi / MM_PER_INCH
        self._size = self._pixels(sheet.size_mm)
        self._pages: list[Image.Image] = []
        self._begin()

    def page(self) -> None:
        """End the page and begin the next."""
        self._begin()

    def text(self, at: Point, words: str, style: TextStyle, *, align: Align = "left", turned: bool = False) -> None:
        """Write one line; turned, it runs upwards."""
        before = width_mm(words, style) * _SHARE_BEFORE[align]
        if turned:
            self._turned(at, words, style, before=before)
            return
        self._letters(self._draw, (at[0] - before, at[1]), words, style)

    def line(self, points: list[Point], *, colour: str, width_pt: float) -> None:
        """Draw a line through points."""
        width = max(round(width_pt * MM_PER_PT * self._px_per_mm), 1)
        self._draw.line([self._pixels(point) for point in points], fill=colour, width=width, joint="curve")

    def area(self, points: list[Point], *, fill: str, opacity: float = 1.0) -> None:
        """Fill a polygon."""
        corners = [self._pixels(point) for point in points]
        if opacity == 1:
            self._draw.polygon(corners, fill=fill)
            return
        left, top = (min(values) for values in zip(*corners, strict=True))
        right, bottom = (max(values) for values in zip(*corners, strict=True))
        patch = Image.new("RGBA", (right - left + 1, bottom - top + 1))
        ink = (*ImageColor.getrgb(fill), round(opacity * _OPAQUE))
        ImageDraw.Draw(patch).polygon([(x - left, y - top) for x, y in corners], fill=ink)
        self._pages[-1].paste(patch, (left, top), patch)

    def disc(self, centre: Point, *, radius: float, fill: str) -> None:
        """Fill a circle."""
        x, y = self._pixels(centre)
        self._draw.circle((x, y), radius * self._px_per_mm, fill=fill)

    def picture(self, picture: Image.Image, box: Box) -> None:
        """Place a picture in a box; what is clear in it stays clear."""
        left, top = self._pixels((box.left, box.top))
        right, bottom = self._pixels((box.right, box.bottom))
        fitted = (
            picture if picture.size == (right - left, bottom - top) else picture.resize((right - left, bottom - top))
        )
        self._pages[-1].paste(fitted, (left, top), fitted if fitted.mode == "RGBA" else None)

    def file(self) -> bytes:
        """Return what was drawn as a file."""
        width, height = self._size
        whole = self._pages[0]
        if len(self._pages) > 1:
            whole = Image.new("RGB", (width, height * len(self._pages)))
            for number, page in enumerate(self._pages):
                whole.paste(page, (0, number * height))
        made = io.BytesIO()
        whole.save(made, "PNG", dpi=(self._dpi, self._dpi))
        return made.getvalue()

    def _begin(self) -> None:
        self._pages.append(Image.new("RGB", self._size, "#FFFFFF"))
        self._draw = ImageDraw.Draw(self._pages[-1])

    def _turned(self, at: Point, words: str, style: TextStyle, *, before: float) -> None:
        """Write on a strip of its own and turn that: Pillow writes only to the right."""
        above = style.line_mm
        strip = Image.new("RGBA", self._pixels((width_mm(words, style) + 1, 2 * above)))
        self._letters(ImageDraw.Draw(strip), (0, above), words, style)
        upright = strip.rotate(_UPWARDS_DEG, expand=True)
        place = self._pixels((at[0] - above, at[1] + before - strip.width / self._px_per_mm))
        self._pages[-1].paste(upright, place, upright)

    def _letters(self, draw: ImageDraw.ImageDraw, at: Point, words: str, style: TextStyle) -> None:
        x, y = at[0] * self._px_per_mm, at[1] * self._px_per_mm
        size_px = style.size_pt * MM_PER_PT * self._px_per_mm
        for run in runs_of(words, style.face):
            font = _font(run.file, size_px)
            draw.text((x, y), run.text, fill=style.colour, font=font, anchor="ls")
            x += font.getlength(run.text)

    def _pixels(self, point: Point) -> tuple[int, int]:
        return round(point[0] * self._px_per_mm), round(point[1] * self._px_per_mm)


@lru_cache(maxsize=64)
def _font(file: Path, size_px: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), size_px, layout_engine=ImageFont.Layout.BASIC)
