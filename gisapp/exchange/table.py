"""Read any file of rows, with or without geometry, into one shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.coordinates import CoordinateColumns, geometry_of, swapped
from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.formats.base import Layer, Note, Place
from gisapp.exchange.formats.opening import Opened, opened
from gisapp.exchange.stated_crs import stated_crs, to_degrees_by_own
from gisapp.geo.crs import WGS84


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its number as its reader would count it, and its cells; an empty cell is None."""

    row: int
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of a file, kept by column: a dictionary of every row would cost as much as reading the file.

    Attributes
    ----------
    values
        The cells of each column, by its name as the file spells it; an empty cell is None.
    rows
        The number of each row as its reader would count it.
    geometry
        (n,) shapely geometries in two dimensions, None where a row has none; None for a file without.
    srid
        EPSG code of the geometry; None where the file does not say.
    ragged
        Numbers of the rows that have more cells than the header.
    notes
        What reading took upon itself: dimensions dropped, an encoding guessed.
    """

    values: Mapping[str, Sequence[Any]]
    rows: Sequence[int]
    geometry: NDArray[np.object_] | None = None
    srid: int | None = None
    ragged: frozenset[int] = frozenset()
    notes: tuple[Note, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(self.values)

    @property
    def records(self) -> "Records":
        """The rows one by one, each made when it is asked for."""
        return Records(self)


class Records(Sequence[Record]):
    """The rows of a table as a sequence."""

    def __init__(self, table: Table) -> None:
        self._names, self._columns, self._rows = table.columns, tuple(table.values.values()), table.rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Record: ...

    @overload
    def __getitem__(self, index: slice) -> list[Record]: ...

    def __getitem__(self, index: int | slice) -> Record | list[Record]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        cells = (column[index] for column in self._columns)
        return Record(self._rows[index], dict(zip(self._names, cells, strict=True)))


def table_read(path: Path, *, layer: str | None = None, coordinates: CoordinateColumns | None = None) -> Table:
    """Read the rows of a file of any format that `formats` knows.

    Parameters
    ----------
    layer
        Which layer of a file that has several.
    coordinates
        Columns that tell where the rows are, instead of the geometry of the file.

    Raises
    ------
    UnreadableFileError
        If the file is missing, too large, of no known format, or has several layers and none is named.
    MappingError
        If a column of the coordinates is not there.
    """
    with opened(path) as file:
        found = file.format.read(layer_chosen(file, path=path, wanted=layer))
    return table_of(found, coordinates=coordinates)


def layer_chosen(file: Opened, *, path: Path, wanted: str | None) -> Place:
    """Return the layer that is wanted.

    Raises
    ------
    UnreadableFileError
        If there is none of that name, or several and none is named.
    """
    layers = file.format.layers(file.path)
    if len(layers) == 1 and wanted in (None, "", layers[0], file.name):
        return Place(file.path, layers[0])
    if wanted and wanted in layers:
        return Place(file.path, wanted)
    problem = _("has no layer “%(layer)s”") % {"layer": wanted} if wanted else _("has several layers")
    if not layers:
        raise UnreadableFileError(_("%(path)s has no layer with rows: check it at its source.") % {"path": path.name})
    message = _("%(path)s %(problem)s: give --layer with one of %(layers)s.")
    names = ", ".join(one or file.name for one in layers)
    raise UnreadableFileError(message % {"path": path, "problem": problem, "layers": names})


def table_of(layer: Layer, *, coordinates: CoordinateColumns | None = None) -> Table:
    """Return the rows of a layer with their geometry in two dimensions, in a CRS that has a code.

    Raises
    ------
    MappingError
        If a column of the coordinates is not there.
    """
    geometry, srid, notes = _placed(layer, coordinates)
    return Table(
        values=layer.columns,
        rows=layer.rows,
        geometry=geometry,
        srid=srid,
        ragged=layer.ragged,
        notes=layer.notes + notes,
    )


def _placed(
    layer: Layer, coordinates: CoordinateColumns | None
) -> tuple[NDArray[np.object_] | None, int | None, tuple[Note, ...]]:
    if coordinates is not None and (coordinates.x or coordinates.wkt):
        geometry, srid, notes = geometry_of(layer.columns, coordinates)
        flat, dropped = flattened(geometry)
        return flat, srid, notes + dropped
    if layer.geometry is None:
        return None, None, ()
    geometry, notes = flattened(layer.geometry)
    if coordinates is not None and coordinates.is_swapped:
        geometry = swapped(geometry)
    stated = stated_crs(layer.crs)
    if stated.own:
        text = _("“%(crs)s” has no EPSG code: the places were brought to longitude and latitude.")
        note = Note("crs_reprojected", text % {"crs": stated.name}, len(geometry))
        return to_degrees_by_own(geometry, stated.own), WGS84, (*notes, note)
    return geometry, stated.srid, notes


def flattened(geometry: NDArray[np.object_]) -> tuple[NDArray[np.object_], tuple[Note, ...]]:
    """Return geometries without heights and measures, and how many had them."""
    n_heights, n_measures = (int(has(geometry).sum()) for has in (shapely.has_z, shapely.has_m))
    notes = []
    if n_heights:
        notes.append(Note("z_dropped", _("Heights (z) of the geometries were dropped."), n_heights))
    if n_measures:
        notes.append(Note("m_dropped", _("Measures (m) of the geometries were dropped."), n_measures))
    flat = shapely.force_2d(geometry) if notes else geometry
    return np.asarray(flat, dtype=object), tuple(notes)
