"""Requests as keys and values."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from gisapp import conf
from gisapp.ogc.errors import (
    InvalidParameterError,
    MissingParameterError,
    OgcError,
    TooLargeError,
    UnsupportedMediaTypeError,
)
from gisapp.ogc.kvp import FORM, parameters_of


def get(query):
    return parameters_of(RequestFactory().get("/", QUERY_STRING=query))


def test_names_come_in_any_case():
    assert dict(get("sErViCe=WMS&REQUEST=GetMap")) == {"SERVICE": "WMS", "REQUEST": "GetMap"}


def test_plus_and_percent_are_decoded():
    assert get("LAYERS=a+b%2Cc")["LAYERS"] == "a b,c"


def test_an_empty_value_counts_as_left_out():
    assert get("STYLES=").text("STYLES", default="x") == "x"
    with pytest.raises(MissingParameterError, match="LAYERS"):
        get("LAYERS=").text("LAYERS")


def test_a_parameter_given_twice_is_refused_unless_nothing_differs():
    with pytest.raises(InvalidParameterError, match="'LAYERS' is given twice"):
        get("layers=a&LAYERS=b")
    assert get("SERVICE=WMS&service=WMS")["SERVICE"] == "WMS"


def test_a_form_in_the_body_adds_to_the_address():
    request = RequestFactory().post("/?SERVICE=WMS", "REQUEST=GetMap&LAYERS=a%2Cb", content_type=FORM)
    assert dict(parameters_of(request)) == {"SERVICE": "WMS", "REQUEST": "GetMap", "LAYERS": "a,b"}


def test_xml_in_the_body_is_refused():
    with pytest.raises(UnsupportedMediaTypeError, match="text/xml"):
        parameters_of(RequestFactory().post("/", "<GetMap/>", content_type="text/xml"))


def test_a_long_body_is_refused(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    with pytest.raises(TooLargeError, match="100 bytes"):
        parameters_of(RequestFactory().post("/", "a=" + "b" * 100, content_type=FORM))


def test_too_many_parameters_are_refused():
    query = "&".join(f"p{number}=1" for number in range(conf.REQUEST_PARAMETERS_LIMIT + 1))
    with pytest.raises(TooLargeError, match=str(conf.REQUEST_PARAMETERS_LIMIT)):
        get(query)


@pytest.mark.parametrize("text", ["0", "11", "-5", "1.5", "1e1", "", "NaN", "9" * 5000, "0x5"])
def test_a_whole_number_is_within_its_range(text):
    with pytest.raises(OgcError, match="WIDTH"):
        get(f"WIDTH={text}").whole("WIDTH", low=1, high=10)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body):
    request = RequestFactory().post("/", body, content_type=FORM)
    try:
        parameters = parameters_of(request)
    except OgcError:
        return
    assert all(name == name.upper() for name in parameters)
