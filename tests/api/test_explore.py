import pytest

from layers.models import DistrictKind
from tests import factories
from tests.api.test_siting_runs import problem

pytestmark = pytest.mark.django_db


def found(client, q, **more):
    response = client.get("/api/search", {"q": q, **more})
    assert response.status_code == 200
    return response.json()["places"]


def test_a_name_finds_districts_seats_and_facilities_and_the_nearest_name_comes_first(client):
    west = factories.district("6301", west=115.0, east=115.4, name="Banjar", seat_name="Martapura")
    factories.district(
        "6371", west=115.4, east=115.8, name="Banjarmasin", kind=DistrictKind.KOTA, seat_name="Banjarmasin"
    )
    factories.facility("mill", 115.1, -3.0, name="PKS Banjar Jaya", district=west)
    places = found(client, "banjar")
    assert [(place["kind"], place["name"]) for place in places] == [
        ("district", "Banjar"),
        ("district", "Banjarmasin"),
        ("town", "Banjarmasin"),
        ("facility", "PKS Banjar Jaya"),
    ]
    assert places[0]["bbox"] == [115.0, -3.2, 115.4, -2.8]
    assert (places[3]["lon"], places[3]["lat"], places[3]["within"]) == (115.1, -3.0, "Banjar")
    assert [place["name"] for place in found(client, "kota banjar")] == ["Banjarmasin"]
    assert len(found(client, "banjar", limit=2)) == 2
    assert found(client, "banj%") == []


def test_coordinates_are_places(client):
    factories.district("6301", west=115.0, east=115.8)
    [place] = found(client, "50S 388229 9620686")
    assert (place["kind"], place["zone"]) == ("coordinates", "50S")
    assert (place["lon"], place["lat"]) == pytest.approx((115.9938, -3.4312), abs=1e-4)


@pytest.mark.parametrize("query", [{}, {"q": "a"}, {"q": "x" * 121}, {"q": "a\0b"}, {"q": "ab", "limit": 51}])
def test_what_is_out_of_range_is_said(client, query):
    response = client.get("/api/search", query)
    assert problem(response, 400)["name"] in ("q", "limit")


def test_here_tells_districts_utm_and_the_nearest_road(client):
    factories.small_province()
    here = client.get("/api/here", {"lon": 115.2, "lat": -3.01}, headers={"Accept-Language": "en"}).json()
    assert here["district"]["name"].startswith("District")
    assert here["district"]["source"] == "made up for a test"
    assert here["utm"]["zone"] == "50S"
    assert here["utm"]["easting_m"] == pytest.approx(299_990, abs=500)
    # A hundredth of a degree of latitude, less what the straight way between two points on a parallel bends aside.
    assert here["road"]["distance_m"] == pytest.approx(1_103.8, abs=0.5)
    assert here["rasters"] == []


def test_here_far_away_has_nothing_but_its_position(client):
    here = client.get("/api/here", {"lon": -20, "lat": 10}).json()
    assert (here["district"], here["subdistrict"], here["road"]) == (None, None, None)
    assert here["utm"]["zone"] == "27N"
