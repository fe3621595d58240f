import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from gisapp.exchange.options import ImportOptions
from tests import factories


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Tests quote messages as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def province(db: None) -> list[Any]:
    """Two districts side by side, 6301 from 115.0 and 6302 from 115.4 to 115.8 E, -3.2 to -2.8 N."""
    return factories.two_districts()


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, name: str = "rows.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def geojson_file(tmp_path: Path) -> Callable[..., Path]:
    def write(*features: tuple[dict[str, Any], dict[str, Any] | None], name: str = "shapes.geojson") -> Path:
        path = tmp_path / name
        rows = [{"type": "Feature", "properties": given, "geometry": shape} for given, shape in features]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
        return path

    return write


@pytest.fixture
def options() -> Callable[..., ImportOptions]:
    def make(*, columns: dict[str, str] | None = None, **given: Any) -> ImportOptions:
        constants = {"source": "made up for a test", **given.pop("constants", {})}
        return ImportOptions(columns=columns or {}, constants=constants, **given)

    return make


def square(west: float, south: float, *, side: float = 0.1) -> dict[str, Any]:
    east, north = west + side, south + side
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


BOWTIE = {
    "type": "Polygon",
    "coordinates": [[[115.1, -3.1], [115.2, -3.0], [115.2, -3.1], [115.1, -3.0], [115.1, -3.1]]],
}
