"""A province of three districts, with plants and areas in it."""

import pytest

from tests import factories


@pytest.fixture
def province(db):
    first = factories.district("63.01", west=115.0, east=115.5, name="Tanah Laut", population=300_000)
    second = factories.district("63.02", west=115.5, east=116.0, name="Kotabaru", population=None)
    factories.district("63.03", west=116.0, east=116.5, name="Banjar O'Neil & <Co>", population=500_000)
    palm = factories.commodity("oil_palm")
    for number, lon in enumerate((115.1, 115.2, 115.6, 115.7, 115.8)):
        factories.source_area(palm, lon, -3.0, 1_000.0 * (number + 1), where=first if lon < 115.5 else second)
    factories.facility("mill-a", 115.2, -3.0, name="Mill A")
    factories.facility("mill-b", 115.9, -2.9, name="Mill B")
    factories.road((115.1, -3.0), (115.4, -3.1))
    return first
