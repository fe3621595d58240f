import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.siting import Linear, ProblemError, Step
from gisapp.siting.value_functions import Bell, Table
from gisapp.siting.value_notation import value_function_parse


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("linear 10 0", Linear(worst=10.0, best=0.0)),
        ("step 1 2 : 0 0.5 1", Step((1.0, 2.0), (0.0, 0.5, 1.0))),
        ("  bell 20 5 ", Bell(20.0, 5.0)),
        ("table 0:1 60:0.5 180:0", Table((0.0, 60.0, 180.0), (1.0, 0.5, 0.0))),
    ],
)
def test_forms(text, function):
    assert value_function_parse(text) == function


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "write linear"),
        ("cubic 1 2", "write linear"),
        ("linear 1", "1 figures"),
        ("linear 1 2 3", "3 figures"),
        ("linear 1 1", "let them differ"),
        ("linear 1 nan", "'nan' is no finite number"),
        ("step 1 2 : 0 1", "one more value"),
        ("table 0:1 60", "each with one value"),
        ("table 60:1 0:1", "ascend"),
        ("bell 1 -1", "half_width"),
        ("table " + "0:1 " * 100, "write linear"),
    ],
)
def test_what_is_no_function_is_refused(text, told):
    with pytest.raises(ProblemError, match=told):
        value_function_parse(text)


@given(st.text(max_size=60) | st.from_regex(r"\A(linear|step|bell|table)( [0-9.:e-]{1,5}){0,6}\Z"))
def test_any_text_is_a_function_or_refused(text):
    try:
        function = value_function_parse(text)
    except ProblemError:
        return
    assert isinstance(function, Linear | Step | Bell | Table)
