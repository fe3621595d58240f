"""What the two versions say differently in the capabilities document."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Final
from xml.etree.ElementTree import Element, SubElement

from gisapp import conf
from gisapp.geo.bbox import Bbox
from gisapp.geo.tile_matrix import SCREEN_PIXEL_M
from gisapp.ogc.crs import SRIDS, STORAGE_SRID, crs_parse
from gisapp.ogc.extents import extent_in
from gisapp.ogc.wms.dimension import year_told
from gisapp.ogc.wms.exceptions import FORMS
from gisapp.ogc.wms.version import Version
from gisapp.ogc.xml import XLINK, XSI, child

# Version 1.1.1 tells scales by the diagonal of a pixel (OGC 01-068r3, 7.1.4.5.16).
_DIAGONAL: Final = 2**0.5
_TIME: Final = "time"


class Dialect(ABC):
    """How a version tells what both know."""

    version: ClassVar[Version]
    service_name: ClassVar[str]
    capabilities_media_type: ClassVar[str]
    legend_operation: ClassVar[str]
    crs_element: ClassVar[str]
    doctype: ClassVar[str] = ""

    @property
    def exception_forms(self) -> tuple[str, ...]:
        """What EXCEPTIONS can be."""
        return FORMS[self.version]

    @abstractmethod
    def root(self) -> Element:
        """Return the element that holds all else."""

    @abstractmethod
    def limits(self, service: Element) -> None:
        """Add how large pictures can be."""

    @abstractmethod
    def systems(self, layer: Element) -> None:
        """Add the names of the coordinate systems that all layers have."""

    @abstractmethod
    def extent(self, layer: Element, extent: Bbox) -> None:
        """Add a layer's extent, given in EPSG:4326, in every system."""

    @abstractmethod
    def years(self, layer: Element, years: tuple[int, ...]) -> None:
        """Add the dimension of a layer that has years, ascending."""

    @abstractmethod
    def greatest_scale(self, layer: Element, denominator: float) -> None:
        """Add the scale denominator beyond which a layer is not drawn."""


class Dialect130(Dialect):
    """Version 1.3.0."""

    version = Version.V1_3_0
    service_name = "WMS"
    capabilities_media_type = "text/xml"
    legend_operation = "sld:GetLegendGraphic"
    crs_element = "CRS"

    def root(self) -> Element:
        """Return the element that holds all else."""
        schemas = {
            "http://www.opengis.net/wms": "http://schemas.opengis.net/wms/1.3.0/capabilities_1_3_0.xsd",
            "http://www.opengis.net/sld": "http://schemas.opengis.net/sld/1.1.0/sld_capabilities.xsd",
        }
        return Element(
            "WMS_Capabilities",
            {
                "version": self.version,
                "xmlns": "http://www.opengis.net/wms",
                "xmlns:sld": "http://www.opengis.net/sld",
                "xmlns:xlink": XLINK,
                "xmlns:xsi": XSI,
                "xsi:schemaLocation": " ".join(f"{namespace} {schema}" for namespace, schema in schemas.items()),
            },
        )

    def limits(self, service: Element) -> None:
        """Add how large pictures can be."""
        child(service, "LayerLimit", conf.MAP_LAYERS_LIMIT)
        child(service, "MaxWidth", conf.MAP_WIDTH_LIMIT_PX)
        child(service, "MaxHeight", conf.MAP_HEIGHT_LIMIT_PX)

    def systems(self, layer: Element) -> None:
        """Add the names of the coordinate systems that all layers have."""
        child(layer, "CRS", "CRS:84")
        for srid in SRIDS:
            child(layer, "CRS", f"EPSG:{srid}")

    def extent(self, layer: Element, extent: Bbox) -> None:
        """Add a layer's extent in every system, in the axis order of each."""
        geographic = SubElement(layer, "EX_GeographicBoundingBox")
        child(geographic, "westBoundLongitude", extent.west)
        child(geographic, "eastBoundLongitude", extent.east)
        child(geographic, "southBoundLatitude", extent.south)
        child(geographic, "northBoundLatitude", extent.north)
        _box(layer, "CRS", "CRS:84", extent)
        for srid in SRIDS:
            box = extent_in(extent, srid)
            if box is not None:
                name = f"EPSG:{srid}"
                turned = crs_parse(name, locator="CRS").is_northing_first
                _box(layer, "CRS", name, Bbox(box.south, box.west, box.north, box.east) if turned else box)

    def years(self, layer: Element, years: tuple[int, ...]) -> None:
        """Add the dimension of a layer that has years, ascending."""
        text = ",".join(map(year_told, years))
        child(layer, "Dimension", text, name=_TIME, units="ISO8601", default=year_told(years[-1]))

    def greatest_scale(self, layer: Element, denominator: float) -> None:
        """Add the scale denominator beyond which a layer is not drawn."""
        child(layer, "MaxScaleDenominator", denominator)


class Dialect111(Dialect):
    """Version 1.1.1, which puts x first in every system."""

    version = Version.V1_1_1
    service_name = "OGC:WMS"
    capabilities_media_type = "application/vnd.ogc.wms_xml"
    legend_operation = "GetLegendGraphic"
    crs_element = "SRS"
    doctype = '<!DOCTYPE WMT_MS_Capabilities SYSTEM "http://schemas.opengis.net/wms/1.1.1/capabilities_1_1_1.dtd">\n'

    def root(self) -> Element:
        """Return the element that holds all else."""
        return Element("WMT_MS_Capabilities", {"version": self.version})

    def limits(self, service: Element) -> None:
        """Add nothing: this version has no place for limits."""

    def systems(self, layer: Element) -> None:
        """Add the names of the coordinate systems that all layers have."""
        for srid in SRIDS:
            child(layer, "SRS", f"EPSG:{srid}")

    def extent(self, layer: Element, extent: Bbox) -> None:
        """Add a layer's extent in every system."""
        child(layer, "LatLonBoundingBox", **_corners(extent))
        for srid in SRIDS:
            box = extent if srid == STORAGE_SRID else extent_in(extent, srid)
            if box is not None:
                _box(layer, "SRS", f"EPSG:{srid}", box)

    def years(self, layer: Element, years: tuple[int, ...]) -> None:
        """Add the dimension of a layer that has years, ascending."""
        child(layer, "Dimension", name=_TIME, units="ISO8601")
        child(layer, "Extent", ",".join(map(year_told, years)), name=_TIME, default=year_told(years[-1]))

    def greatest_scale(self, layer: Element, denominator: float) -> None:
        """Add the scale beyond which a layer is not drawn, as the diagonal of a pixel on the ground."""
        child(layer, "ScaleHint", min=0, max=denominator * SCREEN_PIXEL_M * _DIAGONAL)


DIALECTS: Final[Mapping[Version, Dialect]] = {
    Version.V1_1_1: Dialect111(),
    Version.V1_3_0: Dialect130(),
}


def _box(layer: Element, attribute: str, name: str, box: Bbox) -> None:
    element = SubElement(layer, "BoundingBox", {attribute: name})
    for key, value in _corners(box).items():
        element.set(key, repr(value))


def _corners(box: Bbox) -> dict[str, float]:
    return {"minx": box.west, "miny": box.south, "maxx": box.east, "maxy": box.north}
