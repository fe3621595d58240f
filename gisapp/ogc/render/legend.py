"""Draw the legend of a layer: a swatch and a text for each rule of its style."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

import numpy as np
from django.utils.translation import gettext
from PIL import Image, ImageFont

from gisapp.libraries import load_mapnik
from gisapp.ogc.render.encode import encoded
from gisapp.ogc.render.facts import style_of
from gisapp.ogc.render.files import kept_file
from gisapp.ogc.render.fonts import register_fonts
from gisapp.ogc.render.labels import add_fonts
from gisapp.ogc.render.request import ImageForm, LayerView
from gisapp.symbology.model import ZOOM_TOLERANCE, Face, span_of
from gisapp.symbology.swatches import SWATCH_HEIGHT, SWATCH_WIDTH, Entry, entries_of
from gisapp.symbology.tokens import colour

# A map of the province on a sheet: symbols in the size in which most are met.
DEFAULT_ZOOM: Final = 10.0
_MARGIN: Final = 4.0
_GAP: Final = 6.0
_LINE: Final = SWATCH_HEIGHT + 3.0
_LETTERS: Final = 13.0
# Comes with Mapnik, and has the signs of classes (such as "at most") that the letters of the maps lack.
_LAST_FACE: Final = "DejaVu Sans Book"


@dataclass(frozen=True, slots=True)
class LegendRequest:
    """A legend that goes with a map.

    Attributes
    ----------
    zoom
        Of the map; sizes, and what is drawn at all, depend on it.
    scale_factor
        Pixels of the picture to a CSS pixel (1/96 inch).
    background
        ``#RRGGBB``; not seen where `is_transparent`.
    rules
        Names of the rules that are told of (`rules_shown`); None for all.
    """

    view: LayerView
    zoom: float = DEFAULT_ZOOM
    scale_factor: float = 1.0
    is_transparent: bool = False
    background: str = "#FFFFFF"
    rules: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A legend laid out, in CSS pixels."""

    entries: tuple[Entry, ...]
    titles: tuple[str, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A line of a legend; the symbol is an SVG document."""

    name: str
    title: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Swatch:
    """A line of a legend whose text is set by others.

    Attributes
    ----------
    rule
        Name of the rule of the style.
    picture
        RGBA, clear where nothing is drawn.
    """

    rule: str
    title: str
    picture: Image.Image


def legend_swatches(request: LegendRequest) -> tuple[Swatch, ...]:
    """Return symbols and titles, in the active language; none where the zoom shows nothing."""
    sheet = replace(_sheet(request), titles=())
    picture = _drawn(sheet, request.scale_factor)
    width, height = round(SWATCH_WIDTH * request.scale_factor), round(SWATCH_HEIGHT * request.scale_factor)

    def cut(number: int) -> Image.Image:
        left, top = round(_MARGIN * request.scale_factor), round(_top(number) * request.scale_factor)
        return picture.crop((left, top, left + width, top + height))

    return tuple(Swatch(entry.name, _title(entry), cut(number)) for number, entry in enumerate(sheet.entries))


def legend_lines(request: LegendRequest) -> tuple[LegendLine, ...]:
    """Return the lines, in the active language; none where the zoom shows nothing."""
    return tuple(
        LegendLine(entry.name, _title(entry), _svg(entry.drawing, width=SWATCH_WIDTH, height=SWATCH_HEIGHT))
        for entry in _entries(request)
    )


def legend_size_px(request: LegendRequest) -> tuple[int, int]:
    """Return width and height of the picture."""
    sheet = _sheet(request)
    return round(sheet.width * request.scale_factor), round(sheet.height * request.scale_factor)


def render_legend(request: LegendRequest) -> bytes:
    """Return a legend as a PNG, in the active language; an empty square where the zoom shows nothing."""
    picture = _drawn(_sheet(request), request.scale_factor)
    if not request.is_transparent:
        ground = Image.new("RGBA", picture.size, request.background)
        ground.alpha_composite(picture)
        picture = ground
    return encoded(np.asarray(picture), ImageForm.PNG_32)


def _drawn(sheet: _Sheet, scale_factor: float) -> Image.Image:
    width, height = round(sheet.width * scale_factor), round(sheet.height * scale_factor)
    mapnik = load_mapnik()
    drawn = mapnik.Map(width, height)
    mapnik.load_map_from_string(drawn, _map_of(sheet))
    drawn.zoom_to_box(mapnik.Box2d(0, 0, sheet.width, sheet.height))
    image = mapnik.Image(width, height)
    mapnik.render(drawn, image, scale_factor)
    return Image.frombuffer("RGBA", (width, height), image.to_string(), "raw", "RGBA", 0, 1)


def _entries(request: LegendRequest) -> tuple[Entry, ...]:
    style = style_of(request.view)
    if request.zoom < style.first_zoom - ZOOM_TOLERANCE:
        return ()
    entries = entries_of(style, span=span_of(request.zoom))
    return tuple(entry for entry in entries if request.rules is None or entry.name in request.rules)


def _title(entry: Entry) -> str:
    return gettext(entry.title) if entry.is_translated else entry.title


def _sheet(request: LegendRequest) -> _Sheet:
    entries = _entries(request)
    titles = tuple(_title(entry) for entry in entries)
    letters = max((_font().getlength(title) for title in titles), default=0.0)
    return _Sheet(
        entries=entries,
        titles=titles,
        width=round(2 * _MARGIN + SWATCH_WIDTH + _GAP + letters + 1),
        height=round(2 * _MARGIN + _LINE * max(len(entries), 1)),
    )


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    """Return the letters, to measure; those that this file lacks are about as wide as the sign for a missing one."""
    register_fonts()
    return ImageFont.truetype(str(kept_file("fonts", "latin-400-normal.ttf", _never_missing)), _LETTERS)


def _never_missing(_target: Any) -> None:
    raise FileNotFoundError("the font was registered a moment ago")


def _map_of(sheet: _Sheet) -> str:
    """Return Mapnik's map of a sheet: all swatches as one symbol in the middle, then the texts."""
    root = Element("Map", {"srs": "epsg:3857", "background-color": "transparent"})
    add_fonts(root)
    for fonts in root.iterfind("FontSet"):
        SubElement(fonts, "Font", {"face-name": _LAST_FACE})
    style = SubElement(root, "Style", {"name": "swatches"})
    size = {"width": str(sheet.width), "height": str(sheet.height)}
    symbol = {"file": str(_swatch_file(sheet)), "allow-overlap": "true", "ignore-placement": "true", **size}
    SubElement(SubElement(style, "Rule"), "MarkersSymbolizer", symbol)
    _add_layer(root, "swatches", [(sheet.width / 2, sheet.height / 2, "")])
    if not sheet.titles:
        return tostring(root, encoding="unicode")
    style = SubElement(root, "Style", {"name": "titles"})
    SubElement(SubElement(style, "Rule"), "TextSymbolizer", _LETTERING).text = "[title]"
    x = _MARGIN + SWATCH_WIDTH + _GAP
    middles = [sheet.height - _top(number) - SWATCH_HEIGHT / 2 for number in range(len(sheet.titles))]
    _add_layer(root, "titles", [(x, y, title) for y, title in zip(middles, sheet.titles, strict=True)])
    return tostring(root, encoding="unicode")


_LETTERING: Final[dict[str, str]] = {
    "fontset-name": Face.REGULAR.value,
    "size": str(_LETTERS),
    "fill": colour("ink-900"),
    "placement": "point",
    "horizontal-alignment": "right",
    "allow-overlap": "true",
}


def _add_layer(root: Element, name: str, points: list[tuple[float, float, str]]) -> None:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [x, y]}, "properties": {"title": title}}
        for x, y, title in points
    ]
    layer = SubElement(root, "Layer", {"name": name, "srs": "epsg:3857"})
    SubElement(layer, "StyleName").text = name
    source = SubElement(layer, "Datasource")
    SubElement(source, "Parameter", {"name": "type"}).text = "geojson"
    inline = json.dumps({"type": "FeatureCollection", "features": features})
    SubElement(source, "Parameter", {"name": "inline"}).text = inline


def _swatch_file(sheet: _Sheet) -> Path:
    """Return all drawings of a sheet as one SVG document."""
    drawings = "".join(
        f'<g transform="translate({_MARGIN:g} {_top(number):g})">{entry.drawing}</g>'
        for number, entry in enumerate(sheet.entries)
    )
    # A drawing takes the room of what is in it: the frame makes that the whole sheet.
    frame = f'<rect width="{sheet.width:g}" height="{sheet.height:g}" fill="none"/>'
    svg = _svg(frame + drawings, width=sheet.width, height=sheet.height)
    name = hashlib.sha256(svg.encode()).hexdigest()[:20]

    def write(target: Path) -> None:
        target.write_text(svg, encoding="utf-8")

    return kept_file("legends", f"{name}.svg", write)


def _svg(content: str, *, width: float, height: float) -> str:
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{content}</svg>'


def _top(number: int) -> float:
    return _MARGIN + number * _LINE
