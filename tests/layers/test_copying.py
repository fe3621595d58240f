import numpy as np
import pytest
import shapely
from django.db import connection

from layers.models import Facility
from layers.services import bulk
from layers.services.bulk import columns_create
from layers.services.copying import ewkb
from tests.layers.test_bulk import ports


def test_geometries_are_written_as_geos_writes_them_with_their_srid():
    square = shapely.box(0, 0, 2, 1)
    geometry = np.asarray(
        [shapely.Point(115.1, -3.2), shapely.MultiPolygon([square]), shapely.MultiPoint([[1, 2], [3, 4]]), None], object
    )
    expected = shapely.to_wkb(shapely.set_srid(geometry, 4326), include_srid=True, byte_order=1)
    assert ewkb(geometry, srid=4326).tolist() == expected.tolist()
    assert ewkb(geometry[:0], srid=4326).size == 0


@pytest.mark.django_db
def test_the_planner_knows_of_many_rows_that_are_added_before_they_are_committed(monkeypatch):
    monkeypatch.setattr(bulk, "MANY_ROWS", 50)
    columns_create(Facility, ports(50), count=50)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'layers_facility'::regclass")
        assert cursor.fetchone() == (50.0,)
