import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gisapp.exchange.checks.polygons import polygons_check
from gisapp.geo.crs import geodesic_area_m2

SQUARE = shapely.box(115.1, -3.1, 115.2, -3.0)
BOWTIE = shapely.Polygon([(115.1, -3.1), (115.2, -3.0), (115.2, -3.1), (115.1, -3.0)])
FLAT = shapely.Polygon([(115, -3), (116, -3), (115.5, -3)])


def told(intake):
    return [(one.row, one.level, one.code) for one in intake.report.findings]


def test_what_is_no_polygon_is_refused_each_for_its_reason(intake):
    rows = intake(
        [
            SQUARE,
            None,
            shapely.Polygon(),
            shapely.Point(115, -3),
            shapely.box(200, 80, 210, 95),
            shapely.box(-3, 115, -2, 116),
        ]
    )
    polygons_check(rows, field="boundary")
    assert told(rows) == [
        (2, "error", "no_geometry"),
        (3, "error", "no_geometry"),
        (4, "error", "wrong_type"),
        (5, "error", "impossible_coordinates"),
        (6, "error", "swapped_coordinates"),
    ]
    assert rows.is_good.tolist() == rows.is_shaped.tolist() == [True, False, False, False, False, False]
    assert rows.geometry[0].geom_type == "MultiPolygon"
    swapped = rows.report.findings[-1]
    assert (swapped.lon, swapped.lat) == (115, -3)


def test_an_invalid_polygon_is_refused_with_the_place_and_what_repair_would_change(intake):
    rows = intake([BOWTIE])
    polygons_check(rows, field="boundary")
    [found] = rows.report.findings
    assert (found.level, found.code, found.lon, found.lat) == ("error", "invalid_geometry", 115.15, -3.05)
    assert found.value == "Self-intersection[115.15 -3.05]"
    # Two triangles of half a square's height: drawn against each other they cancel out.
    assert "0 m2 as drawn, 61,460,518 m2 valid (+61,460,518 m2), 2 parts" in found.fix
    assert not rows.is_shaped[0]


def test_repair_makes_it_valid_and_says_so(intake):
    rows = intake([BOWTIE, FLAT], is_repairing=True)
    polygons_check(rows, field="boundary")
    assert told(rows) == [(1, "repaired", "invalid_geometry"), (2, "error", "no_area")]
    assert shapely.is_valid(rows.geometry[0])
    assert geodesic_area_m2(rows.geometry[0]) == pytest.approx(61_460_518, abs=1)


def test_repair_exchanges_swapped_coordinates(intake):
    rows = intake([shapely.box(-3.1, 115.1, -3.0, 115.2)], is_repairing=True)
    polygons_check(rows, field="boundary")
    assert told(rows) == [(1, "repaired", "swapped_coordinates")]
    assert rows.geometry[0].equals(SQUARE)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corners=st.lists(st.tuples(st.integers(0, 9), st.integers(-9, 0)), min_size=3, max_size=9))
def test_whatever_is_repaired_is_valid_and_has_an_area(intake, corners):
    drawn = shapely.Polygon(corners)
    rows = intake([drawn], is_repairing=True)
    polygons_check(rows, field="boundary")
    if not rows.is_shaped[0]:
        assert shapely.make_valid(drawn, method="structure", keep_collapsed=False).area == 0
        return
    [made] = rows.geometry
    assert (made.is_valid, made.geom_type) == (True, "MultiPolygon")
    assert made.area > 0
