"""Real clients show layers by WMS: QGIS, GDAL and OWSLib."""

import io
import json

import pytest
from owslib.wms import WebMapService
from PIL import Image, ImageChops

from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import bbox_transform
from layers.services.shapes import shapes_rebuild
from layers.shape_tables import SHAPE_TABLES
from tests import factories
from tests.interop.clients import gdal, qgis_answers

pytestmark = [pytest.mark.interop, pytest.mark.django_db(transaction=True)]

VERSIONS = ("1.1.1", "1.3.0")
# With room for symbols at its edge.
PROVINCE = Bbox(114.85, -3.35, 115.95, -2.65)


@pytest.fixture
def address(live_server):
    factories.small_province()
    factories.exclusion_zone(115.5, -2.95, 115.6, -2.85)
    for table in SHAPE_TABLES.values():
        shapes_rebuild(table.model)
    return f"{live_server.url}/wms"


@pytest.mark.parametrize("version", VERSIONS)
def test_qgis_opens_places_and_asks_layers(address, tmp_path, version):
    """Each layer is described, and a district is identified in three systems with the axes of its version."""
    systems = ("EPSG:4326", "EPSG:3857", "EPSG:32750")
    sources = {
        system: {
            "provider": "wms",
            "uri": f"crs={system}&format=image/png&layers=districts&styles=&url={address}?VERSION%3D{version}",
        }
        for system in systems
    }
    boxes = {system: bbox_transform(PROVINCE, source_srid=4326, target_srid=int(system[5:])) for system in systems}
    corners = {system: [box.west, box.south, box.east, box.north] for system, box in boxes.items()}
    jobs = [{"do": "describe", "layer": sources[system]} for system in systems]
    for system, box in boxes.items():
        # Three tenths of the way from the east, half of the way north.
        point = [box.east - box.width * 0.3, box.south + box.height / 2]
        frame = {"extent": corners[system], "width": 400, "height": 200}
        jobs.append({"do": "identify", "layer": sources[system], "point": point, **frame})
    answers = qgis_answers(jobs, tmp_path)
    for system, described, asked in zip(systems, answers[:3], answers[3:], strict=True):
        assert described["valid"], described
        assert described["extent"] == pytest.approx(corners[system], rel=1e-6)
        assert [feature["code"] for feature in asked["features"]] == ["6302"]


@pytest.mark.parametrize("version", VERSIONS)
def test_gdal_draws_a_layer_where_it_lies(address, tmp_path, version):
    """The excluded zone goes from 0.65 to 0.75 degrees east of the map's edge, and from 0.2 to 0.3 south of it."""
    told = gdal("gdalinfo", "-json", f"WMS:{address}?VERSION={version}", folder=tmp_path)
    names = [value for key, value in json.loads(told)["metadata"]["SUBDATASETS"].items() if key.endswith("_NAME")]
    [province] = [name for name in names if "LAYERS=districts&" in name]
    zone = province.replace("LAYERS=districts&", "LAYERS=exclusion-zones&")
    picture = tmp_path / "map.png"
    gdal("gdal_translate", "-of", "PNG", "-outsize", "440", "280", zone, str(picture), folder=tmp_path)
    left, top, right, bottom = ImageChops.invert(Image.open(picture).convert("L")).getbbox()
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((280, 100), abs=2)
    # GDAL asks for a coarser picture and enlarges it, outlines and all.
    assert (right - left, bottom - top) == pytest.approx((40, 40), abs=12)


@pytest.mark.parametrize("version", VERSIONS)
def test_owslib_reads_and_asks(address, version):
    wms = WebMapService(address, version=version)
    layer = wms["districts"]
    assert layer.boundingBoxWGS84 == pytest.approx((PROVINCE.west, PROVINCE.south, PROVINCE.east, PROVINCE.north))
    assert "EPSG:32750" in layer.crsOptions
    assert layer.queryable
    asked = {"layers": ["districts"], "srs": "EPSG:4326", "bbox": (115.0, -3.2, 115.8, -2.8), "size": (80, 40)}
    drawn = wms.getmap(**asked, format="image/png", transparent=True)
    assert Image.open(io.BytesIO(drawn.read())).size == (80, 40)
    told = wms.getfeatureinfo(
        **asked, query_layers=["districts"], info_format="application/json", xy=(60, 20), format="image/png"
    )
    assert [feature["properties"]["code"] for feature in json.loads(told.read())["features"]] == ["6302"]
