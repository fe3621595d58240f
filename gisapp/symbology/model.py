"""A style: rules, each with a condition and what it draws. Every map engine and every legend is made from it.

Titles are English; whoever shows one translates it. Sizes are CSS pixels at 96 dpi, one for each span of zooms.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gisapp.symbology.map_styles import zoom_styles

# A size for each span of zooms, coarsest first; zero is not drawn.
Sizes = tuple[float, float, float, float]
# First zoom of each span.
SPANS: Final = tuple(int(span["from"]) for span in zoom_styles())
# A zoom reckoned from a box misses its whole number by a hair, or by what a client rounds.
ZOOM_TOLERANCE: Final = 0.05


def same(size: float) -> Sizes:
    """Return one size for all zooms."""
    return (size, size, size, size)


def span_of(zoom: float) -> int:
    """Return the number of the span of zooms that a zoom is drawn in: what a zoom adds is not drawn before it.

    Examples
    --------
    >>> span_of(3.0), span_of(8.9), span_of(8.99), span_of(17)
    (0, 0, 1, 3)
    """
    return max(sum(1 for first in SPANS if zoom >= first - ZOOM_TOLERANCE) - 1, 0)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The property has one of these values."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The property lies above `above` and is at most `upto`; None is no limit."""

    property: str
    above: float | None
    upto: float | None


Condition = AnyOf | Between


@dataclass(frozen=True, slots=True)
class Fill:
    """A plain area."""

    colour: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Hatch:
    """Parallel lines over an area; `angle` in degrees, counter-clockwise from the horizontal."""

    line: str
    ground: str
    spacing: float
    angle: float
    width: float
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line, upon a wider one (its casing) where that has a colour."""

    colour: str
    width: Sizes
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    casing: str = ""
    casing_width: Sizes = (0, 0, 0, 0)
    casing_opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Marker:
    """A symbol at a point: a shape or glyph of `facilities`, or a pin whose tip is the point."""

    shape: str
    colour: str
    size: Sizes
    is_hollow: bool = False
    is_dashed: bool = False


class Face(StrEnum):
    """How letters look."""

    REGULAR = "regular"
    SEMIBOLD = "semibold"
    ITALIC = "italic"


class Placement(StrEnum):
    """Where a label stands."""

    INSIDE = "inside"
    ALONG = "along"
    BESIDE = "beside"
    ON_PIN = "on pin"


@dataclass(frozen=True, slots=True)
class Label:
    """Text of a property; a halo keeps it legible."""

    property: str
    colour: str
    size: Sizes
    placement: Placement
    face: Face = Face.REGULAR
    is_capitals: bool = False
    halo: str = ""
    halo_radius: float = 0.0
    halo_opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class RasterStop:
    """From this value of the cells on, up to the next stop, a colour."""

    value: float
    colour: str
    opacity: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Raster:
    """Cells coloured by their value; below the first stop nothing is drawn."""

    stops: tuple[RasterStop, ...]


Symbol = Fill | Hatch | Stroke | Marker | Raster


@dataclass(frozen=True, slots=True)
class Rule:
    """What is drawn where all conditions hold.

    Attributes
    ----------
    name
        Stable within the style: what a contextual legend asks for.
    is_translated
        Whether the title is a text of the product; names from the data and figures are shown as they are.
    is_listed
        Whether a legend shows it.
    """

    name: str
    title: str
    symbols: tuple[Symbol, ...]
    conditions: tuple[Condition, ...] = ()
    is_translated: bool = True
    is_listed: bool = True


@dataclass(frozen=True, slots=True)
class Style:
    """Rules of which the first that holds draws a feature; labels stand above everything drawn.

    Attributes
    ----------
    first_zoom
        Farther out nothing is drawn.
    order
        Properties by which features are drawn, the least first.
    """

    name: str
    title: str
    rules: tuple[Rule, ...]
    first_zoom: int = 0
    order: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()

    def written_in(self, span: int) -> tuple[str, ...]:
        """Return the names of the properties that labels write in a span of zooms."""
        return tuple(dict.fromkeys(label.property for label in self.labels if label.size[span]))
