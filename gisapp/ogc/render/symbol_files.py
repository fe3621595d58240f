"""Symbols and hatches as the files that Mapnik reads."""

import hashlib
import math
from functools import lru_cache
from pathlib import Path

from gisapp.libraries import load_mapnik
from gisapp.ogc.render.files import kept_file
from gisapp.symbology.drawings import PIN_HEIGHT_SHARE, hatch_svg, marker_svg
from gisapp.symbology.model import Hatch, Marker

# Antialiased edges reach a little beyond the nominal size.
_ROOM_PX = 2


def marker_size(marker: Marker, size: float) -> tuple[float, float]:
    """Return width and height of a symbol; a pin is as high again below its tip as above."""
    return size, size * (PIN_HEIGHT_SHARE if marker.shape == "pin" else 1)


def marker_file(marker: Marker) -> Path:
    """Return the SVG of a symbol."""
    return _svg_file(marker_svg(marker))


def hatch_file(hatch: Hatch) -> Path:
    """Return the SVG of one tile of a hatch."""
    return _svg_file(hatch_svg(hatch))


@lru_cache(maxsize=512)
def marker_picture(marker: Marker, size: float) -> Path:
    """Return the PNG of a symbol at a size in pixels, drawn by Mapnik as it would draw the SVG on a map."""
    drawing = marker_file(marker)
    return kept_file("symbols", f"{drawing.stem}-{size:g}.png", lambda target: _draw(marker, size, target))


def _draw(marker: Marker, size: float, target: Path) -> None:
    mapnik = load_mapnik()
    width, height = marker_size(marker, size)
    columns, rows = (2 * (math.ceil(side / 2) + _ROOM_PX) for side in (width, height))
    drawn = mapnik.Map(columns, rows)
    mapnik.load_map_from_string(
        drawn,
        '<Map background-color="transparent"><Style name="s"><Rule>'
        f'<MarkersSymbolizer file="{marker_file(marker)}" width="{width}" height="{height}" placement="point"/>'
        '</Rule></Style><Layer name="l"><StyleName>s</StyleName><Datasource><Parameter name="type">csv</Parameter>'
        '<Parameter name="inline">x,y\n0,0\n</Parameter></Datasource></Layer></Map>',
    )
    drawn.zoom_to_box(mapnik.Box2d(-columns / 2, -rows / 2, columns / 2, rows / 2))
    image = mapnik.Image(columns, rows)
    mapnik.render(drawn, image)
    image.save(str(target), "png32")


def _svg_file(svg: str) -> Path:
    name = hashlib.sha256(svg.encode()).hexdigest()[:20]

    def write(target: Path) -> None:
        target.write_text(svg, encoding="utf-8")

    return kept_file("symbols", f"{name}.svg", write)
