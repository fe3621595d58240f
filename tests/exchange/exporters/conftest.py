from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gisapp.exchange.exports.request import request_parse
from gisapp.exchange.exports.services import export_write
from tests import factories

# What formats are known to trip over.
AWKWARD = '=1+1; "quoted", with\nlines, ü and 汉'


@pytest.fixture
def furnished(province: list[Any]) -> None:
    """Two districts, oil palm in both, three facilities, one of them with texts that are hard to write."""
    oil_palm = factories.commodity("oil_palm", name_id="Kelapa sawit", name_en="Oil palm")
    mill = factories.process("mill", oil_palm)
    factories.source_area(oil_palm, 115.1, -3.0, 1000.0, province[0])
    factories.source_area(oil_palm, 115.5, -3.0, 2500.5, province[1])
    factories.facility(
        "m1",
        115.1234567,
        -3.0123456,
        process=mill,
        district=province[0],
        capacity_t_per_year=240_000.0,
        utilisation=0.8125,
        year=2019,
        source_date=date(2025, 12, 31),
        licence="MIT",
    )
    factories.facility("p1", 115.5, -3.0, kind="port", district=province[1], note=AWKWARD)
    factories.facility("f1", 115.6, -2.9, name="Pabrik é", district=province[1], status="planned")


@pytest.fixture
def exported(furnished: None, tmp_path: Path) -> Callable[..., Path]:
    """Write layers to a file and return it."""

    def write(*layers: str, f: str, suffix: str = "", **given: Any) -> Path:
        path = tmp_path / f"out{suffix or '.' + f}"
        export_write(request_parse({"layers": layers, "f": f, "language": "en", **given}), path)
        return path

    return write
