"""GDAL reads the main layers by every protocol: as many features as the database has, where it has them."""

import re
import urllib.request
from pathlib import Path

import pytest
from PIL import Image

from gisapp.symbology.tokens import colour
from tests.e2e.service import Service
from tests.interop.clients import gdal
from tests.interop.layers import Layer, Truth

pytestmark = pytest.mark.interop

READ = ("districts", "source-areas-oil-palm", "facilities", "roads", "production-rice-production-t")
# The one tile of this zoom level that the whole province lies in: what is there is in it, however small.
WHOLE = {"Z": 5, "X": 26, "Y": 16}
TILED = ("districts", "subdistricts", "facilities", "roads")
# Inland of a district, clear of its border and its name; and in the sea.
LAND, SEA = (116.15, -2.62), (114.5, -4.4)
WMS_BOX = ("114", "-1.2", "117", "-5.0")


def summary(text: str) -> tuple[int, tuple[float, ...]]:
    """Return the number of features and the extent that ogrinfo tells."""
    count = re.search(r"Feature Count: (\d+)", text)
    extent = re.search(r"Extent: \((.*), (.*)\) - \((.*), (.*)\)", text)
    assert count, text
    assert extent, text
    return int(count[1]), tuple(map(float, extent.groups()))


def layer_of(layers: tuple[Layer, ...], name: str) -> Layer:
    return next(one for one in layers if one.name == name)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("driver", ["WFS", "OAPIF"])
def test_features_are_as_many_and_where_the_database_has_them(
    service: Service, truth: Truth, layers: tuple[Layer, ...], tmp_path: Path, name: str, driver: str
) -> None:
    layer = layer_of(layers, name)
    source, called = (f"WFS:{service.address}/wfs", f"hilir:{name}")
    if driver == "OAPIF":
        source, called = f"OAPIF:{service.address}/ogc", name
    count, extent = summary(gdal("ogrinfo", "-so", source, called, folder=tmp_path))
    assert count == truth.count(layer)
    assert extent == pytest.approx(truth.extent(layer, 4326), abs=1e-5)


@pytest.mark.parametrize("name", TILED)
def test_a_vector_tile_holds_all_that_lies_in_it(
    service: Service, truth: Truth, layers: tuple[Layer, ...], tmp_path: Path, name: str
) -> None:
    layer = layer_of(layers, name)
    address = f"{service.address}/ogc/collections/{name}/tiles/WebMercatorQuad/{WHOLE['Z']}/{WHOLE['Y']}/{WHOLE['X']}"
    tile = tmp_path / "tile.mvt"
    # By HTTP, GDAL wants the address of a tile to end in .pbf.
    urllib.request.urlretrieve(address, tile)
    options = [part for key, value in WHOLE.items() for part in ("-oo", f"{key}={value}")]
    count, extent = summary(gdal("ogrinfo", "-ro", "-so", *options, f"MVT:{tile}", name, folder=tmp_path))
    # What is far smaller than a pixel of this zoom level is left out.
    assert 0.99 * truth.count(layer) <= count <= truth.count(layer)
    # A step of the tile is 306 m, and outlines are drawn coarsely at this zoom.
    assert extent == pytest.approx(truth.extent(layer, 3857), abs=2_000)


@pytest.mark.parametrize("version", ["1.1.1", "1.3.0"])
def test_a_map_has_the_colour_of_its_style_on_land_and_none_at_sea(
    service: Service, tmp_path: Path, version: str
) -> None:
    system = "SRS=EPSG:4326" if version == "1.1.1" else "CRS=CRS:84"
    west, north, east, south = WMS_BOX
    source = (
        f"WMS:{service.address}/wms?SERVICE=WMS&VERSION={version}&REQUEST=GetMap&LAYERS=districts&STYLES="
        f"&{system}&BBOX={west},{south},{east},{north}&FORMAT=image/png&TRANSPARENT=TRUE"
    )
    picture = tmp_path / "map.png"
    size = ["-outsize", "600", "760", "-projwin", *WMS_BOX]
    gdal("gdal_translate", "-q", "-of", "PNG", *size, source, str(picture), folder=tmp_path)
    image = Image.open(picture).convert("RGBA")

    def pixel(place: tuple[float, float]) -> tuple[int, ...]:
        column, row = round((place[0] - float(west)) * 200), round((float(north) - place[1]) * 200)
        found = image.getpixel((column, row))
        assert isinstance(found, tuple)
        return found

    land = tuple(bytes.fromhex(colour("land")[1:7]))
    assert pixel(LAND)[:3] == pytest.approx(land, abs=3)
    assert pixel(LAND)[3] == 255
    assert pixel(SEA)[3] == 0
