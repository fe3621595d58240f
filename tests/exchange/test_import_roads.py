import pytest

from gisapp.exchange.importers.roads import roads_import
from gisapp.exchange.table import table_read
from layers.models import RoadLink
from tests import factories

pytestmark = pytest.mark.django_db
NATIONAL = {"road_class": "national"}


def line(*points):
    return {"type": "LineString", "coordinates": [list(point) for point in points]}


SHORT, LONG = line((115, -3), (115.1, -3)), line((115, -3), (115.2, -3))


def test_the_length_is_that_of_the_file_or_of_the_path(geojson_file, options):
    path = geojson_file(({"km": 15.5}, SHORT), ({"km": None}, LONG))
    report = roads_import(table_read(path), options(constants=NATIONAL))
    assert report.created == 2
    stated, drawn = RoadLink.objects.order_by("id")
    assert stated.length_m == 15_500
    # 0.2 degree of longitude at 3 degrees south.
    assert drawn.length_m == pytest.approx(22_233, abs=5)
    assert (drawn.path.geom_type, drawn.surface, drawn.is_ferry) == ("MultiLineString", "paved", False)


def test_a_road_shorter_than_its_path_a_double_and_a_dot_are_refused(geojson_file, options):
    back = line((115.1, -3), (115, -3))
    path = geojson_file(
        ({"length_m": 11.1}, SHORT),
        ({"length_m": 12_000}, SHORT),
        ({"length_m": 12_000}, back),
        ({"length_m": 1}, line((115, -3), (115, -3))),
        ({"length_m": -5}, LONG),
    )
    report = roads_import(table_read(path), options(constants=NATIONAL))
    assert [(one.row, one.field) for one in report.errors] == [
        (1, "length_m"), (2, "path"), (3, "path"), (4, "path"), (5, "length_m"),
    ]  # fmt: skip
    assert "11117 m" in report.errors[0].limit


def test_replacing_takes_the_place_of_the_same_classes_only(geojson_file, options):
    factories.road((115, -3), (115.3, -3))
    factories.road((116, -3), (116.1, -3), road_class="ferry", is_ferry=True)
    path = geojson_file(({"name": "new"}, SHORT))
    report = roads_import(table_read(path), options(constants=NATIONAL, is_replacing=True))
    assert (report.created, report.removed) == (1, {"RoadLink": 1})
    assert set(RoadLink.objects.values_list("road_class", "name")) == {("ferry", ""), ("national", "new")}


def test_a_ferry_is_marked_as_one(geojson_file, options):
    roads_import(table_read(geojson_file(({}, SHORT))), options(constants={"road_class": "ferry"}))
    assert RoadLink.objects.get().is_ferry
