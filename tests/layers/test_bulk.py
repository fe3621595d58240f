import numpy as np
import pytest
import shapely

from layers.models import Facility, FacilityShape
from layers.services import bulk
from layers.services.bulk import columns_create, columns_update
from tests import factories

pytestmark = pytest.mark.django_db


def ports(count):
    return {
        "code": [f"p{number}" for number in range(count)],
        "name": [f"Port\t{number}\n\\N" for number in range(count)],
        "kind": ["port"] * count,
        "district": [factories.district("6301", west=factories.WEST, east=factories.EAST)] * count,
        "location": np.asarray(shapely.points(115.1 + np.arange(count) / 1_000, -3.0), dtype=object),
        "year": [None] * count,
        "source": ["x"] * count,
    }


def test_rows_are_added_in_order_with_defaults_and_shapes(monkeypatch):
    monkeypatch.setattr(bulk, "COPY_ROWS", 2)
    ids = columns_create(Facility, ports(5), count=5)
    rows = Facility.objects.in_bulk(ids)
    assert [rows[pk].code for pk in ids] == ["p0", "p1", "p2", "p3", "p4"]
    first = rows[ids[0]]
    assert (first.name, first.status, first.owner, first.year) == ("Port\t0\n\\N", "operating", "", None)
    assert (first.location.srid, first.location.x, first.district.code) == (4326, 115.1, "6301")
    assert FacilityShape.objects.filter(owner__in=ids).values("owner").distinct().count() == 5
    # The next row that is added otherwise gets a number of its own.
    assert factories.facility("other", 115.2, -3.0).pk > max(ids)


def test_fields_of_stored_rows_change_and_the_others_stay():
    ids = columns_create(Facility, ports(3), count=3)
    moved = np.asarray(shapely.points([115.5, 115.6], [-3.1, -3.1]), dtype=object)
    columns_update(Facility, ids[:2], {"owner": ["A", "B"], "location": moved})
    rows = list(Facility.objects.order_by("code").values_list("code", "owner", "kind"))
    assert rows == [("p0", "A", "port"), ("p1", "B", "port"), ("p2", "", "port")]
    assert Facility.objects.get(code="p1").location.x == 115.6
    assert FacilityShape.objects.filter(owner__in=ids).values("owner").distinct().count() == 3


def test_nothing_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(2):  # the two savepoints of what is atomic
        assert columns_create(Facility, {}, count=0) == []
