"""The assertions of the conformance suite of WMTS 1.0.0 (ets-wmts10) for keys and values and for paths."""

import io
from pathlib import Path
from urllib.parse import urlsplit

import mapproxy.test
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from layers.models import Commodity, District, Facility, ProductionStatistic, RoadLink, SourceArea
from layers.services.shapes import shapes_rebuild
from tests import factories

pytestmark = pytest.mark.django_db

SCHEMAS = Path(mapproxy.test.__file__).parent / "schemas"
NAMESPACES = {
    "wmts": "http://www.opengis.net/wmts/1.0",
    "ows": "http://www.opengis.net/ows/1.1",
    "xlink": "http://www.w3.org/1999/xlink",
}
CAPABILITIES = {"service": "WMTS", "request": "GetCapabilities"}
TILE = {
    "service": "WMTS",
    "request": "GetTile",
    "version": "1.0.0",
    "layer": "districts",
    "style": "districts",
    "format": "image/png",
    "TileMatrixSet": "WebMercatorQuad",
    "TileMatrix": "8",
    "TileRow": "130",
    "TileCol": "210",
}
INFO = TILE | {"request": "GetFeatureInfo", "infoFormat": "application/json", "I": "20", "J": "40"}
STATISTIC = "production-oil-palm-production-t"


@pytest.fixture(autouse=True)
def _province(db):
    factories.small_province()
    factories.district("6303", west=115.8, east=116.0)
    factories.district("6304", west=116.0, east=116.2)
    for year in (2021, 2023):
        for district in District.objects.all():
            ProductionStatistic.objects.create(
                region_code=district.code,
                district=district,
                year=year,
                series="BPS",
                commodity=Commodity.objects.get(code="oil_palm"),
                measure="production_t",
                value=float(int(district.code) * year),
                unit="t",
                **factories.SOURCE,
            )
    for model in (District, SourceArea, RoadLink, Facility):
        shapes_rebuild(model)


def schema(path):
    parser = etree.XMLParser(no_network=True)
    return etree.XMLSchema(etree.parse(str(SCHEMAS / path), parser))


def document(response):
    assert response.status_code == 200, response.content
    return etree.fromstring(response.content)


def exception(response, *, status=400):
    assert response.status_code == status
    root = etree.fromstring(response.content)
    schema("ows/1.1.0/owsExceptionReport.xsd").assertValid(root)
    [told] = root.findall("ows:Exception", NAMESPACES)
    return told.get("exceptionCode"), told.get("locator")


@pytest.mark.parametrize("parameters", [CAPABILITIES, {"SERVICE": "WMTS", "ReQuEsT": "GetCapabilities"}])
def test_capabilities_are_valid(client, parameters):
    response = client.get("/wmts", parameters)

    schema("wmts/1.0/wmtsGetCapabilities_response.xsd").assertValid(document(response))
    assert response["Content-Type"] == "application/xml"
    assert client.get("/wmts/1.0.0/WMTSCapabilities.xml").content == response.content


def test_identifiers_are_unique_and_references_hold(client):
    root = document(client.get("/wmts", CAPABILITIES))
    layers = root.xpath("wmts:Contents/wmts:Layer/ows:Identifier/text()", namespaces=NAMESPACES)

    assert len(layers) == len(set(layers))
    assert {"districts", "source-areas", STATISTIC} <= set(layers)
    assert set(root.xpath("//wmts:LayerRef/text()", namespaces=NAMESPACES)) == set(layers)
    assert set(root.xpath("//wmts:TileMatrixSetLink/wmts:TileMatrixSet/text()", namespaces=NAMESPACES)) == set(
        root.xpath("wmts:Contents/wmts:TileMatrixSet/ows:Identifier/text()", namespaces=NAMESPACES)
    )
    scales = [float(one) for one in root.xpath("//wmts:ScaleDenominator/text()", namespaces=NAMESPACES)]
    assert scales == sorted(set(scales), reverse=True)
    # OGC 07-057r7, annex E.4 (GoogleMapsCompatible).
    assert scales[18] == pytest.approx(2132.7295838497840)


