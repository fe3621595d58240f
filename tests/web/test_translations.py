"""What `makemessages` would find is all translated; the file itself is left as it is written by hand."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

PO_FILE = settings.BASE_DIR / "gisapp" / "locale" / "id" / "LC_MESSAGES" / "django.po"
ROOMS = [settings.BASE_DIR / room for room in ("gisapp", "layers")]
# As Django's own command passes them; gettext, ngettext and _ are known to xgettext.
KEYWORDS = [
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
]


@pytest.fixture
def source_strings(tmp_path) -> Path:
    """The strings of code and templates as a catalogue without translations."""
    if shutil.which("xgettext") is None:
        pytest.skip("gettext is not installed")
    sources = []
    for room in ROOMS:
        sources += room.rglob("*.py")
        for kind in ("*.html", "*.txt", "*.xml"):
            for template in room.rglob(f"templates/**/{kind}"):
                as_code = tmp_path / template.relative_to(settings.BASE_DIR).with_suffix(".html.py")
                as_code.parent.mkdir(parents=True, exist_ok=True)
                as_code.write_text(templatize(template.read_text(encoding="utf-8")), encoding="utf-8")
                sources.append(as_code)
    catalogue = tmp_path / "source.pot"
    keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
    files = "\n".join(map(str, sources))
    _said(
        "xgettext", "--language=Python", "--from-code=UTF-8", *keywords, "--files-from=-", "-o", catalogue, text=files
    )
    return catalogue


def _said(*command: str | Path, text: str = "") -> str:
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("kind", ["--untranslated", "--only-fuzzy"])
def test_no_string_is_untranslated_or_doubtful(source_strings, kind):
    merged = _said("msgmerge", "--quiet", "--no-fuzzy-matching", PO_FILE, source_strings)
    assert _said("msgattrib", kind, "--no-obsolete", "--width=120", text=merged) == ""


def test_every_placeholder_is_kept(tmp_path):
    if shutil.which("msgfmt") is None:
        pytest.skip("gettext is not installed")
    _said("msgfmt", "--check", PO_FILE, "-o", tmp_path / "django.mo")
