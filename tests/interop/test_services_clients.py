"""QGIS opens the project and the layer definition that the page of addresses offers: every layer is there and valid."""

import json
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests import factories

SYSTEM_PYTHON = Path("/usr/bin/python3")
pytestmark = [pytest.mark.interop, pytest.mark.django_db(transaction=True)]

QGIS_SCRIPT = """
import json, sys
from qgis.core import QgsApplication, QgsLayerDefinition, QgsProject

application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
if sys.argv[1].endswith(".qgz"):
    opened = project.read(sys.argv[1])
else:
    opened, _message = QgsLayerDefinition.loadLayerDefinition(sys.argv[1], project, project.layerTreeRoot())
layers = project.mapLayers()
print(json.dumps({
    "opened": opened,
    "title": project.title(),
    "crs": project.crs().authid(),
    "invalid": [layer.name() for layer in layers.values() if not layer.isValid()],
    "unresolved": [node.name() for node in project.layerTreeRoot().findLayers() if node.layer() is None],
    "groups": [group.name() for group in project.layerTreeRoot().children()],
    "providers": {name: layer.providerType() for name, layer in layers.items()},
    "facilities": [layer.featureCount() for layer in layers.values() if "'hilir:facilities'" in layer.source()],
}))
project.clear()
application.exitQgis()
"""


@pytest.mark.parametrize("name", ["hilir.qgz", "hilir.qlr"])
def test_qgis_opens_the_file_and_all_its_layers(live_server, tmp_path, name):
    imported = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    if not SYSTEM_PYTHON.exists() or subprocess.run(imported, capture_output=True, check=False).returncode:
        pytest.skip("QGIS (python3-qgis) is not installed")
    factories.small_province()
    factories.road((115.1, -3.0), (115.4, -3.1))
    request = urllib.request.Request(f"{live_server.url}/services/{name}", headers={"Accept-Language": "en"})
    with urllib.request.urlopen(request) as answer:
        file = tmp_path / name
        file.write_bytes(answer.read())
    script = tmp_path / "open.py"
    script.write_text(QGIS_SCRIPT)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    command = [SYSTEM_PYTHON, script, file]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)
    assert done.returncode == 0, done.stderr
    told = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))

    assert told["opened"]
    assert told["invalid"] == []
    assert told["unresolved"] == []
    assert set(told["providers"].values()) == {"wms", "WFS"}
    assert told["facilities"] == [3]
    if name == "hilir.qgz":
        assert (told["title"], told["crs"]) == ("Hilir: industrial potential and downstream sites", "EPSG:3857")
        assert told["groups"][0] == "Suggestions"
        assert told["groups"][-1] == "Areas"
    else:
        assert told["groups"] == ["Hilir: industrial potential and downstream sites"]
