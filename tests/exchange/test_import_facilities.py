import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gisapp.exchange.errors import ExchangeError, MappingError
from gisapp.exchange.importers.facilities import facilities_import
from gisapp.exchange.table import table_read
from layers.models import Facility
from tests import factories

PORT = {"kind": "port"}


def imported(path, options):
    return facilities_import(table_read(path), options)


def test_each_lies_in_a_district_or_near_one(province, csv_file, options):
    path = csv_file("code,name,lon,lat,owner\na,A,115.1,-3.0,\nb,B,115.5,-3.0,PT B\nc,C,115.1,-3.24,\n")
    report = imported(path, options(constants=PORT))
    assert report.created == 3
    rows = Facility.objects.order_by("code").values_list("code", "district__code", "owner", "capacity_t_per_year")
    # C lies 4.4 km off the south coast.
    assert list(rows) == [("a", "6301", "", None), ("b", "6302", "PT B", None), ("c", "6301", "", None)]


def test_rows_are_refused_one_by_one_with_the_reason(province, csv_file, options):
    path = csv_file(
        "code,name,lon,lat,capacity_t_per_year\n"
        "far,Far,110,-3,\n"  # 2
        "swap,Swapped,-3.0,115.1,\n"  # 3
        "near,Swapped within degrees,-3.0,15.1,\n"  # 4
        "gap,No place,,-3,\n"  # 5
        "text,No number,115.1,south,\n"  # 6
        "neg,Negative,115.1,-3,-5\n"  # 7
        ",No code,115.1,-3,\n"  # 8
        "ok,Taken,115.1,-3,\n"  # 9
        "ok,Twice,115.2,-3,\n"  # 10
        "wide,Too wide,115.1,-3,1,2\n"  # 11
    )
    report = imported(path, options(constants=PORT))
    told = [(one.row, one.name, one.field, one.value) for one in report.errors]
    assert told == [
        (2, "Far", "location", "110 -3"),
        (3, "Swapped", "location", "-3 115.1"),
        (4, "Swapped within degrees", "location", "-3 15.1"),
        (5, "No place", "lon", "(empty)"),
        (6, "No number", "lat", "south"),
        (7, "Negative", "capacity_t_per_year", "-5"),
        (8, "No code", "code", "(empty)"),
        (10, "Twice", "code", "ok"),
        (11, "Too wide", "row", "11"),
    ]
    fixes = {one.row: one.fix for one in report.errors}
    assert "swapped" in fixes[3]
    assert "swapped" not in fixes[4]
    assert "within 5 km" in report.errors[0].limit
    assert Facility.objects.get().code == "ok"
    assert all(one.limit and one.fix for one in report.errors)


def test_coordinates_of_another_crs(province, csv_file, options):
    path = csv_file("code,name,X,Y\na,A,12812764.3,-334111.2\n")
    report = imported(path, options(constants=PORT, srid=3857))
    assert report.created == 1
    place = Facility.objects.get().location
    assert (place.x, place.y) == pytest.approx((115.099, -3.0), abs=1e-3)
    refused = imported(path, options(constants=PORT)).errors
    assert "--crs" in refused[0].fix


def test_codes_are_made_of_names_where_the_file_has_none(province, csv_file, options):
    path = csv_file("name,lon,lat\nPT. A (B),115.1,-3.0\nPT. A (B),115.1,-3.0\nPT. A (B),115.3,-3.0\n")
    report = imported(path, options(constants=PORT))
    assert sorted(Facility.objects.values_list("code", flat=True)) == ["pt-a-b", "pt-a-b-2"]
    assert [(one.row, one.field) for one in report.errors] == [(3, "name")]


def test_a_stored_code_is_refused_or_replaced_keeping_what_the_file_does_not_give(province, csv_file, options):
    factories.facility("a", 115.1, -3.0, name="Old", owner="Owner", kind="port")
    path = csv_file("code,name,lon,lat\na,New,115.2,-3.0\n")
    report = imported(path, options(constants=PORT))
    assert [(one.field, one.value) for one in report.errors] == [("code", "a")]
    assert "--replace" in report.errors[0].fix
    report = imported(path, options(constants=PORT, is_replacing=True))
    assert (report.created, report.updated) == (0, 1)
    row = Facility.objects.get()
    assert (row.name, row.owner, row.location.x) == ("New", "Owner", 115.2)


def test_a_plant_that_stands_where_one_is_stored_is_not_counted_twice(province, csv_file, options):
    mill = factories.process("palm_oil_mill", factories.commodity("oil_palm"))
    factories.facility("uml_1", 115.10, -3.00, process=mill)
    factories.facility("vague", 115.30, -3.00, process=mill, position_basis="district_seat")
    plant = {"kind": "plant", "process": "palm_oil_mill"}
    # 2: 700 m from the stored one; 3: 1.5 km; 4: where one stands whose true place is not known.
    path = csv_file("code,name,lon,lat\nPO1,Same,115.105,-3.004\nPO2,Other,115.112,-3.01\nPO3,Third,115.3,-3.0\n")
    report = imported(path, options(constants=plant, is_dry_run=True))
    assert [(one.row, one.field) for one in report.errors] == [(2, "location")]
    assert "uml_1" in report.errors[0].limit
    report = imported(path, options(constants=plant, is_replacing=True))
    assert (report.created, report.updated) == (2, 1)
    assert [(one.row, one.fix) for one in report.repaired] == [(2, "updates uml_1, which stands there")]
    assert Facility.objects.get(code="uml_1").name == "Same"


def test_the_district_of_the_file_is_compared_with_the_place(province, csv_file, options):
    path = csv_file(
        "code,name,lon,lat,District\na,A,115.5,-3,Kota Baru\nb,B,115.5,-3.1,Tanah Laut\nc,C,115.5,-3,6302\n"
    )
    report = imported(path, options(constants=PORT))
    assert [(one.row, one.code, one.value, one.limit) for one in report.warnings] == [
        (3, "other_district", "Tanah Laut", "lies in 6302 Kotabaru")
    ]
    assert set(Facility.objects.values_list("district__code", flat=True)) == {"6302"}


def test_a_wrong_constant_is_told_once_and_not_by_row(province, csv_file, options):
    factories.process("palm_oil_mill", factories.commodity("oil_palm"))
    path = csv_file("code,name,lon,lat\na,A,115.1,-3.0\n")
    with pytest.raises(MappingError, match="Did you mean “palm_oil_mill”"):
        imported(path, options(constants={"kind": "plant", "process": "palm_oil_mil"}))
    with pytest.raises(MappingError, match="port"):
        imported(path, options(constants={"kind": "ports"}))


@pytest.mark.django_db
def test_without_districts_nothing_can_be_placed(csv_file, options):
    with pytest.raises(ExchangeError, match="import districts"):
        imported(csv_file("code,name,lon,lat\na,A,115.1,-3.0\n"), options(constants=PORT))


def test_more_rows_take_no_more_queries(province, csv_file, options):
    def count(n, start):
        rows = "".join(f"f{start + k},F,{115.05 + k * 0.001:.4f},-3.0\n" for k in range(n))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            imported(csv_file("code,name,lon,lat\n" + rows), options(constants=PORT))
        return len(queries)

    assert count(3, 0) == count(200, 1000)
