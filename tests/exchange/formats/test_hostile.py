"""Files made to do harm do none, and say what is wrong."""

import sqlite3
import stat
import zipfile

import pytest
import shapely

from gisapp import conf
from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.table import table_read
from tests.exchange.formats.conftest import shapefile_write, vector_write, xlsx_write, zip_write

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SECRET = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def zip_of(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refused(path, match):
    with pytest.raises(UnreadableFileError, match=match):
        table_read(path)


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\evil.csv", "..\\evil.csv"]
)
def test_no_member_of_a_zip_is_written_elsewhere(tmp_path, name):
    refused(zip_of(tmp_path / "x.zip", {name: "a\n1\n"}), "outside of the archive")
    assert not list(tmp_path.parent.rglob("evil.csv"))


def test_links_and_passwords_in_a_zip_are_refused(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    refused(path, "is a link")
    locked = zip_of(tmp_path / "y.zip", {"a.csv": "a\n1\n"})
    content = bytearray(locked.read_bytes())
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(content)
    refused(locked, "password")


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    zeros = zip_of(tmp_path / "x.zip", {"a.csv": b"\x00" * 40_000_000})
    refused(zeros, "times its size; the limit is 200 times")
    monkeypatch.setattr(conf, "MAX_IMPORT_UNPACKED_BYTES", 30_000_000)
    refused(zeros, "unpacks to 38 MiB; the limit is 28 MiB")
    monkeypatch.setattr(conf, "MAX_IMPORT_ZIP_MEMBERS", 2)
    refused(zip_of(tmp_path / "y.zip", {f"{n}.csv": "a" for n in range(3)}), "holds 3 files; the limit is 2")


def test_a_zip_that_lies_about_its_sizes_does_not_unpack(tmp_path):
    path = zip_of(tmp_path / "x.zip", {"a.csv": "a\n" + "1\n" * 10_000})
    content = bytearray(path.read_bytes())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = (5).to_bytes(4, "little")
    path.write_bytes(content)
    refused(path, "does not unpack")


def test_a_zip_in_a_zip_and_a_zip_of_several_files_are_refused(tmp_path):
    inner = zip_of(tmp_path / "in.zip", {"a.csv": "a\n1\n"})
    refused(zip_write(tmp_path / "out.zip", inner), "a zip in a zip is not")
    refused(zip_of(tmp_path / "two.zip", {"a.csv": "a\n1\n", "b.csv": "a\n1\n"}), "a.csv, b.csv")
    refused(zip_of(tmp_path / "none.zip", {"notes.doc": "x"}), "holds no file")


def test_litter_beside_the_file_is_passed_over(tmp_path):
    members = {"__MACOSX/._a.csv": "x", "data/a.csv": "a\n1\n", "data/.DS_Store": "x", "data/readme.txt": "hello"}
    assert len(table_read(zip_of(tmp_path / "x.zip", members)).records) == 1


@pytest.mark.parametrize("bomb", [BOMB, SECRET])
@pytest.mark.parametrize("root", ["kml", "gpx"])
def test_entities_of_xml_are_not_read(tmp_path, bomb, root):
    path = tmp_path / f"x.{root}"
    path.write_text(f'<?xml version="1.0"?>{bomb}<{root}><name>&a;</name></{root}>')
    refused(path, "document type or entities")


def test_deep_xml_and_deep_json_are_refused(tmp_path):
    path = tmp_path / "x.kml"
    path.write_text("<kml>" + "<Folder>" * 5_000 + "</Folder>" * 5_000 + "</kml>")
    refused(path, "nests elements deeper than")
    path = tmp_path / "x.geojson"
    path.write_text('{"type":"FeatureCollection","features":' + "[" * 100_000 + "]" * 100_000 + "}")
    refused(path, "does not open")


def test_entities_of_a_spreadsheet_are_not_read(tmp_path):
    path = xlsx_write(tmp_path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    declaration, _sign, rest = (
        sheet.partition("?>") if sheet.startswith("<?xml") else ("<?xml version='1.0'", "", sheet)
    )
    members["xl/worksheets/sheet1.xml"] = f"{declaration}?>{BOMB}{rest}"
    refused(zip_of(tmp_path / "bomb.xlsx", members), "does not open")


@pytest.mark.parametrize(
    "text",
    [
        "<OGRVRTDataSource><OGRVRTLayer><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        '<VRTDataset rasterXSize="1" rasterYSize="1"/>',
        "<OGRWFSDataSource><URL>http://127.0.0.1:9/</URL></OGRWFSDataSource>",
        "<html><body>error</body></html>",
    ],
)
def test_xml_that_would_fetch_something_is_refused_by_its_name(tmp_path, text):
    for suffix in ("vrt", "kml", "gpx", "csv", "geojson"):
        path = tmp_path / f"x.{suffix}"
        path.write_text(text)
        refused(path, "is XML <")


@pytest.mark.parametrize(
    "text",
    [
        '{"type": "gdal_streamed_alg", "command_line": "gdal vector read /etc/passwd"}',
        '{"stac_version": "1.0.0", "type": "Collection", "links": []}',
    ],
)
def test_json_of_commands_is_not_read(tmp_path, text):
    path = tmp_path / "x.geojson"
    path.write_text(text)
    refused(path, "does not open")


def test_commands_in_geojson_are_not_run(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(
        '{"type": "FeatureCollection", "note": "gdal_streamed_alg", "command_line": "gdal x", "features": []}'
    )
    assert list(table_read(path).records) == []


@pytest.mark.parametrize(
    "path", ["/vsicurl/http://127.0.0.1:9/x.geojson", "/vsizip//etc/x.zip", "http://127.0.0.1:9/x", "WFS:http://x"]
)
def test_an_address_is_no_file(path):
    from pathlib import Path

    refused(Path(path), "There is no file")


def test_a_geopackage_runs_nothing(tmp_path):
    path = vector_write(tmp_path / "a.gpkg", "GPKG", layer="kebun")
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE VIEW lihat AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT n FROM r"
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('lihat', 'attributes', 'lihat')"
        )
        database.execute("CREATE TRIGGER t AFTER UPDATE ON kebun BEGIN DELETE FROM kebun; END")
    assert len(table_read(path).records) == 2
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA writable_schema = ON")
        sql = "CREATE VIRTUAL TABLE v USING VirtualOGR('/etc/passwd')"
        database.execute("INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, ?)", (sql,))
    refused(path, "virtual table “v”")


def test_another_sqlite_file_and_damaged_ones_are_refused(tmp_path):
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE x (a)")
    refused(path, "no table of features")
    whole = vector_write(tmp_path / "b.gpkg", "GPKG").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    refused(path, "does not open|malformed")


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"AC1032", "DWG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "XLS"),
        (b"%PDF-1.4", "PDF"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_other_formats_are_refused_by_name_with_the_fix(tmp_path, start, name):
    path = tmp_path / "x.shp"
    path.write_bytes(start + b"\x00" * 100)
    refused(path, f"is {name}, which does not open here: save it as")


@pytest.mark.parametrize(
    "start", [b"PAR1", b"fgb\x03fgb\x00", b"\x00\x00\x27\x0a", b"II*\x00", b"PK\x03\x04", b"SQLite format 3\x00"]
)
def test_what_only_begins_right_is_refused(tmp_path, start):
    path = tmp_path / "x.bin"
    path.write_bytes(start + b"\x07" * 2_000)
    with pytest.raises(UnreadableFileError):
        table_read(path)


def test_rows_and_vertices_have_limits(tmp_path, monkeypatch):
    path = vector_write(tmp_path / "a.gpkg", "GPKG")
    monkeypatch.setattr(conf, "MAX_IMPORT_VERTICES", 9)
    refused(path, "10 vertices; the limit is 9")
    monkeypatch.setattr(conf, "MAX_IMPORT_VERTICES", 10)
    monkeypatch.setattr(conf, "MAX_IMPORT_ROW_VERTICES", 4)
    refused(path, "row 1 has 5 vertices; the limit is 4")
    monkeypatch.setattr(conf, "MAX_IMPORT_ROWS", 1)
    for again in (path, vector_write(tmp_path / "a.geojson", "GeoJSON"), xlsx_write(tmp_path)):
        refused(again, "2 rows; the limit is 1")


def test_numbers_that_are_none_are_no_places(tmp_path):
    points = [shapely.Point(float("nan"), 1), shapely.Point(float("inf"), -3)]
    path = vector_write(tmp_path / "a.gpkg", "GPKG", geometry=points)
    assert len(table_read(path).records) == 2


def test_a_shapefile_that_is_cut_off_has_empty_rows(tmp_path):
    main = shapefile_write(tmp_path / "parts")
    main.write_bytes(main.read_bytes()[:110])
    refused(main, "does not open")