def test_each_operation_has_one_address_and_capabilities_a_path_as_well(client):
    """The suite asks with keys and values whichever address an operation tells last."""
    root = document(client.get("/wmts", CAPABILITIES))
    link = f"{{{NAMESPACES['xlink']}}}href"
    told = [one.get(link) for one in root.iterfind("ows:OperationsMetadata//ows:Get", NAMESPACES)]
    assert told == ["http://testserver/wmts?"] * 3
    [path] = root.iterfind("wmts:ServiceMetadataURL", NAMESPACES)
    assert path.get(link) == "http://testserver/wmts/1.0.0/WMTSCapabilities.xml"


def test_the_scale_set_has_its_system(client):
    root = document(client.get("/wmts", CAPABILITIES))
    [matrices] = root.xpath("wmts:Contents/wmts:TileMatrixSet", namespaces=NAMESPACES)
    assert matrices.findtext("ows:SupportedCRS", namespaces=NAMESPACES) == "urn:ogc:def:crs:EPSG:6.18:3:3857"
    scale_set = "urn:ogc:def:wkss:OGC:1.0:GoogleMapsCompatible"
    assert matrices.findtext("wmts:WellKnownScaleSet", namespaces=NAMESPACES) == scale_set


@pytest.mark.parametrize(
    ("accepted", "status"), [("example/unknown", 406), ("text/xml", 200), ("text/html,*/*;q=0.8", 200)]
)
def test_capabilities_that_are_not_accepted_are_not_sent(client, accepted, status):
    assert client.get("/wmts/1.0.0/WMTSCapabilities.xml", headers={"accept": accepted}).status_code == status


def test_each_style_has_a_legend(client):
    root = document(client.get("/wmts", CAPABILITIES))
    styles = root.xpath("wmts:Contents/wmts:Layer[ows:Identifier='districts']/wmts:Style", namespaces=NAMESPACES)

    assert [one.get("isDefault") for one in styles] == ["true", None]
    for style in styles:
        legend = style.find("wmts:LegendURL", NAMESPACES)
        address = urlsplit(legend.get(f"{{{NAMESPACES['xlink']}}}href"))
        response = client.get(f"{address.path}?{address.query}")
        assert response["Content-Type"] == legend.get("format")
        size = int(legend.get("width")), int(legend.get("height"))
        assert Image.open(io.BytesIO(response.content)).size == size


@pytest.mark.parametrize(
    ("sections", "children"),
    [
        ("All", {"ServiceIdentification", "ServiceProvider", "OperationsMetadata", "Contents", "Themes"}),
        ("all", {"ServiceIdentification", "ServiceProvider", "OperationsMetadata", "Contents", "Themes"}),
        ("ServiceIdentification", {"ServiceIdentification"}),
        ("OperationsMetadata", {"OperationsMetadata"}),
        ("Contents,Themes", {"Contents", "Themes"}),
    ],
)
def test_sections_are_those_asked_for(client, sections, children):
    root = document(client.get("/wmts", CAPABILITIES | {"sections": sections}))

    schema("wmts/1.0/wmtsGetCapabilities_response.xsd").assertValid(root)
    assert {etree.QName(one).localname for one in root} - {"ServiceMetadataURL"} == children


@pytest.mark.parametrize(
    ("parameters", "code", "locator"),
    [
        ({"service": "WMTS", "request~GetCapabilities!version~1.0.0": ""}, "MissingParameterValue", "request"),
        ({"request": "GetCapabilities"}, "MissingParameterValue", "service"),
        ({"service": "BOGUS", "request": "GetCapabilities"}, "InvalidParameterValue", "service"),
        ({"service": "WMTS", "request": "GetBOGUS", "version": "1.0.0"}, "InvalidParameterValue", "request"),
        (CAPABILITIES | {"sections": "Bogus"}, "InvalidParameterValue", "sections"),
        (CAPABILITIES | {"sections": ""}, "InvalidParameterValue", "sections"),
        (CAPABILITIES | {"acceptversions": "0.9.0,2.0.0"}, "VersionNegotiationFailed", None),
    ],
)
def test_wrong_requests_get_a_report(client, parameters, code, locator):
    assert exception(client.get("/wmts", parameters)) == (code, locator)


def test_the_first_version_that_both_speak_is_used(client):
    root = document(client.get("/wmts", CAPABILITIES | {"acceptversions": "2.0.0,1.0.0"}))

    assert root.get("version") == "1.0.0"


