"""Real clients read layers by WFS: QGIS, GDAL and OWSLib."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from owslib.wfs import WebFeatureService

from tests import factories

SYSTEM_PYTHON = Path("/usr/bin/python3")
pytestmark = [pytest.mark.interop, pytest.mark.django_db(transaction=True)]

QGIS_SCRIPT = """
import json, sys
from qgis.core import QgsApplication, QgsVectorLayer

application = QgsApplication([], False)
application.initQgis()
told = {}
for crs in sys.argv[2:]:
    layer = QgsVectorLayer(
        f"pagingEnabled='true' srsname='{crs}' typename='hilir:facilities' url='{sys.argv[1]}' version='2.0.0'",
        "facilities", "WFS")
    points = [feature.geometry().asPoint() for feature in layer.getFeatures()]
    told[crs] = {
        "valid": layer.isValid(),
        "features": layer.featureCount(),
        "types": {field.name(): field.typeName() for field in layer.fields()},
        "points": [[point.x(), point.y()] for point in points],
    }
    # QGIS crashes if a layer outlives it.
    del layer
print(json.dumps(told))
application.exitQgis()
"""


@pytest.fixture
def address(live_server):
    factories.facility("mill-a", 115.2, -3.0, name="Mill A", year=2024)
    factories.facility("mill-b", 116.0, -3.5, name="Mill B", year=2025)
    return f"{live_server.url}/wfs"


def run(command, tmp_path):
    """Programs of the system must not see this environment's libraries."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_qgis_reads_features_in_several_systems(address, tmp_path):
    imported = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    if not SYSTEM_PYTHON.exists() or subprocess.run(imported, capture_output=True, check=False).returncode:
        pytest.skip("QGIS (python3-qgis) is not installed")
    script = tmp_path / "read.py"
    script.write_text(QGIS_SCRIPT)

    lines = run([SYSTEM_PYTHON, script, address, "EPSG:4326", "EPSG:3857", "EPSG:32750"], tmp_path).splitlines()
    told = json.loads(next(line for line in lines if line.startswith("{")))

    assert all(one["valid"] and one["features"] == 2 for one in told.values())
    assert told["EPSG:4326"]["points"] == [[115.2, -3.0], [116.0, -3.5]]
    # As PROJ has it, to the metre.
    assert told["EPSG:3857"]["points"][0] == pytest.approx([12_824_005.3, -334_111.2], abs=1)
    assert told["EPSG:32750"]["points"][0] == pytest.approx([299_944.8, 9_668_242.3], abs=1)
    types = told["EPSG:4326"]["types"]
    assert (types["name"], types["capacity_t_per_year"], types["source_date"]) == ("string", "double", "date")
    assert types["year"] in {"integer", "long"}


def test_ogr_reads_and_filters_features(address, tmp_path):
    if shutil.which("ogrinfo", path="/usr/bin") is None:
        pytest.skip("ogrinfo (gdal-bin) is not installed")
    command = ["/usr/bin/ogrinfo", "-q", f"WFS:{address}", "hilir:facilities", "-where", "name = 'Mill B'"]

    told = run(command, tmp_path)

    assert told.count("OGRFeature") == 1
    assert "POINT (116.0 -3.5)" in told


def test_owslib_reads_capabilities_schema_and_features(address):
    service = WebFeatureService(address, version="2.0.0")

    assert "hilir:facilities" in service.contents
    assert service.contents["hilir:facilities"].boundingBoxWGS84 == (115.2, -3.5, 116.0, -3.0)
    assert service.get_schema("hilir:facilities")["geometry"] == "Point"
    answer = service.getfeature(
        typename="hilir:facilities", outputFormat="geojson", sortby=["name DESC"], maxfeatures=1
    )
    assert [one["properties"]["name"] for one in json.load(answer)["features"]] == ["Mill B"]
