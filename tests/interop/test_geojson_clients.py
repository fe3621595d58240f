"""Real clients open what the service makes: GDAL's ogrinfo, and QGIS."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from gisapp.planning.parameters import parameters_parse
from gisapp.planning.services import siting_run_create, siting_run_execute
from tests import factories

SYSTEM_PYTHON = Path("/usr/bin/python3")
pytestmark = [pytest.mark.interop, pytest.mark.django_db]

QGIS_SCRIPT = """
import json, sys
from qgis.core import QgsApplication, QgsVectorLayer

application = QgsApplication([], False)
application.initQgis()
layer = QgsVectorLayer(sys.argv[1], "sites", "ogr")
print(json.dumps({
    "valid": layer.isValid(),
    "features": layer.featureCount(),
    "crs": layer.crs().authid(),
    "fields": [field.name() for field in layer.fields()],
    "points": [[f.geometry().asPoint().x(), f.geometry().asPoint().y()] for f in layer.getFeatures()]
        if layer.geometryType() == 0 else [],
}))
# QGIS crashes if a layer outlives it.
del layer
application.exitQgis()
"""


def have_qgis() -> bool:
    if not SYSTEM_PYTHON.exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode == 0


def environment(tmp_path):
    """The clients are programs of the system: they must not see this environment's libraries."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}


def ogrinfo(tmp_path, source):
    if shutil.which("ogrinfo", path="/usr/bin") is None:
        pytest.skip("ogrinfo (gdal-bin) is not installed")
    command = ["/usr/bin/ogrinfo", "-al", "-so", source]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(tmp_path), timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def qgis(tmp_path, source):
    if not have_qgis():
        pytest.skip("python3-qgis is not installed")
    script = tmp_path / "read.py"
    script.write_text(QGIS_SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [SYSTEM_PYTHON, script, source],
        capture_output=True,
        text=True,
        check=False,
        env=environment(tmp_path),
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.fixture
def suggestion(tmp_path):
    """Return the file that `manage.py suggest --out` writes."""
    factories.small_province()
    path = tmp_path / "sites.geojson"
    call_command(
        "suggest",
        "--process",
        "palm_oil_mill",
        "--plants",
        "2",
        "--cell-size-m",
        "1000",
        "--out",
        str(path),
        stdout=io.StringIO(),
    )
    return path


def test_gdal_reads_the_suggestion(tmp_path, suggestion):
    count = len(json.loads(suggestion.read_text(encoding="utf-8"))["features"])
    text = ogrinfo(tmp_path, str(suggestion))
    assert "Point" in text
    assert f"Feature Count: {count}" in text
    assert "4326" in text
    for field in ("rank", "score", "district", "utilisation"):
        assert field in text


def test_qgis_reads_the_suggestion(tmp_path, suggestion):
    features = json.loads(suggestion.read_text(encoding="utf-8"))["features"]
    layer = qgis(tmp_path, str(suggestion))
    assert layer["valid"]
    assert layer["features"] == len(features) > 0
    assert layer["crs"] in ("EPSG:4326", "OGC:CRS84")
    assert {"rank", "score", "parts", "reasons"} <= set(layer["fields"])
    written = sorted(tuple(feature["geometry"]["coordinates"]) for feature in features)
    assert sorted(map(tuple, layer["points"])) == [pytest.approx(point) for point in written]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("document", ["sites", "catchments"])
def test_clients_read_a_running_server(tmp_path, live_server, document):
    factories.small_province()
    parameters = parameters_parse({"process": "palm_oil_mill", "plants": 2, "cell_size_m": 1000})
    run = siting_run_execute(siting_run_create(parameters).pk)
    address = f"{live_server.url}/api/siting-runs/{run.pk}/{document}.geojson"
    assert {"sites": "Point", "catchments": "Multi Polygon"}[document] in ogrinfo(tmp_path, address)
    layer = qgis(tmp_path, address)
    assert layer["valid"]
    assert layer["features"] == run.sites.count() > 0
    assert layer["crs"] in ("EPSG:4326", "OGC:CRS84")
