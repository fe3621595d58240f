import os
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
import rasterio
from django.core.management import CommandError, call_command
from rasterio.transform import from_bounds, from_origin

from gisapp.exchange.jobs import raster_files_clean
from gisapp.geo.crs import WGS84, transform
from gisapp.planning.rasters import layer_cell_m, slope_at
from layers.models import DataImport, RasterKind, RasterLayer
from tests import factories

pytestmark = pytest.mark.django_db
BOUNDS = (factories.WEST, factories.SOUTH, factories.EAST, factories.NORTH)
WEST_HALF = (factories.WEST, factories.SOUTH, factories.MIDDLE, factories.NORTH)
SLOPE = ("--option", "kind=slope", "unit=percent", "--source", "made up for a test")
ELEVATION = ("--option", "kind=elevation", "unit=m", "--source", "made up for a test")
REAL = Path(__file__).parents[3] / "shared" / "data" / "raster"


@pytest.fixture(autouse=True)
def media(settings, tmp_path, province):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def run(path, *options):
    out = StringIO()
    call_command("import_layer", "rasters", str(path), *map(str, options), stdout=out)
    return out.getvalue()


@pytest.fixture
def raster(tmp_path):
    def write(band, *, bounds=BOUNDS, crs="EPSG:4326", nodata=None, name="slope.tif", georeference=None, bands=1):
        band = np.asarray(band)
        path = tmp_path / name
        where = georeference or from_bounds(*bounds, band.shape[1], band.shape[0])
        size = {"height": band.shape[0], "width": band.shape[1], "count": bands, "dtype": band.dtype}
        with rasterio.open(path, "w", driver="GTiff", crs=crs, transform=where, nodata=nodata, **size) as dataset:
            for number in range(bands):
                dataset.write(band, number + 1)
        return path

    return write


def slopes(shape=(400, 800)):
    return np.tile(np.linspace(0, 40, shape[1], dtype=np.float32), (shape[0], 1))


def files(media):
    return [path for path in (media / "rasters").rglob("*") if path.is_file()]


def test_a_raster_is_stored_as_cog_with_its_facts(raster, media):
    told = run(raster(slopes(), nodata=-1), *SLOPE, "--licence", "CC0", "--source-date", "2024-05-01")
    layer = RasterLayer.objects.get()
    assert (layer.name, layer.kind, layer.unit, layer.crs, layer.nodata) == (
        "slope", RasterKind.SLOPE, "percent", "EPSG:4326", -1.0,
    )  # fmt: skip
    assert layer.extent.extent == pytest.approx(BOUNDS)
    assert layer.cell_size == pytest.approx(0.001)
    assert (layer.licence, str(layer.source_date)) == ("CC0", "2024-05-01")
    with rasterio.open(layer.file.path) as dataset:
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        np.testing.assert_array_equal(dataset.read(1), slopes())
    assert [path.name for path in files(media)] == [Path(layer.file.name).name]
    assert "values 0 to 40" in told
    assert "data on 100.0 % of the study area" in told
    assert slope_at(lon=115.79, lat=-3.0).slope == pytest.approx(39.5, abs=0.2)


def test_the_share_that_is_not_covered_is_told(raster):
    told = run(raster(slopes(), bounds=WEST_HALF), *SLOPE)
    assert "data on 50." in told
    assert "stays unknown" in told
    assert "It states no no-data value" in told


def test_cells_without_data_are_not_covered(raster):
    band = slopes()
    band[:, :400] = -9999
    assert "data on 50." in run(raster(band, nodata=-9999), *SLOPE)


def test_a_nodata_value_that_nobody_named_is_found_out(raster):
    band = slopes()
    band[:, :400] = -9999
    path = raster(band)
    with pytest.raises(CommandError, match=r"values from -9999 to 40.*0 to 2000: give --nodata"):
        run(path, *SLOPE)
    assert "no-data value -9999" in run(path, *SLOPE, "--option", "nodata=-9999")
    assert RasterLayer.objects.get().nodata == -9999


def test_a_crs_without_a_code_must_be_named(raster):
    clarke = "+proj=longlat +ellps=clrk66 +no_defs"
    path = raster(slopes(), crs=clarke)
    with pytest.raises(CommandError, match=r"no CRS of an EPSG code .* give --crs"):
        run(path, *SLOPE)
    run(path, *SLOPE, "--crs", "EPSG:4326")
    assert RasterLayer.objects.get().crs == "EPSG:4326"


def test_another_crs_is_honoured(raster):
    x_m, y_m = transform(115.2, -2.9, source_srid=WGS84, target_srid=32750)
    georeference = from_origin(float(x_m), float(y_m), 100, 100)
    run(raster(np.full((50, 60), 20, np.float32), crs="EPSG:32750", georeference=georeference), *SLOPE)
    layer = RasterLayer.objects.get()
    assert layer.crs == "EPSG:32750"
    west, _south, _east, north = layer.extent.extent
    assert (west, north) == pytest.approx((115.2, -2.9), abs=0.001)
    assert layer_cell_m(layer) == pytest.approx(100, abs=0.2)
    assert slope_at(lon=115.22, lat=-2.92).slope == 20


