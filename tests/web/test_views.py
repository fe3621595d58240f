import gzip
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from layers.models import District, Facility, SourceArea
from layers.services.shapes import shapes_rebuild
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    west = factories.district("6301", west=factories.WEST, east=factories.MIDDLE)
    factories.district("6302", west=factories.MIDDLE, east=factories.EAST, is_approximate=True)
    palm = factories.commodity("oil_palm")
    factories.process("palm_oil_mill", palm)
    for step in range(6):
        factories.source_area(palm, 115.1 + step / 20, -3.0, 1000.0 * (step + 1), west)
    for model in (District, SourceArea):
        shapes_rebuild(model)


def config_of(response) -> dict:
    body = response.content.decode()
    found = re.search(r'<script id="page-config" type="application/json">(.*?)</script>', body, re.DOTALL)
    assert found
    return json.loads(found.group(1))


def test_the_page_opens_without_any_data(client):
    response = client.get("/")
    assert response.status_code == 200
    assert config_of(response)["commodities"] == []


def test_the_page_knows_districts_and_commodities(client, province):
    config = config_of(client.get("/"))
    assert [district["code"] for district in config["districts"]] == ["6301", "6302"]
    assert [district["is_approximate"] for district in config["districts"]] == [False, True]
    (palm,) = config["commodities"]
    assert palm["totalTPerYear"] == 21_000
    assert len(palm["ramp"]) == 6
    assert palm["breaks"] == sorted(palm["breaks"])
    assert len(palm["breaks"]) == 5
    assert palm["citations"] == [{"source": "made up for a test", "year": 2024, "confidence": "R"}]


def test_no_address_of_another_host_is_on_the_page(client, province):
    body = client.get("/").content.decode()
    without_namespaces = body.replace("http://www.w3.org/", "")
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", without_namespaces)
    assert "cdn" not in body


def test_inline_scripts_and_styles_carry_the_nonce_of_the_policy(client):
    response = client.get("/")
    (nonce,) = set(re.findall(r"'nonce-([^']+)'", response["Content-Security-Policy"]))
    body = response.content.decode()
    inline = [tag for tag in re.findall(r"<(?:script|style)[^>]*>", body) if "src=" not in tag and "json" not in tag]
    assert inline
    assert all(f'nonce="{nonce}"' in tag for tag in inline)
    assert not re.search(r"\sstyle=|\son\w+=", body)


def test_the_reader_may_zoom_the_page(client):
    body = client.get("/").content.decode()
    assert "user-scalable" not in body
    assert "maximum-scale" not in body


def test_indonesian_by_default_and_english_on_request(client):
    # Many browsers here ask for English, as they came.
    for headers in ({}, {"Accept-Language": "en-US,en;q=0.9"}):
        assert '<html lang="id">' in client.get("/", headers=headers).content.decode()
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert answer.status_code == 302
    page = client.get("/").content.decode()
    assert '<html lang="en">' in page
    assert "Find sites" in page
    assert '<html lang="en">' in client.get("/", headers={"Accept-Language": "id"}).content.decode()
    client.cookies["django_language"] = "xx"
    assert '<html lang="id">' in client.get("/").content.decode()


def test_programs_are_answered_in_the_language_they_ask_for(client):
    def detail(language):
        return client.get("/api/nearby", headers={"Accept-Language": language}).json()["detail"]

    assert "allowed" in detail("en")
    assert "allowed" not in detail("id")


def test_the_page_costs_a_fixed_number_of_queries(client, province):
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/")
    west = District.objects.get(code="6301")
    for number in range(20):
        Facility.objects.create(code=f"F{number}", name="Plant", kind="plant", location=west.seat, **factories.SOURCE)
    client.get("/")
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few) <= 12


def test_other_methods_are_refused(client):
    assert client.post("/").status_code == 405
    assert client.post("/map/layers/districts.geojson").status_code == 405


def test_a_layer_is_geojson_in_degrees(client, province):
    response = client.get("/map/layers/districts.geojson", {"zoom": 9})
    assert response["Content-Type"] == "application/geo+json"
    west = json.loads(response.content)["features"][0]
    assert west["properties"]["code"] == "6301"
    longitudes = [x for polygon in west["geometry"]["coordinates"] for x, _ in polygon[0]]
    assert min(longitudes) == pytest.approx(factories.WEST, abs=0.001)


def test_one_commodity_at_a_time(client, province):
    rubber = factories.commodity("rubber")
    factories.source_area(rubber, 115.3, -3.1, 10.0)
    shapes_rebuild(SourceArea)
    found = json.loads(client.get("/map/layers/source_areas.geojson", {"zoom": 9, "commodity": "rubber"}).content)
    assert [area["properties"]["annual_tonnes"] for area in found["features"]] == [10.0]


def test_a_box_leaves_out_what_lies_beyond(client, province):
    query = {"zoom": 12, "commodity": "oil_palm", "bbox": "115.05,-3.05,115.17,-2.95"}
    found = json.loads(client.get("/map/layers/source_areas.geojson", query).content)
    assert found["numberReturned"] == 2


def test_an_unchanged_layer_is_not_sent_again(client, province):
    first = client.get("/map/layers/districts.geojson", {"zoom": 9})
    again = client.get("/map/layers/districts.geojson", {"zoom": 9}, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_changed_layer_is_sent_again(client, province):
    first = client.get("/map/layers/districts.geojson", {"zoom": 9})
    District.objects.filter(code="6301").update(name="Renamed")
    again = client.get("/map/layers/districts.geojson", {"zoom": 9}, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert b"Renamed" in again.content


def test_a_layer_is_compressed_for_those_who_take_it(client, province):
    query = {"zoom": 9, "commodity": "oil_palm"}
    response = client.get("/map/layers/source_areas.geojson", query, headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(response.content))["numberReturned"] == 6


def test_a_bad_parameter_is_a_400_that_says_what_is_allowed(client):
    response = client.get("/map/layers/districts.geojson", {"zoom": "far"})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert (problem["name"], problem["value"]) == ("zoom", "far")
    assert problem["allowed"] == "a whole number, 0 to 24"


def test_an_unknown_layer_is_a_404(client):
    assert client.get("/map/layers/secrets.geojson", {"zoom": 9}).status_code == 404