@pytest.mark.parametrize("form", ["image/png", "image/jpeg", "image/webp"])
def test_tiles_are_of_the_size_and_form_advertised(client, form):
    response = client.get("/wmts", TILE | {"format": form})

    assert response["Content-Type"] == form
    assert Image.open(io.BytesIO(response.content)).size == (256, 256)


def test_nothing_is_clear(client):
    response = client.get("/wmts", TILE | {"TileRow": "10", "TileCol": "10"})

    assert Image.open(io.BytesIO(response.content)).convert("RGBA").getextrema()[3] == (0, 0)


@pytest.mark.parametrize("name", [name for name in TILE if name not in ("service", "request")])
def test_a_missing_parameter_is_named(client, name):
    parameters = {key: value for key, value in TILE.items() if key != name}

    assert exception(client.get("/wmts", parameters)) == ("MissingParameterValue", name)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("layer", "nothing", "LayerNotDefined"),
        ("style", "nothing", "InvalidParameterValue"),
        ("format", "image/bogus", "InvalidParameterValue"),
        ("TileMatrixSet", "Bogus", "InvalidParameterValue"),
        ("TileMatrix", "99", "InvalidParameterValue"),
        ("TileMatrix", "eight", "InvalidParameterValue"),
        ("TileRow", "256", "TileOutOfRange"),
        ("TileCol", "256", "TileOutOfRange"),
        ("version", "9.9.9", "InvalidParameterValue"),
    ],
)
def test_a_wrong_value_is_named(client, name, value, code):
    expected = "InvalidParameterValue" if code == "LayerNotDefined" else code

    assert exception(client.get("/wmts", TILE | {name: value})) == (expected, name)


def test_time_has_to_be_a_year_that_the_layer_holds(client):
    asked = TILE | {"layer": STATISTIC, "style": "choropleth"}

    for value in ("default", "current", "2023-01-01", "2023"):
        assert client.get("/wmts", asked | {"TIME": value}).status_code == 200
    assert exception(client.get("/wmts", asked | {"TIME": "1999"})) == ("InvalidParameterValue", "TIME")


def test_what_lies_at_a_pixel_is_told(client):
    # Tile 8/130/210 begins at 115.3125 E; the border of the districts is at 115.4 E, pixel 16.
    for column, code in (("5", "6301"), ("30", "6302")):
        told = client.get("/wmts", INFO | {"I": column}).json()
        assert [one["properties"]["code"] for one in told["features"]] == [code]
    path = "/wmts/1.0.0/districts/districts/WebMercatorQuad/8/130/210/40/30.json"
    assert client.get(path).content == client.get("/wmts", INFO | {"I": "30"}).content


@pytest.mark.parametrize("form", ["text/plain", "text/html", "application/json", "application/vnd.ogc.gml"])
def test_information_is_of_the_very_form_that_is_asked_for(client, form):
    assert client.get("/wmts", INFO | {"infoFormat": form})["Content-Type"] == form


@pytest.mark.parametrize(("name", "value"), [("I", "256"), ("J", "-1"), ("J", "x")])
def test_a_pixel_outside_the_tile_is_refused(client, name, value):
    assert exception(client.get("/wmts", INFO | {name: value})) == ("PointIJOutOfRange", name)


def test_unknown_forms_of_information_are_refused(client):
    assert exception(client.get("/wmts", INFO | {"infoFormat": "text/bogus"})) == (
        "InvalidParameterValue",
        "infoFormat",
    )


@pytest.mark.parametrize(
    "path", ["WMTSCapabilities.xml/Bogus", "districts/districts/WebMercatorQuad/8/130", "districts"]
)
def test_paths_that_lead_nowhere_are_not_found(client, path):
    assert client.get(f"/wmts/1.0.0/{path}").status_code == 404


def test_a_tile_that_the_client_has_is_not_sent_again(client):
    first = client.get("/wmts", TILE)
    assert client.get("/wmts", TILE, headers={"if-none-match": first["ETag"]}).status_code == 304

    District.objects.filter(code="6301").update(name="Renamed")
    assert client.get("/wmts", TILE, headers={"if-none-match": first["ETag"]}).status_code == 200


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from([*INFO, "TIME", "sections", "acceptversions"]), value=st.text(max_size=60))
def test_no_value_breaks_the_service(name, value):
    client = Client(raise_request_exception=False)

    for parameters in (TILE, INFO, CAPABILITIES):
        assert client.get("/wmts", parameters | {name: value}).status_code < 500
