"""Files as other offices hand them on."""

import json

import pytest
import shapely

from gisapp.exchange.importers.districts import districts_import, subdistricts_import
from gisapp.exchange.importers.facilities import facilities_import
from gisapp.exchange.table import table_read
from layers.models import District, Facility, Subdistrict

pytestmark = pytest.mark.django_db

# The table of attributes of the geospatial agency (BIG), which repeats the levels above in every row.
BIG = {
    "OBJECTID": 1,
    "FCODE": "BA03070040",
    "REMARK": "Pemerintahan",
    "METADATA": "TASWIL1000020230907_DATA_BATAS",
    "SRS_ID": "SRGI 2013",
    "KDPPUM": "63",
    "WADMPR": "Kalimantan Selatan",
    "LUASWH": 0.0,
    "SHAPE_Leng": 0.4,
}
MILLS = {"kind": "plant"}


def with_heights(west, south):
    return shapely.force_3d(shapely.MultiPolygon([shapely.box(west, south, west + 0.1, south + 0.1)]), z=12.5)


def collection(path, *rows):
    features = [
        {"type": "Feature", "properties": cells, "geometry": json.loads(shapely.to_geojson(shape))}
        for cells, shape in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def test_districts_of_the_agency_need_no_mapping_and_lose_their_heights(tmp_path, options):
    path = collection(
        tmp_path / "batas.geojson",
        ({**BIG, "NAMOBJ": "Tanah Laut", "WADMKK": "Tanah Laut", "KDPKAB": "63.01"}, with_heights(115, -3)),
        ({**BIG, "NAMOBJ": "Banjarmasin", "WADMKK": "Kota Banjarmasin", "KDPKAB": "63.71"}, with_heights(115.1, -3)),
    )
    report = districts_import(table_read(path), options())
    assert (report.created, report.errors) == (2, [])
    assert list(District.objects.order_by("code").values_list("code", "name", "kind")) == [
        ("6301", "Tanah Laut", "kabupaten"),
        ("6371", "Banjarmasin", "kota"),
    ]
    assert not any(one.boundary.hasz for one in District.objects.all())
    assert [(one.code, one.value) for one in report.findings if one.row is None and one.code == "z_dropped"] == [
        ("z_dropped", "2")
    ]


def test_subdistricts_of_the_agency_find_their_district(province, tmp_path, options):
    cells = {**BIG, "NAMOBJ": "Pelaihari", "WADMKC": "Pelaihari", "WADMKK": "Tanah Laut", "KDCPUM": "63.01.01"}
    path = collection(tmp_path / "batas.geojson", (cells, with_heights(115.1, -3)))
    report = subdistricts_import(table_read(path), options())
    assert (report.created, report.errors) == (1, [])
    stored = Subdistrict.objects.get()
    assert (stored.code, stored.name, stored.district.code) == ("630101", "Pelaihari", "6301")


def test_mills_of_a_second_list_that_the_first_has_are_told(province, csv_file, options):
    first = "code,name,lon,lat\na,PT Sawit Jaya,115.1,-3.0\nb,PT Makmur,115.2,-3.0\n"
    second = "code,name,lon,lat\na,PT Sawit Jaya,115.1,-3.0\nx9,PT. SAWIT JAYA,115.1005,-3.0\nx8,PT Baru,115.5,-3.0\n"
    assert facilities_import(table_read(csv_file(first)), options(constants=MILLS)).created == 2
    report = facilities_import(table_read(csv_file(second, "second.csv")), options(constants=MILLS))
    told = {(one.row, one.code) for one in report.findings}
    assert told == {(3, "same_name_near")}
    assert Facility.objects.filter(code="x8").exists()
