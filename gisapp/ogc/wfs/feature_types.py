"""Published layers as feature types of django-gisserver."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from django.db.models import Value
from django.db.models.functions import NullIf
from gisserver.crs import CRS
from gisserver.features import FeatureType, field
from gisserver.geometries import WGS84BoundingBox
from gisserver.types import GmlNameElement, XPathMatch

from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.crs import SRIDS
from gisapp.ogc.layers import layer_list
from gisapp.ogc.metadata import layer_metadata
from gisapp.ogc.versions import Versions
from gisapp.ogc.wfs.feature_rows import GEOMETRY, feature_rows

NAMESPACE: Final = "urn:hilir:features"
PREFIX: Final = "hilir"
_GML: Final = "http://www.opengis.net/gml/3.2"

_CRS84: Final = CRS.from_string("urn:ogc:def:crs:OGC::CRS84")
_SERVED: Final = tuple(CRS.from_srid(srid) for srid in SRIDS)


class _NoName(GmlNameElement):
    """The element ``gml:name``, which GML lets every feature have: no feature has it, and filters may say so."""

    def build_lhs_part(self, compiler: Any, match: Any) -> str:
        """Return the name under which a query compares what is always null."""
        alias: str = compiler.add_annotation(self.build_rhs_part(compiler, match))
        return alias

    def build_rhs_part(self, _compiler: Any, _match: Any) -> NullIf:
        """Return what is always null."""
        return NullIf(Value(""), Value(""))


class LayerFeatureType(FeatureType):
    """A layer at one state of the data."""

    def __init__(self, layer: PublishedLayer, versions: Versions) -> None:
        super().__init__(
            feature_rows(layer),
            fields=[field(one.name, abstract=one.title) for one in layer.source.properties] + [field(GEOMETRY)],
            geometry_field_name=GEOMETRY,
            name=layer.name,
            title=layer.title,
            abstract=layer.abstract,
            keywords=list(layer.keywords),
            crs=_SERVED[0],
            other_crs=[*_SERVED[1:], _CRS84],
            show_name_field=False,
            xml_namespace=NAMESPACE,
        )
        self._layer = layer
        self._versions = versions

    def resolve_element(self, xpath: str, ns_aliases: dict[str, str]) -> XPathMatch:
        """Return the property that a filter names."""
        prefix, _, name = xpath.rpartition(":")
        if name == "name" and ns_aliases.get(prefix) == _GML:
            return XPathMatch(self, [_NoName("", feature_type=self)], query=xpath)
        return super().resolve_element(xpath, ns_aliases)

    def get_bounding_box(self) -> WGS84BoundingBox | None:
        """Return the extent that all protocols tell."""
        extent = layer_metadata(self._layer, self._versions).extent
        return None if extent is None else WGS84BoundingBox(extent.west, extent.south, extent.east, extent.north)


def feature_types(versions: Versions) -> Sequence[FeatureType]:
    """Return all layers as feature types; made once for each state of the data."""
    return _feature_types(tuple(sorted(versions.items())))


@lru_cache(maxsize=2)
def _feature_types(versions: tuple[tuple[str, int], ...]) -> tuple[FeatureType, ...]:
    state = dict(versions)
    return tuple(LayerFeatureType(layer, state) for layer in layer_list(state))
