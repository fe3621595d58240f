import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.geo.bbox import Bbox
from gisapp.web.errors import ParameterError, UnknownLayerError
from gisapp.web.params import LAYERS, layer_query_parse


def test_a_full_query_is_read():
    query = layer_query_parse("source_areas", {"zoom": "9", "bbox": "114,-4,116.5,-2", "commodity": "oil_palm"})
    assert (query.zoom, query.bbox, query.commodity) == (9, Bbox(114, -4, 116.5, -2), "oil_palm")
    assert query.filters == {"commodity": "oil_palm"}


def test_districts_are_those_in_force():
    assert layer_query_parse("districts", {"zoom": "7"}).filters == {"is_current": True}


@pytest.mark.parametrize(
    ("layer", "given", "name"),
    [
        ("districts", {}, "zoom"),
        ("districts", {"zoom": "-1"}, "zoom"),
        ("districts", {"zoom": "25"}, "zoom"),
        ("districts", {"zoom": "8.5"}, "zoom"),
        ("districts", {"zoom": "٨"}, "zoom"),
        ("districts", {"zoom": "8", "bbox": "1,2,3"}, "bbox"),
        ("districts", {"zoom": "8", "bbox": "116,-4,114,-2"}, "bbox"),
        ("districts", {"zoom": "8", "bbox": "nan,-4,114,-2"}, "bbox"),
        ("districts", {"zoom": "8", "bbox": "114,-4,inf,-2"}, "bbox"),
        ("districts", {"zoom": "8", "bbox": "114,-95,116,-2"}, "bbox"),
        ("source_areas", {"zoom": "8"}, "commodity"),
        ("source_areas", {"zoom": "8", "commodity": "x" * 61}, "commodity"),
    ],
)
def test_a_bad_parameter_is_named_with_its_value_and_what_is_allowed(layer, given, name):
    with pytest.raises(ParameterError) as refused:
        layer_query_parse(layer, given)
    assert refused.value.name == name
    assert repr(given.get(name, "")) in str(refused.value)
    assert refused.value.allowed


def test_an_unknown_layer_names_the_known_ones():
    with pytest.raises(UnknownLayerError, match="districts, subdistricts"):
        layer_query_parse("secrets", {"zoom": "8"})


@given(st.sampled_from(LAYERS), st.dictionaries(st.sampled_from(["zoom", "bbox", "commodity"]), st.text(max_size=40)))
def test_no_text_gets_through_unchecked(layer, given_text):
    try:
        query = layer_query_parse(layer, given_text)
    except ParameterError:
        return
    assert 0 <= query.zoom <= 24
    assert query.bbox is None or abs(query.bbox.west) <= 180
