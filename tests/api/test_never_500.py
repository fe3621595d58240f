"""Whatever is sent, the answer is one that the API describes."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gisapp.planning.parameters import CRITERIA, NAMES, REASONS
from tests import factories

pytestmark = pytest.mark.django_db
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
NEARLY_RIGHT = st.fixed_dictionaries(
    {"process": st.just("palm_oil_mill")},
    optional={
        "plants": st.integers(-2, 25) | st.floats(),
        "max_minutes": st.floats() | st.integers(0, 800),
        "size_per_year": st.floats(),
        "cell_size_m": st.floats(),
        "weights": st.dictionaries(st.sampled_from(CRITERIA), st.floats() | st.integers(-1, 101)),
        "ignored_exclusions": st.lists(st.sampled_from(REASONS) | ANY, max_size=4),
    },
)


@pytest.fixture(autouse=True)
def _province():
    factories.small_province()


@RELAXED
@given(NEARLY_RIGHT | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), ANY) | ANY)
def test_any_json(body):
    response = Client().post("/api/siting-runs", data=json.dumps(body), content_type="application/json")
    assert response.status_code in (201, 400, 413, 429)


@RELAXED
@given(st.binary(max_size=200))
def test_any_bytes(body):
    response = Client().post("/api/siting-runs", data=body, content_type="application/json")
    assert response.status_code in (201, 400, 415)


@RELAXED
@given(
    st.sampled_from(["nearby", "why-not", "processes", "openapi.json"]),
    st.dictionaries(
        st.sampled_from(["lon", "lat", "radius_km", "of", "limit"]) | st.text(max_size=5),
        st.text(max_size=12) | st.floats().map(str) | st.integers().map(str),
    ),
)
def test_any_query(path, query):
    response = Client().get(f"/api/{path}?{urlencode(query)}")
    assert response.status_code in (200, 400)


@RELAXED
@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0.1, 200), st.sampled_from(["facilities", "source-areas"]))
def test_every_place_of_the_world_has_an_answer(lon, lat, radius_km, of):
    query = urlencode({"lon": lon, "lat": lat, "radius_km": radius_km, "of": of})
    assert Client().get(f"/api/nearby?{query}").status_code == 200
    assert Client().get(f"/api/why-not?{urlencode({'lon': lon, 'lat': lat})}").status_code == 200


@RELAXED
@given(st.text(max_size=60))
def test_any_address(text):
    response = Client().get("/api/" + urlencode({"x": text})[2:])
    assert response.status_code in (200, 400, 404, 405)
