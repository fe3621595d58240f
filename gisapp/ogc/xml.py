"""XML that we write: elements by name, and no character that XML does not know."""

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from gisapp.ogc.properties import Text

XLINK: Final = "http://www.w3.org/1999/xlink"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Control characters, halves of surrogate pairs and the two last of the plane (XML 1.0, production 2).
_UNKNOWN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: Text | float) -> str:
    """Return a text without what XML cannot hold."""
    return _UNKNOWN.sub("\ufffd", str(text))


def child(parent: Element, name: str, text: Text | float | None = None, /, **attributes: Text | float) -> Element:
    """Add an element; attributes of other names than Python allows are given by `Element.set`."""
    element = SubElement(parent, name, {key: xml_text(value) for key, value in attributes.items()})
    if text is not None:
        element.text = xml_text(text)
    return element


def link(parent: Element, address: str) -> Element:
    """Add an OnlineResource, as WMS documents have it."""
    element = SubElement(parent, "OnlineResource")
    element.set("xmlns:xlink", XLINK)
    element.set("xlink:type", "simple")
    element.set("xlink:href", address)
    return element


def document(root: Element, *, doctype: str = "") -> bytes:
    """Return a whole document in UTF-8."""
    return (_DECLARATION + doctype + tostring(root, encoding="unicode")).encode()
