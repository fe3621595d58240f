from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
import shapely

from gisapp.exchange.intake import Intake
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.table import Table


@pytest.fixture
def intake() -> Callable[..., Intake]:
    """Make the rows of a file of shapes; columns are given by name, all of the same length."""

    def make(shapes: Sequence[shapely.Geometry | None], *, columns: dict[str, list[Any]] | None = None, **given: Any):
        geometry = np.empty(len(shapes), dtype=object)
        geometry[:] = shapes
        names = {"name": [f"row {number + 1}" for number in range(len(shapes))], **(columns or {})}
        table = Table(values=names, rows=range(1, len(shapes) + 1), geometry=geometry, srid=4326)
        options = ImportOptions(constants={"source": "made up"}, **given)
        made = Intake(table, options, fields=dict.fromkeys(names, ()), required=["name"])
        made.values |= {name: list(cells) for name, cells in names.items()}
        return made

    return make
