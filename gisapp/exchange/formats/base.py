"""What every format gives: the names of its layers, and a layer as rows with the geometry as the file has it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

# The column that tells, in a file of refused rows, why each was refused: short enough for a Shapefile.
REASON_COLUMN = "hilir_note"
HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Note:
    """What reading a file took upon itself: a stable code, the text, and how many rows it is about."""

    code: str
    text: str
    count: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The rows of one layer as its format holds them.

    Attributes
    ----------
    columns
        Values of each column, plain Python; None where a cell is empty.
    rows
        The number of each row as its reader would count it.
    geometry
        (n,) shapely geometries with all their dimensions, None where a row has none; None for a file without.
    crs
        What the file states, as pyproj reads it; empty where it states nothing.
    ragged
        Numbers of the rows that have more cells than the header.
    """

    columns: Mapping[str, Sequence[Any]]
    rows: Sequence[int]
    geometry: NDArray[np.object_] | None = None
    crs: str = ""
    ragged: frozenset[int] = frozenset()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file, by which its format is told; of a folder, only where it is.

    Attributes
    ----------
    text
        The same as text, from the first sign that is no blank; empty where it is no text.
    """

    path: Path
    start: bytes = b""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A layer of a file, by the name that its format gives it."""

    path: Path
    layer: str


class Format(ABC):
    """A format of files that can be read.

    Attributes
    ----------
    code
        Stable name.
    title
        What people call it.
    suffix
        How the name of such a file ends, with the dot.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    suffix: ClassVar[str]

    @abstractmethod
    def recognises(self, head: Head) -> bool:
        """Tell by its content whether a file is of this format."""

    def layers(self, path: Path) -> tuple[str, ...]:
        """Return the names of the layers; empty for the one of a file that can have only one."""
        del path
        return ("",)

    @abstractmethod
    def read(self, place: Place) -> Layer:
        """Return the rows of a layer.

        Raises
        ------
        UnreadableFileError
            If it does not open, or holds more than the limits allow.
        """

    @abstractmethod
    def write_refused(self, place: Place, *, reasons: Mapping[int, str], target: Path) -> Path:
        """Write the rows that have a reason, with it in `REASON_COLUMN`; return the path with its right suffix."""
