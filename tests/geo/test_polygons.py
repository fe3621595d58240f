import shapely
from hypothesis import given
from hypothesis import strategies as st

from gisapp.geo.polygons import as_multipolygon, made_valid


def test_only_the_polygons_of_a_collection_are_kept():
    collection = shapely.GeometryCollection(
        [shapely.Point(9, 9), shapely.MultiPolygon([shapely.box(0, 0, 1, 1)]), shapely.box(2, 0, 3, 1)]
    )
    assert as_multipolygon(collection).equals(shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)]))
    assert as_multipolygon(shapely.LineString([(0, 0), (1, 1)])).is_empty


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-9, 0)), min_size=3, max_size=9))
def test_whatever_is_repaired_is_valid(corners):
    assert made_valid(shapely.Polygon(corners)).is_valid


def test_parts_that_share_an_edge_become_one():
    made = made_valid(shapely.Polygon([(1, 0), (0, -1), (0, 0), (1, 0), (0, -1), (0, -2)]))
    assert made.equals(shapely.Polygon([(0, 0), (1, 0), (0, -2)]))
