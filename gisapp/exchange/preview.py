"""The geometries of a table as a small picture for a map."""

from typing import Any

import numpy as np
import shapely

from gisapp import conf
from gisapp.exchange.table import Table
from gisapp.geo.crs import WGS84, transform_geometry

# A picture of a thousand pixels across shows nothing finer.
_STEPS_ACROSS = 1_000
_DIGITS = 6


def preview(table: Table, srid: int | None = None) -> dict[str, Any]:
    """Return the geometries as GeoJSON: simplified, and of many rows only some, spread over all.

    Parameters
    ----------
    srid
        EPSG code of the coordinates, instead of what the file states; degrees where neither says.

    Returns
    -------
    dict
        A FeatureCollection; each feature has the `row` as property. `total` rows have a geometry, `shown` of
        them are in it.
    """
    geometry = np.array([], dtype=object) if table.geometry is None else table.geometry
    present = np.flatnonzero(~shapely.is_missing(geometry) & ~shapely.is_empty(geometry))
    step = max(1, -(-len(present) // conf.IMPORT_PREVIEW_FEATURES))
    chosen = present[::step]
    source = srid or table.srid or WGS84
    shapes = _small(geometry[chosen] if source == WGS84 else _in_degrees(geometry[chosen], source))
    features = [
        {"type": "Feature", "properties": {"row": table.rows[index]}, "geometry": shape.__geo_interface__}
        for index, shape in zip(chosen, shapes, strict=True)
        if np.isfinite(shapely.bounds(shape)).all()
    ]
    return {"type": "FeatureCollection", "features": features, "total": len(present), "shown": len(features)}


def _in_degrees(geometry: Any, srid: int) -> Any:
    return transform_geometry(geometry, source_srid=srid, target_srid=WGS84)


def _small(shapes: Any) -> Any:
    """Return shapes with no more corners than a picture of all of them shows."""
    if not len(shapes):
        return shapes
    bounds = shapely.bounds(shapes)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    if not len(bounds):
        return shapes
    extent = max(np.ptp(bounds[:, [0, 2]]), np.ptp(bounds[:, [1, 3]]))
    simple = shapely.simplify(shapes, extent / _STEPS_ACROSS, preserve_topology=False)
    # What is smaller than a pixel is shown as it is, rather than not at all.
    return shapely.transform(np.where(shapely.is_empty(simple), shapes, simple), lambda xy: xy.round(_DIGITS))
