"""Which year a map shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.ogc.errors import InvalidDimensionError
from gisapp.ogc.wms.dimension import Shown, year_chosen

YEARS = (2015, 2020, 2021)


def year(text, years=YEARS):
    return year_chosen(text, layer="x", years=years).year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 2021),
        ("2015", 2015),
        ("2020-12-31T23:59:59.999+08:00", 2020),
        ("2014/2019", 2015),
        ("2014/2100/P1Y", 2021),
        ("2020-01-01/2020-12-31", 2020),
        (" 2015 ", 2015),
    ],
)
def test_the_year_that_a_time_means(text, expected):
    assert year(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2016", "2016/2019", "2015,2020", "current", "now", "2021/2015", "-2015", "20150", "2015/", "/", "2015//P1Y/x"],
)
def test_a_time_that_means_no_year_of_the_layer_is_refused(text):
    with pytest.raises(InvalidDimensionError, match="TIME"):
        year(text)


def test_the_years_that_there_are_are_told():
    with pytest.raises(InvalidDimensionError, match="2015, 2020, 2021"):
        year("1999")


def test_a_layer_without_years_shows_what_it_has():
    assert year_chosen("anything", layer="x", years=()) == Shown()


@given(st.text(max_size=300))
def test_any_text_means_a_year_or_is_refused(text):
    try:
        chosen = year(text)
    except InvalidDimensionError:
        return
    assert chosen in YEARS
