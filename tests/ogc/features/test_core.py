"""Part 1, Core: what the conformance tests of OGC 17-069 assert, and how features are asked for by place and time."""

import json
from datetime import date, datetime

import pytest
import shapely

from gisapp import conf
from layers.models import SourceArea
from tests import factories
from tests.ogc.features.conftest import GEOJSON, body

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
FORMATS = {"application/geo+json", "text/html", "text/csv", "application/flatgeobuf"}


def links_of(document):
    return {(link["rel"], link["type"]): link["href"] for link in document["links"]}


def test_landing_page_leads_to_all(province):
    rels = {rel for rel, _type in links_of(province.json(""))}
    assert {"self", "alternate", "service-desc", "service-doc", "conformance", "data"} <= rels


def test_landing_page_describes_itself_as_openapi(province):
    links = links_of(province.json(""))
    address = links["service-desc", "application/vnd.oai.openapi+json;version=3.0"]
    description = province.json(address.partition("/ogc")[2], accept="*/*")
    assert description["openapi"].startswith("3.0")


def test_conformance_declares_core(province):
    declared = province.json("/conformance")["conformsTo"]
    for name in ("core", "geojson", "html", "oas30"):
        assert f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" in declared
    assert len(declared) == len(set(declared))


def test_collections_have_what_clients_need(province):
    document = province.json("/collections")
    assert {("self", "application/json"), ("alternate", "text/html")} <= set(links_of(document))
    by_id = {one["id"]: one for one in document["collections"]}
    assert {"districts", "source-areas", "source-areas-oil-palm", "facilities", "roads"} <= set(by_id)
    for one in by_id.values():
        assert {kind for rel, kind in links_of(one) if rel == "items"} == FORMATS
        assert all(link["rel"] and link["type"] for link in one["links"])
    west, south, east, north = by_id["districts"]["extent"]["spatial"]["bbox"][0]
    assert (west, south, east, north) == pytest.approx((115.0, -3.2, 115.8, -2.8))
    assert by_id["districts"]["extent"]["spatial"]["crs"] == CRS84


def test_a_collection_is_the_same_alone_and_in_the_list(province):
    alone = province.json("/collections/districts")
    listed = next(one for one in province.json("/collections")["collections"] if one["id"] == "districts")
    for name in ("id", "title", "description", "extent", "itemType", "storageCrs"):
        assert alone[name] == listed[name]


def test_titles_follow_the_language(province, client):
    titles = {
        language: client.get("/ogc/collections/districts?f=json", headers={"Accept-Language": language}).json()["title"]
        for language in ("id", "en")
    }
    assert titles == {"id": "Kabupaten/kota", "en": "Districts"}


def test_features_are_told_completely(province):
    document = province.items("source-areas")
    assert document["type"] == "FeatureCollection"
    assert document["numberReturned"] == len(document["features"]) == document["numberMatched"] == 12
    assert datetime.fromisoformat(document["timeStamp"]).tzinfo is not None
    links = links_of(document)
    assert ("self", GEOJSON) in links
    assert {kind for rel, kind in links if rel == "alternate"} == FORMATS - {GEOJSON}
    first = document["features"][0]
    area = SourceArea.objects.order_by("id").first()
    assert (first["type"], first["id"]) == ("Feature", area.pk)
    assert first["properties"]["commodity"] == "oil_palm"
    assert first["properties"]["annual_tonnes"] == area.annual_tonnes
    told = shapely.from_geojson(json.dumps(first["geometry"]))
    stored = shapely.from_wkb(bytes(area.boundary.wkb))
    assert told.symmetric_difference(stored).area < 1e-9


def test_a_feature_is_told_alone(province):
    area = SourceArea.objects.order_by("id").last()
    feature = province.json(f"/collections/source-areas/items/{area.pk}", accept=GEOJSON)
    assert feature["id"] == area.pk
    rels = {rel for rel, _type in links_of(feature)}
    assert {"self", "alternate", "collection"} <= rels


