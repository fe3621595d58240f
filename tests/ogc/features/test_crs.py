"""Part 2, coordinate reference systems: what the conformance tests of OGC 18-058 assert."""

import json

import pytest
import shapely

from gisapp.geo.crs import is_northing_first, transform
from gisapp.ogc.crs import CRS84_URI, SRIDS
from layers.models import Facility
from tests.ogc.features.conftest import body

EPSG = "http://www.opengis.net/def/crs/EPSG/0/{}"
SOME = (4326, 9470, 4755, 3857, 23836, 23837, 32749, 32750)


def mill():
    return Facility.objects.get(code="mill_1")


def expected(srid):
    [x], [y] = transform([115.1], [-3.0], source_srid=4326, target_srid=srid)
    return (y, x) if is_northing_first(srid) else (x, y)


def test_collections_list_the_systems(province):
    document = province.json("/collections")
    assert document["crs"][0] == CRS84_URI
    assert set(document["crs"]) == {CRS84_URI, *(EPSG.format(srid) for srid in SRIDS)}
    assert all(one["crs"] == ["#/crs"] for one in document["collections"])
    alone = province.json("/collections/facilities")
    assert alone["crs"] == document["crs"]
    assert alone["storageCrs"] == CRS84_URI


def test_without_a_system_it_is_longitude_and_latitude(province):
    answer = province.get("/collections/facilities/items", code="mill_1")
    assert answer["Content-Crs"] == f"<{CRS84_URI}>"
    [feature] = json.loads(body(answer))["features"]
    assert feature["geometry"]["coordinates"] == [115.1, -3.0]


@pytest.mark.parametrize("srid", SRIDS)
def test_coordinates_are_in_the_system_asked_for_and_its_axis_order(province, srid):
    answer = province.get("/collections/facilities/items", code="mill_1", crs=EPSG.format(srid))
    assert answer["Content-Crs"] == f"<{EPSG.format(srid)}>"
    [feature] = json.loads(body(answer))["features"]
    tolerance = 1e-6 if srid in (4326, 9470, 4755) else 0.01
    assert feature["geometry"]["coordinates"] == pytest.approx(expected(srid), abs=tolerance)


def test_one_feature_is_told_in_the_system_asked_for(province):
    answer = province.get(f"/collections/facilities/items/{mill().pk}", crs=EPSG.format(4326))
    assert answer["Content-Crs"] == f"<{EPSG.format(4326)}>"
    assert json.loads(body(answer))["geometry"]["coordinates"] == [-3.0, 115.1]


@pytest.mark.parametrize("srid", SOME)
def test_a_box_is_in_the_system_asked_for_and_its_axis_order(province, srid):
    a, b = expected(srid)
    half = 0.02 if srid in (4326, 9470, 4755) else 2_000.0
    box = f"{a - half},{b - half},{a + half},{b + half}"
    assert province.ids("facilities", bbox=box, **{"bbox-crs": EPSG.format(srid)}) == [mill().pk]
    away = f"{a + half},{b + half},{a + 2 * half},{b + 2 * half}"
    assert province.ids("facilities", bbox=away, **{"bbox-crs": EPSG.format(srid)}) == []


def test_the_box_means_the_same_whatever_the_system_of_the_answer(province):
    box = "115.05,-3.05,115.15,-2.95"
    same = {srid: province.ids("source-areas", bbox=box, crs=EPSG.format(srid)) for srid in SOME}
    assert len({tuple(ids) for ids in same.values()}) == 1
    assert same[4326]


@pytest.mark.parametrize("name", ["crs", "bbox-crs", "filter-crs"])
@pytest.mark.parametrize("value", ["http://www.opengis.net/def/crs/EPSG/0/0", "nothing", "", EPSG.format(4258)])
def test_a_system_that_is_not_served(province, name, value):
    assert province.refused("facilities", **{name: value, "bbox": "1,2,3,4"})["locator"] == name


def test_a_box_where_the_system_does_not_reach(province):
    assert province.refused("facilities", **{"bbox": "1e30,1e30,2e30,2e30", "bbox-crs": EPSG.format(32750)})


def test_a_polygon_in_metres_keeps_its_area(province):
    feature = province.items("source-areas", limit=1, crs=EPSG.format(32750))["features"][0]
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    # 0.02 x 0.02 degrees at 3 degrees south.
    assert shape.area == pytest.approx(2_223 * 2_211, rel=0.01)


@pytest.mark.parametrize("srid", [4326, 3857])
def test_geometries_of_a_filter_are_in_the_system_asked_for(province, srid):
    a, b = expected(srid)
    half = 0.02 if srid == 4326 else 2_000.0
    condition = f"S_INTERSECTS(geometry, BBOX({a - half},{b - half},{a + half},{b + half}))"
    asked = {"filter": condition, "filter-crs": EPSG.format(srid)}
    assert province.ids("facilities", **asked) == [mill().pk]
    literal = {"type": "Point", "coordinates": list(expected(srid))}
    within = {"op": "s_equals", "args": [{"property": "geometry"}, literal]}
    if srid == 4326:
        found = province.ids("facilities", **asked | {"filter": json.dumps(within), "filter-lang": "cql2-json"})
        assert found == [mill().pk]
