import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.transform import from_origin

from gisapp.geo.cog import cog_write
from gisapp.geo.crs import WGS84, transform
from gisapp.geo.raster_grid import cell_size_m, grid_values

UTM_50S = 32750
GRID = from_origin(300_000, 9_700_000, 250, 250)


def stored(path, band, *, transform=GRID, srid=UTM_50S, nodata=None, resampling="average"):
    cog_write(path, band, transform=transform, srid=srid, nodata=nodata, overview_resampling=resampling)
    return path


def read(path, *, shape=(4, 4), **options):
    return grid_values(path, transform=GRID, shape=shape, srid=UTM_50S, **options)


def test_a_finer_raster_is_averaged_and_its_nodata_left_out(tmp_path):
    fine = np.kron(np.arange(16, dtype=np.float32).reshape(4, 4), np.ones((5, 5), np.float32))
    fine[:5, :5] = -9999
    fine[5:7, :5] = -9999
    path = stored(tmp_path / "a.tif", fine, transform=from_origin(300_000, 9_700_000, 50, 50), nodata=-9999)
    found = read(path)
    assert np.isnan(found.value[0, 0])
    expected = np.arange(16, dtype=float).reshape(4, 4)
    np.testing.assert_allclose(found.value.ravel()[1:], expected.ravel()[1:], rtol=1e-6)
    assert found.known.sum() == 15


def test_beyond_the_raster_nothing_is_known(tmp_path):
    path = stored(tmp_path / "a.tif", np.full((4, 2), 7.0, np.float32))
    found = read(path)
    np.testing.assert_array_equal(found.known, [[True, True, False, False]] * 4)


def test_without_nodata_whole_numbers_still_end_at_the_rim(tmp_path):
    path = stored(tmp_path / "a.tif", np.zeros((4, 2), np.uint8))
    np.testing.assert_array_equal(read(path).known, [[True, True, False, False]] * 4)


def test_classes_are_not_averaged(tmp_path):
    fine = np.kron(np.full((4, 4), 17, np.uint8), np.ones((5, 5), np.uint8))
    fine[:2, :5] = 1
    path = stored(
        tmp_path / "a.tif", fine, transform=from_origin(300_000, 9_700_000, 50, 50), nodata=255, resampling="mode"
    )
    assert read(path, is_class=True).value[0, 0] == 17


def test_another_crs_is_honoured_and_can_be_overridden(tmp_path):
    # A degree raster of the area: east of 115.21 E it is steep.
    lon = np.arange(115.15, 115.30, 0.001)
    band = np.broadcast_to(np.where(lon < 115.21, 1.0, 30.0), (300, lon.size)).astype(np.float32)
    path = stored(tmp_path / "a.tif", band, transform=from_origin(115.15, -2.6, 0.001, 0.001), srid=4326)
    found = read(path, shape=(40, 40))
    x_m = 300_000 + 250 * (np.arange(40) + 0.5)
    edge_x = transform(115.21, -2.72, source_srid=WGS84, target_srid=UTM_50S)[0]
    assert (found.value[:, x_m < edge_x - 300] == 1).all()
    assert (found.value[:, x_m > edge_x + 300] == 30).all()
    assert not read(path, shape=(40, 40), source_crs="EPSG:32750").known.any()


def test_cell_size_is_that_on_the_ground(tmp_path):
    path = stored(
        tmp_path / "a.tif", np.ones((10, 10), np.float32), transform=from_origin(115, -3, 0.05, 0.05), srid=4326
    )
    with rasterio.open(path) as dataset:
        assert cell_size_m(dataset) == pytest.approx(5_560, abs=15)
    path = stored(tmp_path / "b.tif", np.ones((10, 10), np.float32))
    with rasterio.open(path) as dataset:
        assert cell_size_m(dataset) == pytest.approx(250, abs=0.3)


def test_an_overview_gives_the_same_means(tmp_path):
    rng = np.random.default_rng(63)
    fine = np.kron(rng.random((64, 64), np.float32), np.ones((32, 32), np.float32))
    transform = from_origin(300_000, 9_700_000, 250 / 32, 250 / 32)
    path = stored(tmp_path / "a.tif", fine, transform=transform)
    with rasterio.open(path) as dataset:
        assert dataset.overviews(1)
    np.testing.assert_allclose(read(path, shape=(64, 64)).value, fine[::32, ::32], rtol=1e-5)


def test_files_are_cloud_optimized(tmp_path):
    band = np.ones((2_000, 1_500), np.float32)
    with rasterio.open(stored(tmp_path / "a.tif", band, nodata=np.nan)) as dataset:
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert dataset.block_shapes == [(512, 512)]
        assert dataset.overviews(1)
        assert dataset.transform == Affine(*GRID[:6])
        assert dataset.crs.to_epsg() == UTM_50S
        assert np.isnan(dataset.nodata)


def test_a_folder_that_is_not_there_leaves_no_file_behind(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        stored(tmp_path / "none" / "a.tif", np.ones((4, 4), np.float32))
    assert not list(tmp_path.iterdir())
