import pytest
from django.db import connection

from gisapp.geo.crs import geodesic_distance_m
from layers.models import FacilityKind
from layers.selectors.nearby import NearbyKind, nearby_list, nearby_query
from tests import factories
from tests.api.test_siting_runs import problem

pytestmark = pytest.mark.django_db
NEARBY = "/api/nearby"


def test_nearest_first_in_metres_on_the_spheroid(client):
    factories.small_province()
    items = client.get(NEARBY, {"lon": 115.1, "lat": -2.9, "radius_km": 100}).json()["items"]
    assert [item["name"] for item in items] == ["Facility mill_1", "Facility estate_1", "Facility port_1"]
    for item in items:
        expected = geodesic_distance_m(115.1, -2.9, lon_b=item["lon"], lat_b=item["lat"])
        assert item["distance_m"] == pytest.approx(float(expected), abs=0.01)
        assert item["source"]


def test_radius_and_limit_bound_the_answer(client):
    factories.small_province()
    place = {"lon": 115.1, "lat": -2.9}
    assert len(client.get(NEARBY, {**place, "radius_km": 12}).json()["items"]) == 1
    assert len(client.get(NEARBY, {**place, "radius_km": 100, "limit": 2}).json()["items"]) == 2


def test_inside_a_source_area_the_distance_is_zero(client):
    factories.small_province()
    items = client.get(NEARBY, {"lon": 115.05, "lat": -2.97, "of": "source-areas", "radius_km": 5}).json()["items"]
    assert items[0]["distance_m"] == 0
    assert items[0]["kind"] == "oil_palm"
    assert items[0]["year"] == 2024
    assert items == sorted(items, key=lambda item: item["distance_m"])


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({}, "lon"),
        ({"lon": 115}, "lat"),
        ({"lon": "east", "lat": -3}, "lon"),
        ({"lon": "nan", "lat": -3}, "lon"),
        ({"lon": 115, "lat": "inf"}, "lat"),
        ({"lon": 181, "lat": -3}, "lon"),
        ({"lon": 115, "lat": -3, "radius_km": 0}, "radius_km"),
        ({"lon": 115, "lat": -3, "radius_km": 201}, "radius_km"),
        ({"lon": 115, "lat": -3, "limit": 0}, "limit"),
        ({"lon": 115, "lat": -3, "limit": 2.5}, "limit"),
        ({"lon": 115, "lat": -3, "of": "volcanoes"}, "of"),
        ({"lon": 115, "lat": -3, "colour": "red"}, "parameter"),
        ({"lon": [115, 116], "lat": -3}, "lon"),
        ({"lon": "\x00", "lat": -3}, "lon"),
    ],
)
def test_bad_parameter_is_named(client, query, name):
    document = problem(client.get(NEARBY, query), 400)
    assert document["name"] == name
    assert document["allowed"]


def many_rows(count):
    """Facilities and source areas all over the province, more than a planner would scan one by one."""
    palm = factories.commodity("oil_palm")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO layers_facility (code, name, kind, activity, location, position_basis, capacity_stated, status,
                                         scale, owner, source, licence, confidence, note)
            SELECT 'f' || n, 'F' || n, 'plant', '', ST_SetSRID(ST_MakePoint(114.5 + (n * 0.618034) %% 2.5,
                   -4 + (n * 0.754878) %% 2.5), 4326), 'surveyed', '', 'operating', '', '', 'made up', '', '', ''
            FROM generate_series(1, %s) n
            """,
            [count],
        )
        cursor.execute(
            """
            INSERT INTO layers_sourcearea (commodity_id, name, boundary, centre, availability, annual_tonnes, year,
                                           owner_kind, origin, source, licence, confidence, note)
            SELECT %s, '', ST_Multi(ST_Buffer(location, 0.005, 2)), location, 1, 1, 2024, 'unknown', 'surveyed',
                   'made up', '', '', ''
            FROM layers_facility
            """,
            [
                palm.pk,
            ],
        )
        cursor.execute("ANALYZE layers_facility")
        cursor.execute("ANALYZE layers_sourcearea")


@pytest.mark.parametrize("kind", NearbyKind)
def test_index_answers_on_a_large_table(kind):
    many_rows(20_000)
    place = {"lon": 115.5, "lat": -3.0, "radius_m": 25_000.0, "limit": 10}
    sql, values = nearby_query(kind, **place)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    index = {"facilities": "facility_location_gist", "source-areas": "sourcearea_boundary_gist"}[kind]
    assert plan.count(index) == 2, plan
    assert "Seq Scan on layers_facility" not in plan
    assert "Seq Scan on layers_sourcearea" not in plan


@pytest.mark.parametrize(
    ("kind", "table", "geometry"),
    [
        (NearbyKind.FACILITIES, "layers_facility", "location"),
        (NearbyKind.SOURCE_AREAS, "layers_sourcearea", "boundary"),
    ],
)
@pytest.mark.parametrize(
    ("lon", "lat", "radius_m"), [(115.5, -3.0, 200_000.0), (114.0, -5.0, 90_000.0), (115.5, -3, 9_000.0)]
)
def test_nearest_are_those_that_a_full_scan_finds(kind, table, geometry, lon, lat, radius_m):
    many_rows(5_000)
    found = nearby_list(kind, lon=lon, lat=lat, radius_m=radius_m, limit=40)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM (SELECT id, ST_Distance({geometry}::geography, ST_SetSRID(ST_MakePoint(%s, %s), 4326)"
            f"::geography) AS away FROM {table}) AS one WHERE away <= %s ORDER BY away, id LIMIT 40",
            [lon, lat, radius_m],
        )
        assert [item.id for item in found] == [row[0] for row in cursor.fetchall()]


def test_empty_table_is_an_empty_list(client):
    assert client.get(NEARBY, {"lon": 115, "lat": -3}).json()["items"] == []
    assert client.get(NEARBY, {"lon": 115, "lat": -3, "of": "source-areas"}).json()["items"] == []


def test_kind_of_facility_is_told(client):
    factories.facility("port", 115.0, -3.0, kind=FacilityKind.PORT)
    assert client.get(NEARBY, {"lon": 115, "lat": -3}).json()["items"][0]["kind"] == "port"
