import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gisapp.exchange.checks.province import districts_check
from gisapp.exchange.district_index import NOWHERE, DistrictIndex
from tests import factories

pytestmark = pytest.mark.django_db


def placed(rows):
    xy = shapely.get_coordinates(rows.geometry)
    districts_check(rows, DistrictIndex(), field="location", lon=xy[:, 0], lat=xy[:, 1])
    return [(one.row, one.level, one.code) for one in rows.report.findings]


def test_places_beyond_beside_and_in_another_district_than_said(province, intake):
    # 0.03 degrees south of the coast are 3.3 km, 0.06 are 6.6 km.
    points = [(115.1, -3.0), (115.1, -3.23), (115.1, -3.26), (-3.0, 85.0), (-3.0, 115.1), (115.5, -3.0), (115.5, -3.0)]
    said = ["Kab. Tanah Laut", "63.01", "", None, None, "Tanah Laut", "KOTA BARU"]
    rows = intake([shapely.Point(*one) for one in points], columns={"district": said})
    assert placed(rows) == [
        (5, "error", "swapped_coordinates"),
        (3, "error", "outside_province"),
        (4, "error", "outside_province"),
        (2, "warning", "beside_district"),
        (6, "warning", "other_district"),
    ]
    found = rows.values["district"]
    assert [one and one.code for one in found] == ["6301", "6301", None, None, None, "6302", "6302"]
    assert rows.report.findings[3].value.startswith("33")
    assert rows.report.findings[4].limit == "lies in 6302 Kotabaru"


def test_a_place_amid_the_districts_but_in_none_is_told_from_one_far_off(intake):
    factories.district("6301", west=114.0, east=114.5)
    factories.district("6302", west=115.5, east=116.0)
    rows = intake([shapely.Point(115.0, -3.0), shapely.Point(117.0, -3.0)])
    assert placed(rows) == [(1, "error", "in_sea"), (2, "error", "outside_province")]
    assert rows.report.findings[0].limit == "within 5 km of a stored district"
    assert not rows.is_good.any()


def test_a_place_that_is_none_lies_nowhere(province):
    found = DistrictIndex().place(np.array([np.nan, 115.1]), np.array([-3.0, np.inf]), within_m=5_000.0)
    assert found.district.tolist() == [NOWHERE, NOWHERE]


class TestIndex(TestCase):
    @settings(max_examples=50, deadline=None)
    @given(st.lists(st.tuples(st.floats(114.9, 115.9), st.floats(-3.3, -2.7)), max_size=20))
    def test_many_places_are_found_like_one(self, places):
        factories.district("6301", west=factories.WEST, east=factories.MIDDLE)
        factories.district("6302", west=factories.MIDDLE, east=factories.EAST)
        index = DistrictIndex()
        lon, lat = np.array(places, dtype=float).reshape(-1, 2).T
        together = index.place(lon, lat, within_m=5_000.0)
        for number, (x, y) in enumerate(places):
            alone = index.place(np.array([x]), np.array([y]), within_m=5_000.0)
            assert (alone.district[0], alone.distance_m[0]) == (
                together.district[number],
                pytest.approx(together.distance_m[number]),
            )