@pytest.mark.parametrize("number", ["0", "999999", "-1", "x", "1.5", "9" * 40, "1;drop table", "٣", "%00"])
def test_a_feature_that_is_not_there(province, number):
    answer = province.get(f"/collections/districts/items/{number}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_feature_of_another_layer_is_not_there(province):
    factories.source_area(factories.commodity("rubber"), 115.1, -3.0, 1.0)
    rubber = SourceArea.objects.get(commodity__code="rubber")
    assert province.get(f"/collections/source-areas/items/{rubber.pk}").status_code == 200
    assert province.get(f"/collections/source-areas-oil-palm/items/{rubber.pk}").status_code == 404


@pytest.mark.parametrize("path", ["/collections/nothing", "/collections/nothing/items", "/collections/x'/items", "/x"])
def test_a_collection_that_is_not_there(province, path):
    assert province.get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "unlimited"),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "1.5"),
        ("limit", "٣"),
        ("unknownQueryParameter12345", "1"),
        ("BBOX", "1,2,3,4"),
        ("bbox", "1,2,3"),
        ("bbox", "1,2,3,4,5"),
        ("bbox", "1,2,3,x"),
        ("bbox", "1,2,nan,4"),
        ("bbox", "1,2,inf,4"),
        ("bbox", "1,4,3,2"),
        ("datetime", "yesterday"),
        ("datetime", "2024-13-01"),
        ("datetime", "2024-01-01/2023-01-01"),
        ("datetime", "../.."),
        ("datetime", "2024-01-01/2024-01-02/2024-01-03"),
        ("f", "xml"),
        ("year", "abc"),
        ("year", "9" * 30),
        ("sortby", "nothing"),
        ("sortby", ""),
        ("properties", "nothing"),
        ("skipGeometry", "perhaps"),
        ("name", "a\0b"),
    ],
)
def test_what_cannot_be_is_refused(province, name, value):
    assert province.refused("source-areas", **{name: value})["locator"] == name


def test_a_parameter_given_twice_is_refused(province, client):
    assert client.get("/ogc/collections/districts/items?limit=1&limit=2").status_code == 400


def test_more_than_the_limit_is_the_limit(province, monkeypatch):
    monkeypatch.setattr(conf, "FEATURES_LIMIT", conf.Range(1, 5))
    assert len(province.ids("source-areas", limit=1_000_000)) == 5
    assert len(province.ids("source-areas", limit=3)) == 3


def test_nothing_acceptable(province):
    assert province.get("/collections/districts/items", accept="image/png").status_code == 406


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html;q=0.1, application/geo+json", ""])
def test_geojson_is_what_programs_get(province, accept):
    assert province.get("/collections/districts/items", accept=accept)["Content-Type"] == GEOJSON


def test_a_browser_gets_a_page(province):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for path in ("", "/conformance", "/api", "/collections", "/collections/districts"):
        assert province.get(path, accept=accept)["Content-Type"].startswith("text/html")


# The west's areas lie at 115.05 + 0.04 k, -2.97; the east's at 115.5 + 0.05 k, -3.03; each 0.02 wide and high.
@pytest.mark.parametrize(
    ("box", "count"),
    [
        ("115,-3.2,115.4,-2.8", 7),
        ("115.4,-3.2,115.8,-2.8", 5),
        ("115,-3.2,0,115.8,-2.8,100", 12),
        ("-180,-90,180,90", 12),
        ("115.06,-2.97,115.07,-2.97", 1),
        ("115.05,-2.97,115.05,-2.97", 1),
        ("115.0601,-3.2,115.0799,-2.8", 0),
        ("170,-10,-170,10", 0),
        # Over the antimeridian and on round the world to the west's areas.
        ("170,-10,115.4,10", 7),
        ("115.4,-10,-170,10", 5),
    ],
)
def test_only_what_touches_the_box(province, box, count):
    document = province.items("source-areas", bbox=box)
    assert document["numberMatched"] == len(document["features"]) == count


