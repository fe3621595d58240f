import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.exchange.printing.paper import Orientation, Paper, Sheet
from gisapp.exchange.printing.request import NAMES, PrintForm, print_request_parse
from gisapp.geo.bbox import Bbox
from gisapp.planning.errors import ParameterError


def test_a_request_is_read():
    request = print_request_parse(
        {
            "layers": "districts, roads:roads",
            "bbox": "114,-4,116,-2",
            "paper": "a3",
            "orientation": "landscape",
            "f": "png",
        }
    )
    assert request.layers == ("districts", "roads:roads")
    assert request.bbox == Bbox(114, -4, 116, -2)
    assert request.sheet == Sheet(Paper.A3, Orientation.LANDSCAPE)
    assert request.sheet.size_mm == (420, 297)
    assert (request.form, request.dpi) == (PrintForm.PNG, 150)


@pytest.mark.parametrize(
    ("given_values", "name"),
    [
        ({}, "layers"),
        ({"layers": ""}, "layers"),
        ({"layers": ",".join("abcdefghijklm")}, "layers"),
        ({"layers": "a", "scale": "1"}, "parameter"),
        ({"layers": "a", "bbox": "1,2,3"}, "bbox"),
        ({"layers": "a", "bbox": "116,-4,114,-2"}, "bbox"),
        ({"layers": "a", "bbox": "114,-4,114,-2"}, "bbox"),
        ({"layers": "a", "bbox": "nan,-4,114,-2"}, "bbox"),
        ({"layers": "a", "bbox": "114,-89,116,89"}, "bbox"),
        ({"layers": "a", "bbox": "114,-4,116,-2", "district": "6301"}, "bbox"),
        ({"layers": "a", "paper": "a5"}, "paper"),
        ({"layers": "a", "orientation": "upside"}, "orientation"),
        ({"layers": "a", "f": "doc"}, "f"),
        ({"layers": "a", "dpi": "301"}, "dpi"),
        ({"layers": "a", "dpi": "-1"}, "dpi"),
        ({"layers": "a", "dpi": "²"}, "dpi"),
        ({"layers": "a", "title": "x" * 161}, "title"),
        ({"layers": "a", "title": "a\x00b"}, "title"),
        ({"run": "7"}, "run"),
        ({"run": "8cf3748d-03b9-4ffc-9394-b430c9e89021", "layers": "a"}, "run"),
    ],
)
def test_what_is_wrong_is_named(given_values, name):
    with pytest.raises(ParameterError) as caught:
        print_request_parse(given_values)
    assert caught.value.name == name


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30), max_size=9))
def test_any_text_is_read_or_refused(given_values):
    with contextlib.suppress(ParameterError):
        print_request_parse(given_values)
