"""Styles of our maps in KML: which rule a row falls under, its colours, its symbol as a picture, the legend."""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from PIL import Image

from gisapp.exchange.exporters.contents import LayerContent
from gisapp.ogc.render.symbol_files import marker_picture
from gisapp.symbology.model import AnyOf, Condition, Fill, Hatch, Marker, Rule, Stroke

# The span of zooms in which most is drawn, and which a single size can stand for.
_SPAN: Final = 2
_ICON_PX: Final = 64.0
# A symbol of this many pixels is drawn by viewers at scale 1.
_SCALE_ONE_PX: Final = 32.0
_OPAQUE: Final = 255


def rule_of(content: LayerContent, values: Mapping[str, Any]) -> Rule | None:
    """Return the first rule that a row meets, None where it meets none."""
    if content.style is None:
        return None
    return next((rule for rule in content.style.rules if all(_holds(one, values) for one in rule.conditions)), None)


def style_xml(content: LayerContent, *, has_icons: bool) -> Iterator[str]:
    """Give the styles of a layer's rules."""
    for rule in content.style.rules if content.style else ():
        parts = [_part(content, rule, symbol, has_icons=has_icons) for symbol in _last_of_each_kind(rule)]
        # The schema wants icons before lines, and lines before areas.
        yield f'<Style id="{content.name}.{rule.name}">{"".join(sorted(filter(None, parts)))}</Style>\n'


def icon_files(contents: Iterable[LayerContent]) -> Iterator[tuple[str, bytes]]:
    """Give names and pictures of the symbols."""
    for content in contents:
        for rule in content.style.rules if content.style else ():
            for symbol in rule.symbols:
                if isinstance(symbol, Marker):
                    yield _icon_name(content, rule), marker_picture(symbol, _ICON_PX).read_bytes()


def legend_picture(contents: Iterable[LayerContent]) -> bytes:
    """Return the legends of all layers below each other as a PNG; empty where there are none."""
    pictures = [Image.open(io.BytesIO(content.legend())) for content in contents if content.style]
    if not pictures:
        return b""
    size = (max(one.width for one in pictures), sum(one.height for one in pictures))
    sheet = Image.new("RGB", size, "#FFFFFF")
    top = 0
    for one in pictures:
        sheet.paste(one.convert("RGB"), (0, top))
        top += one.height
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()


def _holds(condition: Condition, values: Mapping[str, Any]) -> bool:
    value = values.get(condition.property)
    if isinstance(condition, AnyOf):
        return str(value) in condition.values
    if value is None:
        return False
    is_above = condition.above is None or value > condition.above
    return is_above and (condition.upto is None or value <= condition.upto)


def _last_of_each_kind(rule: Rule) -> Iterable[Any]:
    return {type(symbol): symbol for symbol in rule.symbols}.values()


def _part(content: LayerContent, rule: Rule, symbol: Any, *, has_icons: bool) -> str:
    if isinstance(symbol, Fill):
        return f"<PolyStyle><color>{_abgr(symbol.colour, symbol.opacity)}</color></PolyStyle>"
    if isinstance(symbol, Hatch):
        return f"<PolyStyle><color>{_abgr(symbol.line, symbol.opacity / 2)}</color></PolyStyle>"
    if isinstance(symbol, Stroke):
        shade, width = _abgr(symbol.colour, symbol.opacity), symbol.width[_SPAN]
        return f"<LineStyle><color>{shade}</color><width>{width:g}</width></LineStyle>"
    if not isinstance(symbol, Marker):
        return ""
    if not has_icons:
        return f"<IconStyle><color>{_abgr(symbol.colour, 1.0)}</color></IconStyle>"
    scale = symbol.size[_SPAN] / _SCALE_ONE_PX
    href = f"<Icon><href>{_icon_name(content, rule)}</href></Icon>"
    middle = '<hotSpot x="0.5" y="0.5" xunits="fraction" yunits="fraction"/>'
    return f"<IconStyle><scale>{scale:g}</scale>{href}{middle}</IconStyle>"


def _icon_name(content: LayerContent, rule: Rule) -> str:
    return f"files/{content.name}.{rule.name}.png"


def _abgr(shade: str, opacity: float) -> str:
    red, green, blue = shade[1:3], shade[3:5], shade[5:7]
    return f"{round(opacity * _OPAQUE):02x}{blue}{green}{red}".lower()
