"""Every format, read by a program that is not ours."""

import csv
import io
import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import mapproxy
import openpyxl
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from lxml import etree

from gisapp.geo.crs import transform
from tests.exchange.exporters.conftest import AWKWARD
from tests.interop.clients import gdal

pytestmark = pytest.mark.django_db
KML = "{http://www.opengis.net/kml/2.2}"


def read(path, layer=None):
    """Return rows by code, with their geometry as shapely has it."""
    table = pyogrio.read_arrow(path, layer=layer)[1].to_pydict()
    shapes = shapely.from_wkb(table.pop(next(name for name in table if name in ("wkb_geometry", "geom", "geometry"))))
    rows = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    return {row["code"]: (row, shape) for row, shape in zip(rows, shapes, strict=True)}


def summary(path, layer, folder):
    return gdal("ogrinfo", "-so", str(path), layer, folder=folder)


@pytest.mark.parametrize("f", ["gpkg", "fgb", "geojson"])
def test_values_and_places_come_back(exported, f):
    rows = read(exported("facilities", f=f), "facilities")
    row, shape = rows["m1"]
    assert shape.coords[0] == pytest.approx((115.1234567, -3.0123456), abs=1e-9)
    assert (row["capacity_t_per_year"], row["utilisation"], row["year"]) == (240_000.0, 0.8125, 2019)
    assert (row["process_name_id"], row["district_name"], row["licence"]) == ("Pabrik mill", "Tanah Laut", "MIT")
    # FlatGeobuf has no days, only moments.
    assert str(row["source_date"])[:10] == "2025-12-31"
    assert rows["p1"][0]["note"] == AWKWARD
    assert rows["p1"][0]["capacity_t_per_year"] is None
    assert rows["f1"][0]["name"] == "Pabrik é"


@pytest.mark.interop
@pytest.mark.parametrize(("f", "count"), [("gpkg", 2), ("fgb", 2), ("geojson", 2), ("kml", 2)])
def test_gdal_of_the_system_reads_it(exported, tmp_path, f, count):
    told = summary(exported("districts", f=f), "Districts" if f == "kml" else "districts", tmp_path)
    assert f"Feature Count: {count}" in told
    assert "(115.000000, -3.200000) - (115.800000, -2.800000)" in told


@pytest.mark.parametrize("crs", ["EPSG:32750", "EPSG:3857", "EPSG:9470"])
def test_geometry_is_in_the_system_that_was_asked_for(exported, crs):
    path = exported("facilities", f="gpkg", crs=crs)
    assert pyogrio.read_info(path, layer="facilities")["crs"] == crs
    x, y = read(path, "facilities")["m1"][1].coords[0]
    [east], [north] = transform([115.1234567], [-3.0123456], source_srid=4326, target_srid=int(crs[5:]))
    assert (x, y) == pytest.approx((east, north), abs=1e-6 if crs == "EPSG:9470" else 0.01)


def test_a_geopackage_holds_layers_styles_and_metadata(exported, tmp_path):
    path = exported("districts", "facilities", f="gpkg", district="6301")
    assert {name for name, _ in pyogrio.list_layers(path)} == {"districts", "facilities", "layer_styles"}
    with sqlite3.connect(path) as database:
        styles = database.execute(
            "SELECT f_table_name, f_geometry_column, styleQML, styleSLD FROM layer_styles"
        ).fetchall()
        geometry = database.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall()
        metadata = database.execute(
            "SELECT r.table_name, m.metadata FROM gpkg_metadata m JOIN gpkg_metadata_reference r ON r.md_file_id = m.id"
            " WHERE m.md_standard_uri = 'http://mrcc.com/qgis.dtd'"
        ).fetchall()
        [version] = database.execute("PRAGMA user_version").fetchone()
    assert {(name, column) for name, column, *_ in styles} == set(geometry)
    for _name, _column, qml, sld in styles:
        assert etree.fromstring(qml.encode()).find("renderer-v2") is not None
        assert etree.fromstring(sld.encode()).tag.endswith("StyledLayerDescriptor")
    assert {name for name, _ in metadata} == {"districts", "facilities"}
    assert "district=6301" in dict(metadata)["districts"]
    assert version == 10_300
    told = pyogrio.read_info(path, layer="facilities")["layer_metadata"]
    assert told["SOURCE"] == "made up for a test; made up for a test (2019)"
    assert (told["FILTER"], told["CRS"], told["LICENCE"]) == ("district=6301", "EPSG:4326", "MIT")
    assert len(read(path, "facilities")) == 1


