"""What lies at a pixel, in the forms in which clients read it."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from django.template.loader import render_to_string
from django.utils.formats import localize, number_format
from django.utils.translation import gettext as _

from gisapp.ogc.properties import Property
from gisapp.ogc.wms.feature_info import Found, LayerInfo
from gisapp.ogc.xml import child, document

GML: Final = "application/vnd.ogc.gml"
_GML_NAMESPACE: Final = "http://www.opengis.net/gml"
_WFS_NAMESPACE: Final = "http://www.opengis.net/wfs"
_OWN_NAMESPACE: Final = "urn:hilir:features"
# Figures of a reader, who wants the size of a thing and not its last bit.
_SIGNIFICANT: Final = 6

Encoder = Callable[[tuple[LayerInfo, ...]], bytes]


def as_text(infos: tuple[LayerInfo, ...]) -> bytes:
    """Return lines of names and values, for reading."""
    lines = []
    for info in infos:
        for found in info.features:
            lines.append(f"{info.layer.title} ({info.layer.name}.{found.id})")
            lines += [f"  {label} = {value}" for label, value in _told(info, found)]
            lines.append("")
    return "\n".join(lines or [_("Nothing lies here."), ""]).encode()


def as_html(infos: tuple[LayerInfo, ...]) -> bytes:
    """Return a page with a table for each feature."""
    tables = [
        {"title": info.layer.title, "rows": list(_told(info, found))} for info in infos for found in info.features
    ]
    return render_to_string("ogc/wms/info.html", {"tables": tables}).encode()


def as_geojson(infos: tuple[LayerInfo, ...]) -> bytes:
    """Return a GeoJSON FeatureCollection (RFC 7946)."""
    return _collection(infos)


def as_json(infos: tuple[LayerInfo, ...]) -> bytes:
    """Return a feature collection as GeoJSON was before RFC 7946, which names its system.

    QGIS takes coordinates for those of the map unless it is told otherwise.
    """
    return _collection(infos, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}})


def _collection(infos: tuple[LayerInfo, ...], **members: Any) -> bytes:
    features = [
        {
            "type": "Feature",
            "id": f"{info.layer.name}.{found.id}",
            "geometry": json.loads(found.geometry) if found.geometry else None,
            "properties": found.values,
        }
        for info in infos
        for found in info.features
    ]
    return json.dumps(
        {"type": "FeatureCollection", **members, "features": features}, ensure_ascii=False, default=str, allow_nan=False
    ).encode()


def as_gml(infos: tuple[LayerInfo, ...]) -> bytes:
    """Return a feature collection in GML 2, coordinates in longitude and latitude."""
    root = Element(
        "wfs:FeatureCollection",
        {"xmlns:wfs": _WFS_NAMESPACE, "xmlns:gml": _GML_NAMESPACE, "xmlns:hilir": _OWN_NAMESPACE},
    )
    box = child(root, "gml:boundedBy")
    child(box, "gml:null", "unknown")
    for info in infos:
        for found in info.features:
            member = child(root, "gml:featureMember")
            feature = child(member, f"hilir:{info.layer.name}", fid=f"{info.layer.name}.{found.id}")
            if found.geometry:
                child(feature, "hilir:geometry").append(_geometry(found.geometry))
            for name, value in found.values.items():
                if value is not None:
                    child(feature, f"hilir:{name}", _plain(value))
    return document(root)


ENCODERS: Final[Mapping[str, Encoder]] = {
    "text/plain": as_text,
    "text/html": as_html,
    GML: as_gml,
    "application/json": as_json,
    "application/geo+json": as_geojson,
}
MEDIA_TYPES: Final = tuple(ENCODERS)
_CHARSET: Final = {"text/plain": "text/plain; charset=utf-8", "text/html": "text/html; charset=utf-8"}


def content_type(media_type: str) -> str:
    """Return what the answer says it is."""
    return _CHARSET.get(media_type, media_type)


def _told(info: LayerInfo, found: Found) -> Iterator[tuple[str, str]]:
    """Give titles and values for reading, in the reader's language."""
    for one in info.layer.source.properties:
        yield str(one.title), _read(one, found.values[one.name])


def _read(one: Property, value: Any) -> str:
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return str(number_format(f"{value:.{_SIGNIFICANT}g}", use_l10n=True, force_grouping=False))
    return str(dict(one.values).get(str(value), localize(value)))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def _geometry(text: str) -> Element:
    """Return the geometry that PostGIS encoded, its names as they stand."""
    # ElementTree would spell the prefix anew.
    element: Element = fromstring(f'<gml xmlns:gml="{_GML_NAMESPACE}">{text}</gml>')[0]
    for part in element.iter():
        part.tag = part.tag.replace(f"{{{_GML_NAMESPACE}}}", "gml:")
    return element
