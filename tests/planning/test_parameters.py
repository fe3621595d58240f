import math

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gisapp import conf
from gisapp.planning.errors import ParameterError
from gisapp.planning.parameters import CRITERIA, NAMES, NUMBERS, SitingParameters, parameters_parse

NUMBER_NAMES = [number.name for number in NUMBERS]


def test_defaults_need_a_process_only():
    assert parameters_parse({"process": "palm_oil_mill"}) == SitingParameters(process="palm_oil_mill")


def test_stored_parameters_are_read_back_the_same():
    given_parameters = parameters_parse(
        {"process": "p", "plants": 3, "weights": dict.fromkeys(CRITERIA, 1), "ignored_exclusions": ["peat", "water"]}
    )
    assert parameters_parse(given_parameters.as_json()) == given_parameters


def test_places_and_conditions_are_read_back_the_same():
    given_parameters = parameters_parse(
        {
            "process": "p",
            "plants": 2,
            "forced_sites": [{"lon": 115, "lat": -3}],
            "forbidden_sites": [{"lon": 114, "lat": -3}, {"lon": 114, "lat": -2, "radius_km": 20}],
            "budget_million_idr": 5_000,
            "allow_upgrades": True,
        }
    )
    assert [site.radius_km for site in given_parameters.forbidden_sites] == [1.0, 20.0]
    assert parameters_parse(given_parameters.as_json()) == given_parameters


@pytest.mark.parametrize(
    ("given_values", "name"),
    [
        ({}, "process"),
        ({"process": "p", "method": "greedy"}, "method"),
        ({"process": "p", "budget_million_idr": 0}, "budget_million_idr"),
        ({"process": "p", "allow_upgrades": 1}, "allow_upgrades"),
        ({"process": "p", "serve_existing": "no"}, "serve_existing"),
        ({"process": "p", "serve_existing": False, "allow_upgrades": True}, "allow_upgrades"),
        ({"process": "p", "forced_sites": {"lon": 115, "lat": -3}}, "forced_sites"),
        ({"process": "p", "forced_sites": [{"lon": 115}]}, "forced_sites.1"),
        ({"process": "p", "forced_sites": [{"lon": 115, "lat": -93}]}, "forced_sites.1.lat"),
        ({"process": "p", "forced_sites": [{"lon": 115, "lat": -3}] * 2}, "forced_sites"),
        ({"process": "p", "forbidden_sites": [{"lon": 115, "lat": -3, "radius_km": 0}]}, "forbidden_sites.1.radius_km"),
        ({"process": "p", "method": "in_turn", "forced_sites": [{"lon": 115, "lat": -3}]}, "method"),
        (
            {"process": "p", "budget_million_idr": 9, "value_functions": {"supply": "bell 1 0.5"}},
            "value_functions.supply",
        ),
        ({"process": ""}, "process"),
        ({"process": "x" * 61}, "process"),
        ({"process": "a\x00b"}, "process"),
        ({"process": ["p"]}, "process"),
        ({"process": "p", "plants": 0}, "plants"),
        ({"process": "p", "plants": 21}, "plants"),
        ({"process": "p", "plants": 1.5}, "plants"),
        ({"process": "p", "plants": True}, "plants"),
        ({"process": "p", "plants": "3"}, "plants"),
        ({"process": "p", "max_minutes": 4.99}, "max_minutes"),
        ({"process": "p", "max_minutes": 721}, "max_minutes"),
        ({"process": "p", "cell_size_m": math.nan}, "cell_size_m"),
        ({"process": "p", "min_utilisation": math.inf}, "min_utilisation"),
        ({"process": "p", "weights": {"supply": 1}}, "weights"),
        ({"process": "p", "weights": dict.fromkeys(CRITERIA, 0)}, "weights"),
        ({"process": "p", "weights": {**dict.fromkeys(CRITERIA, 1), "road": -1}}, "weights.road"),
        ({"process": "p", "weights": [1, 2]}, "weights"),
        ({"process": "p", "ignored_exclusions": "peat"}, "ignored_exclusions"),
        ({"process": "p", "ignored_exclusions": ["swamp"]}, "ignored_exclusions"),
        ({"process": "p", "ignored_exclusions": [["peat"]]}, "ignored_exclusions"),
        ({"process": "p", "season": "monsoon"}, "season"),
        ({"process": "p", "season": 1}, "season"),
        ({"process": "p", "colour": "red"}, "parameter"),
    ],
)
def test_bad_parameters_are_named_with_value_and_range(given_values, name):
    with pytest.raises(ParameterError) as caught:
        parameters_parse(given_values)
    assert caught.value.name == name
    assert caught.value.allowed
    assert caught.value.allowed in str(caught.value)


def test_message_names_value_and_range():
    with override("en"), pytest.raises(ParameterError, match="plants is 99; allowed: a whole number, 1 to 20"):
        parameters_parse({"process": "p", "plants": 99})


@pytest.mark.parametrize("number", NUMBERS, ids=NUMBER_NAMES)
def test_both_ends_of_every_range_are_accepted(number):
    for value in (number.limits.low, number.limits.high):
        assert getattr(parameters_parse({"process": "p", number.name: value}), number.name) == value


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(CRITERIA), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=20), VALUES))
def test_anything_else_is_refused_and_never_crashes(values):
    try:
        parameters = parameters_parse({"process": "p", **values})
    except ParameterError:
        return
    assert parameters.process
    assert conf.PLANTS.low <= parameters.plants <= conf.PLANTS.high
    assert sum(parameters.weights.values()) > 0
