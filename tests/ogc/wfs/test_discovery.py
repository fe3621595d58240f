"""What the service tells of itself: the assertions of the OGC suite for the classes Simple and Basic WFS."""

import pytest
from django.test import Client

from gisapp.ogc.crs import SRIDS
from layers.models import District
from tests.ogc.wfs.asking import NAMES, ask, body, document, refusal, send, values

pytestmark = pytest.mark.django_db
SIMPLE_AND_BASIC = (
    "ImplementsBasicWFS",
    "KVPEncoding",
    "XMLEncoding",
    "ImplementsResultPaging",
)
FILTERS = (
    "ImplementsQuery",
    "ImplementsAdHocQuery",
    "ImplementsResourceId",
    "ImplementsMinStandardFilter",
    "ImplementsStandardFilter",
    "ImplementsMinSpatialFilter",
    "ImplementsSorting",
    "ImplementsMinimumXPath",
)


def test_capabilities_list_every_layer_with_extent_and_systems(client, province):
    response = ask(client, "GetCapabilities")

    root = document(response)
    names = root.xpath("//wfs:FeatureType/wfs:Name/text()", namespaces=NAMES)
    assert {"hilir:districts", "hilir:source-areas", "hilir:source-areas-oil-palm", "hilir:roads"} <= set(names)
    [districts] = [one for one in root.iter(f"{{{NAMES['wfs']}}}FeatureType") if one[0].text == "hilir:districts"]
    assert districts.xpath(".//ows:LowerCorner/text()", namespaces=NAMES) == ["115.0 -3.2"]
    assert districts.xpath(".//ows:UpperCorner/text()", namespaces=NAMES) == ["116.5 -2.8"]
    systems = districts.xpath("wfs:DefaultCRS/text()|wfs:OtherCRS/text()", namespaces=NAMES)
    assert systems[0] == "urn:ogc:def:crs:EPSG::4326"
    assert set(systems) == {f"urn:ogc:def:crs:EPSG::{srid}" for srid in SRIDS} | {"urn:ogc:def:crs:OGC::CRS84"}


def test_a_layer_without_rows_has_no_extent(client, db):
    path = "//wfs:FeatureType[wfs:Name='hilir:districts']/ows:WGS84BoundingBox"

    assert values(ask(client, "GetCapabilities"), path) == []


@pytest.mark.parametrize("name", SIMPLE_AND_BASIC)
def test_conformance_classes_are_claimed(client, name):
    path = f"//ows:Constraint[@name='{name}']/ows:DefaultValue/text()"

    assert values(ask(client, "GetCapabilities"), path) == ["TRUE"]


@pytest.mark.parametrize("name", FILTERS)
def test_filters_are_claimed(client, name):
    path = f"//fes:Constraint[@name='{name}']/ows:DefaultValue/text()"

    assert values(ask(client, "GetCapabilities"), path) == ["TRUE"]


def test_titles_follow_the_language_of_the_request(client, province):
    path = "//wfs:FeatureType[wfs:Name='hilir:roads']/wfs:Title/text()"
    told = {
        language: values(
            client.get("/wfs?service=WFS&request=GetCapabilities", headers={"Accept-Language": language}), path
        )
        for language in ("id", "en")
    }

    assert told["en"] == ["Roads and ferries"]
    assert told["id"] != told["en"]


def test_capabilities_are_not_made_again_until_the_data_change(client, province, django_assert_max_num_queries):
    first = ask(client, "GetCapabilities")
    with django_assert_max_num_queries(4):
        again = client.get(
            "/wfs?service=WFS&version=2.0.0&request=GetCapabilities", headers={"If-None-Match": first["ETag"]}
        )
    assert again.status_code == 304
    assert again.content == b""

    District.objects.filter(code="63.01").update(population=1)

    assert ask(client, "GetCapabilities")["ETag"] != first["ETag"]


def test_capabilities_by_post(client):
    response = send(client, f'<wfs:GetCapabilities service="WFS" xmlns:wfs="{NAMES["wfs"]}"/>')

    assert document(response).tag == f"{{{NAMES['wfs']}}}WFS_Capabilities"


def test_versions_are_negotiated(client):
    accepted = client.get("/wfs?service=WFS&request=GetCapabilities&acceptversions=1.1.0,2.0.0")
    refused = client.get("/wfs?service=WFS&request=GetCapabilities&acceptversions=1.1.0")

    assert document(accepted).get("version") == "2.0.0"
    assert refusal(refused)[:2] == (400, "VersionNegotiationFailed")


def test_a_type_is_described_by_a_schema(client, province):
    schema = document(ask(client, "DescribeFeatureType", typenames="hilir:facilities"))

    assert schema.tag == f"{{{NAMES['xsd']}}}schema"
    assert schema.get("targetNamespace") == NAMES["hilir"]
    types = {one.get("name"): one.get("type") for one in schema.iter(f"{{{NAMES['xsd']}}}element") if one.get("type")}
    assert types["name"] == "string"
    assert types["year"] == "integer"
    assert types["capacity_t_per_year"] == "double"
    assert types["source_date"] == "date"
    assert types["process"] == "string"
    assert types["geometry"] == "gml:PointPropertyType"


def test_all_types_are_described_where_none_is_named(client, province):
    schema = document(ask(client, "DescribeFeatureType"))

    assert "districts" in schema.xpath("xsd:element/@name", namespaces=NAMES)


def test_an_unknown_type_is_refused(client):
    assert refusal(ask(client, "DescribeFeatureType", typenames="hilir:nowhere")) == (
        400,
        "InvalidParameterValue",
        "typeNames",
    )


def test_the_stored_query_is_listed_and_described(client):
    path = "//@id='urn:ogc:def:query:OGC-WFS::GetFeatureById'"

    assert values(ask(client, "ListStoredQueries"), path)
    assert values(ask(client, "DescribeStoredQueries"), path)


def test_no_parameters_at_all_are_refused_in_the_protocols_form(client):
    assert refusal(client.get("/wfs")) == (400, "MissingParameterValue", "request")


def test_any_site_may_ask_but_only_to_read(client):
    assert ask(client, "GetCapabilities")["Access-Control-Allow-Origin"] == "*"
    assert client.options("/wfs")["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert refusal(client.delete("/wfs"))[0] == 405


def test_a_post_needs_no_token():
    response = send(
        Client(enforce_csrf_checks=True), f'<wfs:GetCapabilities service="WFS" xmlns:wfs="{NAMES["wfs"]}"/>'
    )

    assert response.status_code == 200, body(response)
