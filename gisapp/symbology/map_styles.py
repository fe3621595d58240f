"""Line widths, symbol sizes and fills of the map, by zoom."""

from typing import Any

from gisapp.symbology.facilities import GLYPHS, SHAPES
from gisapp.symbology.tokens import tokens

# The tokens' spans are open at the top; a map that zooms further keeps the last.
LAST_ZOOM = 24


def _zoom_span(text: str) -> tuple[int, int]:
    """Return the first and last zoom of a span such as ``9-10`` or ``13+``."""
    first, _, last = text.rstrip("+").partition("-")
    return int(first), int(last) if last else (LAST_ZOOM if text.endswith("+") else int(first))


def zoom_styles() -> list[dict[str, Any]]:
    """Return the sizes in CSS px of each span of zooms, with `from` and `to` as numbers."""
    styles = []
    for entry in tokens()["zoom"]:
        first, last = _zoom_span(entry["z"])
        sizes = {name: value for name, value in entry.items() if name not in ("z", "denominator")}
        styles.append({"from": first, "to": last, **sizes})
    return styles


def map_style() -> dict[str, Any]:
    """Return everything a map client needs to draw in the project's language."""
    return {
        "base": tokens()["base"],
        "computed": tokens()["computed"],
        "pattern": tokens()["pattern"],
        "site": tokens()["site"],
        "zoom": zoom_styles(),
        "shapes": SHAPES,
        "glyphs": GLYPHS,
    }
