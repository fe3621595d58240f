"""KML and KMZ (2.2, which all viewers know): placemarks in the colours of our maps; a KMZ has symbols and a legend too.

References
----------
OGC 07-147r2, KML 2.2. Colours are aabbggrr; coordinates are WGS 84, longitude first.
"""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.exporters.contents import Contents, LayerContent
from gisapp.exchange.exporters.errors import ExportTooLargeError
from gisapp.exchange.exporters.kml_styles import icon_files, legend_picture, rule_of, style_xml
from gisapp.geo.geojson import geojson_texts
from gisapp.ogc.catalog import GeometryType
from gisapp.ogc.properties import PropertyKind
from gisapp.ogc.xml import xml_text

DEGREE_DIGITS: Final = 7
NO_SHAPE: Final = b"null"
DOCUMENT, LEGEND = "doc.kml", "files/legend.png"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
_OVERLAY: Final = """<ScreenOverlay><name>{name}</name><Icon><href>{href}</href></Icon>
<overlayXY x="0" y="0" xunits="fraction" yunits="fraction"/>
<screenXY x="12" y="36" xunits="pixels" yunits="pixels"/></ScreenOverlay>
"""
_NAMES: Final = ("name", "district_name", "commodity_name_id", "code")
_SCHEMA_TYPE: Final = {
    PropertyKind.INTEGER: "int",
    PropertyKind.NUMBER: "double",
    PropertyKind.BOOLEAN: "bool",
}


def kml_write(path: Path, contents: Contents) -> None:
    """Write a KML file: colours, but no symbols of our own, for it would have to ask another host for them.

    Raises
    ------
    ExportError
        If there are too many rows, or they cannot be read.
    """
    with path.open("w", encoding="utf-8") as file:
        _write_document(file, contents, has_pictures=False)


def kmz_write(path: Path, contents: Contents) -> None:
    """Write a KMZ file.

    Raises
    ------
    ExportError
        If there are too many rows, or they cannot be read.
    """
    document = contents.folder / DOCUMENT
    with document.open("w", encoding="utf-8") as file:
        _write_document(file, contents, has_pictures=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        # Readers take the first file of the archive for the document.
        archive.write(document, DOCUMENT)
        for name, picture in (*icon_files(contents.layers), (LEGEND, legend_picture(contents.layers))):
            if picture:
                archive.writestr(name, picture)


def _write_document(file: IO[str], contents: Contents, *, has_pictures: bool) -> None:
    count = sum(content.count for content in contents.layers)
    if count > conf.EXPORT_KML_ROWS_LIMIT:
        raise ExportTooLargeError(
            _("%(count)d rows are too many for KML, the limit is %(limit)d; give a filter, or choose gpkg or fgb.")
            % {"count": count, "limit": conf.EXPORT_KML_ROWS_LIMIT}
        )
    file.write(_HEAD)
    file.write(_told(", ".join(content.statement.title for content in contents.layers), {}))
    for content in contents.layers:
        file.writelines(style_xml(content, has_icons=has_pictures))
    file.writelines(_schema(content) for content in contents.layers)
    if has_pictures and any(content.style for content in contents.layers):
        file.write(_OVERLAY.format(name=escape(_("Legend")), href=LEGEND))
    for content in contents.layers:
        file.write("<Folder>\n" + _told(content.statement.title, content.statement.entries()))
        file.writelines(_placemarks(content))
        file.write("</Folder>\n")
    file.write("</Document>\n</kml>\n")


def _told(title: str, entries: dict[str, str]) -> str:
    """Return name, description and data of a folder or document, in the order of the schema."""
    lines = "\n".join(f"{name}: {value}" for name, value in entries.items() if name != "title")
    data = "".join(
        f"<Data name={quoteattr(name)}><value>{_text(value)}</value></Data>" for name, value in entries.items()
    )
    description = f"<description>{_text(lines)}</description>" if lines else ""
    extended = f"<ExtendedData>{data}</ExtendedData>" if data else ""
    return f"<name>{_text(title)}</name>{description}{extended}\n"


def _schema(content: LayerContent) -> str:
    fields = "".join(
        f'<SimpleField type="{_SCHEMA_TYPE.get(one.kind, "string")}" name={quoteattr(one.name)}>'
        f"<displayName>{_text(one.title)}</displayName></SimpleField>"
        for one in content.columns
    )
    return f'<Schema name={quoteattr(content.name)} id="schema-{content.name}">{fields}</Schema>\n'


def _placemarks(content: LayerContent) -> Iterator[str]:
    names = [one.name for one in content.columns]
    shaped = _SHAPED[content.geometry_type]
    for batch in content.batches():
        ids, *columns, shapes = (column.to_pylist() for column in batch.columns)
        texts = geojson_texts(shapes, digits=DEGREE_DIGITS)
        rows = zip(*columns, strict=True) if columns else ((),) * len(ids)
        for key, row, text in zip(ids, rows, texts, strict=True):
            shape = shaped(text.decode()) if text != NO_SHAPE else ""
            yield _placemark(content, key, dict(zip(names, row, strict=True)), shape)


def _placemark(content: LayerContent, key: int, values: dict[str, Any], shape: str) -> str:
    name = next((values[one] for one in _NAMES if values.get(one)), key)
    rule = rule_of(content, values)
    style = f"<styleUrl>#{content.name}.{rule.name}</styleUrl>" if rule else ""
    data = "".join(
        f'<SimpleData name="{one}">{_text(_written(value))}</SimpleData>'
        for one, value in values.items()
        if value is not None
    )
    schema = f'<ExtendedData><SchemaData schemaUrl="#schema-{content.name}">{data}</SchemaData></ExtendedData>'
    return f'<Placemark id="{content.name}.{key}"><name>{_text(str(name))}</name>{style}{schema}{shape}</Placemark>\n'


def _written(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _text(text: str) -> str:
    return escape(xml_text(text))


# GeoJSON is parted at its brackets: what is between two of them is, but for the sign that divides places, KML.
def _point(text: str) -> str:
    return f"<Point><coordinates>{_inside(text, 1)}</coordinates></Point>"


def _lines(text: str) -> str:
    lines = (f"<LineString>{_coordinates(line)}</LineString>" for line in _inside(text, 3).split("]],[["))
    return f"<MultiGeometry>{''.join(lines)}</MultiGeometry>"


def _polygons(text: str) -> str:
    polygons = (_polygon(polygon.split("]],[[")) for polygon in _inside(text, 4).split("]]],[[["))
    return f"<MultiGeometry>{''.join(polygons)}</MultiGeometry>"


def _polygon(rings: list[str]) -> str:
    outer, *holes = (f"<LinearRing>{_coordinates(ring)}</LinearRing>" for ring in rings)
    inner = "".join(f"<innerBoundaryIs>{hole}</innerBoundaryIs>" for hole in holes)
    return f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{inner}</Polygon>"


def _coordinates(places: str) -> str:
    return f"<coordinates>{places.replace('],[', ' ')}</coordinates>"


def _inside(text: str, depth: int) -> str:
    """Return what lies within so many brackets."""
    return text[text.index("[") + depth : -1 - depth]


_SHAPED: Final[dict[GeometryType, Callable[[str], str]]] = {
    GeometryType.POINT: _point,
    GeometryType.MULTI_LINE_STRING: _lines,
    GeometryType.MULTI_POLYGON: _polygons,
}
