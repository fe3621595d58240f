"""Rasters whose cells without data are NaN."""

import io

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.transform import from_bounds

from gisapp.geo.bbox import Bbox
from gisapp.ogc.catalog import Group
from gisapp.ogc.raster_layers import PublishedRaster
from gisapp.ogc.render.pictures import render
from gisapp.ogc.render.raster_files import drawable_file
from gisapp.ogc.render.request import ImageForm, LayerView, MapRequest

BOX = Bbox(300_000, 9_600_000, 308_000, 9_608_000)


@pytest.fixture
def half_empty(tmp_path):
    """Return a raster of scores: the left half is 0.5, the right half holds nothing."""
    file = tmp_path / "scores.tif"
    cells = np.full((8, 8), 0.5, "float32")
    cells[:, 4:] = np.nan
    transform = from_bounds(BOX.west, BOX.south, BOX.east, BOX.north, 8, 8)
    shape = {"width": 8, "height": 8, "count": 1, "dtype": "float32"}
    with rasterio.open(
        file, "w", driver="GTiff", crs="EPSG:32750", transform=transform, nodata=np.nan, **shape
    ) as made:
        made.write(cells, 1)
    return file


@pytest.mark.django_db
def test_nothing_is_drawn_where_there_is_no_data(half_empty):
    layer = PublishedRaster(
        name="suitability-test",
        title="",
        abstract="",
        keywords=(),
        group=Group.SUGGESTIONS,
        file=half_empty,
        extent=Bbox(115, -4, 116, -3),
        styles=("suitability",),
        tables=(),
    )
    request = MapRequest(
        (LayerView(layer, "suitability"),), BOX, 32750, 80, 80, is_transparent=True, form=ImageForm.PNG_32
    )
    alpha = np.asarray(Image.open(io.BytesIO(render(request))))[..., 3]
    assert alpha[:, :38].min() > 0
    assert alpha[:, 42:].max() == 0


def test_a_file_whose_nodata_is_a_number_is_read_as_it_is(half_empty):
    with rasterio.open(half_empty, "r+") as opened:
        opened.nodata = -1
    assert drawable_file(half_empty) == half_empty
