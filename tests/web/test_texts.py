import re
from pathlib import Path

from django.conf import settings
from django.utils import translation

from gisapp.exchange.printing.paper import Orientation, Paper
from gisapp.exchange.printing.request import PrintForm, ReportForm
from gisapp.planning.parameters import CRITERIA
from gisapp.web.texts import page_texts
from gisapp.web.views import OF_OTHER_PAGES
from layers.models import FacilityStatus, PositionBasis

SCRIPTS = settings.BASE_DIR / "gisapp" / "web" / "static" / "web" / "js"


def scripts_of_the_plan() -> list[Path]:
    return [script for script in SCRIPTS.rglob("*.js") if script.parent.name not in OF_OTHER_PAGES]


def asked_for(call: str) -> set[str]:
    return {
        key
        for script in scripts_of_the_plan()
        for key in re.findall(rf'\b{call}\(\s*"(\w+)"', script.read_text(encoding="utf-8"))
    }


def test_every_text_that_a_script_asks_for_exists():
    texts = page_texts()
    assert asked_for("text")
    assert asked_for("text") <= set(texts)
    assert {f"{key}_{form}" for key in asked_for("textForCount") for form in ("one", "other")} <= set(texts)


def test_every_code_that_a_script_puts_into_words_has_them():
    texts = page_texts()
    assert {f"criterion_{code}" for code in CRITERIA} <= set(texts)
    assert {f"status_{status.value}" for status in FacilityStatus} <= set(texts)
    assert {f"position_{basis.value}" for basis in PositionBasis} - {"position_surveyed"} <= set(texts)
    assert {f"supply_{kind}" for kind in ("source_areas", "plants", "not_recorded")} <= set(texts)
    assert {f"rule_{state}" for state in ("met", "missed", "unknown")} <= set(texts)
    assert {f"print_f_{form}" for form in PrintForm} | {f"report_{form}" for form in ReportForm} <= set(texts)
    assert {f"print_paper_{paper}" for paper in Paper} | {f"print_orientation_{way}" for way in Orientation} <= set(
        texts
    )


def test_no_text_is_left_that_nobody_asks_for():
    scripts = "".join(script.read_text(encoding="utf-8") for script in scripts_of_the_plan())
    built = ("chain_", "criterion_", "status_", "position_", "supply_", "rule_", "place_", "process_count", "sites_")
    built += ("print_", "report_", "layer_", "base_", "rules_counted_", "why_higher_")
    assert [key for key in page_texts() if f'"{key}"' not in scripts and not key.startswith(built)] == []


def test_placeholders_are_the_same_in_both_languages():
    with translation.override("en"):
        english = page_texts()
    with translation.override("id"):
        indonesian = page_texts()
    for key, words in english.items():
        assert set(re.findall(r"\{(\w+)\}", words)) == set(re.findall(r"\{(\w+)\}", indonesian[key])), key
