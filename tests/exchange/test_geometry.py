import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gisapp.exchange.errors import MappingError
from gisapp.exchange.geometry import line_checked, point_checked, polygon_checked, to_degrees
from gisapp.exchange.values import ValueRefusedError

BOWTIE = shapely.Polygon([(115.1, -3.1), (115.2, -3.0), (115.2, -3.1), (115.1, -3.0)])


def test_a_polygon_becomes_a_multipolygon_and_stays_what_it_was():
    square = shapely.box(115, -3, 116, -2)
    made, repair = polygon_checked(square, field="boundary", is_repairing=True)
    assert made.equals(shapely.MultiPolygon([square]))
    assert repair == ""


def test_an_invalid_polygon_is_refused_with_the_reason_or_repaired_and_told():
    with pytest.raises(ValueRefusedError, match=r"Self-intersection.*--repair"):
        polygon_checked(BOWTIE, field="boundary", is_repairing=False)
    made, repair = polygon_checked(BOWTIE, field="boundary", is_repairing=True)
    assert made.is_valid
    assert made.area == pytest.approx(0.005)
    assert "Self-intersection" in repair
    assert "2 parts" in repair


@pytest.mark.parametrize(
    ("geometry", "message"),
    [
        (None, "Draw it"),
        (shapely.Polygon(), "Draw it"),
        (shapely.Point(115, -3), "a polygon"),
        (shapely.box(1.2e7, -4e5, 1.3e7, -3e5), "--crs"),
        (shapely.box(-3.2, 115, -3.1, 115.1), "swapped"),
    ],
)
def test_what_is_no_polygon_in_degrees_is_refused(geometry, message):
    with pytest.raises(ValueRefusedError, match=message):
        polygon_checked(geometry, field="boundary", is_repairing=True)


def test_a_polygon_without_area_cannot_be_repaired():
    flat = shapely.Polygon([(115, -3), (115.1, -3), (115, -3)])
    with pytest.raises(ValueRefusedError, match="an area"):
        polygon_checked(flat, field="boundary", is_repairing=True)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-9, 0)), min_size=3, max_size=9))
def test_whatever_is_repaired_is_valid_and_has_area(corners):
    try:
        made, _repair = polygon_checked(shapely.Polygon(corners), field="boundary", is_repairing=True)
    except ValueRefusedError:
        assert shapely.make_valid(shapely.Polygon(corners), method="structure", keep_collapsed=False).area == 0
    else:
        assert made.is_valid
        assert made.area > 0
        assert made.geom_type == "MultiPolygon"


def test_a_line_without_length_is_refused_and_its_dead_parts_are_dropped():
    with pytest.raises(ValueRefusedError, match="some length"):
        line_checked(shapely.LineString([(115, -3), (115, -3)]), field="path")
    lines = shapely.MultiLineString([[(115, -3), (115, -3)], [(115, -3), (116, -3)]])
    assert line_checked(lines, field="path").equals(shapely.MultiLineString([[(115, -3), (116, -3)]]))


def test_one_point_is_wanted():
    assert point_checked(shapely.MultiPoint([(115, -3)]), field="location").equals(shapely.Point(115, -3))
    with pytest.raises(ValueRefusedError, match="not 2"):
        point_checked(shapely.MultiPoint([(115, -3), (116, -3)]), field="location")
    with pytest.raises(ValueRefusedError, match="swapped"):
        point_checked(shapely.Point(-3.7, 114.8), field="location")
    with pytest.raises(ValueRefusedError, match="--crs"):
        point_checked(shapely.Point(12777948, -415009), field="location")


def test_coordinates_without_a_known_crs_are_refused():
    with pytest.raises(MappingError, match="--crs"):
        to_degrees(np.array([shapely.Point(1, 2)]), None)
    moved = to_degrees(np.array([shapely.Point(12777948.79, -415009.62), None]), 3857)
    assert (moved[0].x, moved[0].y) == pytest.approx((114.786267, -3.725467), abs=1e-6)
    assert moved[1] is None
