"""What a look at a file tells, as JSON too; the picture of its geometries; the real files."""

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from django.conf import settings

from gisapp import conf
from gisapp.exchange.coordinates import CoordinateColumns
from gisapp.exchange.errors import UnreadableFileError
from gisapp.exchange.look import file_look
from gisapp.exchange.preview import preview
from gisapp.exchange.table import table_read
from tests import factories
from tests.exchange.formats.conftest import AREAS, vector_write

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
pytestmark = pytest.mark.django_db
real = pytest.mark.skipif(not DATA.is_dir(), reason="the real files (../shared/data) are not here")


def raster_write(path, *, crs="EPSG:32750", nodata=None, transform=None):
    placed = transform or rasterio.transform.from_origin(200_000, 9_700_000, 100, 100)
    with rasterio.open(
        path, "w", driver="GTiff", width=4, height=3, count=2, dtype="float32", crs=crs, transform=placed, nodata=nodata
    ) as dataset:
        dataset.write(np.ones((2, 3, 4), dtype="float32"))
    return path


def test_fields_are_told_with_their_types(csv_file, province):
    text = (
        "kode,ha,n,baik,tanggal,nama,kosong\n0601,1.5,1,ya,2024-05-01,A,\n0602,2,-2,tidak,2024/5/2,B,\n0603,3,,ya,,B,\n"
    )
    look = file_look(csv_file(text))
    fields = {one.name: (one.type, one.samples, one.empty_count) for one in look.layers[0].fields}
    assert fields == {
        "kode": ("text", ("0601", "0602", "0603"), 0),
        "ha": ("number", ("1.5", "2", "3"), 0),
        "n": ("whole number", ("1", "-2"), 1),
        "baik": ("truth", ("ya", "tidak"), 0),
        "tanggal": ("day", ("2024-05-01", "2024/5/2"), 1),
        "nama": ("text", ("A", "B"), 0),
        "kosong": ("text", (), 3),
    }
    assert (look.format, look.layers[0].count, look.layers[0].bbox) == ("CSV", 3, None)


def test_a_look_goes_through_json_and_its_coordinates_back(csv_file, province):
    look = file_look(csv_file("nama,lat,lon\nA,115.1,-3.0\n"))
    told = json.loads(json.dumps(look.as_json(), allow_nan=False))["layers"][0]
    assert told["is_swapped"] is True
    assert told["coordinates"] == {"x": "lat", "y": "lon", "wkt": "", "srid": None, "is_swapped": False}
    assert told["coordinate_guesses"][0]["crs"]["is_swapped"] is True


def test_swapped_geometry_is_told_and_can_be_turned(tmp_path, province):
    turned = shapely.transform(AREAS[:1], lambda xy: xy[:, ::-1])
    path = vector_write(tmp_path / "a.geojson", "GeoJSON", geometry=list(turned))
    assert file_look(path).layers[0].is_swapped
    table = table_read(path, coordinates=CoordinateColumns(is_swapped=True))
    assert table.geometry[0].equals(AREAS[0])


def test_a_crs_that_the_numbers_contradict_is_told(tmp_path, province):
    path = vector_write(tmp_path / "a.gpkg", "GPKG", geometry=[shapely.Point(280_000, 9_667_000)], crs="EPSG:4326")
    crs = file_look(path).layers[0].crs
    assert (crs.srid, crs.stated) == (32750, False)
    assert "looks" not in crs.reasons[0]
    assert "look like EPSG:32750" in crs.reasons[0]


def test_without_districts_the_country_is_what_counts(tmp_path):
    crs = file_look(vector_write(tmp_path / "a.gpkg", "GPKG")).layers[0].crs
    assert (crs.srid, crs.inside) == (4326, 2)
    assert "country" in crs.reasons[1]


def test_a_raster_is_looked_at_and_has_no_rows(tmp_path, province):
    path = raster_write(tmp_path / "a.tif", nodata=float("nan"))
    layer = file_look(path).layers[0]
    assert layer.raster is not None
    assert (layer.raster.width, layer.raster.height, layer.raster.bands) == (4, 3, 2)
    assert (layer.raster.nodata, layer.raster.dtype, layer.raster.cell) == ("nan", "float32", (100.0, 100.0))
    assert (layer.crs.srid, layer.crs.stated) == (32750, True)
    assert layer.bbox == (200_000, 9_699_700, 200_400, 9_700_000)
    json.dumps(file_look(path).as_json(), allow_nan=False)
    with pytest.raises(UnreadableFileError, match="cells, not rows"):
        table_read(path)


def test_a_raster_that_lies_nowhere_says_so(tmp_path):
    path = raster_write(tmp_path / "a.tif", crs=None, transform=rasterio.Affine.identity())
    layer = file_look(path).layers[0]
    assert (layer.crs.srid, layer.bbox) == (None, None)
    assert "where it lies" in layer.crs.reasons[0]


