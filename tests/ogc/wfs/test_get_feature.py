"""GetFeature and GetPropertyValue: pages, orders, formats, coordinate systems, identifiers."""

import csv
import io
import json

import pytest
from lxml import etree
from pyproj import Transformer

from gisapp.geo.crs import is_northing_first
from gisapp.ogc.crs import SRIDS
from layers.models import Facility
from tests.ogc.wfs.asking import NAMES, ask, body, document, get_feature, refusal, send, values

pytestmark = pytest.mark.django_db


def features(response):
    assert response.status_code == 200, body(response)
    return json.loads(body(response))["features"]


def names(response):
    return [one["properties"]["name"] for one in features(response)]


def position(response):
    return [float(one) for one in values(response, "//hilir:geometry//gml:pos/text()")[0].split()]


def test_features_come_with_all_properties_joined_ones_too(client, province):
    [first, *_others] = features(ask(client, "GetFeature", typenames="hilir:source-areas", outputformat="geojson"))

    assert first["geometry"]["type"] == "MultiPolygon"
    assert first["properties"]["commodity"] == "oil_palm"
    assert first["properties"]["district_name"] == "Tanah Laut"
    assert first["properties"]["annual_tonnes"] == 1_000.0
    assert first["id"].startswith("source-areas.")


def test_gml_is_the_form_where_none_is_asked_for(client, province):
    root = document(ask(client, "GetFeature", typenames="hilir:districts"))

    assert root.tag == f"{{{NAMES['wfs']}}}FeatureCollection"
    assert (root.get("numberMatched"), root.get("numberReturned")) == ("3", "3")
    assert root.xpath("//hilir:name/text()", namespaces=NAMES) == ["Tanah Laut", "Kotabaru", "Banjar O'Neil & <Co>"]
    assert root.xpath("//hilir:geometry/gml:MultiSurface/@srsName", namespaces=NAMES)[0] == "urn:ogc:def:crs:EPSG::4326"


def test_ids_are_unique_in_an_answer_of_several_types(client, province):
    root = document(ask(client, "GetFeature", typenames="(hilir:source-areas)(hilir:source-areas-oil-palm)"))

    ids = root.xpath("//@gml:id", namespaces=NAMES)
    assert len(ids) == 20
    assert len(set(ids)) == len(ids)


def test_a_layer_of_one_commodity_holds_only_that(client, province):
    response = ask(client, "GetFeature", typenames="hilir:source-areas-oil-palm", resulttype="hits")

    assert (document(response).get("numberMatched"), document(response).get("numberReturned")) == ("5", "0")


def test_pages_follow_each_other_by_their_links(client, province):
    seen, links = [], 0
    response = ask(client, "GetFeature", typenames="hilir:source-areas", count=2)
    while True:
        root = document(response)
        seen += root.xpath("//hilir:source-areas/@gml:id", namespaces=NAMES)
        assert root.get("numberMatched") == "5"
        if root.get("next") is None:
            break
        links += 1
        response = client.get(root.get("next"))

    assert links == 2
    assert len(seen) == 5
    assert len(set(seen)) == 5


def test_a_page_before_is_linked_too(client, province):
    first = document(ask(client, "GetFeature", typenames="hilir:source-areas", count=2))
    second = document(client.get(first.get("next")))
    back = document(client.get(second.get("previous")))

    assert first.get("previous") is None
    assert back.xpath("//@gml:id", namespaces=NAMES) == first.xpath("//@gml:id", namespaces=NAMES)


def test_beyond_the_last_page_is_nothing(client, province):
    root = document(ask(client, "GetFeature", typenames="hilir:source-areas", startindex=100))

    assert (root.get("numberMatched"), root.get("numberReturned")) == ("5", "0")


def test_sorted_both_ways_and_by_several(client, province):
    def order(by):
        found = features(ask(client, "GetFeature", typenames="hilir:source-areas", outputformat="geojson", sortby=by))
        return [one["properties"]["annual_tonnes"] for one in found]

    assert order("annual_tonnes DESC") == [5_000, 4_000, 3_000, 2_000, 1_000]
    assert order("annual_tonnes ASC") == [1_000, 2_000, 3_000, 4_000, 5_000]
    assert order("district_name,annual_tonnes DESC") == [5_000, 4_000, 3_000, 2_000, 1_000]


def test_only_the_properties_that_are_asked_for(client, province):
    response = ask(client, "GetFeature", typenames="hilir:districts", propertyname="name,population", count=1)

    children = values(response, "//hilir:districts/*")
    assert [etree.QName(one).localname for one in children] == ["name", "population"]


def test_csv_has_a_row_for_each_feature(client, province):
    response = ask(client, "GetFeature", typenames="hilir:facilities", outputformat="csv")

    rows = list(csv.DictReader(io.StringIO(body(response).decode())))
    assert [row["name"] for row in rows] == ["Mill A", "Mill B"]
    assert rows[0]["geometry"] == "SRID=4326;POINT(115.2 -3)"


@pytest.mark.parametrize("name", ["geojson", "application/json; subtype=geojson", "application/geo+json"])
def test_geojson_by_all_its_names(client, province, name):
    response = ask(client, "GetFeature", typenames="hilir:facilities", outputformat=name)

    assert names(response) == ["Mill A", "Mill B"]
    assert features(ask(client, "GetFeature", typenames="hilir:facilities", outputformat=name))[0]["geometry"] == {
        "type": "Point",
        "coordinates": [115.2, -3.0],
    }


