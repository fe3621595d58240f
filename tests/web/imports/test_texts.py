"""The words of the modules of these pages."""

import re

from django.conf import settings
from django.utils import translation

from gisapp.web.imports.texts import import_texts

STATIC = settings.BASE_DIR / "gisapp" / "web" / "static" / "web" / "js"
# Shared modules of which these pages use a part.
SHARED = ("reading/plain-map.js", "run/api.js")
SCRIPTS = "".join(
    path.read_text(encoding="utf-8")
    for path in [*(STATIC / "imports").glob("*.js"), *(STATIC / name for name in SHARED)]
)


def test_every_text_that_a_script_asks_for_exists():
    asked = set(re.findall(r'\btext\(\s*"(\w+)"', SCRIPTS))
    assert len(asked) > 30
    assert asked <= set(import_texts())


def test_no_text_is_left_that_nobody_asks_for():
    built = ("count_", "undo_ask", "delete_ask")
    assert [key for key in import_texts() if f'"{key}"' not in SCRIPTS and not key.startswith(built)] == []


def test_placeholders_are_the_same_in_both_languages():
    with translation.override("en"):
        english = import_texts()
    with translation.override("id"):
        indonesian = import_texts()
    for key, words in english.items():
        assert set(re.findall(r"\{(\w+)\}", words)) == set(re.findall(r"\{(\w+)\}", indonesian[key])), key
