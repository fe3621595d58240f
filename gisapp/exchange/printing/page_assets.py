"""Files that a page carries in itself."""

import base64
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

_HERE: Final = Path(__file__).with_name("page")
_ADDRESS: Final = re.compile(r"url\(([\w./-]+)\)")


@lru_cache(maxsize=1)
def leaflet_script() -> str:
    """Return Leaflet's code, without the note that asks browsers for its map of sources."""
    text = (_leaflet() / "leaflet.js").read_text(encoding="utf-8")
    return text.partition("//# sourceMappingURL")[0].strip()


@lru_cache(maxsize=1)
def leaflet_style() -> str:
    """Return Leaflet's style sheet with its pictures inside."""
    text = (_leaflet() / "leaflet.css").read_text(encoding="utf-8")
    return _ADDRESS.sub(lambda found: f"url({data_address((_leaflet() / found[1]).read_bytes(), 'image/png')})", text)


def own_file(name: str) -> str:
    """Return a file of the page's own."""
    return (_HERE / name).read_text(encoding="utf-8")


def data_address(content: bytes, media_type: str) -> str:
    """Return an address that is the content itself."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def script_json(value: Any) -> str:
    """Return a value as a script may hold it: nothing in it can end the script."""
    return safe_in_script(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def safe_in_script(text: str) -> str:
    """Return JSON in which nothing can end a script or a line of it."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _leaflet() -> Path:
    return settings.BASE_DIR / "node_modules" / "leaflet" / "dist"
