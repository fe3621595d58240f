import json

import pytest

from gisapp import conf
from gisapp.exchange.exports import jobs
from tests import factories

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def _mills(db):
    factories.district("6301", west=factories.WEST, east=factories.MIDDLE)
    for number in range(3):
        factories.facility(f"f{number}", 115.1 + number / 10, -3.0)


def get(client, address, status=200):
    response = client.get(f"/api/exports{address}", headers=ENGLISH)
    assert response.status_code == status, getattr(response, "content", b"")[:300]
    return response


@pytest.mark.usefixtures("_mills")
def test_a_small_file_comes_at_once(client):
    response = get(client, "/facilities?f=geojson&where=code=f1")
    assert response["Content-Type"] == "application/geo+json"
    assert response["Content-Disposition"].startswith('attachment; filename="hilir-facilities-')
    [feature] = json.loads(b"".join(response.streaming_content))["features"]
    assert feature["properties"]["code"] == "f1"


@pytest.mark.usefixtures("_mills")
def test_a_large_file_is_made_by_a_job(client, monkeypatch):
    monkeypatch.setattr(conf, "EXPORT_AT_ONCE_ROWS", 2)
    response = get(client, "/facilities?f=gpkg", 202)
    job = response.json()
    assert (job["state"], job["result"]) == ("queued", None)
    address = response["Location"].removeprefix("http://testserver/api/exports")
    assert get(client, address).json()["id"] == job["id"]
    assert get(client, f"{address}/result", 409).json()["detail"].endswith("has no file: it is waiting.")
    jobs.export_task(export_id=job["id"])
    ready = get(client, address).json()
    assert (ready["state"], ready["progress"]) == ("ready", 1.0)
    result = get(client, ready["result"].removeprefix("http://testserver/api/exports"))
    assert b"".join(result.streaming_content)[:15] == b"SQLite format 3"
    assert client.delete(f"/api/exports{address}").status_code == 204
    get(client, address, 404)


@pytest.mark.usefixtures("_mills")
def test_a_job_is_cancelled(client, monkeypatch):
    monkeypatch.setattr(conf, "EXPORT_AT_ONCE_ROWS", 0)
    address = get(client, "/facilities?f=gpkg", 202)["Location"].removeprefix("http://testserver")
    assert client.delete(address).status_code == 204
    assert client.get(address).json()["state"] == "cancelled"
    assert client.delete(address).status_code == 409


@pytest.mark.usefixtures("_mills")
@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/nothing?f=gpkg", 404, "There is no layer “nothing”"),
        ("/facilities", 400, "f is ''; allowed: gpkg"),
        ("/facilities?f=gpkg&colour=red", 400, "colour"),
        ("/facilities?f=gpkg&f=kml", 400, "one value"),
        ("/facilities,districts?f=fgb", 400, "one layer (fgb)"),
        ("/facilities?f=gpkg&crs=EPSG:1", 400, "EPSG:32750"),
        ("/facilities?f=gpkg&where=code=none", 400, "some row of facilities"),
        ("/facilities?f=gpkg&district=9", 400, "There is no district"),
        ("/jobs/1", 404, "There is no export 1"),
    ],
)
def test_refusals_are_problems(client, address, status, told):
    response = get(client, address, status)
    assert response["Content-Type"] == "application/problem+json"
    assert told in response.json()["detail"]


@pytest.mark.usefixtures("_mills")
def test_too_many_rows_are_413_and_a_full_queue_is_429(client, monkeypatch):
    monkeypatch.setattr(conf, "EXPORT_ROWS_LIMIT", 2)
    get(client, "/facilities?f=gpkg", 413)
    monkeypatch.setattr(conf, "EXPORT_ROWS_LIMIT", 5)
    monkeypatch.setattr(conf, "EXPORT_AT_ONCE_ROWS", 0)
    monkeypatch.setattr(conf, "MAX_QUEUED_EXPORTS", 0)
    assert get(client, "/facilities?f=gpkg", 429)["Retry-After"] == str(conf.RETRY_AFTER_S)


@pytest.mark.usefixtures("_mills")
def test_the_offer_lists_layers_and_formats(client):
    offer = get(client, "").json()
    assert "facilities" in [layer["name"] for layer in offer["layers"]]
    assert {"gpkg", "shp", "parquet", "cog"} <= {one["key"] for one in offer["formats"]}


def test_the_description_has_every_address(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/exports", "/exports/{layers}", "/exports/jobs/{export_id}"} <= set(paths)
