import pytest
from django.utils.translation import override

from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.note_texts import _ASSUMPTIONS, _NOTES, assumption_text, cited, note_text
from gisapp.planning.texts import _REFUSALS, CRITERION_LABELS, part_state, refusal_reason, site_reasons
from gisapp.siting import Criterion, NoteCode, RefusalCode
from layers.models import Commodity, Process, SuggestedSite


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def crumb_rubber():
    feed = Commodity(code="rubber", name_id="Karet", name_en="Rubber")
    return Process(code="crumb_rubber", name_id="Karet remah", name_en="Crumb rubber", feed=feed)


def test_every_code_has_words():
    assert set(_REFUSALS) == set(RefusalCode)
    assert set(_NOTES) == set(NoteCode)
    assert set(_ASSUMPTIONS) == set(AssumptionCode)
    assert set(CRITERION_LABELS) == set(Criterion)


def test_crumb_rubber_refusal_names_capacity_supply_and_shortage():
    figures = {
        "capacity_t_per_year": 270_000.0,
        "supply_t_per_year": 174_000.0,
        "shortage_share": 96 / 270,
    }
    reason = refusal_reason({"code": "capacity_exceeds_supply", "figures": figures}, crumb_rubber())
    for words in ("270 kt/yr", "174 kt/yr", "35.6 %", "Rubber", "none is suggested"):
        assert words in reason


def test_missing_supply_is_not_called_zero():
    reason = refusal_reason({"code": "no_supply_recorded", "figures": {}}, crumb_rubber())
    assert "recorded" in reason
    assert "0" not in reason


def test_unverified_source_is_marked():
    assert cited("A.", source="Gapkindo", year=2023, confidence="S") == "A. Source: Gapkindo, 2023."
    assert cited("A.", source="recalled", year=None, confidence="R") == "A. Source: recalled (unverified)."
    assert cited("A.", source="", year=None, confidence="") == "A."


def test_assumed_capacity_says_how_it_was_made():
    assumption = {
        "code": "capacity_from_total",
        "figures": {"plants": 3, "each_per_year": 90_000, "total_per_year": 270_000},
        "subject": "crumb_rubber",
        "source": "Gapkindo",
        "year": 2023,
        "confidence": "S",
        "unit": "t",
    }
    text = assumption_text(assumption, {"crumb_rubber": crumb_rubber()})
    for words in ("Crumb rubber", "270 kt/yr", "90 kt/yr", "Gapkindo, 2023"):
        assert words in text


def test_amounts_are_in_the_unit_of_the_feed():
    assumption = {
        "code": "supply_from",
        "figures": {"areas": 12, "supply_t_per_year": 262_708},
        "subject": "surveyed",
        "source": "",
        "year": 2010,
        "confidence": "S",
        "unit": "m3",
    }
    assert assumption_text(assumption, {}) == "Raw material: 262,708 m3/yr from 12 surveyed areas."


def test_note_names_the_criterion():
    note = {"code": "criterion_unknown", "figures": {"n_candidate": 12, "value": 0.5}, "subject": "labour"}
    assert note_text(note) == "Nothing is recorded on labour at 12 candidate places; it counts as 0.5 there."


def part(criterion, raw, **fields):
    return {"criterion": criterion, "raw": raw, "is_recorded": True, "reference": "Batulicin", "unit": "", **fields}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (part("market", 4.0), "4 min from Batulicin"),
        (part("road", 0.52), "0.5 km from a main road"),
        (part("labour", 357_221.0), "357,221 people in Batulicin"),
        (part("spatial_plan", 3.0), "in Batulicin"),
        (part("market", None), "cannot be reached by road or ferry"),
        (part("labour", None, is_recorded=False), "not recorded"),
    ],
)
def test_state_of_a_part(one, expected):
    assert part_state(one) == expected


def site(**fields):
    parts = [
        part("supply", 90_000.0, value=0.75, weight=0.5, contribution=0.375),
        part("road", 12.0, value=0.0, weight=0.3, contribution=0.0),
        part("market", 4.0, value=1.0, weight=0.2, contribution=0.2),
    ]
    values = {
        "parts": parts,
        "supply_t_per_year": 90_000.0,
        "reachable_t_per_year": 130_000.0,
        "capacity_t_per_year": 120_000.0,
        "utilisation": 0.75,
        "mean_minutes": 74.0,
        "competitors": [],
    }
    return SuggestedSite(**{**values, **fields})


def test_reasons_name_the_strongest_and_the_weakest_part():
    strongest, weakest, supply, competition = site_reasons(site())
    assert strongest == "Strongest in raw material: 90 kt/yr for this plant."
    assert weakest == "Weakest in road access: 12 km from a main road."
    assert "75 %" in supply
    assert "1 h 14 min" in supply
    assert "No plant" in competition


def test_competitors_are_counted_and_the_nearest_named():
    competitors = [
        {"name": "Far", "minutes": 80.0, "takes_t_per_year": 20_000.0},
        {"name": "Near", "minutes": 30.0, "takes_t_per_year": 30_000.0},
        {"name": "Out of reach", "minutes": None, "takes_t_per_year": 5_000.0},
    ]
    words = site_reasons(site(competitors=competitors))[3]
    assert words.startswith("2 plants within reach compete; 55 kt/yr")
    assert words.endswith("The nearest is Near, 30 min away.")
