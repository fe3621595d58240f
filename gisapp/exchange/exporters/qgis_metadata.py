"""Metadata of a layer as QGIS keeps and shows them (QMD)."""

from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from gisapp.exchange.exporters.contents import LayerContent
from gisapp.geo.crs import authority_code
from gisapp.ogc.xml import xml_text

QMD_STANDARD: Final = "http://mrcc.com/qgis.dtd"
_VERSION: Final = "3.22.0"
# What QGIS has no field for.
_MORE: Final = ("filter", "publisher", "version")


def qmd(content: LayerContent, *, language: str) -> str:
    """Return the document."""
    statement = content.statement
    root = Element("qgis", {"version": _VERSION})
    entries = statement.entries()
    told = {
        "identifier": f"{content.name} {statement.version}",
        "language": language,
        "type": "dataset",
        "title": statement.title,
        "abstract": "\n".join([statement.abstract, *(f"{name}: {entries[name]}" for name in _MORE if name in entries)]),
    }
    for name, value in told.items():
        SubElement(root, name).text = xml_text(value)
    for licence in statement.licences:
        SubElement(root, "license").text = xml_text(licence)
    SubElement(root, "encoding").text = "UTF-8"
    SubElement(SubElement(root, "crs"), "spatialrefsys").append(_authority(content.srid))
    for source in statement.sources:
        SubElement(root, "history").text = xml_text(source)
    dates = SubElement(root, "dates")
    SubElement(dates, "date", {"type": "Created", "value": statement.made_at.isoformat(timespec="seconds")})
    return tostring(root, encoding="unicode")


def _authority(srid: int) -> Element:
    element = Element("authid")
    element.text = authority_code(srid)
    return element
