"""What the OGC's conformance suites assert of GetFeatureInfo (ets-wms11, ets-wms13), in our own words."""

import json

import pytest
from lxml import etree

from tests import factories
from tests.ogc.wms.conftest import BOX_LATITUDE_FIRST, STATISTIC, exception

FORMATS = ("text/plain", "text/html", "application/vnd.ogc.gml", "application/json", "application/geo+json")
# Pixel 20, 20 of 80 x 40 over 0.8 x 0.4 degrees: 115.205 E, 3.005 S; the road runs half a pixel north of it.
NAMES = {"districts": "District 6301"}


def found(response):
    assert response.status_code == 200, response.content
    return json.loads(response.content)["features"]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_what_it_says(wms, form):
    for response in (wms.info(INFO_FORMAT=form), wms.info_111(INFO_FORMAT=form)):
        assert response.status_code == 200
        assert response["Content-Type"].partition(";")[0] == form
        assert "District 6301" in response.content.decode()


def test_without_a_format_the_answer_comes_in_one_that_is_told(wms):
    assert wms.info_111(INFO_FORMAT=None)["Content-Type"].partition(";")[0] in FORMATS


def test_other_formats_are_refused(wms):
    assert exception(wms.info(INFO_FORMAT="no/such"))[0] == "InvalidFormat"


def test_parameters_that_the_standard_does_not_know_are_ignored(wms):
    assert len(found(wms.info(BOGUS="ignored"))) == 1


@pytest.mark.parametrize("version", ["1.1.1", "1.3.0"])
@pytest.mark.parametrize("exceptions", [None, "XML", "application/vnd.ogc.se_xml"])
def test_errors_come_as_xml(wms, version, exceptions):
    ask = wms.info if version == "1.3.0" else wms.info_111
    response = ask(QUERY_LAYERS="nothing", EXCEPTIONS=exceptions)
    assert response["Content-Type"] == {"1.1.1": "application/vnd.ogc.se_xml", "1.3.0": "text/xml"}[version]
    assert exception(response)[0] == "LayerNotDefined"


@pytest.mark.parametrize("name", ["I", "J"])
@pytest.mark.parametrize("value", ["-1", "80", "1.5", "x", "9" * 400])
def test_a_point_outside_the_picture_is_refused(wms, name, value):
    assert exception(wms.info(**{name: value}))[0] == "InvalidPoint"


def test_the_point_must_be_there(wms):
    assert exception(wms.info(I=None))[0] == "MissingParameterValue"
    assert exception(wms.info_111(X=None))[0] == "MissingParameterValue"


def test_layers_that_are_not_drawn_cannot_be_asked(wms):
    code, text = exception(wms.info(QUERY_LAYERS="roads"))
    assert code == "LayerNotDefined"
    assert "not among LAYERS" in text


@pytest.mark.parametrize("layers", ["districts", "districts,roads", "districts,roads,source-areas"])
def test_some_of_the_layers_or_all_can_be_asked(wms, layers):
    features = found(wms.info(LAYERS="districts,roads,source-areas,facilities", QUERY_LAYERS=layers, FEATURE_COUNT="5"))
    assert {feature["id"].partition(".")[0] for feature in features} <= set(layers.split(","))
    assert any(feature["id"].startswith("districts.") for feature in features)


def test_the_uppermost_layer_comes_first(wms):
    asked = {"LAYERS": "districts,roads", "QUERY_LAYERS": "districts,roads"}
    assert [feature["id"].partition(".")[0] for feature in found(wms.info(**asked))] == ["roads", "districts"]


@pytest.mark.parametrize("form", FORMATS)
def test_one_feature_is_told_unless_more_are_asked_for(wms, form):
    factories.source_area(factories.Commodity.objects.get(code="oil_palm"), 115.2, -3.0, 5.0)
    factories.source_area(factories.Commodity.objects.get(code="oil_palm"), 115.2, -3.0, 7.0)
    asked = {"LAYERS": "source-areas", "QUERY_LAYERS": "source-areas", "INFO_FORMAT": form}
    one, same, two = wms.info(**asked), wms.info(**asked, FEATURE_COUNT="1"), wms.info(**asked, FEATURE_COUNT="2")
    assert len(one.content) == len(same.content) < len(two.content)


@pytest.mark.parametrize("count", ["0", "-1", "x", "1.5"])
def test_a_count_that_is_none_is_refused(wms, count):
    assert exception(wms.info(FEATURE_COUNT=count))[0] == "InvalidParameterValue"


def test_a_place_without_features_is_no_error(wms):
    for form in FORMATS:
        assert wms.info(INFO_FORMAT=form, BBOX="10,10,11,11").status_code == 200
    assert found(wms.info(BBOX="10,10,11,11")) == []