@pytest.mark.parametrize("srid", SRIDS)
def test_each_system_has_the_axis_order_of_its_authority(client, province, srid):
    response = ask(client, "GetFeature", typenames="hilir:facilities", srsname=f"urn:ogc:def:crs:EPSG::{srid}", count=1)

    x, y = Transformer.from_crs(4326, srid, always_xy=True).transform(115.2, -3.0)
    expected = [y, x] if is_northing_first(srid) else [x, y]
    # A metre, or as much in degrees: PostGIS and PROJ may choose different shifts of datum.
    tolerance = 1e-5 if abs(expected[0]) < 360 and abs(expected[1]) < 360 else 1.0
    assert position(response) == pytest.approx(expected, abs=tolerance)
    [told] = values(response, "//hilir:geometry/gml:Point/@srsName")
    assert told == f"urn:ogc:def:crs:EPSG::{srid}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("EPSG:4326", [-3.0, 115.2]),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", [-3.0, 115.2]),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", [-3.0, 115.2]),
        ("CRS:84", [115.2, -3.0]),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", [115.2, -3.0]),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", [115.2, -3.0]),
    ],
)
def test_a_system_is_known_by_every_spelling(client, province, name, expected):
    assert position(ask(client, "GetFeature", typenames="hilir:facilities", srsname=name, count=1)) == expected


@pytest.mark.parametrize("name", ["EPSG:99999", "urn:ogc:def:crs:EPSG::28992", "nonsense", "EPSG:4326' OR 1=1"])
def test_a_system_that_is_not_served_is_refused(client, province, name):
    answer = refusal(ask(client, "GetFeature", typenames="hilir:facilities", srsname=name))

    assert answer == (400, "InvalidParameterValue", "srsName")


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ("-3.1,115.1,-2.95,115.3", ["Mill A"]),
        ("-3.1,115.1,-2.95,115.3,urn:ogc:def:crs:EPSG::4326", ["Mill A"]),
        ("-3.1,115.1,-2.95,115.3,EPSG:4326", ["Mill A"]),
        ("115.1,-3.1,115.3,-2.95,urn:ogc:def:crs:OGC:1.3:CRS84", ["Mill A"]),
        ("115.1,-3.1,115.3,-2.95,CRS:84", ["Mill A"]),
        ("12800000,-340000,12910000,-320000,EPSG:3857", ["Mill A", "Mill B"]),
        ("0,0,1,1", []),
    ],
)
def test_a_box_reads_axes_as_its_system_has_them(client, province, box, expected):
    response = ask(client, "GetFeature", typenames="hilir:facilities", outputformat="geojson", bbox=box)

    assert names(response) == expected


def test_features_by_identifier(client, province):
    first, second = Facility.objects.order_by("pk").values_list("pk", flat=True)
    one = ask(client, "GetFeature", typenames="hilir:facilities", resourceid=f"facilities.{second}")
    both = ask(client, "GetFeature", resourceid=f"facilities.{first},facilities.{second}")
    none = ask(client, "GetFeature", typenames="hilir:facilities", resourceid="facilities.999999")

    assert values(one, "//hilir:name/text()") == ["Mill B"]
    assert values(both, "//hilir:name/text()") == ["Mill A", "Mill B"]
    assert document(none).get("numberReturned") == "0"


def test_an_identifier_of_another_type_is_refused(client, province):
    response = ask(client, "GetFeature", typenames="hilir:facilities", resourceid="districts.1")

    assert refusal(response) == (400, "InvalidParameterValue", "resourceId")


def test_the_stored_query_gives_the_feature_itself(client, province):
    key = Facility.objects.get(name="Mill A").pk
    query = {"storedquery_id": "urn:ogc:def:query:OGC-WFS::GetFeatureById"}

    found = document(ask(client, "GetFeature", **query, id=f"facilities.{key}"))
    assert found.tag == f"{{{NAMES['hilir']}}}facilities"
    assert found.get(f"{{{NAMES['gml']}}}id") == f"facilities.{key}"
    assert refusal(ask(client, "GetFeature", **query, id="facilities.0"))[:2] == (404, "NotFound")
    assert refusal(ask(client, "GetFeature", storedquery_id="urn:example:none", id="x"))[0] == 400


def test_the_stored_query_by_post(client, province):
    key = Facility.objects.get(name="Mill A").pk
    query = (
        '<wfs:StoredQuery id="urn:ogc:def:query:OGC-WFS::GetFeatureById">'
        f'<wfs:Parameter name="id">facilities.{key}</wfs:Parameter></wfs:StoredQuery>'
    )

    assert values(send(client, get_feature(query)), "/hilir:facilities/hilir:name/text()") == ["Mill A"]


def test_values_of_one_property(client, province):
    response = ask(client, "GetPropertyValue", typenames="hilir:districts", valuereference="hilir:name")

    root = document(response)
    assert root.tag == f"{{{NAMES['wfs']}}}ValueCollection"
    assert root.xpath("wfs:member/hilir:name/text()", namespaces=NAMES)[:2] == ["Tanah Laut", "Kotabaru"]


def test_a_property_that_is_not_there_has_no_values(client, province):
    response = ask(client, "GetPropertyValue", typenames="hilir:districts", valuereference="hilir:password")

    assert refusal(response)[:2] == (400, "InvalidParameterValue")


def test_an_edit_shows_at_once(client, province):
    Facility.objects.filter(name="Mill A").update(name="Mill Z")

    assert names(ask(client, "GetFeature", typenames="hilir:facilities", outputformat="geojson"))[0] == "Mill Z"


@pytest.mark.parametrize("form", ["geojson", "csv", "application/gml+xml; version=3.2"])
def test_the_number_of_queries_does_not_grow_with_that_of_features(
    client, province, form, django_assert_max_num_queries
):
    body(ask(client, "GetFeature", typenames="hilir:source-areas", outputformat=form))
    with django_assert_max_num_queries(7):
        body(ask(client, "GetFeature", typenames="hilir:source-areas", outputformat=form))
