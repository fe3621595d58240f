"""Boxes: west, south, east, north, always in that order."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_SIDES = 4


@dataclass(frozen=True, slots=True)
class Bbox:
    """A box in any one CRS, x before y.

    Raises
    ------
    ValueError
        If the box is inside out.
    """

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not (self.west <= self.east and self.south <= self.north):
            raise ValueError(
                f"bbox {self.west},{self.south},{self.east},{self.north} is inside out: give west, south, east, north"
            )

    @property
    def width(self) -> float:
        """Extent along x."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Extent along y."""
        return self.north - self.south

    def expanded(self, margin: float) -> Self:
        """Return the box grown by `margin` on every side."""
        return type(self)(self.west - margin, self.south - margin, self.east + margin, self.north + margin)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``west,south,east,north``.

        Raises
        ------
        ValueError
            If these are not four finite numbers, or the box is inside out.
        """
        sides = [float(part) for part in text.split(",", _SIDES)]
        if len(sides) != _SIDES or not all(map(math.isfinite, sides)):
            raise ValueError(f"bbox {text[:80]!r}: give four finite numbers: west,south,east,north")
        return cls(*sides)

    @classmethod
    def around(cls, boxes: Iterable["Bbox"]) -> Self | None:
        """Return the box that holds all boxes; None for none."""
        sides = [(box.west, box.south, box.east, box.north) for box in boxes]
        if not sides:
            return None
        wests, souths, easts, norths = zip(*sides, strict=True)
        return cls(min(wests), min(souths), max(easts), max(norths))

    def intersects(self, other: "Bbox") -> bool:
        """Tell whether the two boxes share a point, edges included."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )

    def contains(self, x: float, y: float) -> bool:
        """Tell whether the point lies in the box, edges included."""
        return self.west <= x <= self.east and self.south <= y <= self.north
