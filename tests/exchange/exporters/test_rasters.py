import numpy as np
import pytest
import rasterio
from django.conf import settings
from rasterio.transform import from_origin
from rio_cogeo.cogeo import cog_validate

from gisapp import conf
from gisapp.exchange.exporters.errors import ExportTooLargeError, FormatError
from gisapp.exchange.exports.request import request_parse
from gisapp.exchange.exports.services import export_write
from gisapp.geo.cog import cog_write
from gisapp.planning.errors import ParameterError
from layers.models import RasterLayer
from tests import factories

pytestmark = pytest.mark.django_db
CELL, COLUMNS, ROWS = 0.001, 800, 400


@pytest.fixture
def raster(province):
    """A raster over both districts: each cell holds 1,000 times its row and its column."""
    path = settings.MEDIA_ROOT / "rasters" / "slope.tif"
    path.parent.mkdir(parents=True, exist_ok=True)
    values = (np.arange(ROWS)[:, None] * 1000 + np.arange(COLUMNS)).astype("float32")
    cog_write(
        path, values, transform=from_origin(115.0, -2.8, CELL, CELL), srid=4326, nodata=-1.0, tags={"OWN": "kept"}
    )
    layer = RasterLayer(
        name="Slope", kind="slope", file="rasters/slope.tif", crs="EPSG:4326", cell_size=CELL, unit="percent"
    )
    layer.extent = factories.box(115.0, -3.2, 115.8, -2.8)[0]
    layer.source, layer.licence = "made up", "MIT"
    layer.save()
    return f"raster-{layer.pk}", values


def written(path, name, **given):
    export_write(request_parse({"layers": [name], "f": "cog", "language": "en", **given}), path)
    is_valid, errors, _warnings = cog_validate(path, strict=True)
    assert is_valid, errors
    return rasterio.open(path)


def test_the_whole_raster_comes_as_it_is(raster, tmp_path):
    name, values = raster
    with written(tmp_path / "a.tif", name) as found:
        assert (found.crs.to_epsg(), found.nodata) == (4326, -1.0)
        assert np.array_equal(found.read(1), values)
        tags = found.tags()
    assert (tags["OWN"], tags["SOURCE"], tags["LICENCE"], tags["TITLE"]) == ("kept", "made up", "MIT", "Slope")


def test_a_box_cuts_the_cells_it_touches(raster, tmp_path):
    name, values = raster
    with written(tmp_path / "a.tif", name, bbox="115.1004,-2.9006,115.2006,-2.8504") as found:
        assert np.array_equal(found.read(1), values[50:101, 100:201])
        assert found.bounds == pytest.approx((115.1, -2.901, 115.201, -2.85))


def test_a_district_cuts_its_box(raster, tmp_path):
    name, _values = raster
    with written(tmp_path / "a.tif", name, district="6302") as found:
        assert found.bounds == pytest.approx((115.4, -3.2, 115.8, -2.8), abs=2 * CELL)


def test_another_system_keeps_the_values(raster, tmp_path):
    name, values = raster
    with written(tmp_path / "a.tif", name, crs="EPSG:32750") as found:
        assert found.crs.to_epsg() == 32750
        row, column = found.index(277_890.0, 9_668_285.0)  # 115.0013 E, 3.0 S
        assert found.read(1)[row, column] == pytest.approx(200 * 1000 + 1, abs=1001)
        assert set(np.unique(found.read(1))) <= {-1.0, *values.ravel()}


def test_what_cannot_be_cut_is_refused(raster, tmp_path, monkeypatch):
    name, _values = raster
    with pytest.raises(FormatError, match="no cell in the bbox"):
        written(tmp_path / "a.tif", name, bbox="100,0,101,1")
    with pytest.raises(ParameterError, match="is a raster"):
        export_write(request_parse({"layers": [name], "f": "gpkg", "language": "en"}), tmp_path / "a.gpkg")
    with pytest.raises(ParameterError, match="bbox or district for rasters"):
        written(tmp_path / "a.tif", name, commodity="oil_palm")
    monkeypatch.setattr(conf, "EXPORT_RASTER_CELLS_LIMIT", 1000)
    with pytest.raises(ExportTooLargeError, match="800 x 400 cells"):
        written(tmp_path / "a.tif", name)
    assert not list(tmp_path.iterdir())
