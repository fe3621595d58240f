"""What stands beside and below a map: parts that know their height, so that none lies upon another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

from PIL import Image

from gisapp.exchange.printing.letters import MM_PER_PT, TextStyle, wrapped
from gisapp.exchange.printing.paper import Box
from gisapp.exchange.printing.surface import Surface, rectangle
from gisapp.symbology.model import Face
from gisapp.symbology.tokens import colour

HEADING: Final = TextStyle(10, Face.SEMIBOLD)
BODY: Final = TextStyle(8)
STRONG: Final = TextStyle(8, Face.SEMIBOLD)
SMALL: Final = TextStyle(7, ink="ink-700")
QUIET: Final = TextStyle(7.5, ink="ink-500")
HAIRLINE_PT: Final = 0.5
# From the top of a line to its baseline, in sizes of the letters.
_ASCENT: Final = 0.95
_SWATCH_MM: Final = (6.9, 4.76)
_GAP_MM: Final = 2.0
_SQUARE_MM: Final = 2.8


class Block(Protocol):
    """A part of a column.

    Attributes
    ----------
    leads
        Whether it must not be the last in a column, as a heading.
    """

    leads: ClassVar[bool]

    def height(self, width: float) -> float:
        """Return how high it is in a column of a width, mm."""

    def draw(self, surface: Surface, box: Box) -> None:
        """Draw it at the top of a box that is as wide as the column."""


def baseline(top: float, style: TextStyle) -> float:
    """Return the baseline of a line of text whose top is given."""
    return top + style.size_pt * MM_PER_PT * _ASCENT


def write(surface: Surface, words: str, style: TextStyle, box: Box) -> float:
    """Write a text broken into lines at the top of a box; return where it ends."""
    top = box.top
    for line in wrapped(words, style, width=box.width):
        surface.text((box.left, baseline(top, style)), line, style)
        top += style.line_mm
    return top


def text_height(words: str, style: TextStyle, *, width: float) -> float:
    """Return how high a text is in a column."""
    return len(wrapped(words, style, width=width)) * style.line_mm


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    leads: ClassVar[bool] = False
    words: str
    style: TextStyle = SMALL
    after: float = 1.0

    def height(self, width: float) -> float:
        """Return how high it is in a column of a width, mm."""
        return text_height(self.words, self.style, width=width) + self.after

    def draw(self, surface: Surface, box: Box) -> None:
        """Draw it at the top of a box that is as wide as the column."""
        write(surface, self.words, self.style, box)


@dataclass(frozen=True, slots=True)
class Heading(Text):
    """What stands above other parts, never alone."""

    leads: ClassVar[bool] = True
    style: TextStyle = HEADING


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line between parts."""

    leads: ClassVar[bool] = True

    def height(self, _width: float) -> float:
        """Return how high it is in a column of a width, mm."""
        return 4.0

    def draw(self, surface: Surface, box: Box) -> None:
        """Draw it at the top of a box that is as wide as the column."""
        middle = box.top + 2.0
        surface.line([(box.left, middle), (box.right, middle)], colour=colour("line-300"), width_pt=HAIRLINE_PT)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A line of the legend: a symbol and what it stands for."""

    leads: ClassVar[bool] = False
    picture: Image.Image
    title: str

    def height(self, width: float) -> float:
        """Return how high it is in a column of a width, mm."""
        return max(_SWATCH_MM[1], text_height(self.title, BODY, width=self._room(width))) + 0.6

    def draw(self, surface: Surface, box: Box) -> None:
        """Draw it at the top of a box that is as wide as the column."""
        surface.picture(self.picture, Box(box.left, box.top, *_SWATCH_MM))
        left = box.right - self._room(box.width)
        down = max((_SWATCH_MM[1] - BODY.line_mm) / 2, 0)
        write(surface, self.title, BODY, Box(left, box.top + down, self._room(box.width), box.height))

    def _room(self, width: float) -> float:
        return width - _SWATCH_MM[0] - _GAP_MM


@dataclass(frozen=True, slots=True)
class Ramp:
    """Steps of colour from low to high."""

    leads: ClassVar[bool] = False
    colours: Sequence[str]
    low: str
    high: str

    def height(self, _width: float) -> float:
        """Return how high it is in a column of a width, mm."""
        return 3.4 + BODY.line_mm + 1.0

    def draw(self, surface: Surface, box: Box) -> None:
        """Draw it at the top of a box that is as wide as the column."""
        step = box.width / len(self.colours)
        for number, fill in enumerate(self.colours):
            surface.area(rectangle(Box(box.left + number * step, box.top, step, 2.8)), fill=fill)
        outline = rectangle(Box(box.left, box.top, box.width, 2.8))
        surface.line([*outline, outline[0]], colour=colour("control"), width_pt=HAIRLINE_PT)
        down = baseline(box.top + 3.4, SMALL)
        surface.text((box.left, down), self.low, SMALL)
        surface.text((box.right, down), self.high, SMALL, align="right")


@dataclass(frozen=True, slots=True)
class Weight:
    """A criterion in its colour, with its share."""

    leads: ClassVar[bool] = False
    fill: str
    title: str
    value: str

    def height(self, width: float) -> float:
        """Return how high it is in a column of a width, mm."""
        return max(text_height(self.title, BODY, width=self._room(width)), _SQUARE_MM) + 1.2

    def draw(self, surface: Surface, box: Box) -> None:
        """Draw it at the top of a box that is as wide as the column."""
        surface.area(rectangle(Box(box.left, box.top + 0.3, _SQUARE_MM, _SQUARE_MM)), fill=self.fill)
        write(surface, self.title, BODY, Box(box.left + _SQUARE_MM + _GAP_MM, box.top, self._room(box.width), 0))
        surface.text((box.right, baseline(box.top, STRONG)), self.value, STRONG, align="right")

    def _room(self, width: float) -> float:
        return width - _SQUARE_MM - _GAP_MM - 11.0


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure under what it is."""

    leads: ClassVar[bool] = False
    label: str
    value: str

    def height(self, width: float) -> float:
        """Return how high it is in a column of a width, mm."""
        label = text_height(self.label, QUIET, width=width)
        return label + text_height(self.value, STRONG, width=width) + 1.2

    def draw(self, surface: Surface, box: Box) -> None:
        """Draw it at the top of a box that is as wide as the column."""
        below = write(surface, self.label, QUIET, box)
        write(surface, self.value, STRONG, Box(box.left, below, box.width, 0))


def filled(blocks: Sequence[Block], box: Box) -> tuple[list[tuple[Block, Box]], list[Block]]:
    """Stack blocks in a box; return those that fit with their places, and the rest in order."""
    count, room = 0, box.height
    while count < len(blocks) and (room := room - blocks[count].height(box.width)) >= 0:
        count += 1
    if count < len(blocks):
        while count and blocks[count - 1].leads:
            count -= 1
    placed: list[tuple[Block, Box]] = []
    top = box.top
    for block in blocks[:count]:
        height = block.height(box.width)
        placed.append((block, Box(box.left, top, box.width, height)))
        top += height
    return placed, list(blocks[count:])
