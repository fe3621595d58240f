import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.exchange.written_places import written_places
from gisapp.geo.bbox import Bbox
from gisapp.geo.utm import utm_place

KALIMANTAN = Bbox(113.9, -5.0, 117.0, -1.0)
BATULICIN = (115.9938, -3.4312)


def read(text):
    return written_places(text, likely=KALIMANTAN)


@pytest.mark.parametrize(
    "text",
    [
        "115,9938° BT, 3,4312° LS",
        "3,4312 LS 115,9938 BT",
        "3.4312S 115.9938E",
        "S3.4312 E115.9938",
        "3°25'52.3\"LS 115°59'37.7\"BT",
        "LS 3°25'52,3\" BT 115°59'37,7\"",
        "3 25.872 S 115 59.628 E",
        "-3.4312, 115.9938",
        "-3.4312,115.9938",
        "115.9938 -3.4312",
        "-3,4312 115,9938",
        "(-3.4312; 115.9938)",
    ],
)
def test_degrees_as_people_write_them(text):
    [place] = read(text)
    assert (place.lon, place.lat) == pytest.approx(BATULICIN, abs=1e-4)
    assert place.zone == ""


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("50S 388229 9620686", "50S"),
        ("UTM 50S 388.229, 9.620.686", "50S"),
        ("388229 mE 9620686 mN 50M", "50S"),
        ("388229 9620686", "50S"),
        ("388229,9620686", "50S"),
        ("zona 49 S 1055000 9620686", None),
    ],
)
def test_utm(text, zone):
    places = read(text)
    assert [place.zone for place in places] == ([zone] if zone else [])
    for place in places:
        assert (place.lon, place.lat) == pytest.approx(BATULICIN, abs=1e-4)


def test_a_zone_that_is_named_decides_even_far_away():
    [place] = read("49S 388229 9620686")
    assert place.lon == pytest.approx(BATULICIN[0] - 6, abs=1e-4)


def test_two_numbers_that_can_be_either_are_read_where_we_are_first():
    box = Bbox(10, 40, 20, 50)
    assert [(place.lon, place.lat) for place in written_places("12 45", likely=box)] == [(12, 45), (45, 12)]


@pytest.mark.parametrize("text", ["", "Batulicin", "PKS 12 34", "50S", "99 99", "3 LS 4 LS", "1000 2000", "1 2 3 4 5"])
def test_what_is_no_place(text):
    assert read(text) == ()


@given(st.floats(113.9, 117), st.floats(-5, -1))
def test_what_we_write_is_read_again(lon, lat):
    [degrees] = read(f"{lon:.5f}° BT, {-lat:.5f}° LS".replace(".", ","))
    assert (degrees.lon, degrees.lat) == pytest.approx((lon, lat), abs=1e-5)
    utm = utm_place(lon=lon, lat=lat)
    [metres] = read(f"{utm.zone} {utm.easting_m:.0f} {utm.northing_m:.0f}")
    assert (metres.lon, metres.lat) == pytest.approx((lon, lat), abs=1e-5)


@given(st.text(max_size=120))
def test_any_text(text):
    for place in read(text):
        assert abs(place.lon) <= 180
        assert abs(place.lat) <= 90
