"""How maps show a layer, and which figures that rests on besides the layer's own."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.map_layers import map_version_of
from gisapp.ogc.properties import Property, PropertyKind, Text
from gisapp.ogc.render.facts import style_of
from gisapp.ogc.render.request import LayerView
from gisapp.ogc.versions import Versions
from gisapp.symbology.model import Style
from gisapp.symbology.styles.supply import DENSITY

# Numbers that are reckoned for maps; all others are properties of the layer.
_RECKONED: dict[str, Text] = {DENSITY: _("supply by area, t/km²/yr")}


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """The first style of a layer.

    Attributes
    ----------
    reckoned
        Properties that the style rests on and the layer lacks: files carry them, so that they look like our maps.
    """

    view: LayerView
    style: Style
    reckoned: tuple[Property, ...]


def look_of(layer: PublishedLayer, versions: Versions) -> Look | None:
    """Return how maps show a layer in the active language; None where no map does."""
    if not layer.styles:
        return None
    view = LayerView(layer, layer.styles[0], version=map_version_of(layer, versions))
    style = style_of(view)
    used = {condition.property for rule in style.rules for condition in rule.conditions}
    lacking = sorted(name for name in used if layer.source.property(name) is None)
    drawn = layer.source.shapes.drawn if layer.source.shapes else {}
    reckoned = tuple(Property(name, drawn[name], PropertyKind.NUMBER, _RECKONED[name]) for name in lacking)
    return Look(view, style, reckoned)
