"""No request, whatever it holds, is answered with an error of ours."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.ogc.wms.conftest import INFO_130, MAP_111, MAP_130, STATISTIC, Asking

LEGEND = {
    "SERVICE": "WMS",
    "VERSION": "1.3.0",
    "REQUEST": "GetLegendGraphic",
    "LAYER": "districts",
    "FORMAT": "image/png",
}
CAPABILITIES = {"SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetCapabilities"}
REQUESTS = (MAP_130, MAP_111, INFO_130, LEGEND, CAPABILITIES)
NAMES = sorted(
    {name for request in REQUESTS for name in request} | {"TIME", "DPI", "EXCEPTIONS", "TRANSPARENT", "BGCOLOR"}
)
HOSTILE = (
    "",
    ",",
    "\x00",
    "districts\x00",
    "'; DROP TABLE layers_district; --",
    "1 OR 1=1",
    "%s%s%s",
    "{}{0}",
    "../../../etc/passwd",
    "http://127.0.0.1:1/x.sld",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
    "nan",
    "-inf",
    "1e308",
    "9" * 1000,
    "\ud7ff\ufffe\uffff",
    "-1e9,-1e9,1e9,1e9",
    "-1e300,-1e300,1e300,1e300",
    "0,0,0,0",
    "nan,nan,nan,nan",
    "114.9999999999,-3,115,-2.9999999999",
    "-180,-90,180,90",
    ",".join(["districts"] * 500),
    "EPSG:32746",
    "EPSG:999999999999",
    "INIMAGE",
    "BLANK",
    STATISTIC,
    "1000000000",
)
values = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.floats().map(repr), st.integers().map(str))
MODEST = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def answered(parameters):
    response = Asking().ask(**parameters)
    assert response.status_code < 500, (parameters, response.content)


@MODEST
@given(st.sampled_from(REQUESTS), st.dictionaries(st.sampled_from(NAMES), values, min_size=1, max_size=3))
@example(MAP_130, {"WIDTH": "1000000000", "HEIGHT": "1000000000"})
@example(MAP_130, {"CRS": "EPSG:3857", "BBOX": "-1e9,-1e9,1e9,1e9"})
@example(MAP_130, {"CRS": "EPSG:32746", "BBOX": "-1e9,-1e9,1e9,1e9"})
@example(INFO_130, {"CRS": "EPSG:32746", "BBOX": "-1e9,-1e9,1e9,1e9"})
@example(MAP_130, {"CRS": "EPSG:23845", "BBOX": "-180,-90,180,90", "DPI": "1200"})
@example(MAP_130, {"BBOX": "115.0000000,-3.0000001,115.0000001,-3.0000000"})
@example(MAP_130, {"BBOX": "-1e9,0,1e9,1e-7", "WIDTH": "1"})
def test_parameters_of_any_value(parameters, changes):
    answered(parameters | changes)


@MODEST
@given(st.dictionaries(st.text(max_size=20), values, max_size=5))
def test_parameters_of_any_name(parameters):
    answered(parameters)


@MODEST
@given(st.text(max_size=200))
def test_any_query(query):
    response = Asking().client.get("/wms", QUERY_STRING=query)
    assert response.status_code < 500


@pytest.mark.parametrize(
    "query", ["%", "%%%", "a=%ff%fe", "=", "&&&", "a", "REQUEST=%00", "a=1;b=2", "REQUEST=GetMap" + "&x" * 100]
)
def test_queries_that_are_hardly_any(query):
    response = Asking().client.get("/wms", QUERY_STRING=query)
    assert response.status_code == 400


@pytest.mark.parametrize("name", NAMES)
def test_every_hostile_value_in_every_parameter_of_a_map(name):
    for value in HOSTILE:
        answered(MAP_130 | {name: value})
