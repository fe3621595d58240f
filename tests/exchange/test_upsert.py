"""What an import says of rows that are stored already."""

import pytest

from gisapp import conf
from gisapp.exchange.errors import MappingError
from gisapp.exchange.importers.districts import districts_import
from gisapp.exchange.importers.facilities import facilities_import
from gisapp.exchange.importers.source_areas import source_areas_import
from gisapp.exchange.table import table_read
from layers.models import District, Facility, SourceArea
from tests import factories
from tests.exchange.conftest import square

PORT = {"kind": "port"}
PALM = {"commodity": "oil_palm", "year": "2024", "annual_tonnes": "100"}


@pytest.fixture
def ports(province):
    factories.facility("a", 115.1, -3.0, name="A", kind="port", owner="Old")
    factories.facility("b", 115.2, -3.0, name="B", kind="port", owner="Old")
    factories.facility("c", 115.3, -3.0, name="C", kind="port", owner="Old")
    factories.facility("z", 115.3, -3.1, name="Z", kind="other")
    return province


def test_new_changed_unchanged_and_missing_rows_are_told_field_by_field(ports, csv_file, options):
    path = csv_file("code,name,lon,lat,owner\na,A,115.1,-3.0,Old\nb,B,115.5,-3.0,New\nd,D,115.4,-3.1,\n")
    Facility.objects.update(source="made up for a test")
    Facility.objects.filter(code="a").update(district=District.objects.get(code="6301"))
    Facility.objects.filter(code="b").update(district=District.objects.get(code="6301"))
    report = facilities_import(table_read(path), options(constants=PORT, is_replacing=True))
    assert (report.created, report.updated, report.unchanged, report.missing) == (1, 1, 1, 1)
    assert report.missing_names == ["c C"]
    [change] = report.changes
    assert (change.row, change.name) == (3, "B")
    told = {one.field: (one.before, one.after) for one in change.fields}
    assert told == {
        "owner": ("Old", "New"),
        "location": ("115.200000 -3.000000", "115.500000 -3.000000"),
        "district": ("6301 Tanah Laut", "6302 Kotabaru"),
    }
    assert Facility.objects.get(code="b").owner == "New"
    # What the file does not give stays as it is.
    assert Facility.objects.get(code="z").kind == "other"


def test_a_dry_run_tells_the_same_and_writes_nothing(ports, csv_file, options):
    path = csv_file("code,name,lon,lat,owner\nb,B,115.5,-3.0,New\nd,D,115.4,-3.1,\n")
    dry = facilities_import(table_read(path), options(constants=PORT, is_replacing=True, is_dry_run=True))
    assert Facility.objects.get(code="b").owner == "Old"
    assert not Facility.objects.filter(code="d").exists()
    real = facilities_import(table_read(path), options(constants=PORT, is_replacing=True))
    assert {**dry.as_dict(), "is_dry_run": False} == real.as_dict()


def test_the_same_file_again_changes_nothing(province, csv_file, geojson_file, options):
    path = csv_file("code,name,lon,lat,owner\nb,B,115.5,-3.0,New\n")
    assert facilities_import(table_read(path), options(constants=PORT)).created == 1
    again = facilities_import(table_read(path), options(constants=PORT))
    assert (again.written, again.unchanged, again.errors) == (0, 1, [])
    areas = geojson_file(({"code": "6303", "name": "Banjar"}, square(115.1, -3.4)))
    assert districts_import(table_read(areas), options()).created == 1
    assert districts_import(table_read(areas), options()).unchanged == 1


def test_a_key_of_ones_choice(ports, csv_file, options):
    path = csv_file("name,lon,lat,owner\nB,115.5,-3.0,New\nNew,115.4,-3.1,\n")
    report = facilities_import(table_read(path), options(constants=PORT, key="name"))
    assert (report.created, report.updated, report.missing) == (1, 1, 2)
    assert Facility.objects.get(name="B").code == "b"
    with pytest.raises(MappingError, match="Known: code, id, name"):
        facilities_import(table_read(path), options(constants=PORT, key="owner"))


