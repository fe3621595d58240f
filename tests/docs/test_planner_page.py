"""docs/planner.md shows pictures that are there, and says the same in both languages."""

import re
from pathlib import Path

from django.conf import settings

DOCS = Path(settings.BASE_DIR) / "docs"
INDONESIAN, ENGLISH = (DOCS / "planner.md").read_text(encoding="utf-8").split("## English")


def test_every_picture_is_shown_and_is_there() -> None:
    shown = {Path(name).name for name in re.findall(r"\]\((images/[^)]+)\)", INDONESIAN)}
    assert shown == {path.name for path in (DOCS / "images").glob("tour-*")}


def test_both_languages_have_the_same_parts_steps_and_comparisons() -> None:
    for part in (r"^### ", r"^\| \d \|", r"^\| \d [a-z]"):
        assert len(re.findall(part, INDONESIAN, re.MULTILINE)) == len(re.findall(part, ENGLISH, re.MULTILINE)) > 0, part
