"""Places in columns: two numbers or angles, both in one cell, or well-known text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from gisapp.exchange.angles import Angle, angle_parse
from gisapp.exchange.errors import MappingError
from gisapp.exchange.formats.base import Note
from gisapp.geo.crs import WGS84, authority_code
from layers.errors import nearest_code_hint

_SRID_BEFORE = re.compile(r"\s*SRID=\d+;", flags=re.IGNORECASE)
_CURVE = re.compile(r"CIRCULAR|COMPOUND|CURVE|SURFACE|TIN|TRIANGLE", flags=re.IGNORECASE)
_BETWEEN = re.compile(r"\s*;\s*|\s*/\s*|,\s+|(?<=\d),(?=[+-]?\d{1,3}\.)|\s+")
_PAIR = 2


@dataclass(frozen=True, slots=True)
class CoordinateColumns:
    """Which columns of a file say where its rows are.

    Attributes
    ----------
    x, y
        Columns of longitude and latitude, or easting and northing; one name twice where a cell holds both, the
        longitude first.
    wkt
        Column of well-known text, instead of the two.
    srid
        EPSG code of the numbers; None for degrees.
    is_swapped
        Whether x and y are to be exchanged: of the geometry of the file where no column is named, of the
        two numbers in one cell, or of well-known text.
    """

    x: str = ""
    y: str = ""
    wkt: str = ""
    srid: int | None = None
    is_swapped: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the columns as JSON takes them."""
        return asdict(self)


def coordinate_columns_parse(given: Mapping[str, Any]) -> CoordinateColumns:
    """Return the columns from JSON, as `CoordinateColumns.as_json` writes it.

    Raises
    ------
    MappingError
        If a key is not known, or x comes without y.
    """
    known = set(CoordinateColumns.__slots__)
    for name in given:
        if name not in known:
            message = _("“%(name)s” is no part of coordinates; they have %(known)s.")
            raise MappingError(message % {"name": str(name)[:40], "known": ", ".join(sorted(known))})
    names = {name: str(given.get(name) or "") for name in ("x", "y", "wkt")}
    if bool(names["x"]) != bool(names["y"]):
        raise MappingError(_("Coordinates need both columns, x and y: name the other one too."))
    return CoordinateColumns(**names, srid=_srid(given.get("srid")), is_swapped=given.get("is_swapped") is True)


def geometry_of(
    columns: Mapping[str, Sequence[Any]], chosen: CoordinateColumns
) -> tuple[NDArray[np.object_], int, tuple[Note, ...]]:
    """Return the geometry that columns tell, its EPSG code, and what could not be read.

    Raises
    ------
    MappingError
        If a column is not there.
    """
    if chosen.wkt:
        cells = _column(columns, chosen.wkt)
        geometry = swapped(wkt_read(cells)) if chosen.is_swapped else wkt_read(cells)
    else:
        x_cells, y_cells = _column(columns, chosen.x), _column(columns, chosen.y)
        cells = [x if x is not None else y for x, y in zip(x_cells, y_cells, strict=True)]
        if chosen.x == chosen.y:
            x_cells, y_cells = pairs_read(cells)
            x_cells, y_cells = (y_cells, x_cells) if chosen.is_swapped else (x_cells, y_cells)
        geometry = points_of(x_cells, y_cells)
    unreadable = sum(cell is not None and one is None for cell, one in zip(cells, geometry, strict=True))
    text = _("Coordinates that are none were left empty.")
    notes = (Note("coordinates_unreadable", text, unreadable),) if unreadable else ()
    return geometry, chosen.srid or WGS84, notes


def points_of(x_cells: Sequence[Any], y_cells: Sequence[Any]) -> NDArray[np.object_]:
    """Return (n,) points of two columns, None where either cell is no number and no angle.

    Letters decide which of two angles is the longitude, whatever their columns are called.
    """
    x, y = numbers_of(x_cells, y_cells)
    points = np.empty(len(x), dtype=object)
    is_placed = np.isfinite(x) & np.isfinite(y)
    points[is_placed] = shapely.points(x[is_placed], y[is_placed])
    return points


def numbers_of(x_cells: Sequence[Any], y_cells: Sequence[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the numbers of two columns, in (n,) arrays; NaN where a cell is none."""
    try:
        return _floats(x_cells), _floats(y_cells)
    except (TypeError, ValueError):
        placed = [_placed(x, y) for x, y in zip(x_cells, y_cells, strict=True)]
        xy = np.array(placed, dtype=float).reshape(-1, _PAIR)
        return xy[:, 0], xy[:, 1]


def pairs_read(cells: Sequence[Any]) -> tuple[list[str | None], list[str | None]]:
    r"""Return the two coordinates of each cell, as texts; None where a cell does not hold two.

    Examples
    --------
    >>> pairs_read(["-3.32, 114.59", "3°19'12\"S 114°35'30\"E", "Banjarmasin"])
    (['-3.32', '3°19\'12"S', None], ['114.59', '114°35\'30"E', None])
    """
    parts = [_BETWEEN.split(str(cell).strip(" ()[]")) if cell is not None else [] for cell in cells]
    both = [part if len(part) == _PAIR else (None, None) for part in parts]
    return [one[0] for one in both], [one[1] for one in both]


def wkt_read(cells: Sequence[Any]) -> NDArray[np.object_]:
    """Return the geometries of well-known text, None where it is none; a leading SRID is passed over."""
    texts = np.array([None if cell is None else _SRID_BEFORE.sub("", str(cell)) for cell in cells], dtype=object)
    # GEOS knows no curves, and gives up the whole column for one.
    texts[[text is not None and _CURVE.search(text) is not None for text in texts]] = None
    return np.asarray(shapely.from_wkt(texts, on_invalid="ignore"), dtype=object)


def swapped(geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return geometries with x and y exchanged."""
    return np.asarray(shapely.transform(geometry, lambda xy: xy[:, ::-1]), dtype=object)


def _srid(given: object) -> int | None:
    if given is None:
        return None
    try:
        srid = int(str(given))
        CRS.from_user_input(authority_code(srid))
    except (ValueError, CRSError):
        message = _("coordinates.srid is %(value)s; send the number of an EPSG code, such as 32750.")
        raise MappingError(message % {"value": str(given)[:40]}) from None
    return srid


def _column(columns: Mapping[str, Sequence[Any]], name: str) -> Sequence[Any]:
    if name not in columns:
        hint = nearest_code_hint(name, columns)
        raise MappingError(_("The file has no column “%(column)s”. %(hint)s") % {"column": name, "hint": hint})
    return columns[name]


def _floats(cells: Sequence[Any]) -> NDArray[np.float64]:
    return np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64)


def _placed(x_cell: Any, y_cell: Any) -> tuple[float, float]:
    x, y = _angle(x_cell), _angle(y_cell)
    if x is None or y is None:
        return (np.nan, np.nan)
    if x.axis == "lat" or y.axis == "lon":
        x, y = y, x
    # Two latitudes, or two longitudes, are no place.
    return (np.nan, np.nan) if x.axis == "lat" or y.axis == "lon" else (x.degrees, y.degrees)


def _angle(cell: Any) -> Angle | None:
    if cell is None or isinstance(cell, bool):
        return None
    return Angle(float(cell)) if isinstance(cell, int | float) else angle_parse(str(cell))