def test_source_areas_are_known_again_by_their_name(province, geojson_file, options):
    factories.commodity("oil_palm", yield_mid=18.9, yield_unit="t/ha/yr")
    path = geojson_file(({"name": "west"}, square(115.1, -3)), ({"name": "east"}, square(115.5, -3)))
    source_areas_import(table_read(path), options(constants=PALM))
    moved = geojson_file(({"name": "west"}, square(115.2, -3)), ({"name": "new"}, square(115.3, -3)), name="2.geojson")
    report = source_areas_import(table_read(moved), options(constants=PALM, key="name"))
    assert (report.created, report.updated, report.missing) == (1, 1, 1)
    assert {one.field for one in report.changes[0].fields} == {"boundary", "centre"}
    west = SourceArea.objects.get(name="west")
    assert west.boundary.extent[0] == pytest.approx(115.2)
    assert west.shapes.exists()


def test_what_is_stored_already_is_not_added_again(province, geojson_file, options):
    factories.commodity("oil_palm", yield_mid=18.9, yield_unit="t/ha/yr")
    path = geojson_file(({"name": "west"}, square(115.1, -3)))
    source_areas_import(table_read(path), options(constants=PALM))
    again = source_areas_import(table_read(path), options(constants=PALM))
    assert [(one.row, one.code) for one in again.errors] == [(1, "stored_already")]
    next_year = source_areas_import(table_read(path), options(constants={**PALM, "year": "2025"}))
    assert next_year.created == 1


def test_none_is_taken_while_a_row_has_an_error_if_that_is_wished(province, csv_file, options):
    path = csv_file("code,name,lon,lat\na,A,115.1,-3.0\nb,B,110,-3.0\n")
    report = facilities_import(table_read(path), options(constants=PORT, takes_none_while_errors=True))
    assert (report.created, len(report.errors)) == (0, 1)
    assert not Facility.objects.exists()
    assert facilities_import(table_read(path), options(constants=PORT)).created == 1


def test_a_report_lists_some_and_counts_all(ports, csv_file, options, monkeypatch):
    monkeypatch.setattr(conf, "CHANGES_LISTED", 1)
    monkeypatch.setattr(conf, "MISSING_LISTED", 0)
    path = csv_file("code,name,lon,lat\na,A2,115.1,-3.0\nb,B2,115.5,-3.0\n")
    report = facilities_import(table_read(path), options(constants=PORT, is_replacing=True))
    assert (report.updated, len(report.changes), report.missing, report.missing_names) == (2, 1, 1, [])


def test_units_of_columns_become_ours(province, csv_file, options):
    path = csv_file("code,name,lon,lat,capacity_t_per_year,utilisation\na,A,115.1,-3.0,2500,80\n")
    units = {"capacity_t_per_year": "kuintal", "utilisation": "%"}
    facilities_import(table_read(path), options(constants=PORT, units=units))
    row = Facility.objects.get()
    assert (row.capacity_t_per_year, row.utilisation) == (250.0, pytest.approx(0.8))
    with pytest.raises(MappingError, match="t, kg, kuintal"):
        facilities_import(table_read(path), options(constants=PORT, units={"capacity_t_per_year": "pound"}))


def test_rows_known_by_their_number_change_in_place_and_unknown_numbers_are_refused(ports, csv_file, options):
    number = Facility.objects.get(code="a").pk
    rows = [f"{number},a2,A,115.1,-3.0", f"{number + 1000},x,X,115.12,-3.0", f"{number},y,Y,115.14,-3.0"]
    path = csv_file("\n".join(["nomor,code,name,lon,lat", *rows]) + "\n")
    told = options(constants=PORT, columns={"id": "nomor"}, key="id")
    report = facilities_import(table_read(path), told)
    assert (report.updated, report.created, report.missing) == (1, 0, 0)
    assert [(one.row, one.code) for one in report.errors] == [(3, "unknown_number"), (4, "duplicate_key")]
    assert Facility.objects.get(pk=number).code == "a2"
    assert Facility.objects.count() == 4
