"""Live answers keep to the schemas of their standards, in both languages."""

import json
import urllib.error
import urllib.request
from importlib.resources import files

import jsonschema
import pytest
from lxml import etree

from tests.e2e.service import Service
from tests.interop import ogc_schemas
from tests.interop.layers import Layer

pytestmark = pytest.mark.interop

LANGUAGES = ("id", "en")
XML_SCHEMAS = files("mapproxy") / "test" / "schemas"
CAPABILITIES = {
    "wms?SERVICE=WMS&REQUEST=GetCapabilities&VERSION=1.1.1": "wms/1.1.1/capabilities_1_1_1.dtd",
    "wms?SERVICE=WMS&REQUEST=GetCapabilities&VERSION=1.3.0": "sld/1.1.0/sld_capabilities.xsd",
    "wmts?SERVICE=WMTS&REQUEST=GetCapabilities": "wmts/1.0/wmtsGetCapabilities_response.xsd",
    "wmts/1.0.0/WMTSCapabilities.xml": "wmts/1.0/wmtsGetCapabilities_response.xsd",
}
# A name that stands for all collections, or for all jobs.
ADDRESSES = {
    "ogc": ogc_schemas.LANDING,
    "ogc/conformance": ogc_schemas.CONFORMANCE,
    "ogc/collections": ogc_schemas.COLLECTIONS,
    "ogc/collections/LAYER": ogc_schemas.COLLECTION,
    "ogc/collections/LAYER/items?limit=20": ogc_schemas.ITEMS,
    "ogc/collections/LAYER/items?limit=2&crs=http://www.opengis.net/def/crs/EPSG/0/32750": ogc_schemas.ITEMS,
    "ogc/collections/LAYER/items/FEATURE": ogc_schemas.ITEM,
    "ogc/collections/LAYER/schema": ogc_schemas.SCHEMA,
    "ogc/collections/LAYER/queryables": ogc_schemas.SCHEMA,
    "ogc/collections/LAYER/sortables": ogc_schemas.SCHEMA,
    "ogc/collections/LAYER/tiles": ogc_schemas.TILESETS,
    "ogc/collections/LAYER/tiles/WebMercatorQuad": ogc_schemas.TILESET,
    "ogc/collections/LAYER/tiles/WebMercatorQuad?f=tilejson": ogc_schemas.TILEJSON,
    "ogc/collections/LAYER/map/tiles": ogc_schemas.TILESETS,
    "ogc/collections/LAYER/map/tiles/WebMercatorQuad": ogc_schemas.TILESET,
    "ogc/tiles": ogc_schemas.TILESETS,
    "ogc/tiles/WebMercatorQuad": ogc_schemas.TILESET,
    "ogc/tiles/WebMercatorQuad?f=tilejson": ogc_schemas.TILEJSON,
    "ogc/tileMatrixSets/WebMercatorQuad": ogc_schemas.MATRIX_SET,
    "ogc/processes": ogc_schemas.PROCESSES,
    "ogc/processes/suggest-locations": ogc_schemas.PROCESS,
    "ogc/processes/potential": ogc_schemas.PROCESS,
    "ogc/jobs": ogc_schemas.JOBS,
    "ogc/jobs/JOB": ogc_schemas.JOB,
    "ogc/jobs/JOB/results": ogc_schemas.document({"type": {"const": "FeatureCollection"}}),
}
WRONG = (
    "ogc/nothing",
    "ogc/collections/nothing",
    "ogc/collections/districts/items?limit=x",
    "ogc/collections/districts/items/x",
    "ogc/collections/districts/tiles/WebMercatorQuad/1/2/3",
    "ogc/processes/nothing",
    "ogc/jobs/nothing",
)


def read(address: str, *, language: str) -> bytes:
    request = urllib.request.Request(
        address, headers={"Accept-Language": language, "Accept": "application/*, */*;q=0.1"}
    )
    with urllib.request.urlopen(request) as answer:
        found: bytes = answer.read()
    return found


def check(told: bytes, schema: ogc_schemas.Json) -> None:
    jsonschema.validate(json.loads(told), schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", CAPABILITIES)
def test_capabilities_are_valid(service: Service, address: str, language: str) -> None:
    parser = etree.XMLParser(no_network=True)
    root = etree.fromstring(read(f"{service.address}/{address}", language=language), parser)
    path = XML_SCHEMAS / CAPABILITIES[address]
    schema = etree.DTD(str(path)) if path.name.endswith(".dtd") else etree.XMLSchema(etree.parse(str(path), parser))
    assert schema.validate(root), schema.error_log.filter_from_errors()
    text = etree.tostring(root, encoding="unicode")
    assert ("Kabupaten/kota" in text, "Districts" in text) == (language == "id", language == "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [one for one in ADDRESSES if "LAYER" not in one])
def test_documents_of_the_service_are_valid(service: Service, address: str, language: str) -> None:
    asked = f"{service.address}/{address}"
    if "JOB" in address:
        [job] = json.loads(read(f"{service.address}/ogc/jobs", language=language))["jobs"]
        asked = asked.replace("JOB", job["jobID"])
    check(read(asked, language=language), ADDRESSES[address])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", [one for one in ADDRESSES if "LAYER" in one])
def test_documents_of_layers_are_valid(
    service: Service, layers: tuple[Layer, ...], address: str, language: str
) -> None:
    for layer in layers:
        asked = f"{service.address}/{address.replace('LAYER', layer.name)}"
        if "FEATURE" in asked:
            page = json.loads(read(asked.replace("/FEATURE", "?limit=1"), language=language))
            asked = asked.replace("FEATURE", str(page["features"][0]["id"]))
        check(read(asked, language=language), ADDRESSES[address])


@pytest.mark.parametrize("address", WRONG)
def test_errors_are_problem_documents(service: Service, address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        read(f"{service.address}/{address}", language="en")
    assert caught.value.code in (400, 404)
    assert caught.value.headers["Content-Type"] == "application/problem+json"
    check(caught.value.read(), ogc_schemas.PROBLEM)
