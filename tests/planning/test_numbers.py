import pytest
from django.utils.translation import override

from gisapp.planning.numbers import minutes, number, per_year, quantity, share


@pytest.mark.parametrize(
    ("language", "value", "digits", "expected"),
    [
        ("id", 1234.5, 1, "1.234,5"),
        ("en", 1234.5, 1, "1,234.5"),
        ("en", -3.0, 1, "\N{MINUS SIGN}3"),
        ("en", 0.04, 0, "0"),
        ("en", -0.04, 1, "0"),
        ("id", 1_000_000, 0, "1.000.000"),
    ],
)
def test_number(language, value, digits, expected):
    with override(language):
        assert number(value, digits) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(9_999, "9,999 t"), (52_370, "52.4 kt"), (174_000, "174 kt"), (5_340_000, "5.34 Mt"), (10_000_000, "10 Mt")],
)
def test_quantity_in_english(value, expected):
    with override("en"):
        assert quantity(value) == expected


def test_other_units_are_written_out():
    with override("en"):
        assert per_year(120_000, "m3") == "120,000 m3/yr"


def test_share_and_time():
    with override("en"):
        assert share(0.3556) == "35.6 %"
        assert minutes(95) == "1 h 35 min"
        assert minutes(59.6) == "1 h"
        assert minutes(18) == "18 min"
