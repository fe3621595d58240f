"""Errors come in the form that the client asks for, and are valid."""

from importlib.resources import files

import pytest
from lxml import etree

from gisapp.ogc.errors import BusyError
from tests.ogc.wms.conftest import colours, exception, picture

SCHEMAS = files("mapproxy") / "test" / "schemas" / "wms"
RED = (255, 0, 0, 255)


@pytest.mark.parametrize("form", [None, "XML", "application/vnd.ogc.se_xml", "text/xml", "no/such"])
def test_version_1_3_0_tells_errors_in_valid_xml(wms, form):
    response = wms.map(LAYERS="nothing", EXCEPTIONS=form)
    assert (response.status_code, response["Content-Type"]) == (400, "text/xml")
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "1.3.0" / "exceptions_1_3_0.xsd")))
    schema.assertValid(etree.fromstring(response.content))
    assert etree.fromstring(response.content)[0].get("locator") == "LAYERS"


@pytest.mark.parametrize("form", [None, "application/vnd.ogc.se_xml"])
def test_version_1_1_1_tells_errors_in_valid_xml(wms, form):
    response = wms.map_111(LAYERS="nothing", EXCEPTIONS=form)
    assert (response.status_code, response["Content-Type"]) == (400, "application/vnd.ogc.se_xml")
    dtd = etree.DTD(str(SCHEMAS / "1.1.1" / "exception_1_1_1.dtd"))
    assert dtd.validate(etree.fromstring(response.content)), dtd.error_log.filter_from_errors()


@pytest.mark.parametrize("form", ["BLANK", "application/vnd.ogc.se_blank", "blank"])
def test_a_blank_picture_has_the_background_or_is_clear(wms, form):
    asked = {"LAYERS": "nothing", "EXCEPTIONS": form}
    for ask in (wms.map, wms.map_111):
        red = ask(**asked, TRANSPARENT="FALSE", BGCOLOR="0xFF0000")
        assert red["Content-Type"] == "image/png"
        assert (picture(red).size, colours(picture(red))) == ((80, 40), {RED})
        assert {alpha for *_, alpha in colours(picture(ask(**asked, TRANSPARENT="TRUE")))} == {0}


@pytest.mark.parametrize("form", ["INIMAGE", "application/vnd.ogc.se_inimage"])
@pytest.mark.parametrize("image", ["image/png", "image/jpeg", "image/webp", "image/png; mode=32bit"])
def test_an_error_can_be_written_into_the_picture(wms, form, image):
    response = wms.map(LAYERS="nothing", EXCEPTIONS=form, FORMAT=image, WIDTH="300", HEIGHT="100")
    assert response["Content-Type"] == image.partition(";")[0]
    assert picture(response).size == (300, 100)
    assert len(colours(picture(response))) > 2


@pytest.mark.parametrize(
    "broken", [{"WIDTH": "1000000000"}, {"HEIGHT": None}, {"FORMAT": "no/such"}, {"BGCOLOR": "red"}]
)
def test_an_error_comes_as_xml_where_no_picture_can_be_made(wms, broken):
    response = wms.map(EXCEPTIONS="INIMAGE", **broken)
    assert (response.status_code, response["Content-Type"]) == (400, "text/xml")


@pytest.mark.parametrize(
    ("parameters", "code", "word"),
    [
        ({}, "MissingParameterValue", "REQUEST"),
        ({"REQUEST": "GetNothing"}, "OperationNotSupported", "GetCapabilities, GetMap"),
        ({"REQUEST": "GetMap"}, "MissingParameterValue", "VERSION"),
        ({"REQUEST": "GetMap", "VERSION": "1.2.0"}, "InvalidParameterValue", "1.1.1, 1.3.0"),
        ({"REQUEST": "GetCapabilities", "VERSION": "new"}, "InvalidParameterValue", "'new'"),
    ],
)
def test_requests_that_are_none_are_refused(wms, parameters, code, word):
    response = wms.ask(**parameters)
    assert response.status_code == 400
    told = exception(response)
    assert told[0] == code
    assert word in told[1]


def test_a_parameter_given_twice_is_refused(wms):
    code, text = exception(wms.client.get("/wms?REQUEST=GetCapabilities&request=GetMap"))
    assert (code, "given twice" in text) == ("InvalidParameterValue", True)


@pytest.mark.parametrize("name", ["SLD", "SLD_BODY", "sld"])
@pytest.mark.parametrize("request_name", ["map", "info", "legend"])
def test_styles_of_others_are_not_read(wms, name, request_name):
    asked = {name: "http://127.0.0.1:1/style.sld"}
    if request_name == "legend":
        response = wms.ask(REQUEST="GetLegendGraphic", LAYER="districts", **asked)
    else:
        response = getattr(wms, request_name)(**asked)
    assert exception(response)[0] == "OperationNotSupported"


def test_xml_by_post_is_refused(wms):
    body = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><GetMap>&b;</GetMap>'
    response = wms.client.post("/wms", body, content_type="text/xml")
    assert response.status_code == 415
    assert "application/x-www-form-urlencoded" in exception(response)[1]


def test_other_methods_are_refused_and_scripts_of_other_sites_are_welcome(wms):
    assert wms.client.put("/wms").status_code == 405
    assert wms.client.options("/wms").status_code == 204
    assert wms.map()["Access-Control-Allow-Origin"] == "*"
    assert wms.map(LAYERS="nothing")["Access-Control-Allow-Origin"] == "*"


def test_a_busy_service_says_when_to_come_back(wms, monkeypatch):
    def busy(_asked):
        raise BusyError("no turn came")

    monkeypatch.setattr("gisapp.ogc.wms.views.render", busy)
    response = wms.map(BBOX="115.01,-3.1,115.7,-2.9")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert exception(response)[1] == "no turn came"
