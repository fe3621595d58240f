"""Real clients read tiles: GDAL and OWSLib."""

import io
import urllib.request

import numpy as np
import pytest
from owslib.wmts import WebMapTileService
from PIL import Image

from layers.models import District, RoadLink
from layers.services.shapes import shapes_rebuild
from tests import factories
from tests.interop.clients import gdal

pytestmark = [pytest.mark.interop, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(live_server):
    factories.small_province()
    shapes_rebuild(District)
    shapes_rebuild(RoadLink)
    return live_server.url


def test_gdal_draws_a_road_where_it_lies_by_wmts(address, tmp_path):
    source = f"WMTS:{address}/wmts?SERVICE=WMTS&REQUEST=GetCapabilities,layer=roads,style=roads"
    picture = tmp_path / "road.png"
    # The road at 3.0 S (-334,111 m) runs through the middle of the box from west to east.
    window = ["-projwin", "12820000", "-324111", "12840000", "-344111"]

    gdal("gdal_translate", "-q", "-of", "PNG", "-outsize", "400", "400", *window, source, str(picture), folder=tmp_path)

    drawn = np.asarray(Image.open(picture).convert("RGBA"))[:, :, 3] > 0
    rows = np.flatnonzero(drawn.mean(axis=1) > 0.9)
    assert rows.size
    assert rows.min() < 200 < rows.max() + 2
    assert rows.max() - rows.min() < 20


def test_gdal_reads_a_vector_tile(address, tmp_path):
    tile = tmp_path / "tile.mvt"
    with urllib.request.urlopen(f"{address}/ogc/collections/districts/tiles/WebMercatorQuad/8/130/210") as response:
        tile.write_bytes(response.read())

    told = gdal("ogrinfo", "-ro", "-al", "-so", f"MVT:{tile}", folder=tmp_path)

    assert "Layer name: districts" in told
    assert "Feature Count: 2" in told


def test_owslib_reads_capabilities_and_a_tile(address):
    service = WebMapTileService(f"{address}/wmts")

    assert {"districts", "roads"} <= set(service.contents)
    tile = service.gettile(
        layer="districts", tilematrixset="WebMercatorQuad", tilematrix="8", row=130, column=210, format="image/png"
    )
    assert Image.open(io.BytesIO(tile.read())).size == (256, 256)
