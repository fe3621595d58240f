"""Sizes of paper and the room on a sheet, in millimetres from the upper left corner."""

from dataclasses import dataclass
from enum import StrEnum

MARGIN_MM = 10.7


class Paper(StrEnum):
    """Sizes that offices print on."""

    A4 = "a4"
    A3 = "a3"


class Orientation(StrEnum):
    """Which way the sheet lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


# Of the sheet upright: width and height (ISO 216).
_SIDES_MM = {Paper.A4: (210.0, 297.0), Paper.A3: (297.0, 420.0)}


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a sheet, mm; y grows downwards."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size of paper that lies one way."""

    paper: Paper = Paper.A4
    orientation: Orientation = Orientation.PORTRAIT

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height."""
        short, long = _SIDES_MM[self.paper]
        return (short, long) if self.orientation is Orientation.PORTRAIT else (long, short)

    @property
    def inner(self) -> Box:
        """What lies within the margins."""
        width, height = self.size_mm
        return Box(MARGIN_MM, MARGIN_MM, width - 2 * MARGIN_MM, height - 2 * MARGIN_MM)
