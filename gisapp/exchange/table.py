"""Read any file of rows, with or without geometry, into one shape."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.errors
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from gisapp import conf
from gisapp.exchange.errors import UnreadableFileError

CSV_SUFFIXES = {".csv", ".tsv", ".txt"}
HEADER_ROWS = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its number as its reader would count it, and its cells; an empty cell is None."""

    row: int
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of a file.

    Attributes
    ----------
    columns
        Names, as the file spells them.
    geometry
        (n,) shapely geometries in two dimensions, None where a row has none; None for a file without.
    srid
        EPSG code of the geometry; None where the file does not say.
    ragged
        Numbers of the rows that have more cells than the header.
    """

    columns: tuple[str, ...]
    records: list[Record]
    geometry: NDArray[np.object_] | None = None
    srid: int | None = None
    ragged: frozenset[int] = frozenset()


def table_read(path: Path, *, layer: str | None = None) -> Table:
    """Read a CSV file, or any vector file that GDAL opens.

    Parameters
    ----------
    layer
        Which layer of a file that has several.

    Raises
    ------
    UnreadableFileError
        If the file is missing, too large, of no known format, or has several layers and none is named.
    """
    if not path.is_file():
        raise UnreadableFileError(_("There is no file %(path)s: check its name and folder.") % {"path": path})
    size = path.stat().st_size
    if size > conf.MAX_IMPORT_BYTES:
        message = _("%(path)s is %(size)d MiB; the limit is %(limit)d MiB: import it in parts.")
        mib = 2**20
        raise UnreadableFileError(message % {"path": path, "size": size // mib, "limit": conf.MAX_IMPORT_BYTES // mib})
    table = _csv(path) if path.suffix.lower() in CSV_SUFFIXES else _vector(path, layer)
    if len(table.records) > conf.MAX_IMPORT_ROWS:
        message = _("%(path)s has %(rows)d rows; the limit is %(limit)d: import it in parts.")
        values = {"path": path, "rows": len(table.records), "limit": conf.MAX_IMPORT_ROWS}
        raise UnreadableFileError(message % values)
    return table


def _csv(path: Path) -> Table:
    """Read with Python's own reader: it keeps row numbers, and tells of rows that are too long."""
    try:
        # utf-8-sig drops the byte-order mark that spreadsheets put first.
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("%(path)s is not UTF-8 (byte %(place)d): save it as “CSV UTF-8”.")
        raise UnreadableFileError(message % {"path": path, "place": error.start}) from error
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        message = _("%(path)s is not well-formed CSV (%(error)s): check its quotes.")
        raise UnreadableFileError(message % {"path": path, "error": error}) from error
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise UnreadableFileError(_("%(path)s has no header: name the columns in its first row.") % {"path": path})
    columns = tuple(cell.strip() for cell in rows[0])
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        message = _("%(path)s has the column “%(name)s” twice: rename one.")
        raise UnreadableFileError(message % {"path": path, "name": twice[0]})
    filled = [(number, row) for number, row in enumerate(rows[1:], start=HEADER_ROWS + 1) if any(map(str.strip, row))]
    records = [Record(number, dict(zip(columns, map(_cell, row), strict=False))) for number, row in filled]
    ragged = frozenset(number for number, row in filled if len(row) > len(columns))
    return Table(columns=columns, records=records, ragged=ragged)


def _delimiter(text: str) -> str:
    """Return the separator that the header uses most."""
    header = text.split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _cell(text: str) -> str | None:
    return text.strip() or None


def _vector(path: Path, layer: str | None) -> Table:
    try:
        layers = [str(name) for name, _type in pyogrio.list_layers(path)]
        chosen = _layer(path, layers, layer)
        meta, _fids, wkb, columns = pyogrio.raw.read(path, layer=chosen, force_2d=True, datetime_as_string=True)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError) as error:
        message = _(
            "%(path)s does not open (%(error)s): give CSV, GeoPackage, GeoJSON, Shapefile or another vector file."
        )
        raise UnreadableFileError(message % {"path": path, "error": error}) from error
    names = tuple(str(name) for name in meta["fields"])
    values = [[_plain(value) for value in column] for column in columns]
    n_rows = len(wkb) if wkb is not None else len(values[0]) if values else 0
    records = [
        Record(index + 1, dict(zip(names, (column[index] for column in values), strict=True)))
        for index in range(n_rows)
    ]
    geometry = None if wkb is None else shapely.from_wkb(wkb, on_invalid="ignore")
    return Table(columns=names, records=records, geometry=geometry, srid=_srid(meta["crs"]))


def _layer(path: Path, layers: list[str], wanted: str | None) -> str:
    if wanted in layers:
        return str(wanted)
    if wanted is None and len(layers) == 1:
        return layers[0]
    problem = _("has no layer “%(layer)s”") % {"layer": wanted} if wanted else _("has several layers")
    message = _("%(path)s %(problem)s: give --layer with one of %(layers)s.")
    raise UnreadableFileError(message % {"path": path, "problem": problem, "layers": ", ".join(layers)})


def _plain(value: Any) -> Any:
    """Return a value as plain Python: NaN is how an empty cell of numbers arrives."""
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return None
    if isinstance(value, str):
        return _cell(value)
    return value.item() if isinstance(value, np.generic) else value


def _srid(crs: str | None) -> int | None:
    if not crs:
        return None
    try:
        return CRS.from_user_input(crs).to_epsg()
    except CRSError:
        return None