def test_shapefiles_have_short_names_and_a_table_of_them(exported, tmp_path):
    with zipfile.ZipFile(exported("facilities", "districts", f="shp", suffix=".zip")) as archive:
        assert archive.read("facilities.cpg") == b"UTF-8"
        assert b"WGS_1984" in archive.read("facilities.prj")
        names = list(csv.DictReader(io.StringIO(archive.read("facilities-names.csv").decode())))
        readme = archive.read("README.txt").decode()
        archive.extractall(tmp_path)
    short = {row["name"]: row["short_name"] for row in names}
    assert max(map(len, short.values())) == 10
    assert len(set(short.values())) == len(short)
    rows = read(tmp_path / "facilities.shp")
    assert rows["m1"][0][short["capacity_t_per_year"]] == 240_000.0
    assert rows["f1"][0]["name"] == "Pabrik é"
    assert rows["m1"][0][short["source_date"]] == date(2025, 12, 31)
    assert "source: made up for a test" in readme


def test_texts_too_long_for_a_shapefile_are_cut_and_the_readme_says_so(exported, tmp_path):
    from layers.models import Facility

    Facility.objects.filter(code="m1").update(note="é" * 200)
    with zipfile.ZipFile(exported("facilities", f="shp", suffix=".zip")) as archive:
        assert "facilities: 1 texts of note are longer than 254 bytes" in archive.read("README.txt").decode()
        archive.extractall(tmp_path)
    assert read(tmp_path / "facilities.shp")["m1"][0]["note"] == "é" * 127


def test_geojson_is_rfc_7946(exported):
    document = json.loads(exported("districts", f="geojson").read_text(encoding="utf-8"))
    assert "crs" not in document
    assert document["metadata"]["source"] == "made up for a test"
    for feature in document["features"]:
        for polygon in shapely.geometry.shape(feature["geometry"]).geoms:
            assert polygon.exterior.is_ccw
        assert isinstance(feature["id"], int)


def test_lines_of_geojson_are_features(exported):
    with zipfile.ZipFile(exported("facilities", f="geojsonl", suffix=".zip")) as archive:
        lines = archive.read("facilities.geojsonl").decode().splitlines()
        assert "licence: MIT" in archive.read("README.txt").decode()
    assert [json.loads(line)["properties"]["code"] for line in lines] == ["m1", "p1", "f1"]


def test_kml_is_valid_and_styled(exported):
    root = etree.parse(exported("districts", "facilities", f="kml")).getroot()
    schema = Path(mapproxy.__file__).parent / "test" / "schemas" / "kml" / "2.2.0" / "ogckml22.xsd"
    etree.XMLSchema(etree.parse(schema)).assertValid(root)
    placemarks = root.findall(f".//{KML}Placemark")
    assert len(placemarks) == 5
    styles = {f"#{one.get('id')}" for one in root.findall(f".//{KML}Style")}
    used = {one.findtext(f"{KML}styleUrl") for one in placemarks}
    assert used <= styles
    texts = [one.text for one in root.findall(f".//{KML}SimpleData[@name='note']")]
    assert AWKWARD in texts
    told = {one.get("name"): one.findtext(f"{KML}value") for one in root.findall(f".//{KML}Folder/{KML}ExtendedData/")}
    assert (told["crs"], told["licence"]) == ("EPSG:4326", "MIT")


def test_a_kmz_has_the_symbols_it_names_and_a_legend(exported):
    with zipfile.ZipFile(exported("facilities", f="kmz")) as archive:
        names = archive.namelist()
        root = etree.fromstring(archive.read("doc.kml"))
        pictures = {name: archive.read(name) for name in names if name.endswith(".png")}
    assert names[0] == "doc.kml"
    assert {one.text for one in root.iter(f"{KML}href")} == set(pictures)
    assert all(picture.startswith(b"\x89PNG") for picture in pictures.values())
    assert root.find(f".//{KML}ScreenOverlay/{KML}Icon/{KML}href").text == "files/legend.png"


def test_geoparquet_has_boxes_and_metadata(exported):
    file = pq.ParquetFile(exported("districts", f="parquet", crs="EPSG:32750"))
    metadata = file.metadata.metadata
    assert file.schema_arrow.metadata[b"geo"] == metadata[b"geo"]
    geo = json.loads(metadata[b"geo"])
    column = geo["columns"]["geometry"]
    assert (geo["version"], geo["primary_column"], column["encoding"]) == ("1.1.0", "geometry", "WKB")
    assert column["geometry_types"] == ["MultiPolygon"]
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 32750}
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    table = file.read()
    shapes = shapely.from_wkb(table["geometry"].to_pylist())
    assert column["bbox"] == pytest.approx(shapely.total_bounds(shapes).tolist())
    boxes = [tuple(box[side] for side in ("xmin", "ymin", "xmax", "ymax")) for box in table["bbox"].to_pylist()]
    assert boxes == [shape.bounds for shape in shapes]
    assert metadata[b"source"].decode() == "made up for a test"


