"""What a sheet is drawn on: the same strokes make a PDF or a picture."""

from typing import Literal, Protocol

from PIL import Image

from gisapp.exchange.printing.letters import TextStyle
from gisapp.exchange.printing.paper import Box

Point = tuple[float, float]
Align = Literal["left", "centre", "right"]


class Surface(Protocol):
    """Pages of one size; all places in mm from the upper left corner, y downwards, text by its baseline."""

    def page(self) -> None:
        """End the page and begin the next."""

    def text(self, at: Point, words: str, style: TextStyle, *, align: Align = "left", turned: bool = False) -> None:
        """Write one line; turned, it runs upwards."""

    def line(self, points: list[Point], *, colour: str, width_pt: float) -> None:
        """Draw a line through points."""

    def area(self, points: list[Point], *, fill: str, opacity: float = 1.0) -> None:
        """Fill a polygon."""

    def disc(self, centre: Point, *, radius: float, fill: str) -> None:
        """Fill a circle."""

    def picture(self, picture: Image.Image, box: Box) -> None:
        """Place a picture in a box; what is clear in it stays clear."""

    def file(self) -> bytes:
        """Return what was drawn as a file."""


def rectangle(box: Box) -> list[Point]:
    """Return the corners of a box."""
    return [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
