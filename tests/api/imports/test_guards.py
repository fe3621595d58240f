"""Who may import, and how much."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from gisapp import conf
from layers.models import DataImport
from tests.api.imports.conftest import PORTS, Api

pytestmark = pytest.mark.django_db
ADDRESSES = [
    ("get", "imports"), ("post", "imports"), ("get", "import-kinds"), ("get", "import-kinds/facilities/sample"),
    *[("post", f"imports/0/{step}") for step in ("look", "check", "commit", "undo", "cancel")],
    *[("get", f"imports/0{rest}") for rest in ("", "/findings", "/rejected", "/preview")],
    ("patch", "imports/0"), ("delete", "imports/0"),
]  # fmt: skip


def problem(response, status, text):
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert text in response.json()["detail"]


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_nobody_gets_in_unknown(client, method, address):
    response = getattr(client, method)(f"/api/{address}", headers={"Accept-Language": "en"})
    problem(response, 401, "sign in first")
    assert response["WWW-Authenticate"].startswith("Session")


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_who_is_no_staff_may_not(client, method, address):
    client.force_login(get_user_model().objects.create_user("warga", password="x"))
    problem(getattr(client, method)(f"/api/{address}", headers={"Accept-Language": "en"}), 403, "warga is not staff")


def test_a_request_without_the_token_is_refused_before_its_file_is_kept(staff, settings):
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    client.force_login(staff)
    form = {"file": SimpleUploadedFile("ports.csv", PORTS.encode()), "kind": "facilities"}
    problem(client.post("/api/imports", form), 403, "X-CSRFToken")
    assert not DataImport.objects.exists()


def test_reading_needs_no_token(staff):
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)
    assert client.get("/api/imports").json() == {"total": 0, "imports": []}


def test_a_file_beyond_the_limit_is_refused_by_what_it_says_and_by_what_it_is(api, monkeypatch):
    monkeypatch.setattr(conf, "MAX_IMPORT_BYTES", 100_000)
    problem(api.upload(b"x" * 250_000), 413, "larger than the limit")
    # A body that says less than it has, or a little more than is taken, is stopped on its way.
    problem(api.upload(b"x" * 120_000), 413, "larger than the limit")
    assert not DataImport.objects.exists()


def test_elsewhere_the_small_limit_of_bodies_holds(api):
    body = json.dumps({"process": "x" * 2 * conf.MAX_BODY_BYTES})
    assert api.client.post("/api/siting-runs", body, content_type="application/json").status_code == 413
    key = api.mapped()
    long = {"source": "x" * 2 * conf.MAX_MAPPING_BYTES}
    assert api.patch(key, **long).status_code == 413


def test_open_imports_are_limited_in_number_and_size(api, monkeypatch):
    monkeypatch.setattr(conf, "MAX_OPEN_IMPORTS", 1)
    assert api.upload(PORTS).status_code == 201
    problem(api.upload(PORTS), 429, "1 imports open")
    other = get_user_model().objects.create_user("lain", password="x", is_staff=True)
    assert Api(other).upload(PORTS).status_code == 201
    monkeypatch.setattr(conf, "MAX_OPEN_IMPORTS", 9)
    monkeypatch.setattr(conf, "MAX_OPEN_IMPORT_BYTES", 10)
    problem(api.upload(PORTS), 413, "open imports")


@pytest.mark.parametrize(
    ("fields", "status", "text"),
    [
        ({"kind": "facilitys"}, 400, "Did you mean “facilities”"),
        ({"colour": "red"}, 400, "colour"),
        ({"text": ""}, 400, "is empty"),
    ],
)
def test_a_wrong_form_is_told(api, fields, status, text):
    problem(api.upload(**{"text": PORTS, **fields}), status, text)


def test_no_form_at_all_is_told(api):
    for body, kind, status in (("{}", "application/json", 415), ("x", "multipart/form-data; boundary=b", 400)):
        response = api.client.post("/api/imports", body, content_type=kind, headers=api._token())
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(
    "mapping",
    [
        {"colour": 1}, {"columns": []}, {"columns": {"name": []}}, {"conditions": {"a": "b"}}, {"crs": 4326},
        {"crs": "EPSG:99999"}, {"is_repairing": "yes"}, {"takes": "some"}, {"extras": []}, {"key": 1},
        {"constants": {"name": "x" * 3000}}, {"coordinates": "lon"}, "columns", {"coordinates": {"z": 1}},
    ],
)  # fmt: skip
def test_a_malformed_mapping_is_refused_and_changes_nothing(province, api, mapping):
    key = api.mapped()
    was = api.get(key).json()["mapping"]
    response = api.patch(key, mapping=mapping)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert api.get(key).json()["mapping"] == was


@pytest.mark.parametrize(
    "changes", [{"layer": "none"}, {"layer": 1}, {"source_date": "May"}, {"licence": "x" * 200}, {"owner": "x"}]
)
def test_other_malformed_changes_are_refused(province, api, changes):
    assert api.patch(api.mapped(), **changes).status_code == 400


@pytest.mark.parametrize("query", ["?state=x", "?limit=0", "?limit=1.5", "?offset=-1", "?colour=red"])
def test_malformed_queries_are_refused(api, query):
    assert api.get(query).status_code == 400


def test_unknown_imports_are_not_found(api):
    for key in ("0", "00000000-0000-0000-0000-000000000000"):
        assert api.get(key).status_code == 404
        assert api.post(f"{key}/check").status_code == 404


def test_steps_out_of_turn_are_refused(province, api):
    key = api.upload(PORTS).json()["id"]
    for step in ("check", "commit", "undo", "cancel"):
        assert api.post(f"{key}/{step}").status_code == 409, step
    assert api.patch(key, licence="CC0").status_code == 409
    assert api.get(f"{key}/preview").status_code == 409
    assert api.get(f"{key}/rejected").status_code == 409


def test_a_file_of_no_format_is_told_and_may_be_deleted(api):
    key = api.upload(b"\x00\x01\x02" * 100, name="x.bin").json()["id"]
    response = api.post(f"{key}/look")
    assert response.status_code == 400
    assert api.delete(key).status_code == 204


def test_names_of_files_stay_in_their_folder(api, settings):
    key = api.upload(PORTS, name="..\\..\\etc\\pass wd$.csv").json()
    assert key["file"]["name"] == "pass wd_.csv"
    path = DataImport.objects.get().file.path
    assert path.startswith(str(settings.MEDIA_ROOT / "imports"))


def test_the_description_is_valid_and_names_all_addresses(client):
    document = client.get("/api/openapi.json").json()
    validate(document, cls=OpenAPIV31SpecValidator)
    described = {path for path in document["paths"] if path.startswith("/import")}
    assert len(described) == 12
    for path in described:
        for method, operation in document["paths"][path].items():
            if method != "parameters":
                assert {"401", "403", "405"} <= set(operation["responses"]), path