def test_csv_has_places_and_a_description_beside_it(exported):
    with zipfile.ZipFile(exported("facilities", "districts", f="csv", suffix=".zip")) as archive:
        facilities = list(csv.DictReader(io.StringIO(archive.read("facilities.csv").decode(), newline="")))
        districts = list(csv.DictReader(io.StringIO(archive.read("districts.csv").decode(), newline="")))
        description = json.loads(archive.read("facilities.csv-metadata.json"))
    assert (facilities[0]["lon"], facilities[0]["lat"]) == ("115.1234567", "-3.0123456")
    assert facilities[1]["note"] == AWKWARD
    assert shapely.from_wkt(districts[0]["wkt"]).bounds == (115.0, -3.2, 115.4, -2.8)
    assert [one["name"] for one in description["tableSchema"]["columns"]] == list(facilities[0])
    assert description["dc:licence"] == "MIT"


def test_a_spreadsheet_tells_units_and_sources_and_takes_no_formula(exported):
    book = openpyxl.load_workbook(exported("facilities", "districts", f="xlsx"))
    assert book.sheetnames == ["facilities", "districts", "Columns", "Sources"]
    header, *rows = book["facilities"].iter_rows(values_only=True)
    by_code = {row[header.index("code")]: dict(zip(header, row, strict=True)) for row in rows}
    assert by_code["m1"]["capacity_t_per_year"] == 240_000
    assert (by_code["m1"]["lon"], by_code["m1"]["lat"]) == (115.1234567, -3.0123456)
    assert by_code["p1"]["note"] == AWKWARD
    column = header.index("note") + 1
    assert {book["facilities"].cell(row, column).data_type for row in range(2, 5)} <= {"s", "inlineStr"}
    meanings = {(sheet, name): meaning for sheet, name, meaning in book["Columns"].iter_rows(values_only=True)}
    assert "t" in meanings["facilities", "capacity_t_per_year"]
    assert ("facilities", "licence", "MIT") in list(book["Sources"].iter_rows(values_only=True))


def test_pmtiles_hold_the_layer(exported):
    path = exported("districts", f="pmtiles")
    assert path.read_bytes()[:8] == b"PMTiles\x03"
    [(name, _type)] = pyogrio.list_layers(path)
    assert name == "districts"
    assert len(pyogrio.read_arrow(path, layer=name)[1]) > 0


@pytest.mark.interop
def test_a_qgis_project_shows_its_data(exported, tmp_path):
    from tests.interop.clients import SYSTEM_PYTHON, run

    with zipfile.ZipFile(exported("districts", "facilities", f="qgis", suffix=".zip")) as archive:
        archive.extractall(tmp_path / "unpacked")
    told = json.loads(run([SYSTEM_PYTHON, "-c", _OPEN, tmp_path / "unpacked"], tmp_path).splitlines()[-1])
    assert told == {
        "project": [["Facilities", True, "RuleRenderer", 3], ["Districts", True, "RuleRenderer", 2]],
        "styled": [["districts", True, "RuleRenderer"], ["facilities", True, "RuleRenderer"]],
    }


_OPEN = """
import json, sys
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
folder = sys.argv[1]
project = QgsProject.instance()
assert project.read(folder + "/hilir.qgz")
layers = [node.layer() for node in project.layerTreeRoot().findLayers()]
styled = []
for name in ("districts", "facilities"):
    layer = QgsVectorLayer(folder + "/hilir.gpkg|layername=" + name, name, "ogr")
    styled.append([name, layer.loadDefaultStyle()[1], layer.renderer().type()])
told = [[one.name(), one.isValid(), one.renderer().type(), one.featureCount()] for one in layers]
print(json.dumps({"project": told, "styled": styled}))
"""


def test_no_file_is_left_where_writing_fails(exported, tmp_path):
    before = sorted(Path(tmp_path).iterdir())
    from gisapp.planning.errors import ParameterError

    with pytest.raises(ParameterError):
        exported("facilities", f="gpkg", where=["status=closed"])
    assert sorted(Path(tmp_path).iterdir()) == before
