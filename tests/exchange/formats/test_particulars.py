"""What single formats have of their own: dimensions, curves, encodings, folders, links."""

import json
import sqlite3

import pyogrio
import pytest
import shapely

from gisapp.exchange.coordinates import CoordinateColumns
from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.look import file_look
from gisapp.exchange.table import table_read
from tests.exchange.formats.conftest import AREAS, NAMES, shapefile_write, vector_write, zip_write

KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>survei</name>
<Schema name="pabrik" id="pabrik"><SimpleField name="kapasitas" type="double"/></Schema>
<Folder><name>Pabrik</name><Placemark><name>Satu</name>
<ExtendedData><Data name="pemilik"><value>PT A</value></Data></ExtendedData>
<Point><coordinates>115.5,-3.5,12</coordinates></Point></Placemark></Folder>
<Folder><name>Kosong</name></Folder>
<Folder><name>Luar</name><Folder><name>Dalam</name><Placemark><name>Dua</name>
<ExtendedData><SchemaData schemaUrl="#pabrik"><SimpleData name="kapasitas">30.5</SimpleData></SchemaData></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing><coordinates>115,-3 116,-3 116,-2 115,-3</coordinates></LinearRing>
</outerBoundaryIs></Polygon>
</Placemark></Folder></Folder>%s</Document></kml>"""
GPX = """<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="-3.5" lon="115.5"><ele>10</ele><name>Gudang</name></wpt>
<trk><name>Jalan</name><trkseg><trkpt lat="-3" lon="115"/><trkpt lat="-3.1" lon="115.2"/></trkseg></trk></gpx>"""


def dxf(*entities):
    lines = ["0", "SECTION", "2", "ENTITIES"]
    for kind, layer, pairs in entities:
        lines += ["0", kind, "8", layer]
        for code, value in pairs:
            lines += [str(code), str(value)]
    return "\n".join([*lines, "0", "ENDSEC", "0", "EOF", ""])


def test_heights_and_measures_are_dropped_and_counted(tmp_path):
    points = list(shapely.from_wkt(["POINT Z (115 -3 7)", "POINT (115.5 -3)"]))
    table = table_read(vector_write(tmp_path / "z.geojson", "GeoJSON", geometry=points))
    assert table.srid == 4326
    assert [one.wkt for one in table.geometry] == ["POINT (115 -3)", "POINT (115.5 -3)"]
    assert [(note.code, note.count) for note in table.notes] == [("z_dropped", 1)]
    path = tmp_path / "m.csv"
    path.write_text('name,wkt\na,"POINT ZM (115 -3 7 8)"\nb,"SRID=4326;POINT (115.5 -3)"\nc,rusak\nd,\n')
    table = table_read(path, coordinates=CoordinateColumns(wkt="wkt"))
    assert [None if one is None else one.wkt for one in table.geometry] == [
        "POINT (115 -3)",
        "POINT (115.5 -3)",
        None,
        None,
    ]
    found = {note.code: note.count for note in table.notes}
    assert found == {"coordinates_unreadable": 1, "z_dropped": 1, "m_dropped": 1}


@pytest.mark.parametrize("folder", ["", "data/2024/"])
def test_shapefiles_of_a_zip_are_layers_and_signs_in_their_names_do_no_harm(tmp_path, folder):
    one = shapefile_write(tmp_path / "one", stem="kebun rakyat")
    for part in one.parent.iterdir():
        part.rename(part.with_name(f"kebun!rakyat{part.suffix}"))
    two = shapefile_write(tmp_path / "two", stem="Hutan")
    path = zip_write(tmp_path / "x.zip", *one.parent.iterdir(), *two.parent.iterdir(), folder=folder)
    with pytest.raises(UnreadableFileError, match="several layers"):
        table_read(path)
    table = table_read(path, layer="kebun_rakyat")
    assert [record.cells["name"] for record in table.records] == NAMES


@pytest.mark.parametrize(("encoding", "codes"), [("UTF-8", []), ("CP1252", ["encoding_guessed"])])
def test_names_without_cpg_are_read_in_the_encoding_they_are_in(tmp_path, encoding, codes):
    main = shapefile_write(tmp_path / "parts", encoding=encoding, parts=(".shp", ".shx", ".dbf"))
    # GDAL notes the encoding in the table itself too; old programs do not.
    table_file = main.with_suffix(".dbf")
    content = bytearray(table_file.read_bytes())
    content[29] = 0
    table_file.write_bytes(content)
    table = table_read(main)
    assert [record.cells["name"] for record in table.records] == NAMES
    assert table.srid is None
    assert [note.code for note in table.notes] == codes


def test_a_shapefile_without_index_or_table_is_read(tmp_path):
    main = shapefile_write(tmp_path / "parts", parts=(".shp", ".prj"))
    table = table_read(main)
    assert [note.code for note in table.notes] == ["no_attributes"]
    assert len(table.records) == 2
    assert sorted(one.suffix for one in main.parent.iterdir()) == [".prj", ".shp"]


def test_of_a_geopackage_views_are_not_read_and_empty_rows_are_kept(tmp_path):
    path = vector_write(tmp_path / "a.gpkg", "GPKG", geometry=[AREAS[0], None], layer="kebun")
    table = table_read(path)
    assert table.geometry[1] is None
    assert [record.row for record in table.records] == [1, 2]


def test_whole_numbers_with_gaps_stay_whole(tmp_path):
    path = tmp_path / "a.geojson"
    shapes = [{"type": "Feature", "properties": {"kode": n}, "geometry": None} for n in (6301, None)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": shapes}))
    assert [repr(record.cells["kode"]) for record in table_read(path).records] == ["6301", "None"]


def test_the_old_crs_member_of_geojson_is_obeyed(tmp_path):
    path = vector_write(tmp_path / "a.geojson", "GeoJSON", geometry=[shapely.Point(300000, 9650000)], crs="EPSG:32750")
    assert "crs" in json.loads(path.read_text())
    assert table_read(path).srid == 32750


@pytest.mark.django_db
def test_folders_of_kml_are_layers_and_extended_data_columns(tmp_path):
    path = tmp_path / "survei.kml"
    path.write_text(KML % "")
    assert [(layer.name, layer.count) for layer in file_look(path).layers] == [("Pabrik", 1), ("Dalam", 1)]
    first = table_read(path, layer="Pabrik")
    assert first.records[0].cells == {"Name": "Satu", "description": None, "pemilik": "PT A"}
    assert [note.code for note in first.notes] == ["z_dropped"]
    assert table_read(path, layer="Dalam").records[0].cells["kapasitas"] == 30.5


def test_links_of_kml_are_told_and_not_followed(tmp_path):
    path = tmp_path / "survei.kml"
    path.write_text(KML % "<NetworkLink><Link><href>http://127.0.0.1:9/secret.kml</href></Link></NetworkLink>")
    notes = {note.code: note.count for note in table_read(path, layer="Dalam").notes}
    assert notes == {"links_not_followed": 1}


@pytest.mark.django_db
def test_waypoints_and_tracks_of_gpx_are_layers(tmp_path):
    path = tmp_path / "jejak.gpx"
    path.write_text(GPX)
    assert [(layer.name, layer.geometry_type) for layer in file_look(path).layers] == [
        ("waypoints", "Point"),
        ("tracks", "MultiLineString"),
        ("track_points", "Point"),
    ]
    table = table_read(path, layer="waypoints")
    assert table.records[0].cells["name"] == "Gudang"
    assert table.geometry[0].wkt == "POINT (115.5 -3.5)"


def test_closed_lines_of_dxf_are_areas(tmp_path):
    path = tmp_path / "denah.dxf"
    corners = [(10, 115), (20, -3), (10, 116), (20, -3), (10, 116), (20, -2)]
    path.write_text(
        dxf(
            ("POINT", "SUMUR", [(10, 115), (20, -3), (30, 5)]),
            ("LWPOLYLINE", "LAHAN", [(90, 3), (70, 1), *corners]),
            ("LWPOLYLINE", "PAGAR", [(90, 3), (70, 0), *corners]),
        )
    )
    table = table_read(path)
    assert [
        (record.cells["Layer"], one.geom_type) for record, one in zip(table.records, table.geometry, strict=True)
    ] == [
        ("SUMUR", "Point"),
        ("LAHAN", "Polygon"),
        ("PAGAR", "LineString"),
    ]
    assert table.geometry[1].area == pytest.approx(0.5)
    assert table.srid is None
    assert {note.code: note.count for note in table.notes} == {"lines_closed": 1, "z_dropped": 1}


def test_a_curve_becomes_a_line(tmp_path):
    source = tmp_path / "curve.gpkg"
    vector_write(source, "GPKG", geometry=[AREAS[0]], layer="kebun")
    # GeoPackage's header, and a half circle as well-known binary: no library here writes one.
    curve = (
        bytes.fromhex("47500001E6100000010800000003000000")
        + shapely.to_wkb(shapely.LineString([(0, 0), (1, 1), (2, 0)]))[9:]
    )
    with sqlite3.connect(source) as database:
        for trigger in [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'")]:
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute("UPDATE kebun SET geom = ?", (curve,))
    line = table_read(source).geometry[0]
    assert line.geom_type == "LineString"
    assert line.length == pytest.approx(3.14159, abs=0.01)


def test_the_driver_is_ours_whatever_the_name_says(tmp_path):
    path = vector_write(tmp_path / "a.fgb", "FlatGeobuf", SPATIAL_INDEX="NO").rename(tmp_path / "a.csv")
    assert len(table_read(path).records) == 2
    assert pyogrio.list_drivers()["OGR_VRT"] == "r"
