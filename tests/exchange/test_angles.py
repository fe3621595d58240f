import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.exchange.angles import angle_parse, number_parse


@pytest.mark.parametrize(
    ("text", "degrees", "axis"),
    [
        ("3°19'12\"S", -3.32, "lat"),
        ("114 35 30 BT", 114 + 35 / 60 + 30 / 3600, "lon"),
        ("3° 19\u2032 12\u2033 LS", -3.32, "lat"),
        ("LS 3 19 12", -3.32, "lat"),
        ("02° 30' LU", 2.5, "lat"),
        ("95 30 BB", -95.5, "lon"),
        ("114d35'30\"E", 114 + 35 / 60 + 30 / 3600, "lon"),
        ("3°19'12,5''S", -(3 + 19 / 60 + 12.5 / 3600), "lat"),
        ("3-19-12 S", -3.32, "lat"),
        ("-3°19'12\"", -3.32, ""),
        ("-3.32 S", -3.32, "lat"),
        ("3.32S", -3.32, "lat"),
        ("3,32 Lintang Selatan", None, ""),
        ("3,32 Selatan", -3.32, "lat"),
        ("-3,32", -3.32, ""),
        ("\u22123.32", -3.32, ""),
        ("114.590111", 114.590111, ""),
        ("-3.32 N", None, ""),
        ("3°61'S", None, ""),
        ("3°19'61\"S", None, ""),
        ("3°19'60\"S", -(3 + 20 / 60), "lat"),
        ("3.5°19'S", None, ""),
        ("1 2 3 4", None, ""),
        ("S", None, ""),
        ("", None, ""),
        ("nan", None, ""),
        ("inf", None, ""),
        ("Banjarmasin", None, ""),
        ("9" * 50 + " S", None, ""),
    ],
)
def test_an_angle_is_read_as_people_write_it(text, degrees, axis):
    found = angle_parse(text)
    assert (None if found is None else pytest.approx(found.degrees, abs=1e-12)) == degrees
    assert ("" if found is None else found.axis) == axis


SIGNS = [("°", "'", '"'), (" ", " ", ""), ("º", "\u2019", "\u201d"), ("d", "\u2032", "\u2033"), (":", ":", "")]


@given(
    degrees=st.integers(0, 179),
    minutes=st.integers(0, 59),
    seconds=st.integers(0, 59_999),
    letters=st.sampled_from(["S", "LS", "N", "LU", "E", "BT", "W", "BB"]),
    signs=st.sampled_from(SIGNS),
    is_comma=st.booleans(),
    is_before=st.booleans(),
)
def test_degrees_minutes_and_seconds_come_back(degrees, minutes, seconds, letters, signs, is_comma, is_before):
    second = f"{seconds / 1000:.3f}".replace(".", "," if is_comma else ".")
    number = f"{degrees}{signs[0]}{minutes}{signs[1]}{second}{signs[2]}"
    found = angle_parse(f"{letters} {number}" if is_before else f"{number} {letters}")
    sign = -1 if letters in ("S", "LS", "W", "BB") else 1
    assert found is not None
    assert found.degrees == pytest.approx(sign * (degrees + minutes / 60 + seconds / 3_600_000), abs=1e-9)
    assert found.axis == ("lat" if letters in ("S", "LS", "N", "LU") else "lon")


@given(st.floats(-1e7, 1e7).map(lambda number: round(number, 4)))
def test_numbers_come_back_with_a_point_or_a_comma(number):
    point = f"{number:.4f}"
    assert number_parse(point) == number
    assert number_parse(point.replace(".", ",")) == number
    grouped = f"{number:,.4f}".translate(str.maketrans(",.", ".,"))
    assert number_parse(grouped) == number


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text):
    found = angle_parse(text)
    assert found is None or found.axis in ("", "lon", "lat")
