import json

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


def test_presets_are_listed_with_weights_reasons_and_source():
    presets = Client().get("/api/weight-presets").json()["presets"]
    palm = next(preset for preset in presets if preset["code"] == "palm_oil")
    assert sum(palm["weights"].values()) == 100
    assert set(palm["reasons"]) == set(palm["weights"])
    assert palm["confidence"] == "R"
    sragen = next(preset for preset in presets if preset["code"] == "sragen_industry")
    assert [row["published_as"] for row in sragen["left_out"]] == ["slope", "soil", "river"]
    assert (sragen["year"], sragen["confidence"]) == (2017, "S")


def test_presets_take_no_parameter():
    assert Client().get("/api/weight-presets?code=palm_oil").status_code == 400


@pytest.mark.parametrize(
    "given",
    [{"preset": "fish"}, {"pairwise": [[1, "1/2", 1, 1, 1], [1, 1, 1, 1], [1, 1, 1], [1, 1], [1]]}],
)
def test_a_run_takes_a_preset_or_comparisons_and_is_stored_with_the_weights_they_give(given):
    factories.small_province()
    body = json.dumps({"process": "palm_oil_mill", **given})
    answer = Client().post("/api/siting-runs", body, content_type="application/json")
    assert answer.status_code == 201
    parameters = answer.json()["parameters"]
    assert sum(parameters["weights"].values()) == pytest.approx(100)
    assert parameters["preset"] == given.get("preset")
    assert (parameters["pairwise"] is None) == ("pairwise" not in given)


def test_contradicting_comparisons_are_a_bad_request_that_names_them():
    factories.small_province()
    rows = [[3, 1, "1/9", 1, 1], [6, 1, 1, 1], [1, 1, 1], [1, 1], [1]]
    body = json.dumps({"process": "palm_oil_mill", "pairwise": rows})
    answer = Client().post("/api/siting-runs", body, content_type="application/json", headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert answer.json()["name"] == "pairwise"
    assert "raw material over road access is 3" in answer.json()["detail"]
