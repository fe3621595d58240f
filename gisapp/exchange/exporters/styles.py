"""How layers look, for formats that carry it."""

from django.utils.translation import gettext

from gisapp.exchange.exporters.contents import LayerContent
from gisapp.ogc.catalog import GeometryType
from gisapp.symbology.model import Rule
from gisapp.symbology.qml import qml

SYMBOL_TYPE = {
    GeometryType.MULTI_POLYGON: "fill",
    GeometryType.MULTI_LINE_STRING: "line",
    GeometryType.POINT: "marker",
}


def rule_title(rule: Rule) -> str:
    """Return what a legend says of a rule, in the active language."""
    return gettext(rule.title) if rule.is_translated else rule.title


def qml_of(content: LayerContent) -> str:
    """Return the style of a layer for QGIS; empty where no map shows it."""
    if content.style is None:
        return ""
    return qml(content.style, symbol_type=SYMBOL_TYPE[content.geometry_type], title_of=rule_title)
