"""An import by the API, step by step."""

import pytest

from layers.models import DataImport, Facility, FacilityShape
from tests.api.imports.conftest import PORTS

pytestmark = pytest.mark.django_db


def test_from_a_file_to_its_rows_and_back(province, api):
    uploaded = api.upload(PORTS)
    assert (uploaded.status_code, uploaded.json()["state"]) == (201, "uploaded")
    key = uploaded.json()["id"]
    assert uploaded["Location"] == f"/api/imports/{key}"
    assert uploaded.json()["actions"] == ["look", "delete"]

    looked = api.post(f"{key}/look").json()
    assert looked["state"] == "looked"
    (layer,) = looked["look"]["layers"]
    assert layer["count"] == 2
    assert looked["mapping"]["columns"] == {"code": "code", "name": "name"}
    assert {name: looked["mapping"]["coordinates"][name] for name in "xy"} == {"x": "lon", "y": "lat"}

    mapped = api.patch(
        key, mapping={"constants": {"kind": "port"}}, source="Kemenhub", source_date="2024-05-01", licence="CC0"
    )
    assert mapped.status_code == 200, mapped.content
    assert (mapped.json()["mapping"]["columns"]["name"], mapped.json()["source_date"]) == ("name", "2024-05-01")

    checked = api.post(f"{key}/check")
    assert (checked.status_code, checked.json()["state"], checked.json()["message"]) == (200, "checked", "")
    assert checked.json()["report"]["counts"]["error"] == 1
    assert not Facility.objects.exists()
    (finding,) = api.get(f"{key}/findings?level=error").json()["findings"]
    assert (finding["row"], finding["name"]) == (3, "Pelabuhan B")

    committed = api.post(f"{key}/commit").json()
    assert (committed["state"], committed["progress"], committed["actions"]) == ("committed", 1.0, ["undo"])
    row = Facility.objects.get()
    assert (row.code, row.source, row.licence, str(row.source_date)) == ("port-a", "Kemenhub", "CC0", "2024-05-01")
    assert FacilityShape.objects.get().owner_id == row.pk

    undone = api.post(f"{key}/undo").json()
    assert undone["state"] == "undone"
    assert not Facility.objects.exists()
    assert not FacilityShape.objects.exists()
    # What was undone may be taken over again.
    assert api.post(f"{key}/commit").json()["state"] == "committed"
    assert Facility.objects.count() == 1


def test_the_same_file_again_is_told(province, api):
    first = api.mapped()
    api.post(f"{first}/check")
    api.post(f"{first}/commit")
    again = api.upload(PORTS).json()
    assert [one["id"] for one in again["same_file"]] == [first]
    assert again["same_file"][0]["created_by"] == "petugas"
    assert api.upload(PORTS, kind="roads").json()["same_file"] == []


def test_a_mapping_is_remembered_for_files_with_the_same_columns(province, api):
    text = "KODE,URAIAN,lon,lat\np1,Dermaga,115.1,-3.0\n"
    key = api.mapped(text, columns={"code": "KODE", "name": "URAIAN"})
    assert api.post(f"{key}/check").json()["state"] == "checked"
    assert api.post(f"{key}/commit").json()["state"] == "committed"
    other = api.upload("lat,lon,URAIAN,KODE\n-3.0,115.2,Dermaga Dua,p2\n", look="1").json()
    assert other["look"]["layers"][0]["is_remembered"]
    assert other["mapping"]["columns"] == {"code": "KODE", "name": "URAIAN"}
    assert other["mapping"]["constants"] == {"kind": "port"}


def test_another_mapping_is_to_be_checked_anew(province, api):
    key = api.mapped()
    api.post(f"{key}/check")
    changed = api.patch(key, mapping={"constants": {"kind": "ferry_port"}}).json()
    assert (changed["state"], changed["report"]) == ("looked", None)
    refused = api.post(f"{key}/commit")
    assert (refused.status_code, refused["Content-Type"]) == (409, "application/problem+json")
    assert "check it first" in refused.json()["detail"]
    assert api.get(f"{key}/findings").json()["total"] == 0


def test_a_mapping_that_cannot_be_makes_the_step_fail_with_the_reason(province, api):
    key = api.mapped(columns={"name": "NAMA"})
    failed = api.post(f"{key}/check").json()
    assert failed["state"] == "failed"
    assert "NAMA" in failed["message"]
    assert "check" in failed["actions"]
    mended = api.patch(key, mapping={"columns": {"code": "code", "name": "name"}}).json()
    assert (mended["state"], mended["message"]) == ("looked", "")
    assert api.post(f"{key}/check").json()["state"] == "checked"


def test_rows_changed_since_refuse_the_undo(province, api):
    key = api.mapped()
    api.post(f"{key}/check")
    api.post(f"{key}/commit")
    Facility.objects.update(name="By hand")
    refused = api.post(f"{key}/undo")
    assert refused.status_code == 409
    assert "1 rows of facilities were changed since" in refused.json()["detail"]
    assert api.get(key).json()["state"] == "committed"
    assert Facility.objects.get().name == "By hand"


def test_what_counts_is_not_deleted_and_what_does_not_goes_with_its_file(province, api, settings):
    key = api.mapped()
    api.post(f"{key}/check")
    api.post(f"{key}/commit")
    assert api.delete(key).status_code == 409
    api.post(f"{key}/undo")
    kept = list((settings.MEDIA_ROOT / "imports").rglob("*.csv"))
    assert DataImport.objects.get().file.path in map(str, kept)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda done: done())
        assert api.delete(key).status_code == 204
    assert not DataImport.objects.exists()
    assert len(list((settings.MEDIA_ROOT / "imports").rglob("*.csv"))) == len(kept) - 1


def test_rejected_rows_come_back_in_their_format_with_the_reason(province, api):
    key = api.mapped()
    api.post(f"{key}/check")
    answer = api.get(f"{key}/rejected")
    assert answer["Content-Disposition"].startswith('attachment; filename="ports-rejected.csv"')
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("code,name,lon,lat,")
    assert lines[1].startswith("port-b,Pelabuhan B,110.0,-3.0,")
    assert len(lines) == 2


def test_the_preview_has_the_places(province, api):
    key = api.mapped()
    shown = api.get(f"{key}/preview").json()
    assert [one["geometry"]["coordinates"] for one in shown["features"]] == [[115.1, -3.0], [110.0, -3.0]]


def test_lists_and_kinds(province, api):
    key = api.mapped()
    listed = api.get("?state=looked&kind=facilities").json()
    assert (listed["total"], listed["imports"][0]["id"]) == (1, key)
    assert "look" not in listed["imports"][0]
    kinds = api.client.get("/api/import-kinds").json()["kinds"]
    facilities = next(one for one in kinds if one["code"] == "facilities")
    assert {field["name"] for field in facilities["fields"] if field["is_required"]} == {"name", "kind"}
    sample = api.client.get("/api/import-kinds/facilities/sample")
    assert sample.content.decode("utf-8-sig").startswith("kind,name,") or "name" in sample.content.decode()
