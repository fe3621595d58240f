import numpy as np
import pytest
import rasterio  # noqa: F401  before shapely
import shapely

from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import (
    bbox_transform,
    geodesic_area_m2,
    geodesic_distance_m,
    is_northing_first,
    transform,
    transform_geometry,
)


@pytest.mark.parametrize(
    ("srid", "expected"),
    [(4326, True), (4755, True), (9470, True), (32749, False), (32750, False), (3857, False), (23836, False)],
)
def test_axis_order_comes_from_the_authority(srid, expected):
    assert is_northing_first(srid) is expected


def test_x_comes_first_whatever_the_authority_says():
    """Banjarmasin, about 114.59 E 3.32 S, lies west of UTM zone 50's central meridian (117 E)."""
    x_m, y_m = transform(114.59, -3.32, source_srid=4326, target_srid=32750)
    assert 230_000 < float(x_m) < 234_000
    assert 9_630_000 < float(y_m) < 9_635_000
    lon, lat = transform(x_m, y_m, source_srid=32750, target_srid=4326)
    assert (float(lon), float(lat)) == pytest.approx((114.59, -3.32), abs=1e-8)


def test_geometries_are_transformed_vertex_by_vertex():
    line = np.array([shapely.LineString([(114.59, -3.32), (114.84, -3.44)]), None], dtype=object)
    moved = transform_geometry(line, source_srid=4326, target_srid=32750)
    x_m, y_m = transform([114.59, 114.84], [-3.32, -3.44], source_srid=4326, target_srid=32750)
    np.testing.assert_allclose(shapely.get_coordinates(moved[0]), np.column_stack([x_m, y_m]))
    assert moved[1] is None


def test_a_degree_on_the_equator_is_a_360th_of_it():
    assert float(geodesic_distance_m(0, 0, lon_b=1, lat_b=0)) == pytest.approx(2 * np.pi * 6_378_137 / 360, rel=1e-9)


def test_area_does_not_depend_on_the_direction_of_the_ring():
    box = shapely.box(114.0, -4.0, 115.0, -3.0)
    assert geodesic_area_m2(box) == pytest.approx(geodesic_area_m2(box.reverse()))
    assert geodesic_area_m2(box) == pytest.approx(1.2282e10, rel=2e-3)


def test_holes_are_taken_off():
    whole, hole = shapely.box(114.0, -4.0, 115.0, -3.0), shapely.box(114.4, -3.6, 114.6, -3.4)
    left = geodesic_area_m2(whole.difference(hole))
    assert left == pytest.approx(geodesic_area_m2(whole) - geodesic_area_m2(hole))


def test_numbers_above_the_epsg_register_are_esris_as_in_postgis():
    x, y = transform([100.0, 101.0], [0.0, 0.0], source_srid=4326, target_srid=54034)
    assert x[1] - x[0] == pytest.approx(111_319.49, abs=0.01)
    assert y == pytest.approx([0.0, 0.0], abs=1e-6)
    assert not is_northing_first(54034)


def test_a_box_holds_its_curved_edges():
    box = bbox_transform(Bbox(114.0, -4.0, 117.0, -2.0), source_srid=4326, target_srid=32750)
    x, y = transform([114.0, 115.5, 117.0, 117.0], [-2.0, -4.0, -4.0, -2.0], source_srid=4326, target_srid=32750)

    assert box is not None
    assert all(box.contains(*point) for point in zip(x, y, strict=True))
    assert (box.west, box.north) == (pytest.approx(x[0], abs=1), pytest.approx(y[3], abs=20))


def test_a_box_beyond_the_reach_of_a_system_is_none():
    assert bbox_transform(Bbox(0.0, 95.0, 1.0, 100.0), source_srid=4326, target_srid=3857) is None
