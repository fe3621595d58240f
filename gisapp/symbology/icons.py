"""The sprite of user-interface icons, drawn from lucide-static (ISC licence)."""

import re
from pathlib import Path
from typing import Final

ICONS: Final = (
    "arrow-left",
    "arrow-right",
    "arrow-up-down",
    "ban",
    "bookmark",
    "check",
    "chevron-down",
    "chevron-right",
    "chevron-up",
    "circle-alert",
    "circle-check",
    "circle-dashed",
    "circle-help",
    "circle-x",
    "clock",
    "columns-2",
    "copy",
    "download",
    "external-link",
    "factory",
    "file-spreadsheet",
    "house",
    "info",
    "keyboard",
    "languages",
    "layers",
    "link",
    "list-ordered",
    "lock",
    "map",
    "map-pin",
    "maximize",
    "menu",
    "minus",
    "move-horizontal",
    "pencil",
    "plus",
    "printer",
    "refresh-cw",
    "route",
    "ruler",
    "search",
    "share-2",
    "shield-check",
    "target",
    "trash-2",
    "triangle-alert",
    "truck",
    "undo",
    "upload",
    "x",
    "zap",
)
SHAPE = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>")


def sprite(icon_folder: Path) -> str:
    """Return one SVG document with a `<symbol>` for each icon.

    Parameters
    ----------
    icon_folder
        The folder `icons` of the npm package lucide-static.

    Raises
    ------
    FileNotFoundError
        If the package does not hold an icon; `ICONS` must name those of the installed version.
    """
    symbols = [
        f'<symbol id="{name}" viewBox="0 0 24 24">'
        + "".join(SHAPE.findall((icon_folder / f"{name}.svg").read_text(encoding="utf-8")))
        + "</symbol>"
        for name in ICONS
    ]
    notice = "Icons by Lucide, https://lucide.dev, ISC licence; made by manage.py build_icons."
    return f'<svg xmlns="http://www.w3.org/2000/svg"><!-- {notice} -->{"".join(symbols)}</svg>\n'