def test_too_many_layers_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.gpkg"
    for name in ("a", "b"):
        vector_write(path, "GPKG", layer=name)
    monkeypatch.setattr(conf, "MAX_IMPORT_LAYERS", 1)
    with pytest.raises(UnreadableFileError, match="2 layers; the limit is 1"):
        file_look(path)


def test_a_preview_is_small_and_in_degrees(tmp_path, monkeypatch):
    circle = shapely.Point(280_000, 9_667_000).buffer(10_000, quad_segs=1_000)
    geometry = [circle, None, shapely.Point(280_000, 9_667_000).buffer(1)]
    path = vector_write(tmp_path / "a.gpkg", "GPKG", geometry=[*geometry[:2]], crs="EPSG:32750")
    picture = preview(table_read(path))
    assert (picture["total"], picture["shown"]) == (1, 1)
    feature = picture["features"][0]
    assert feature["properties"] == {"row": 1}
    ring = feature["geometry"]["coordinates"][0]
    assert 20 < len(ring) < 200
    assert ring[0] == pytest.approx((115.11, -3.01), abs=0.1)
    monkeypatch.setattr(conf, "IMPORT_PREVIEW_FEATURES", 1)
    two = preview(table_read(vector_write(tmp_path / "b.gpkg", "GPKG")))
    assert (two["total"], two["shown"]) == (2, 1)


def test_a_preview_of_nothing_or_of_nonsense_is_empty(csv_file, tmp_path):
    assert preview(table_read(csv_file("a\n1\n")))["features"] == []
    points = [shapely.Point(float("inf"), 1)]
    assert preview(table_read(vector_write(tmp_path / "a.gpkg", "GPKG", geometry=points)))["features"] == []
    metres = vector_write(tmp_path / "b.gpkg", "GPKG", geometry=[shapely.Point(1e30, 1e30)], crs="EPSG:32750")
    assert preview(table_read(metres))["features"] == []


@pytest.fixture
def kalsel(db):
    boundary = factories.box(114.35, -4.94, 117.46, -1.32)
    return factories.district("6301", west=114.35, east=117.46, boundary=boundary)


@real
def test_the_mills_have_three_pairs_of_coordinates_and_one_is_swapped(kalsel):
    look = file_look(DATA / "mills" / "universal_mill_list_2021.csv").layers[0]
    assert look.count == 2032
    found = [(one.columns.x, one.columns.y, one.columns.srid, one.columns.is_swapped) for one in look.coordinates]
    assert found == [
        ("Longitude", "Latitude", None, False),
        ("GPS_coor_1", "GPS_coor_2", None, False),
        ("X", "Y", 3857, False),
        ("GPS_coordi", "GPS_coordi", None, True),
    ]
    path = DATA / "mills" / "universal_mill_list_2021.csv"
    tables = [table_read(path, coordinates=one.columns) for one in look.coordinates]
    degrees, mercator, pairs = tables[0].geometry, tables[2], tables[3].geometry
    assert mercator.srid == 3857
    # Three cells of the pair are no pair.
    assert int(shapely.is_missing(pairs).sum()) == 3
    assert all(a.equals_exact(b, 1e-6) for a, b in zip(degrees, pairs, strict=True) if b is not None)


@real
@pytest.mark.parametrize(
    ("file", "count", "kind"),
    [
        ("boundaries/kalsel_kab_from_desa.gpkg", 13, "MultiPolygon"),
        ("boundaries/kalsel_kec_from_desa.gpkg", 156, "MultiPolygon"),
        ("boundaries/kalsel_desa.gpkg", 2008, "MultiPolygon"),
        ("boundaries/kalsel_kab.geojson", 13, "MultiPolygon"),
        ("boundaries/idn_kab.gpkg", 514, "MultiPolygon"),
        ("ports/pelabuhan_kalsel.geojson", 116, "Point"),
        ("roads/scgraph_world_highways_kalselbbox.gpkg", 301, "LineString"),
    ],
)
def test_real_layers_are_what_they_are(kalsel, file, count, kind):
    layer = file_look(DATA / file).layers[0]
    assert (layer.count, layer.geometry_type, layer.crs.srid, layer.crs.stated) == (count, kind, 4326, True)
    picture = preview(table_read(DATA / file))
    assert picture["shown"] <= conf.IMPORT_PREVIEW_FEATURES
    assert len(json.dumps(picture)) < 3_000_000


@real
def test_the_land_cover_states_a_crs_that_is_none(kalsel):
    layer = file_look(DATA / "raster" / "mcd12c1_2019_igbp_kalsel.tif").layers[0]
    assert (layer.crs.srid, layer.crs.stated) == (4326, False)
    assert any("Clarke 1866" in reason and "no EPSG code" in reason for reason in layer.crs.reasons)
    assert layer.raster is not None
    assert (layer.raster.nodata, layer.raster.dtype) == ("255", "uint8")
