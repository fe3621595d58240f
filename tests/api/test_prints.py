import pytest

from gisapp.exchange.printing.request import PrintForm, ReportForm
from layers.models import RunStatus, SitingRun
from layers.services.shapes import shapes_rebuild
from layers.shape_tables import SHAPE_TABLES
from tests import factories
from tests.api.test_siting_runs import RUNS, executed, problem

# Mapnik reads through a connection of its own: what a test writes must be committed.
pytestmark = pytest.mark.django_db(transaction=True)
PRINTS = "/api/prints"
BEGINS = {"pdf": b"%PDF", "png": b"\x89PNG", "html": b"<!DOCTYPE", "xlsx": b"PK"}


@pytest.fixture
def run_id(client):
    factories.small_province()
    for table in SHAPE_TABLES.values():
        shapes_rebuild(table.model)
    return executed(client)


@pytest.mark.parametrize("form", PrintForm)
def test_a_map_is_printed(client, run_id, form):
    response = client.get(PRINTS, {"layers": "districts,roads", "f": form.value, "language": "en"})
    assert response.status_code == 200
    assert response.content.startswith(BEGINS[form])
    assert response["Content-Disposition"] == f'attachment; filename="districts-roads-and-ferries.{form.value}"'
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("form", ReportForm)
def test_a_report_is_printed(client, run_id, form):
    response = client.get(f"{RUNS}/{run_id}/report", {"f": form.value})
    assert response.status_code == 200
    assert response.content.startswith(BEGINS[form])
    assert response["Content-Disposition"].endswith(f'.{form.value}"')


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({}, "layers"),
        ({"layers": "nothing"}, "layers"),
        ({"layers": "districts", "paper": "a0"}, "paper"),
        ({"layers": "districts", "width": "7"}, "parameter"),
        ({"layers": "districts", "language": "fr"}, "language"),
        ({"run": "8cf3748d-03b9-4ffc-9394-b430c9e89021"}, "run"),
    ],
)
def test_what_is_wrong_with_a_print_is_told(client, run_id, query, name):
    assert problem(client.get(PRINTS, query), 400)["name"] == name


def test_an_empty_map_is_refused(client, run_id):
    answer = client.get(PRINTS, {"layers": "districts", "bbox": "100,3,101,4", "language": "en"})
    assert "choose another" in problem(answer, 400)["detail"]


def test_a_run_without_an_answer_has_no_report(client, run_id):
    SitingRun.objects.update(status=RunStatus.RUNNING)
    problem(client.get(f"{RUNS}/{run_id}/report"), 409)


@pytest.mark.parametrize("number", ["8cf3748d-03b9-4ffc-9394-b430c9e89021", "7"])
def test_there_is_no_report_of_no_run(client, run_id, number):
    problem(client.get(f"{RUNS}/{number}/report"), 404)


def test_the_description_tells_of_prints(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/prints", "/siting-runs/{run_id}/report"} <= set(paths)
