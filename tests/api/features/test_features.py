"""Features drawn, changed, removed and brought back by hand."""

import pytest
from django.test import Client

from layers.models import DataImport, ExclusionZone, Facility, ImportState, SourceArea
from tests import factories
from tests.api.features.conftest import point, square

pytestmark = pytest.mark.usefixtures("province")
PORT = {"name": "Pelabuhan Baru", "kind": "port", "source": "Survei 2026"}
ZONE = {"name": "Lindung", "reason": "protected_forest", "legal_basis": "SK 1/2020", "source": "KLHK"}


def codes(answer):
    return {(one["level"], one["code"]) for one in answer.json()["findings"]}


def test_a_facility_is_drawn_in_its_district_and_undone(api):
    answer = api.post("facilities", geometry=point(115.1, -3.0), properties=PORT)

    assert answer.status_code == 201, answer.content
    made = answer.json()
    stored = Facility.objects.select_related("district").get(pk=made["feature"]["id"])
    assert (stored.name, stored.code, stored.district.code) == ("Pelabuhan Baru", "pelabuhan-baru", "6301")
    assert answer["Location"] == f"/api/features/facilities/{stored.pk}"
    assert answer["ETag"] == f'"{made["feature"]["version"]}"' == api.get(f"facilities/{stored.pk}")["ETag"]
    undone = api.undo(made["import"])
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert Facility.objects.count() == 0


def test_an_area_is_measured_and_its_tonnes_are_reckoned(api):
    factories.commodity("rubber", yield_low=1.0, yield_mid=1.5, yield_high=2.0, yield_unit="t/ha/yr")
    properties = {"commodity": "rubber", "year": 2024, "source": "Survei"}
    answer = api.post("source_areas", geometry=square(115.1, -3.0), properties=properties)

    assert answer.status_code == 201, answer.content
    area = SourceArea.objects.get()
    # 0.02 degrees are some 2.2 km.
    assert area.area_ha == pytest.approx(492, abs=3)
    assert area.annual_tonnes == pytest.approx(area.area_ha * 1.5)
    assert area.boundary.contains(area.centre)

    feature = answer.json()["feature"]
    half = square(115.1, -3.0, 0.01)
    smaller = api.patch(f"source_areas/{area.pk}", feature["version"], geometry=half)
    assert smaller.status_code == 200, smaller.content
    area.refresh_from_db()
    assert area.area_ha == pytest.approx(123, abs=1)
    assert area.annual_tonnes == pytest.approx(area.area_ha * 1.5)
    assert half["coordinates"][0][2] == pytest.approx(list(area.boundary.extent[2:]))

    said = api.patch(f"source_areas/{area.pk}", smaller.json()["feature"]["version"], properties={"annual_tonnes": 77})
    area.refresh_from_db()
    assert (said.status_code, area.annual_tonnes) == (200, 77.0)


def test_what_is_not_given_stays(api):
    zone = factories.exclusion_zone(115.1, -3.0, 115.2, -2.9, note="batas 2020", penalty=None)
    version = api.get(f"exclusion_zones/{zone.pk}").json()["version"]
    before = zone.boundary.wkb

    answer = api.patch(f"exclusion_zones/{zone.pk}", version, properties={"legal_basis": "SK 2/2026"})

    assert answer.status_code == 200, answer.content
    zone.refresh_from_db()
    assert (zone.legal_basis, zone.note, zone.boundary.wkb) == ("SK 2/2026", "batas 2020", before)
    assert api.undo(answer.json()["import"]).json()["state"] == "undone"
    zone.refresh_from_db()
    assert zone.legal_basis == "a law"
    assert api.get(f"exclusion_zones/{zone.pk}").json()["version"] == version


def test_nothing_to_change_leaves_no_import(api):
    zone = factories.exclusion_zone(115.1, -3.0, 115.2, -2.9)
    version = api.get(f"exclusion_zones/{zone.pk}").json()["version"]
    answer = api.patch(f"exclusion_zones/{zone.pk}", version, properties={"legal_basis": "a law"})
    assert (answer.status_code, answer.json()["import"]) == (200, None)
    assert answer.json()["feature"]["version"] == version
    assert DataImport.objects.count() == 0


