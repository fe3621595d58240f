import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gisapp.geo.areas import geodesic_areas_m2
from gisapp.geo.crs import geodesic_area_m2

places = st.tuples(st.floats(95, 140), st.floats(-60, 60))


def as_array(shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


@given(st.lists(st.tuples(places, st.floats(0.001, 3), st.floats(-1, 1), st.booleans()), min_size=1, max_size=6))
def test_areas_are_those_of_geodesics_to_a_millionth(drawn):
    shapes = []
    for (west, south), side, slope, has_hole in drawn:
        corners = [(0, 0), (side, slope * side), (side * (1 - slope), side), (-slope * side, side)]
        whole = shapely.Polygon([(west + x, south + y) for x, y in corners]).convex_hull
        hole = shapely.affinity.scale(whole, 0.4, 0.4)
        shapes.append(shapely.MultiPolygon([whole.difference(hole) if has_hole else whole]))
    one_by_one = [geodesic_area_m2(one) for one in shapes]
    assert geodesic_areas_m2(as_array(shapes)) == pytest.approx(one_by_one, rel=1e-6)


def test_parts_add_up_holes_count_off_and_nothing_has_no_area():
    shell, hole = shapely.box(115, -3, 115.02, -2.98), shapely.box(115.005, -2.995, 115.01, -2.99)
    far = shapely.box(116, -3, 118, -1)
    shapes = as_array([shapely.MultiPolygon([shell.difference(hole), far]), shapely.MultiPolygon(), shell])
    wanted = [geodesic_area_m2(shell) - geodesic_area_m2(hole) + geodesic_area_m2(far), 0, geodesic_area_m2(shell)]
    assert geodesic_areas_m2(shapes) == pytest.approx(wanted, rel=1e-6)
    assert geodesic_areas_m2(shapes[:0]).size == 0
