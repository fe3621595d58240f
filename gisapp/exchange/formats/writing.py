"""Write rows of a file back, with the reason why each was refused as a last column."""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
import shapely

from gisapp.exchange.formats.archive import ODD_SIGNS
from gisapp.exchange.formats.base import REASON_COLUMN, Layer

GEOMETRY = "geometry"
_TYPES = {0: "Point", 1: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString", 6: "MultiPolygon"}

# An index would put the rows in another order, and takes none without a place.
_OPTIONS = {"FlatGeobuf": {"SPATIAL_INDEX": "NO"}}


def refused_table(layer: Layer, reasons: Mapping[int, str]) -> pa.Table:
    """Return the rows that have a reason as an Arrow table; its geometry is well-known binary in `GEOMETRY`."""
    chosen = [index for index, row in enumerate(layer.rows) if row in reasons]
    columns = {name: _array([values[index] for index in chosen]) for name, values in layer.columns.items()}
    columns[REASON_COLUMN] = pa.array([reasons[layer.rows[index]] for index in chosen], pa.string())
    if layer.geometry is not None:
        columns[GEOMETRY] = pa.array(shapely.to_wkb(layer.geometry[chosen], flavor="iso").tolist(), pa.binary())
    return pa.table(columns)


def suffixed(target: Path, suffix: str) -> Path:
    """Return a path with a suffix, which it may have already; a point in its name is none."""
    return target if target.suffix.lower() == suffix else target.with_name(target.name + suffix)


def layer_write(layer: Layer, *, reasons: Mapping[int, str], target: Path, driver: str) -> Path:
    """Write the rows of a layer that have a reason by a driver of GDAL; return the path."""
    table = refused_table(layer, reasons)
    # A name that somebody gave may be a command to what writes: the file gets it when it is done.
    written = target.with_name(f"{ODD_SIGNS.sub('_', target.stem)}{target.suffix}")
    written.unlink(missing_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.raw.write_arrow(
            table,
            written,
            driver=driver,
            geometry_name=GEOMETRY if layer.geometry is not None else None,
            geometry_type=_geometry_type(layer) if layer.geometry is not None else None,
            crs=layer.crs or None,
            encoding="UTF-8",
            **_OPTIONS.get(driver, {}),
        )
    return written.rename(target)


def _array(values: Sequence[Any]) -> pa.Array:
    """Return a column of the one type that its values have; as text where they have several."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) <= 1 or kinds == {int, float}:
        return pa.array(values, pa.float64() if kinds == {int, float} else None if kinds else pa.string())
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def _geometry_type(layer: Layer) -> str:
    """Return the one type that fits all geometries of a layer."""
    geometry = layer.geometry
    present = [one for one in geometry if one is not None] if geometry is not None else []
    kinds = {_TYPES.get(int(kind), "Unknown") for kind in shapely.get_type_id(present)}
    plural = {kind if kind.startswith(("Multi", "Unknown")) else f"Multi{kind}" for kind in kinds}
    dimension = " Z" if bool(shapely.has_z(present).any()) else ""
    if len(kinds) == 1:
        return kinds.pop() + dimension
    return (plural.pop() if len(plural) == 1 else "Unknown") + dimension
