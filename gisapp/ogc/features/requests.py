"""What a request for features asks for."""

from dataclasses import dataclass
from typing import Any

from gisapp.ogc.crs import Crs
from gisapp.ogc.features.boxes import Box
from gisapp.ogc.features.cursors import Cursor
from gisapp.ogc.features.intervals import Interval
from gisapp.ogc.root.formats import Format


@dataclass(frozen=True, slots=True)
class SortKey:
    """A property to sort by."""

    name: str
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in CQL2, as JSON, and the system of its geometries."""

    expression: Any
    crs: Crs


@dataclass(frozen=True, slots=True)
class Selection:
    """Which features are meant.

    Attributes
    ----------
    equal
        Values, as sent, that properties must have.
    """

    box: Box | None = None
    interval: Interval | None = None
    equal: tuple[tuple[str, str], ...] = ()
    filter: Filter | None = None


@dataclass(frozen=True, slots=True)
class ItemsRequest:
    """A request for features of a layer.

    Attributes
    ----------
    limit
        Most features in the answer; None for all.
    properties
        Names of the properties to tell; None for all.
    """

    format: Format
    selection: Selection
    crs: Crs
    limit: int | None
    sort: tuple[SortKey, ...]
    properties: tuple[str, ...] | None
    has_geometry: bool
    cursor: Cursor | None
