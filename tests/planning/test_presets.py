import pytest
from django.utils.translation import override

from gisapp.planning.errors import DataMissingError
from gisapp.planning.presets import CRITERIA, preset_list, presets_read, weight_presets
from layers.models import Confidence

HEADER = (
    "preset,name_id,name_en,criterion,published_as,weight,value_function,reason_id,reason_en,source,year,confidence"
)


def test_the_chains_of_the_province_and_a_published_set_are_there():
    codes = set(weight_presets())
    assert {"palm_oil", "rubber_goods", "rattan", "coconut", "rice", "cattle", "fish", "sragen_industry"} <= codes


def test_our_own_sets_weigh_all_criteria_sum_to_100_and_are_marked_unverified():
    own = [preset for preset in weight_presets().values() if preset.confidence == Confidence.RECALLED]
    assert len(own) >= 7
    for preset in own:
        assert sum(preset.weights.values()) == 100
        assert min(preset.weights.values()) > 0
        assert not preset.left_out


def test_every_weight_has_a_reason_in_both_languages_and_every_set_a_source():
    for preset in weight_presets().values():
        assert preset.source
        assert preset.name_id
        assert preset.name_en
        for row in preset.rows:
            assert row.reason_id
            assert row.reason_en
            assert row.reason_id != row.reason_en


def test_the_published_set_says_what_it_leaves_out():
    # Kandiawan 2017: slope 37, road 24, power grid 19, land use 12, soil 5, river 3.
    preset = weight_presets()["sragen_industry"]
    assert [row.weight for row in preset.rows] == [37, 24, 19, 12, 5, 3]
    assert {row.criterion: row.weight for row in preset.left_out} == {"slope": 37, "soil": 5, "river": 3}
    assert preset.left_out_share == pytest.approx(0.45)
    assert preset.weights == {"supply": 0, "road": 24, "market": 0, "energy": 19, "labour": 0, "spatial_plan": 12}
    assert preset.confidence == Confidence.READ


def test_documents_speak_the_language_of_the_request():
    with override("id"):
        assert preset_list()[0]["name"] == "Minyak sawit"
    with override("en"):
        document = preset_list()[0]
    assert document["name"] == "Palm oil"
    assert set(document["reasons"]) == set(CRITERIA)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("p,a,b,road,,heavy,,x,y,s,2020,R", "heavy"),
        ("p,a,b,road,,101,,x,y,s,2020,R", "not within 0-100"),
        ("p,a,b,road,,10,cubic 1,x,y,s,2020,R", "write linear"),
        ("p,a,b,slope,,10,,x,y,s,2020,R", "no criterion"),
        ("p,a,b,road,,10,,x,y,s,last year,R", "last year"),
    ],
)
def test_a_wrong_file_is_told(tmp_path, rows, told):
    path = tmp_path / "weight_presets.csv"
    path.write_text(f"{HEADER}\n{rows}\n")
    with pytest.raises(DataMissingError, match=told):
        presets_read(path)


def test_a_missing_file_is_told(tmp_path):
    with override("en"), pytest.raises(DataMissingError, match="restore it"):
        presets_read(tmp_path / "nothing.csv")
