"""What layers of statistics share: features with the boundary of their district, and steps of a choropleth."""

from collections.abc import Sequence

import numpy as np
from django.db import models

from gisapp.ogc.catalog import FeatureSource, FixedValue, GeometryType
from gisapp.ogc.properties import properties_of
from layers.shape_tables import SHAPE_TABLES

DISTRICT = {"district": "d.code", "district_name": "d.name"}
CLASS_COUNT = 7
# Breaks are told to so many digits: more would claim an exactness that classes do not have.
BREAK_DIGITS = 3


def district_source(
    model: type[models.Model],
    expressions: dict[str, str],
    *,
    fixed: tuple[tuple[str, FixedValue], ...] = (),
    joins: str = "",
    joined_tables: tuple[str, ...] = (),
) -> FeatureSource:
    """Return a source of rows with a `district` and a `year`; their geometry is the district's (alias `d`)."""
    return FeatureSource(
        model=model,
        geometry="d.boundary",
        geometry_type=GeometryType.MULTI_POLYGON,
        properties=properties_of(model, expressions),
        joins=" LEFT JOIN layers_district AS d ON d.id = o.district_id" + joins,
        fixed=fixed,
        shapes=SHAPE_TABLES["districts"],
        shape_owner="o.district_id",
        time="year",
        joined_tables=("layers_district", *joined_tables),
    )


def own(*columns: str) -> dict[str, str]:
    """Return the expressions of columns of the row itself."""
    return {column: f"o.{column}" for column in columns}


def quantile_breaks(values: Sequence[float]) -> tuple[float, ...]:
    """Return the upper ends of all classes but the last, so that each holds about as many values.

    Values of all years go in, so that one colour means the same in every year. Classes that would be empty are left
    out: fewer breaks than `CLASS_COUNT` - 1 come back where values repeat.

    Examples
    --------
    >>> quantile_breaks([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    (2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
    >>> quantile_breaks([5.0, 5.0])
    ()
    """
    if not values:
        return ()
    found = np.quantile(values, np.arange(1, CLASS_COUNT) / CLASS_COUNT)
    rounded = [float(f"{one:.{BREAK_DIGITS}g}") for one in found]
    return tuple(one for one in dict.fromkeys(rounded) if min(values) < one < max(values))
