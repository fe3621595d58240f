"""The stored indices are those of the API, for every year, and are reckoned anew when the statistics change."""

import pytest

from gisapp.planning.jobs import district_indices_refresh_task
from gisapp.planning.potentials.stored import indices_are_current, indices_store
from layers.models import DistrictIndex, SectorStatistic
from tests.planning.potentials import statistics

pytestmark = pytest.mark.django_db


def stored(measure, district, section="", year=2020):
    return DistrictIndex.objects.get(measure=measure, district__code=district, section=section, year=year)


def test_indices_of_every_year_are_stored_with_what_they_rest_on():
    statistics.small_statistics()
    assert not indices_are_current()
    indices_store()

    # 60 % of 6302 and 25 % of the province are section C.
    quotient = stored("lq", "6302", "C")
    assert quotient.value == pytest.approx(2.4)
    assert (quotient.unit, quotient.series, quotient.source) == ("index", statistics.SERIES, "made up for a test")
    assert stored("lq", "6302", "C", 2022).value != quotient.value
    assert indices_are_current()


def test_growth_tells_its_period_and_the_first_year_has_none():
    statistics.small_statistics()
    indices_store()

    growth = stored("growth", "6301", "A", 2022)
    assert growth.from_year == 2020
    assert growth.value == pytest.approx(100 * (1.1**0.5 - 1))
    assert not DistrictIndex.objects.filter(measure="growth", year=2020).exists()


def test_what_cannot_be_told_is_stored_with_its_reason():
    statistics.small_statistics()
    indices_store()

    # Product per head rests on figures that the small province does not record.
    unknown = stored("per_head", "6301")
    assert unknown.value is None
    assert unknown.reason == "not_recorded"


def test_a_change_of_the_statistics_is_noticed_by_the_worker():
    statistics.small_statistics()
    indices_store()
    SectorStatistic.objects.filter(region_code="6302", section="C", year=2020).update(value=160)
    assert not indices_are_current()

    district_indices_refresh_task(timestamp=0)

    assert indices_are_current()
    assert stored("share", "6302", "C").value == pytest.approx(80.0)
