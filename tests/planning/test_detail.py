import numpy as np
import pytest
import shapely

from gisapp import conf
from gisapp.planning import source_areas
from gisapp.planning.detail import detail_of
from layers.models import SourceArea
from tests import factories


def square(side_km):
    return np.array([shapely.box(0, 0, side_km * 1_000, side_km * 1_000)], dtype=object)


def test_a_province_gets_the_least_detail_and_the_country_the_most():
    province, island, country = (detail_of(square(side_km)) for side_km in (190, 270, 1_380))
    assert (province.source_groups, province.stretches) == (conf.SOURCE_GROUPS.low, conf.STRETCHES.low)
    assert island.source_groups == round(270**2 / conf.KM2_PER_SOURCE_GROUP)
    assert (country.source_groups, country.stretches) == (conf.SOURCE_GROUPS.high, conf.STRETCHES.high)


@pytest.mark.django_db
def test_source_areas_read_in_slices_are_those_read_at_once(monkeypatch, django_assert_num_queries):
    factories.small_province()
    SourceArea.objects.filter(annual_tonnes__gt=58_000).update(district=None)
    areas = SourceArea.objects.all()
    whole = source_areas.source_areas_read(areas, {})
    monkeypatch.setattr(source_areas, "_SLICE_ROWS", 5)
    with django_assert_num_queries(1):
        sliced = source_areas.source_areas_read(areas, {})
    assert len(whole.id) == 12
    for name in ("id", "x_m", "y_m", "supply_t_per_year", "district"):
        assert getattr(whole, name).tolist() == getattr(sliced, name).tolist()
    assert whole.supply_t_per_year.sum() == pytest.approx(700_000)
    assert not source_areas.source_areas_read(areas.none(), {}).id.size
