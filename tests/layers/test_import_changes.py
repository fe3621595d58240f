"""What an import changed is taken back to the last bit, and only where nobody has changed it since."""

import uuid

import pytest
from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.utils import translation

from layers.models import (
    DataImport,
    District,
    Facility,
    ImportAdded,
    ImportBefore,
    SourceArea,
    Subdistrict,
)
from layers.services.districts import areas_delete_others
from layers.services.import_changes import ChangedSinceError, changes_noted, changes_undo
from layers.services.rows import rows_create, rows_upsert
from layers.services.shapes import shapes_rebuild
from tests import factories

pytestmark = pytest.mark.django_db

TABLES = (
    "layers_district", "layers_subdistrict", "layers_sourcearea", "layers_facility", "layers_productionstatistic",
)  # fmt: skip
SHAPES = {
    "layers_districtshape": "owner_id, band, extent_m, shape",
    "layers_sourceareashape": "owner_id, band, extent_m, shape, commodity, density_t_per_km2, tile",
    "layers_facilityshape": "owner_id, band, shape, kind, process, status",
}


def dump() -> dict[str, list[tuple[str]]]:
    """All that is stored, as the database writes it."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM {table} AS t ORDER BY id")
            found[table] = cursor.fetchall()
        for table, columns in SHAPES.items():
            cursor.execute(f"SELECT ({columns})::text FROM {table} ORDER BY owner_id, band")
            found[table] = cursor.fetchall()
    return found


def begun() -> DataImport:
    return DataImport.objects.create(kind="facilities", file="x", file_name="x", sha256="0" * 64, size_bytes=1)


@pytest.fixture
def stored():
    west = factories.district("6301", west=factories.WEST, east=factories.MIDDLE, name="Tanah Laut")
    east = factories.district("6302", west=factories.MIDDLE, east=factories.EAST, name="Kotabaru")
    commodity = factories.commodity("oil_palm")
    factories.source_area(commodity, 115.5, -3.0, 1000 / 3, east)
    factories.facility("mill", lon=115.55, lat=-3.0, district=east)
    for model in (District, SourceArea, Facility):
        shapes_rebuild(model)
    return west, east


def test_added_changed_and_removed_rows_come_back_with_all_that_went_with_them(stored):
    west, _east = stored
    before, data_import = dump(), begun()
    with transaction.atomic(), changes_noted(data_import.pk):
        mill = Facility.objects.get(code="mill")
        mill.name, mill.location = "Renamed", Point(115.123456789012345, -3.1, srid=4326)
        new = Facility(code="new", name="New", kind="port", location=Point(115.1, -3.0, srid=4326), source="s")
        rows_upsert([mill, new], fields={"name", "location"})
        # Facilities and source areas of a district that goes stay, without it.
        areas_delete_others(District, kept_codes={west.code})
    assert dump() != before
    assert Facility.objects.get(code="mill").district is None
    assert changes_undo(data_import.pk) == 4
    assert dump() == before


def test_what_is_not_noted_is_not_undone(stored):
    data_import = begun()
    with transaction.atomic(), changes_noted(data_import.pk):
        Facility.objects.filter(code="mill").update(name="By import")
    factories.facility("other", lon=115.5, lat=-2.9)
    assert ImportBefore.objects.count() == 1
    changes_undo(data_import.pk)
    assert set(Facility.objects.values_list("code", "name")) >= {("mill", "Facility mill")}
    assert Facility.objects.filter(code="other").exists()


def test_the_first_state_counts_where_a_row_is_changed_twice(stored):
    before, data_import = dump(), begun()
    with transaction.atomic(), changes_noted(data_import.pk):
        Facility.objects.filter(code="mill").update(name="Once")
        Facility.objects.filter(code="mill").update(name="Twice")
        Facility.objects.filter(code="mill").delete()
        rows_create([Facility(code="m2", name="M2", kind="port", location=Point(115.1, -3.0, srid=4326), source="s")])
        Facility.objects.filter(code="m2").update(name="Changed by itself")
    changes_undo(data_import.pk)
    assert dump() == before


@pytest.mark.parametrize("change", ["update", "delete"])
def test_rows_changed_since_are_not_overwritten(stored, change):
    data_import = begun()
    with transaction.atomic(), changes_noted(data_import.pk):
        rows_create([Facility(code="new", name="N", kind="port", location=Point(115.1, -3.0, srid=4326), source="s")])
    new = Facility.objects.filter(code="new")
    pk = new.get().pk
    new.update(name="By hand") if change == "update" else new.delete()
    now = dump()
    with pytest.raises(ChangedSinceError, match=rf"1 .*{pk}"):
        changes_undo(data_import.pk)
    assert dump() == now


def test_what_others_refer_to_now_is_not_removed(stored):
    data_import = begun()
    with transaction.atomic(), changes_noted(data_import.pk):
        district = factories.district("6303", west=factories.EAST, east=factories.EAST + 0.4)
    factories.facility("since", lon=115.9, lat=-3.0, district=district)
    with translation.override("en"), pytest.raises(ChangedSinceError, match="facilities"):
        changes_undo(data_import.pk)
    assert District.objects.filter(code="6303").exists()


def test_subdistricts_that_went_with_their_district_come_back(stored):
    west, east = stored
    Subdistrict.objects.create(
        code="630201", name="Sub", district=east, boundary=east.boundary, area_km2=1 / 3, source="made up"
    )
    before, data_import = dump(), begun()
    with transaction.atomic(), changes_noted(data_import.pk):
        areas_delete_others(District, kept_codes={west.code})
    assert not Subdistrict.objects.exists()
    changes_undo(data_import.pk)
    assert dump() == before


def test_an_import_that_fails_leaves_no_note(stored):
    data_import = begun()

    def fail():
        with transaction.atomic(), changes_noted(data_import.pk):
            Facility.objects.filter(code="mill").update(name="x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    Facility.objects.filter(code="mill").update(name="y")
    assert not ImportBefore.objects.exists()
    assert not ImportAdded.objects.exists()


def test_nothing_to_undo_is_no_error(stored):
    assert changes_undo(uuid.uuid4()) == 0
