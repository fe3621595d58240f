import json
import math

import pytest
import rasterio  # noqa: F401  before shapely
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gisapp.geo.geojson import geojson_texts

# Up to the edge of the world in metres.
NUMBERS = st.floats(-2e7, 2e7)
POSITIONS = st.tuples(NUMBERS, NUMBERS)
LINES = st.lists(POSITIONS, min_size=2, max_size=9)
RINGS = st.lists(POSITIONS, min_size=3, max_size=9)
POLYGONS = st.builds(shapely.Polygon, RINGS, st.lists(RINGS, max_size=2))
GEOMETRIES = st.one_of(
    st.builds(shapely.Point, POSITIONS),
    st.builds(shapely.LineString, LINES),
    POLYGONS,
    st.builds(shapely.MultiPoint, st.lists(POSITIONS, max_size=3)),
    st.builds(shapely.MultiLineString, st.lists(LINES, max_size=3)),
    st.builds(shapely.MultiPolygon, st.lists(POLYGONS, max_size=3)),
)


def written(*geometries, digits=7):
    return geojson_texts([shapely.to_wkb(one, byte_order=1) for one in geometries], digits=digits)


@given(st.lists(GEOMETRIES, max_size=4), st.sampled_from([0, 3, 7]))
def test_what_is_written_reads_back_to_half_of_the_last_digit(geometries, digits):
    for geometry, text in zip(geometries, written(*geometries, digits=digits), strict=True):
        told = json.loads(text)
        assert told["type"] == geometry.geom_type
        if geometry.is_empty:
            assert told["coordinates"] == []
            continue
        read = shapely.geometry.shape(told)
        # Half of the last digit along either axis, and what a number of this size can tell apart.
        assert shapely.equals_exact(read, geometry, tolerance=0.7072 * 10**-digits + 1e-8)


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [
        (114.5, 7, "114.5"),
        (-3.0, 7, "-3"),
        (-0.0000001, 7, "-0.0000001"),
        (-0.00000001, 7, "0"),
        (100.0, 0, "100"),
        (123456.7895, 3, "123456.79"),
        (0.05, 1, "0"),
        (9.99999999, 7, "10"),
    ],
)
def test_a_number_has_no_more_digits_than_it_needs(number, digits, expected):
    assert written(shapely.Point(number, 0), digits=digits) == [
        f'{{"type":"Point","coordinates":[{expected},0]}}'.encode()
    ]


def test_a_hole_comes_after_its_outline():
    ring, hole = [[0, 0], [9, 0], [9, 9], [0, 0]], [[4, 1], [8, 1], [8, 5], [4, 1]]
    (text,) = written(shapely.MultiPolygon([shapely.Polygon(ring, [hole])]))
    assert json.loads(text) == {"type": "MultiPolygon", "coordinates": [[ring, hole]]}


@pytest.mark.parametrize("bad", [math.inf, -math.inf, math.nan, 1e300])
def test_a_coordinate_that_is_no_place_makes_the_geometry_null_and_leaves_the_others(bad):
    broken = shapely.MultiPoint([(1, 2), (3, bad)])
    assert written(shapely.Point(1, 2), broken, shapely.Point(5, 6)) == [
        b'{"type":"Point","coordinates":[1,2]}',
        b"null",
        b'{"type":"Point","coordinates":[5,6]}',
    ]


def test_nothing_is_null():
    assert geojson_texts([None], digits=7) == [b"null"]
    assert geojson_texts([], digits=7) == []


@pytest.mark.parametrize(
    "other",
    [
        shapely.to_wkb(shapely.GeometryCollection([shapely.Point(1, 2)]), byte_order=1),
        shapely.to_wkb(shapely.Point(1, 2, 3), byte_order=1),
        shapely.to_wkb(shapely.Point(1, 2), byte_order=0),
        shapely.to_wkb(shapely.set_srid(shapely.Point(1, 2), 4326), byte_order=1, include_srid=True),
    ],
)
def test_other_kinds_are_refused(other):
    with pytest.raises(ValueError, match="points, lines and polygons"):
        geojson_texts([other], digits=7)
