"""The letters of printed pages: those of the maps, measured the same for every kind of file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

from gisapp.ogc.render.fonts import face_files
from gisapp.symbology.model import Face
from gisapp.symbology.tokens import colour

MM_PER_PT = 25.4 / 72
# From line to line, in sizes of the letters.
_LEADING = 1.3


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set; size in points."""

    size_pt: float
    face: Face = Face.REGULAR
    ink: str = "ink-900"

    @property
    def colour(self) -> str:
        """``#RRGGBB``."""
        return colour(self.ink)

    @property
    def line_mm(self) -> float:
        """From one line to the next."""
        return self.size_pt * MM_PER_PT * _LEADING


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that follow each other out of one file."""

    file: Path
    text: str


@dataclass(frozen=True, slots=True)
class _Font:
    """The widths of a file's letters, in sizes."""

    file: Path
    widths: dict[int, float]


def runs_of(text: str, face: Face) -> Iterator[Run]:
    """Cut a text where its letters change from one file of a face to another."""
    for font, letters in groupby(text, key=lambda letter: _font_with(letter, face)):
        yield Run(font.file, "".join(letters))


def width_mm(text: str, style: TextStyle) -> float:
    """Return how wide a text is on one line."""
    sizes = sum(_font_with(letter, style.face).widths.get(ord(letter), 0.0) for letter in text)
    return sizes * style.size_pt * MM_PER_PT


def wrapped(text: str, style: TextStyle, *, width: float) -> list[str]:
    """Break a text into lines of at most a width in mm; a longer word is broken between letters."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".lstrip()
        if width_mm(joined, style) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        *whole, lines[-1] = _pieces(word, style, width=width)
        lines[-1:-1] = whole
    return lines


def _pieces(word: str, style: TextStyle, *, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_mm(pieces[-1] + letter, style) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@lru_cache(maxsize=4_096)
def _font_with(letter: str, face: Face) -> _Font:
    fonts = _fonts(face)
    return next((font for font in fonts if ord(letter) in font.widths), fonts[0])


@lru_cache(maxsize=len(Face))
def _fonts(face: Face) -> tuple[_Font, ...]:
    return tuple(_read(file) for file in face_files(face))


def _read(file: Path) -> _Font:
    with TTFont(file) as font:
        unit = font["head"].unitsPerEm
        advances = font["hmtx"].metrics
        return _Font(file, {code: advances[name][0] / unit for code, name in font.getBestCmap().items()})
