import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.planning.scenarios.matching import Match, sites_match

# One minute of latitude is close to a nautical mile.
MINUTE_KM = 1.8428


def test_the_nearest_two_are_paired_first():
    a = [(115.0, -3.0), (115.0, -3.0 + 2 / 60)]
    b = [(115.0, -3.0 + 3 / 60)]
    far, near = sites_match(a, b, limit_km=15)
    assert far == Match(0, None)
    assert (near.a, near.b) == (1, 0)
    assert near.distance_km == pytest.approx(MINUTE_KM, abs=0.002)


def test_sites_beyond_the_limit_stand_alone():
    assert sites_match([(115.0, -3.0)], [(116.0, -3.0)], limit_km=15) == (Match(0, None), Match(None, 0))


def test_a_run_is_matched_with_itself_without_a_distance():
    places = [(115.0, -3.0), (115.2, -3.0), (115.4, -2.9)]
    assert [(one.a, one.b, one.distance_km) for one in sites_match(places, places, limit_km=15)] == [
        (0, 0, 0.0),
        (1, 1, 0.0),
        (2, 2, 0.0),
    ]


def test_nothing_is_matched_with_nothing():
    assert sites_match([], [], limit_km=15) == ()


PLACES = st.lists(st.tuples(st.floats(114, 117), st.floats(-5, -1)), max_size=8)


@given(PLACES, PLACES, st.floats(0, 300))
def test_every_site_stands_in_one_row(a, b, limit_km):
    rows = sites_match(a, b, limit_km=limit_km)
    assert sorted(row.a for row in rows if row.a is not None) == list(range(len(a)))
    assert sorted(row.b for row in rows if row.b is not None) == list(range(len(b)))
    for row in rows:
        assert (row.distance_km is not None) == (row.a is not None and row.b is not None)
        assert row.distance_km is None or row.distance_km <= limit_km
