import io
import shutil
import subprocess

import pytest
from PIL import Image

from gisapp.planning.parameters import parameters_parse
from gisapp.planning.services import siting_run_create, siting_run_execute
from layers.services.shapes import shapes_rebuild
from layers.shape_tables import SHAPE_TABLES
from tests import factories


@pytest.fixture
def province(transactional_db):
    """Build the small province with its display shapes."""
    factories.small_province()
    factories.exclusion_zone(115.5, -2.95, 115.6, -2.85)
    for table in SHAPE_TABLES.values():
        shapes_rebuild(table.model)


@pytest.fixture
def run(province):
    """Return a run with sites in the small province."""
    made = siting_run_create(parameters_parse({"process": "palm_oil_mill", "plants": 1, "reserves": 1}))
    return siting_run_execute(made.pk)


@pytest.fixture
def read_pdf():
    """Return the text of each page of a PDF, as an independent reader has it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: install poppler-utils")

    def read(content):
        done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
        return done.stdout.decode().split("\f")[:-1]

    return read


@pytest.fixture
def draw_pdf():
    """Return the first page of a PDF as a picture of 72 dots per inch."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed: install poppler-utils")

    def draw(content):
        command = ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-png", "-"]
        done = subprocess.run(command, input=content, capture_output=True, check=True)
        return Image.open(io.BytesIO(done.stdout)).convert("RGB")

    return draw
