"""What is published: one entry a layer. Publishing one more layer is adding one more entry."""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from gisapp.ogc.properties import Property, Text, properties_of
from layers.models import District
from layers.selectors.shape_catalog import CATALOG
from layers.shape_tables import SHAPE_TABLES, ShapeTable

FixedValue = str | int | None


class GeometryType(StrEnum):
    """The one concrete type that all features of a layer have."""

    MULTI_POLYGON = "MultiPolygon"
    MULTI_LINE_STRING = "MultiLineString"
    POINT = "Point"


class Group(StrEnum):
    """Where a layer stands in lists."""

    AREAS = "areas"
    RAW_MATERIALS = "raw_materials"
    INDUSTRY = "industry"
    RULES = "rules"
    ROADS = "roads"
    STATISTICS = "statistics"
    SUGGESTIONS = "suggestions"


GROUP_TITLES: dict[Group, Text] = {
    Group.AREAS: _("Areas"),
    Group.RAW_MATERIALS: _("Raw material"),
    Group.INDUSTRY: _("Industry"),
    Group.RULES: _("Rules"),
    Group.ROADS: _("Roads"),
    Group.STATISTICS: _("Statistics"),
    Group.SUGGESTIONS: _("Suggestions"),
}


@dataclass(frozen=True, slots=True, eq=False)
class FeatureSource:
    """The query that gives a layer's features.

    Attributes
    ----------
    model
        Its rows carry the alias `o` and their key `o.id` is the feature's id.
    geometry
        SQL of the EPSG:4326 geometry, such as ``o.boundary``.
    joins
        SQL that follows ``FROM rows AS o``.
    fixed
        Values that properties must have for a row to be of this layer; None means SQL NULL.
    condition
        Any other SQL that a row must meet; empty where there is none.
    shapes, shape_owner
        Table of display geometry and the SQL of the key into it; None where geometry is drawn as it is stored.
    time
        Name of the property that holds the year; empty where the layer has none.
    joined_tables
        Tables besides the model's whose changes change the layer.
    """

    model: type[models.Model]
    geometry: str
    geometry_type: GeometryType
    properties: tuple[Property, ...]
    joins: str = ""
    fixed: tuple[tuple[str, FixedValue], ...] = ()
    condition: str = ""
    shapes: ShapeTable | None = None
    shape_owner: str = "o.id"
    time: str = ""
    joined_tables: tuple[str, ...] = ()

    @property
    def rows(self) -> str:
        """Name of the table of the rows."""
        return self.model._meta.db_table

    @property
    def tables(self) -> tuple[str, ...]:
        """Tables whose versions tell whether the layer has changed."""
        return (self.rows, *self.joined_tables)

    def property(self, name: str) -> Property | None:
        """Return the property of a name, None where there is none."""
        return next((one for one in self.properties if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Classes:
    """Steps of a choropleth.

    Attributes
    ----------
    property
        The property that is shown.
    breaks
        Upper ends of all classes but the last, ascending, in the property's unit.
    is_diverging
        Whether the middle class is a norm that values lie below or above.
    unit
        Shown in the legend.
    """

    property: str
    breaks: tuple[float, ...]
    is_diverging: bool = False
    unit: Text = ""


@dataclass(frozen=True, slots=True, eq=False)
class PublishedLayer:
    """A layer as protocols tell of it.

    Attributes
    ----------
    name
        In addresses and requests: lower case, words joined by hyphens.
    styles
        Names of its styles (`gisapp.symbology`), the default first; none for a layer that has features but no map,
        because its rows lie upon each other.
    classes
        Steps of the style ``choropleth``; None for a layer that is no choropleth.
    """

    name: str
    title: Text
    abstract: Text
    keywords: tuple[Text, ...]
    group: Group
    source: FeatureSource
    styles: tuple[str, ...]
    classes: Classes | None = None


def _source(
    catalog_name: str,
    geometry_type: GeometryType,
    *,
    fixed: tuple[tuple[str, FixedValue], ...] = (),
    joined_tables: tuple[str, ...] = (),
) -> FeatureSource:
    """Return the source of a layer whose rows have display shapes of their own."""
    published = CATALOG[catalog_name]
    table = SHAPE_TABLES[catalog_name]
    return FeatureSource(
        model=table.model,
        geometry=f"o.{table.geometry_column}",
        geometry_type=geometry_type,
        properties=properties_of(table.model, published.properties),
        joins=published.joins,
        fixed=fixed,
        shapes=table,
        joined_tables=joined_tables,
    )


_DISTRICTS = District._meta.db_table
_COMMODITIES = "layers_commodity"
_PROCESSES = "layers_process"

STORED_LAYERS = (
    PublishedLayer(
        name="districts",
        title=_("Districts"),
        abstract=_("Regencies (kabupaten) and cities (kota) in force, with seat, area, population and lead industry."),
        keywords=(_("boundary"), _("district"), "kabupaten", "kota"),
        group=Group.AREAS,
        source=_source("districts", GeometryType.MULTI_POLYGON, fixed=(("valid_to", None),)),
        styles=("districts", "districts-outline"),
    ),
    PublishedLayer(
        name="subdistricts",
        title=_("Subdistricts"),
        abstract=_("Subdistricts (kecamatan) with their district and area."),
        keywords=(_("boundary"), _("subdistrict"), "kecamatan"),
        group=Group.AREAS,
        source=_source("subdistricts", GeometryType.MULTI_POLYGON, joined_tables=(_DISTRICTS,)),
        styles=("subdistricts",),
    ),
    PublishedLayer(
        name="source-areas",
        title=_("Raw-material source areas"),
        abstract=_("Where raw material is grown, caught or reared: commodity, area, yield and tonnes a year."),
        keywords=(_("raw material"), _("commodity"), _("supply")),
        group=Group.RAW_MATERIALS,
        source=_source("source_areas", GeometryType.MULTI_POLYGON, joined_tables=(_COMMODITIES, _DISTRICTS)),
        styles=("source-areas", "source-areas-supply"),
    ),
    PublishedLayer(
        name="facilities",
        title=_("Facilities"),
        abstract=_("Processing plants, small-industry centres, industrial estates, ports and power plants."),
        keywords=(_("plant"), _("industry"), _("port"), "IKM"),
        group=Group.INDUSTRY,
        source=_source("facilities", GeometryType.POINT, joined_tables=(_PROCESSES, _DISTRICTS)),
        styles=("facilities",),
    ),
    PublishedLayer(
        name="exclusion-zones",
        title=_("Excluded areas"),
        abstract=_("Areas where the law forbids a plant or where one counts less, with their legal basis."),
        keywords=(_("rule"), _("protected forest"), _("peatland")),
        group=Group.RULES,
        source=_source("exclusion_zones", GeometryType.MULTI_POLYGON),
        styles=("exclusion-zones",),
    ),
    PublishedLayer(
        name="roads",
        title=_("Roads and ferries"),
        abstract=_("Links of the road network with class, surface, speed and length; ferries among them."),
        keywords=(_("road"), _("ferry"), _("transport")),
        group=Group.ROADS,
        source=_source("road_links", GeometryType.MULTI_LINE_STRING),
        styles=("roads",),
    ),
)