# --- Beyond the suites: what lies where is what is told ----------------------------------------------


@pytest.mark.parametrize(("column", "code"), [("1", "6301"), ("39", "6301"), ("41", "6302"), ("79", "6302")])
def test_the_area_under_the_pixel_is_told(wms, column, code):
    [feature] = found(wms.info(I=column))
    assert feature["properties"]["code"] == code
    [feature] = found(wms.info_111(X=column))
    assert feature["properties"]["code"] == code


def test_the_axes_of_the_box_are_those_of_the_system(wms):
    [feature] = found(wms.info(CRS="EPSG:4326", BBOX=BOX_LATITUDE_FIRST, I="41"))
    assert feature["properties"]["code"] == "6302"


@pytest.mark.parametrize(("away_px", "is_near"), [(0, True), (8, True), (14, False)])
def test_a_symbol_can_be_hit_beside_its_middle(wms, away_px, is_near):
    """The mill lies at 115.1 E 3.0 S: between columns 9 and 10, rows 19 and 20, of pixels of 0.01 degree."""
    asked = {"LAYERS": "facilities", "QUERY_LAYERS": "facilities"}
    features = found(wms.info(**asked, I="10", J=str(20 + away_px)))
    assert [feature["properties"]["code"] for feature in features] == (["mill_1"] if is_near else [])


def test_the_nearest_comes_first(wms):
    factories.facility("mill_2", 115.13, -3.0)
    asked = {"LAYERS": "facilities", "QUERY_LAYERS": "facilities", "FEATURE_COUNT": "9"}
    assert [one["properties"]["code"] for one in found(wms.info(**asked, I="10"))] == ["mill_1", "mill_2"]
    assert [one["properties"]["code"] for one in found(wms.info(**asked, I="13"))] == ["mill_2", "mill_1"]


@pytest.mark.parametrize(("away_px", "is_near"), [(4, True), (7, False)])
def test_a_line_can_be_hit_beside_itself(wms, away_px, is_near):
    features = found(wms.info(LAYERS="roads", QUERY_LAYERS="roads", J=str(20 + away_px)))
    assert len(features) == int(is_near)


@pytest.mark.parametrize(("time", "year"), [(None, 2023), ("2021", 2021), ("2020/2022", 2021)])
def test_the_year_that_is_shown_is_told(wms, time, year):
    features = found(wms.info(LAYERS=STATISTIC, QUERY_LAYERS=STATISTIC, TIME=time, FEATURE_COUNT="9"))
    assert [feature["properties"]["value"] for feature in features] == [1000.0 + year]


def test_geometry_is_in_degrees_whatever_the_map_is_in(wms):
    [feature] = found(wms.info(CRS="EPSG:3857", BBOX="12801741,-356410,12890797,-311801"))
    ring = feature["geometry"]["coordinates"][0][0]
    assert {tuple(point) for point in ring} == {(115.0, -3.2), (115.4, -3.2), (115.4, -2.8), (115.0, -2.8)}


def test_gml_holds_geometry_and_properties(wms):
    root = etree.fromstring(wms.info(INFO_FORMAT="application/vnd.ogc.gml").content)
    names = {"gml": "http://www.opengis.net/gml", "hilir": "urn:hilir:features"}
    [feature] = root.xpath("gml:featureMember/hilir:districts", namespaces=names)
    assert feature.xpath("string(hilir:code)", namespaces=names) == "6301"
    [coordinates] = feature.xpath(".//gml:MultiPolygon//gml:coordinates", namespaces=names)
    assert coordinates.text.split()[0] in ("115,-3.2", "115,-2.8")


def test_what_a_user_typed_is_text_and_not_markup(wms):
    factories.facility("evil", 115.3, -3.0, name="<script>alert(1)</script>\x07 & more")
    asked = {"LAYERS": "facilities", "QUERY_LAYERS": "facilities", "I": "30"}
    assert "<script>" not in wms.info(**asked, INFO_FORMAT="text/html").content.decode()
    root = etree.fromstring(wms.info(**asked, INFO_FORMAT="application/vnd.ogc.gml").content)
    assert "<script>alert(1)</script>\N{REPLACEMENT CHARACTER} & more" in "".join(root.itertext())


def test_words_are_in_the_language_of_the_client(wms):
    from tests.ogc.wms.conftest import INFO_130

    asked = INFO_130 | {"INFO_FORMAT": "text/html"}
    assert "Is approximate" not in wms.ask({"accept-language": "id"}, **asked).content.decode()
    assert 'lang="en"' in wms.ask({"accept-language": "en"}, **asked).content.decode()
