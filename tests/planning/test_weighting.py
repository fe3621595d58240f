import numpy as np
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gisapp.planning.errors import ParameterError
from gisapp.planning.parameters import CRITERIA, DEFAULT_WEIGHTS, parameters_parse
from gisapp.planning.presets import weight_presets
from gisapp.planning.weighting import comparisons_from_text, consistency_of, ratio_text

EVEN = [[1] * n for n in (5, 4, 3, 2, 1)]


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def parsed(**values):
    return parameters_parse({"process": "p", **values})


def test_without_anything_the_default_weights_count():
    assert parsed().weights == DEFAULT_WEIGHTS
    assert (parsed().preset, parsed().pairwise, parsed().value_functions) == (None, None, {})


def test_a_preset_brings_its_weights_and_value_functions():
    found = parsed(preset="cattle")
    assert found.weights == weight_presets()["cattle"].weights
    assert found.value_functions == {"market": "linear 120 5", "energy": "bell 20 15"}
    assert found.preset == "cattle"


def test_weights_and_value_functions_replace_those_of_a_preset():
    weights = dict.fromkeys(CRITERIA, 1)
    found = parsed(preset="cattle", weights=weights, value_functions={"energy": "linear 60 5"})
    assert found.weights == weights
    assert found.value_functions == {"market": "linear 120 5", "energy": "linear 60 5"}


def test_an_unknown_preset_is_refused_with_those_there_are():
    with pytest.raises(ParameterError, match="preset is 'palm'; allowed: palm_oil"):
        parsed(preset="palm")


def test_comparisons_give_weights():
    # As the weights 8, 4, 2, 1, 1, 1 stand to each other.
    found = parsed(pairwise=[[2, 4, 8, 8, 8], [2, 4, 4, 4], [2, 2, 2], [1, 1], [1]])
    assert list(found.weights.values()) == pytest.approx(np.array([8, 4, 2, 1, 1, 1]) / 17 * 100)
    assert consistency_of(found.pairwise).consistency_ratio == pytest.approx(0, abs=1e-9)


def test_fractions_and_the_whole_matrix_say_the_same():
    upper = parsed(pairwise=comparisons_from_text("3 5 1/2 3 4 | 2 1/4 1 1 | 1/5 1 1 | 4 5 | 1"))
    rows = upper.pairwise
    whole = np.ones((6, 6))
    for i in range(5):
        whole[i, i + 1 :] = rows[i]
        whole[i + 1 :, i] = 1 / np.array(rows[i])
    assert parsed(pairwise=whole.tolist()).weights == pytest.approx(upper.weights)


def test_contradicting_comparisons_are_refused_and_the_worst_three_named():
    with pytest.raises(ParameterError) as caught:
        parsed(pairwise=[[3, 1, 1 / 9, 1, 1], [6, 1, 1, 1], [1, 1, 1], [1, 1], [1]])
    assert caught.value.name == "pairwise"
    text = str(caught.value)
    assert "at most 0.10; it is 0." in text
    assert "random index 1.24, Saaty 1980" in text
    assert "raw material over road access is 3" in text
    assert "port and market over electricity" not in text
    assert "would be 3, but is 1/9" in text


def test_stored_parameters_with_comparisons_are_read_back_the_same():
    for values in (
        {"pairwise": comparisons_from_text("3 5 1/2 3 4 | 2 1/4 1 1 | 1/5 1 1 | 4 5 | 1")},
        {"preset": "fish"},
        {"preset": "fish", "weights": dict.fromkeys(CRITERIA, 2), "value_functions": {"road": "table 0:1 9:0"}},
    ):
        found = parsed(**values)
        assert parameters_parse(found.as_json()) == found


def test_weights_that_differ_from_the_comparisons_are_refused():
    assert parsed(pairwise=EVEN, weights=dict.fromkeys(CRITERIA, 7)).weights == pytest.approx(
        dict.fromkeys(CRITERIA, 100 / 6)
    )
    with pytest.raises(ParameterError, match="either weights or pairwise"):
        parsed(pairwise=EVEN, weights={**dict.fromkeys(CRITERIA, 7), "road": 8})


@pytest.mark.parametrize(
    "value",
    [
        "1 2 3",
        [],
        [[1, 2], [1]],
        [[1] * 6] * 5,
        [[10, 1, 1, 1, 1], *EVEN[1:]],
        [[0, 1, 1, 1, 1], *EVEN[1:]],
        [[-3, 1, 1, 1, 1], *EVEN[1:]],
        [[True, 1, 1, 1, 1], *EVEN[1:]],
        [["1/0", 1, 1, 1, 1], *EVEN[1:]],
        [["three", 1, 1, 1, 1], *EVEN[1:]],
        [["1e999999999", 1, 1, 1, 1], *EVEN[1:]],
        [[float("nan"), 1, 1, 1, 1], *EVEN[1:]],
        [[10**400, 1, 1, 1, 1], *EVEN[1:]],
        [[3] * 6] * 6,
    ],
)
def test_malformed_comparisons_are_refused(value):
    with pytest.raises(ParameterError) as caught:
        parsed(pairwise=value)
    assert caught.value.name == "pairwise"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("linear 1 0", "value_functions"),
        ({"slope": "linear 1 0"}, "value_functions"),
        ({"road": "linear 1"}, "value_functions.road"),
        ({"road": 3}, "value_functions.road"),
        ({"road": ""}, "value_functions.road"),
    ],
)
def test_malformed_value_functions_are_refused(value, name):
    with pytest.raises(ParameterError) as caught:
        parsed(value_functions=value)
    assert caught.value.name == name


@given(st.lists(st.lists(st.floats() | st.text(max_size=4) | st.none(), max_size=6), max_size=6))
def test_any_comparisons_are_taken_or_refused(value):
    try:
        found = parsed(pairwise=value)
    except ParameterError:
        return
    assert sum(found.weights.values()) == pytest.approx(100)


@pytest.mark.parametrize(("ratio", "text"), [(3.0, "3"), (1.0, "1"), (1 / 3, "1/3"), (2.5, "2.5"), (0.4, "1/2.5")])
def test_ratios_are_shown_as_they_are_written(ratio, text):
    assert ratio_text(ratio) == text