def test_a_shape_beside_the_box_is_not_in_it_though_its_own_box_is(province):
    road = factories.road((116.0, -3.0), (117.0, -2.0))
    assert road.pk not in province.ids("roads", bbox="116.8,-2.95,116.95,-2.8")
    assert road.pk in province.ids("roads", bbox="116.45,-2.55,116.55,-2.45")


@pytest.mark.parametrize(
    ("when", "count"),
    [
        ("2024-06-01", 12),
        ("2024-06-01T12:00:00Z", 12),
        ("2023-06-01", 0),
        ("2024-12-31/..", 12),
        ("2025-01-01/..", 0),
        ("/2024-01-01", 12),
        ("../2023-12-31T23:59:59Z", 0),
        ("2020-01-01/2030-01-01", 12),
    ],
)
def test_only_what_is_of_the_year(province, when, count):
    assert province.items("source-areas", datetime=when)["numberMatched"] == count


def test_only_what_is_of_the_day(province):
    factories.exclusion_zone(115.0, -3.0, 115.1, -2.9, source_date=date(2021, 5, 4))
    factories.exclusion_zone(115.0, -3.0, 115.1, -2.9)
    assert len(province.ids("exclusion-zones")) == 2
    assert len(province.ids("exclusion-zones", datetime="2021-05-04")) == 1
    assert len(province.ids("exclusion-zones", datetime="2021-05-04T10:00:00Z/..")) == 1
    assert province.ids("exclusion-zones", datetime="2021-05-05/..") == []


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"district": "6301"}, 7),
        ({"district": "6302", "year": "2024"}, 5),
        ({"district": "6302", "year": "2023"}, 0),
        ({"commodity": "oil_palm"}, 12),
        ({"commodity": "' OR 1=1 --"}, 0),
        ({"annual_tonnes": "60000"}, 5),
    ],
)
def test_only_what_has_the_value(province, query, count):
    assert province.items("source-areas", **query)["numberMatched"] == count


def test_all_conditions_hold_at_once(province):
    asked = {"bbox": "115,-3.2,115.19,-2.8", "district": "6301", "datetime": "2024-01-01"}
    assert len(province.ids("source-areas", **asked)) == 4
    assert province.ids("source-areas", **asked, filter="annual_tonnes < 1000") == []


def test_only_some_properties_and_no_geometry(province):
    feature = province.items("districts", properties="name,code", skipGeometry="true")["features"][0]
    assert feature["properties"] == {"code": "6301", "name": "District 6301"}
    assert feature["geometry"] is None


def test_an_edit_shows_at_once(province):
    assert province.items("source-areas", district="6301")["numberMatched"] == 7
    SourceArea.objects.filter(district__code="6301").first().delete()
    assert province.items("source-areas", district="6301")["numberMatched"] == 6


def test_what_has_not_changed_is_not_sent_again(province, client):
    first = client.get("/ogc/collections/districts/items?f=json")
    body(first)
    headers = {"If-None-Match": first["ETag"]}
    again = client.get("/ogc/collections/districts/items?f=json", headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    factories.district("6303", west=115.8, east=116.0)
    assert client.get("/ogc/collections/districts/items?f=json", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/ogc/collections/districts/items?f=json", 1),
        ("/ogc/collections/source-areas-oil-palm/items?f=json&bbox=115,-3,116,-2", 1),
    ],
)
def test_what_has_not_changed_costs_one_query(province, client, django_assert_num_queries, address, queries):
    first = client.get(address)
    body(first)
    with django_assert_num_queries(queries):
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_other_sites_may_ask(province, client):
    answer = client.get("/ogc/collections/districts/items?f=json", headers={"Origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Content-Crs" in answer["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(province, client, method):
    answer = getattr(client, method)("/ogc/collections/districts/items")
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]


def test_head_and_options(province, client):
    assert client.head("/ogc/collections/districts/items?f=json").status_code == 200
    assert client.options("/ogc/collections/districts/items").status_code == 204
