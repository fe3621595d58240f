"""Names on maps as Mapnik's XML."""

from xml.etree.ElementTree import Element, SubElement

from gisapp.ogc.render.fonts import register_fonts
from gisapp.symbology.model import Label, Placement

# Lines break at about twice this width, in sizes of the letters.
_WRAP_SIZES = 4.0
_LINE_SPACING_SIZES = -0.25
# From a point to the name beside it, in sizes of the letters.
_BESIDE_SIZES = 1.0
# From the tip of a pin up to the middle of its number.
_PIN_NUMBER_SIZES = 1.33
_REPEAT_PX = 300


def add_fonts(parent: Element) -> None:
    """Add the sets of faces that labels name."""
    for face, names in register_fonts().items():
        fontset = SubElement(parent, "FontSet", {"name": face.value})
        for name in names:
            SubElement(fontset, "Font", {"face-name": name})


def add_label(rule: Element, label: Label, *, span: int) -> None:
    """Add the symbolizer that writes a label."""
    size = label.size[span]
    attributes = {
        "fontset-name": label.face.value,
        "size": str(size),
        "fill": label.colour,
        # Placed by the whole shape, not by what lies in the picture: neighbouring tiles agree.
        "clip": "false",
        "text-transform": "uppercase" if label.is_capitals else "none",
        "character-spacing": str(round(size * 0.08, 2)) if label.is_capitals else "0",
        **_placement(label, size),
    }
    if label.halo:
        attributes["halo-fill"] = label.halo
        attributes["halo-opacity"] = str(label.halo_opacity)
        attributes["halo-radius"] = str(label.halo_radius)
        # Looks the same at this width and takes a third of the time.
        attributes["halo-rasterizer"] = "fast"
    SubElement(rule, "TextSymbolizer", attributes).text = f"[{label.property}]"


def _placement(label: Label, size: float) -> dict[str, str]:
    if label.placement is Placement.INSIDE:
        return {
            "placement": "interior",
            "wrap-width": str(size * _WRAP_SIZES),
            "line-spacing": str(size * _LINE_SPACING_SIZES),
        }
    if label.placement is Placement.ALONG:
        return {"placement": "line", "spacing": str(_REPEAT_PX), "max-char-angle-delta": "30"}
    if label.placement is Placement.BESIDE:
        shift = str(size * _BESIDE_SIZES)
        return {
            "placement": "point",
            "placement-type": "simple",
            "placements": "E,W,N,S",
            "dx": shift,
            "dy": shift,
        }
    return {"placement": "point", "dy": str(-size * _PIN_NUMBER_SIZES), "allow-overlap": "true"}
