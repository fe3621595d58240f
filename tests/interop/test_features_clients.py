"""Real clients read layers by OGC API Features: QGIS, GDAL and OWSLib."""

import json

import pytest
from owslib.ogcapi.features import Features

from gisapp import conf
from layers.models import Facility
from tests import factories
from tests.interop.clients import gdal, qgis_answers, run

pytestmark = [pytest.mark.interop, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(live_server, monkeypatch):
    # Pages so small that clients have to follow links.
    monkeypatch.setattr(conf, "FEATURES_LIMIT", conf.Range(1, 3))
    factories.small_province()
    for number in range(8):
        factories.facility(f"plant_{number}", 115.1 + number / 100, -3.05, name=f"Plant {number}")
    # Its first value comes late: who only looks at the first features takes it for text.
    Facility.objects.filter(code="plant_7").update(utilisation=0.5, source_date="2024-02-02")
    return f"{live_server.url}/ogc"


def test_qgis_reads_all_pages(address, tmp_path):
    [told] = qgis_answers(
        [{"do": "read", "layer": {"provider": "OAPIF", "uri": f"url='{address}' typename='facilities'"}}],
        tmp_path,
    )
    assert told["valid"]
    assert told["told"] == told["count"] == 11
    assert told["crs"] in ("EPSG:4326", "OGC:CRS84")
    assert told["geometry"] == "Point"
    assert told["types"]["name"] == "string"
    assert told["extent"] == pytest.approx([115.1, -3.05, 115.78, -3.0])


def test_gdal_reads_all_pages_with_their_types(address, tmp_path):
    text = gdal("ogrinfo", "-so", f"OAPIF:{address}", "facilities", folder=tmp_path)
    assert "Feature Count: 11" in text
    assert "Geometry: Point" in text
    for field in ("utilisation: Real", "year: Integer", "source_date: Date", "name: String"):
        assert field in text
    listed = gdal("ogrinfo", "-q", f"OAPIF:{address}", "facilities", folder=tmp_path)
    assert listed.count("OGRFeature(") == 11


def test_gdal_sends_what_it_is_asked_for(address, tmp_path):
    asked = ["-where", "code = 'plant_7'", "-spat", "115", "-3.1", "115.4", "-2.9"]
    text = gdal("ogrinfo", "-q", *asked, f"OAPIF:{address}", "facilities", folder=tmp_path)
    assert text.count("OGRFeature(") == 1
    assert "utilisation (Real) = 0.5" in text


def test_gdal_opens_what_is_downloaded(address, tmp_path):
    for key, driver in (("fgb", "FlatGeobuf"), ("json", "GeoJSON")):
        path = tmp_path / f"facilities.{key}"
        run(["/usr/bin/curl", "-sf", "-o", path, f"{address}/collections/facilities/items?f={key}&limit=3"], tmp_path)
        text = gdal("ogrinfo", "-al", "-so", str(path), folder=tmp_path)
        assert driver in text
        assert "Feature Count: 3" in text


def test_owslib_asks_in_every_way(address):
    service = Features(address)
    assert {"districts", "source-areas", "facilities"} <= set(service.feature_collections())
    assert service.api()["openapi"].startswith("3.")
    assert "utilisation" in service.collection_queryables("facilities")["properties"]
    found = service.collection_items("facilities", limit=2, bbox=[115.05, -3.06, 115.4, -3.04])
    assert (found["numberMatched"], found["numberReturned"]) == (8, 2)
    filtered = service.collection_items("facilities", filter="utilisation = 0.5")
    assert [one["properties"]["code"] for one in filtered["features"]] == ["plant_7"]
    expression = {"op": "=", "args": [{"property": "code"}, "plant_6"]}
    by_json = service.collection_items("facilities", filter=json.dumps(expression), **{"filter-lang": "cql2-json"})
    assert by_json["numberMatched"] == 1
    number = by_json["features"][0]["id"]
    assert service.collection_item("facilities", str(number))["properties"]["code"] == "plant_6"
