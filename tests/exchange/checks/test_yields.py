import numpy as np
import pytest
import shapely

from gisapp.exchange.checks.yields import planted_check, yields_check
from gisapp.geo.crs import geodesic_area_m2
from gisapp.geo.units import M2_PER_HA
from layers.models import Commodity

PALM = Commodity(code="oil_palm", yield_low=12.0, yield_mid=18.0, yield_high=24.0, yield_unit="t/ha/yr")
EGGS = Commodity(code="eggs", yield_low=1.0, yield_mid=2.0, yield_high=3.0, yield_unit="kg/hen/yr")
SQUARE = shapely.MultiPolygon([shapely.box(115.1, -3.1, 115.2, -3.0)])


def test_tonnes_that_no_land_yields(intake):
    # A factor of 3: up to 72 t/ha and down to 4 t/ha are believed.
    tonnes = np.array([7_199.0, 7_201.0, 401.0, 399.0, np.nan, 99_999.0, 0.0])
    rows = intake([SQUARE] * 7)
    yields_check(rows, commodity=[PALM] * 5 + [EGGS, PALM], tonnes=tonnes, area_ha=np.full(7, 100.0))
    assert [(one.row, one.level, one.value) for one in rows.report.findings] == [
        (2, "error", "72.01 t/ha"),
        (4, "warning", "3.99 t/ha"),
        (7, "warning", "0 t/ha"),
    ]
    assert "12 to 24 t/ha/yr for oil_palm" in rows.report.findings[0].limit


def test_tonnes_without_land_are_absurd_where_there_are_any(intake):
    rows = intake([SQUARE] * 2)
    yields_check(rows, commodity=[PALM, PALM], tonnes=np.array([5.0, 0.0]), area_ha=np.zeros(2))
    assert [(one.row, one.level) for one in rows.report.findings] == [(1, "error")]


@pytest.mark.parametrize(("of_drawn", "count"), [(1.19, 0), (1.21, 1)])
def test_more_hectares_than_are_drawn(intake, of_drawn, count):
    rows = intake([SQUARE, SQUARE])
    drawn_ha = geodesic_area_m2(SQUARE) / M2_PER_HA
    planted_check(rows, stated_ha=np.array([drawn_ha * of_drawn, np.nan]))
    assert [one.code for one in rows.report.findings] == ["area_exceeds_drawing"] * count
    assert rows.is_good.all()