@pytest.mark.parametrize(
    ("make", "options", "message"),
    [
        ({"bounds": (10, 10, 11, 11)}, SLOPE, "no data on the study area; it covers 10 to 11, 10 to 11"),
        ({"bands": 2}, SLOPE, "has 2 bands"),
        ({"georeference": rasterio.Affine.identity()}, SLOPE, "does not say where it lies"),
        ({}, (*SLOPE, "--option", "unit=m"), "--unit m: for slope give one of degree, percent"),
        ({}, (*SLOPE, "--option", "unit=degree"), "slope in degree is 0 to 90"),
        ({}, (*SLOPE, "--crs", "UTM"), "no EPSG code"),
        ({}, (*SLOPE, "--source-date", "May"), "2025-12-31"),
        ({}, (*SLOPE, "--option", "slope=yes"), "only elevations"),
    ],
)
def test_what_cannot_be_taken_is_told_with_the_fix_and_leaves_no_file(raster, media, make, options, message):
    with pytest.raises(CommandError, match=message):
        run(raster(slopes() * (3 if "unit=degree" in options else 1), **make), *options)
    assert not RasterLayer.objects.exists()
    assert not files(media)


def test_a_nodata_value_must_fit_the_cells(raster):
    with pytest.raises(CommandError, match=r"--nodata -1 cannot be a cell of .*uint8.*: give 0 to 255"):
        run(raster(np.ones((400, 800), np.uint8)), *SLOPE, "--option", "nodata=-1")


def test_a_file_that_is_no_raster_is_told(tmp_path):
    path = tmp_path / "text.tif"
    path.write_text("not a raster")
    with pytest.raises(CommandError, match="does not open as any format"):
        run(path, *SLOPE)


def test_a_name_that_is_stored_needs_replace(raster, media, django_capture_on_commit_callbacks):
    path = raster(slopes())
    run(path, *SLOPE)
    first = RasterLayer.objects.get()
    with pytest.raises(CommandError, match="stored already: give --replace"):
        run(path, *SLOPE)
    with django_capture_on_commit_callbacks(execute=True):
        run(path, *SLOPE, "--replace")
    second = RasterLayer.objects.get()
    assert second.pk == first.pk
    assert second.file.name != first.file.name
    # The file of the first stays for the undo.
    assert {path.name for path in files(media)} == {Path(one.file.name).name for one in (first, second)}


def test_a_dry_run_writes_nothing(raster, media):
    assert "nothing was written" in run(raster(slopes()), *SLOPE, "--dry-run")
    assert not RasterLayer.objects.exists()
    assert not files(media)


def test_slopes_are_computed_from_elevations_with_a_known_answer(raster):
    # A plane that rises 10 m in every 100 m to the east; 1,200 rows span more than two strips.
    x_m, y_m = transform(115.1, -2.85, source_srid=WGS84, target_srid=32750)
    plane = np.tile(np.arange(300, dtype=np.float32) * 3, (1_200, 1))
    georeference = from_origin(float(x_m), float(y_m), 30, 30)
    path = raster(plane, crs="EPSG:32750", georeference=georeference, nodata=-32768, name="dem.tif")
    run(path, *ELEVATION, "--option", "slope=yes")
    layer = RasterLayer.objects.get(kind=RasterKind.SLOPE)
    assert (layer.name, layer.unit) == ("dem (slope)", "percent")
    assert "Computed from the elevations of “dem”" in layer.note
    with rasterio.open(layer.file.path) as dataset:
        found = dataset.read(1, masked=True)
    np.testing.assert_allclose(found.compressed(), 10.0, atol=1e-3)
    assert found.count() >= 1_196 * 296
    assert RasterLayer.objects.filter(kind=RasterKind.ELEVATION).exists()


def test_elevations_too_coarse_for_slopes_are_refused_and_nothing_is_stored(raster, media):
    path = raster(np.ones((8, 16), np.float32), name="dem.tif")
    with pytest.raises(CommandError, match=r"cells of 5[0-9]{3} m.*leave out --slope"):
        run(path, *ELEVATION, "--option", "slope=yes")
    assert not RasterLayer.objects.exists()
    assert not files(media)


@pytest.mark.skipif(not REAL.is_dir(), reason="real rasters are not beside the project")
def test_real_land_cover_with_a_badly_written_crs():
    path = REAL / "mcd12c1_2019_igbp_kalsel.tif"
    options = ("--option", "kind=land_cover", "--option", "unit=igbp", "--source", "MODIS MCD12C1")
    with pytest.raises(CommandError, match=r"Clarke 1866.*give --crs"):
        run(path, *options)
    told = run(path, *options, "--crs", "EPSG:4326")
    assert "no-data value 255" in told
    assert "data on 100.0 %" in told


@pytest.mark.skipif(not REAL.is_dir(), reason="real rasters are not beside the project")
def test_real_elevations_of_five_minutes_judge_no_slope():
    path = REAL / "etopo5_kalsel.tif"
    told = run(path, *ELEVATION)
    assert "too coarse to judge slopes (the limit is 250 m)" in told
    with pytest.raises(CommandError, match="much too gentle"):
        run(path, *ELEVATION, "--option", "slope=yes", "--replace")


def test_a_replaced_raster_comes_back_with_its_file_and_leaves_none_behind(raster, media):
    run(raster(slopes(), nodata=-1), *SLOPE)
    before = RasterLayer.objects.values().get()
    run(raster(slopes() / 2, nodata=-1), *SLOPE, "--replace")
    assert slope_at(lon=115.79, lat=-3.0).slope == pytest.approx(19.8, abs=0.2)
    assert len(files(media)) == 2
    call_command("import_undo", str(DataImport.objects.first().pk), stdout=StringIO())
    assert RasterLayer.objects.values().get() == before
    assert slope_at(lon=115.79, lat=-3.0).slope == pytest.approx(39.5, abs=0.2)
    assert raster_files_clean() == 0
    for path in files(media):
        os.utime(path, (0, 0))
    assert raster_files_clean() == 1
    assert [path.name for path in files(media)] == [Path(before["file"]).name]