def test_the_checks_of_an_import_refuse_and_nothing_is_left(api, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    far = api.post("facilities", geometry=point(100.0, -3.0), properties=PORT)
    assert far.status_code == 422
    assert ("error", "outside_province") in codes(far)
    nameless = api.post("facilities", geometry=point(115.1, -3.0), properties={"kind": "port"})
    assert nameless.status_code == 422
    assert {(one["field"], one["code"]) for one in nameless.json()["findings"]} >= {("name", "missing_value")}
    shapeless = api.post("facilities", properties=PORT)
    assert ("error", "no_geometry") in codes(shapeless)
    assert (Facility.objects.count(), DataImport.objects.count()) == (0, 0)
    assert list((tmp_path / "imports").iterdir()) == []


def test_a_repair_and_a_warning_are_told(api):
    bow = {
        "type": "Polygon",
        "coordinates": [[[115.1, -3.0], [115.2, -2.9], [115.2, -3.0], [115.1, -2.9], [115.1, -3.0]]],
    }
    answer = api.post("exclusion_zones", geometry=bow, properties=ZONE)
    assert answer.status_code == 201, answer.content
    assert codes(answer) == {("repaired", "invalid_geometry")}
    assert ExclusionZone.objects.get().boundary.valid
    big = PORT | {"capacity_t_per_year": 9e9}
    assert codes(api.post("facilities", geometry=point(115.1, -3.0), properties=big)) == {
        ("warning", "absurd_capacity")
    }


def test_no_change_of_another_is_lost(api, user):
    zone = factories.exclusion_zone(115.1, -3.0, 115.2, -2.9)
    address = f"exclusion_zones/{zone.pk}"
    read = api.get(address).json()["version"]
    assert api.patch(address, read, properties={"note": "pertama"}).status_code == 200

    second = api.patch(address, read, properties={"note": "kedua"})

    assert second.status_code == 412
    told = second.json()
    assert (told["changed"]["by"], told["changed"]["fields"]) == ("petugas", ["note"])
    assert told["current"]["properties"]["note"] == "pertama"
    assert api.delete(address, read).status_code == 412
    assert api.patch(address, None, properties={"note": "kedua"}).status_code == 428
    zone.refresh_from_db()
    assert zone.note == "pertama"
    ExclusionZone.objects.update(note="lewat SQL")
    unnoted = api.patch(address, told["current"]["version"], properties={"note": "kedua"})
    assert (unnoted.status_code, unnoted.json()["changed"]) == (412, None)


def test_a_deleted_feature_comes_back_as_it_was(api):
    facility = factories.facility("mill", 115.1, -3.0, note="tua")
    address = f"facilities/{facility.pk}"
    version = api.get(address).json()["version"]

    gone = api.delete(address, version)

    assert gone.status_code == 200, gone.content
    assert api.get(address).status_code == 404
    assert api.client.get(f"/import/{gone.json()['import']}/done").status_code == 200
    assert api.client.get("/import").status_code == 200
    assert api.undo(gone.json()["import"]).json()["state"] == "undone"
    assert api.get(address).json()["version"] == version


def test_an_edit_that_was_edited_again_is_not_undone(api):
    first = api.post("facilities", geometry=point(115.1, -3.0), properties=PORT).json()
    address = f"facilities/{first['feature']['id']}"
    second = api.patch(address, first["feature"]["version"], geometry=point(115.2, -3.0)).json()
    refused = api.undo(first["import"])
    assert (refused.status_code, "changed since" in refused.json()["detail"]) == (409, True)
    assert api.undo(second["import"]).json()["state"] == "undone"
    assert api.undo(first["import"]).json()["state"] == "undone"
    assert Facility.objects.count() == 0
    assert set(DataImport.objects.values_list("state", flat=True)) == {ImportState.UNDONE}


def test_a_plant_is_not_drawn_twice_but_may_be_renamed(api):
    palm = factories.commodity("oil_palm")
    mill = factories.process("palm_oil_mill", palm)
    facility = factories.facility("mill", 115.1, -3.0, process=mill)
    plant = {"name": "Lain", "kind": "plant", "process": "palm_oil_mill", "source": "x"}
    assert codes(api.post("facilities", geometry=point(115.1, -3.0), properties=plant)) == {("error", "same_plant")}
    address = f"facilities/{facility.pk}"
    version = api.get(address).json()["version"]
    renamed = api.patch(address, version, properties={"code": "pks-01", "name": "PKS Satu"})
    assert (renamed.status_code, renamed.json()["feature"]["properties"]["code"]) == (200, "pks-01")
    factories.facility("other", 115.3, -3.0)
    taken = api.patch(address, renamed.json()["feature"]["version"], properties={"code": "other"})
    assert (taken.status_code, codes(taken)) == (422, {("error", "stored_already")})


def test_what_lies_around_is_cut_to_the_box(api):
    zone = factories.exclusion_zone(115.1, -3.0, 115.2, -2.9)
    factories.exclusion_zone(115.6, -3.0, 115.7, -2.9)
    found = api.get("exclusion_zones?bbox=115.05,-3.1,115.15,-2.8").json()
    assert ([one["id"] for one in found["features"]], found["is_whole"]) == ([zone.pk], True)
    assert max(x for x, _y in found["features"][0]["geometry"]["coordinates"][0]) == pytest.approx(115.15)


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("get", "roads?bbox=1,1,2,2", None, 404),
        ("get", "facilities?bbox=1,1,2", None, 400),
        ("get", "facilities?bbox=nan,1,2,2", None, 400),
        ("get", "facilities?bbox=5,1,2,2", None, 400),
        ("get", "facilities", None, 400),
        ("get", "facilities/abc", None, 404),
        ("get", "facilities/99999999999999999999", None, 404),
        ("post", "facilities", {"geometry": {"type": "Point"}}, 400),
        ("post", "facilities", {"geometry": {"type": "Point", "coordinates": [1e999, 0]}}, 400),
        ("post", "facilities", {"geometry": "x"}, 400),
        ("post", "facilities", {"properties": {"nama": "x"}}, 400),
        ("post", "facilities", {"properties": {"name": ["x"]}}, 400),
        ("post", "facilities", {"properties": []}, 400),
        ("post", "facilities", {"shape": None}, 400),
        ("post", "facilities", {"geometry": square(115.1, -3.0), "properties": PORT}, 422),
        ("post", "facilities", {"geometry": point(115.1, -3.0), "properties": PORT | {"year": "kini"}}, 422),
        ("post", "facilities", {"geometry": point(115.1, -3.0), "properties": PORT | {"name": "a\0b"}}, 400),
    ],
)  # fmt: skip
def test_bad_requests_are_told_of(api, method, address, body, status):
    answer = api.get(address) if method == "get" else api.post(address, **body)
    assert (answer.status_code, bool(answer.json()["detail"])) == (status, True), answer.content


def test_staff_alone_edit(api, user):
    assert Client().get("/api/features/facilities?bbox=115,-4,116,-3").status_code == 401
    assert api.client.post("/api/features/facilities", {}, content_type="application/json").status_code == 403
    user.is_staff = False
    user.save()
    assert api.post("facilities", geometry=point(115.1, -3.0), properties=PORT).status_code == 403
