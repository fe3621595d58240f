import pytest

from gisapp.exchange.errors import MappingError
from gisapp.exchange.importers.districts import districts_import, region_code, subdistricts_import
from gisapp.exchange.table import table_read
from layers.models import District, DistrictShape, Facility, ProductionStatistic, Subdistrict
from tests import factories
from tests.exchange.conftest import BOWTIE, square

NAMES = {"code": "kode", "name": "nama"}


@pytest.mark.django_db
def test_new_districts_are_measured_named_and_drawn(geojson_file, options):
    path = geojson_file(
        ({"kode": "63.01", "nama": "Kabupaten Tanah Laut"}, square(115, -3)),
        ({"kode": "ID-6371", "nama": "Kota Banjarmasin"}, square(115.1, -3)),
    )
    report = districts_import(table_read(path), options(columns=NAMES))
    assert (report.read, report.created, report.updated, report.errors) == (2, 2, 0, [])
    first, second = District.objects.order_by("code")
    assert (first.code, first.name, first.kind, second.code, second.name, second.kind) == (
        "6301", "Tanah Laut", "kabupaten", "6371", "Banjarmasin", "kota",
    )  # fmt: skip
    assert first.boundary.geom_type == "MultiPolygon"
    # A tenth of a degree at 3 degrees south: 11.1 km x 11.06 km.
    assert first.area_km2 == pytest.approx(122.9, abs=0.5)
    assert first.source == "made up for a test"
    assert DistrictShape.objects.filter(owner=first).exists()


def test_a_stored_district_is_changed_in_place_and_keeps_what_the_file_does_not_give(province, geojson_file, options):
    old = province[0]
    District.objects.filter(pk=old.pk).update(is_approximate=True)
    factories.facility("mill", 115.1, -3.0, district=old)
    path = geojson_file(({"code": "6301", "name": "Tanah Laut Baru"}, square(115, -3)))
    report = districts_import(table_read(path), options())
    assert (report.created, report.updated, report.removed) == (0, 1, {})
    old.refresh_from_db()
    assert (old.name, old.population, old.seat_name) == ("Tanah Laut Baru", 100_000, "Seat 6301")
    assert old.area_km2 == pytest.approx(122.9, abs=0.5)
    assert Facility.objects.get().district == old
    # But for this: the new boundary is as exact as its file says, and it says nothing of approximate.
    assert not old.is_approximate


def test_replacing_deletes_the_others_and_says_what_went_with_them(province, geojson_file, options):
    palm = factories.commodity("oil_palm")
    gone = province[1]
    factories.facility("mill", 115.5, -3.0, district=gone)
    ProductionStatistic.objects.create(
        region_code="6302",
        district=gone,
        commodity=palm,
        year=2024,
        series="s",
        measure="m",
        value=1,
        unit="t",
        source="x",
    )
    path = geojson_file(({"code": "6301", "name": "Tanah Laut"}, square(115, -3)))
    report = districts_import(table_read(path), options(is_replacing=True))
    assert report.removed == {"District": 1, "ProductionStatistic": 1}
    assert list(District.objects.values_list("code", flat=True)) == ["6301"]
    assert Facility.objects.get().district is None


def test_replacing_never_deletes_a_district_whose_row_was_refused(province, geojson_file, options):
    path = geojson_file(
        ({"code": "6301", "name": "Tanah Laut"}, square(115, -3)), ({"code": "6302", "name": "Kotabaru"}, BOWTIE)
    )
    report = districts_import(table_read(path), options(is_replacing=True))
    assert [(one.row, one.name, one.field) for one in report.errors] == [(2, "Kotabaru", "boundary")]
    assert "--repair" in report.errors[0].fix
    assert "Self-intersection" in report.errors[0].value
    assert District.objects.count() == 2


def test_an_invalid_boundary_is_repaired_where_asked(province, geojson_file, options):
    path = geojson_file(({"code": "6302", "name": "Kotabaru"}, BOWTIE))
    report = districts_import(table_read(path), options(is_repairing=True))
    assert [(one.row, one.name) for one in report.repaired] == [(1, "Kotabaru")]
    assert District.objects.get(code="6302").boundary.valid


@pytest.mark.django_db
def test_doubles_and_gaps_are_refused_row_by_row(geojson_file, options):
    path = geojson_file(
        ({"code": "6301", "name": "A"}, square(115, -3)),
        ({"code": "6301", "name": "B"}, square(116, -3)),
        ({"code": None, "name": "C"}, square(117, -3)),
        ({"code": "6304", "name": "D"}, None),
        ({"code": "6305", "name": "E"}, {"type": "Point", "coordinates": [115, -3]}),
        ({"code": "6306", "name": None}, square(118, -3)),
    )
    report = districts_import(table_read(path), options())
    assert [(one.row, one.field) for one in report.errors] == [
        (2, "code"), (3, "code"), (4, "boundary"), (5, "boundary"), (6, "name"),
    ]  # fmt: skip
    assert "row 1" in report.errors[0].limit
    assert report.created == 1


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(geojson_file, options):
    path = geojson_file(({"code": "6301", "name": "A"}, square(115, -3)))
    report = districts_import(table_read(path), options(is_dry_run=True))
    assert report.created == 1
    assert "nothing was written" in report.as_text()
    assert not District.objects.exists()


@pytest.mark.django_db
def test_without_source_or_code_column_nothing_is_read(geojson_file, options):
    path = geojson_file(({"id": "6301", "name": "A"}, square(115, -3)))
    with pytest.raises(MappingError, match="--map code=COLUMN"):
        districts_import(table_read(path), options())
    with pytest.raises(MappingError, match="source"):
        districts_import(table_read(path), options(columns={"code": "id"}).__class__(columns={"code": "id"}))


def test_a_subdistrict_belongs_to_the_district_of_its_code_or_of_its_place(province, geojson_file, options):
    path = geojson_file(
        ({"code": "63.02.01", "name": "By code"}, square(115.1, -3)),
        ({"code": "999901", "name": "By place"}, square(115.1, -3.1)),
        ({"code": "999902", "name": "Nowhere"}, square(110, -3.1)),
    )
    report = subdistricts_import(table_read(path), options())
    assert dict(Subdistrict.objects.values_list("name", "district__code")) == {"By code": "6302", "By place": "6301"}
    assert [(one.row, one.name, one.field) for one in report.errors] == [(3, "Nowhere", "district")]


@pytest.mark.parametrize(("cell", "code"), [("63.01.02", "630102"), ("ID-6301", "6301"), (6301, "6301"), (None, None)])
def test_region_codes(cell, code):
    assert region_code(cell) == code
