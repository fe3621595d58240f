"""What a layer's features tell, can be asked by, and can be sorted by, as JSON Schema.

References
----------
OGC 23-058, OGC API Features Part 5: Schemas; OGC 19-079r2, Part 3: Filtering, section 6 (queryables).
"""

from django.utils.translation import gettext as _

from gisapp.ogc.catalog import FeatureSource, PublishedLayer
from gisapp.ogc.properties import Property, PropertyKind
from gisapp.ogc.root.contribution import Json

DIALECT = "https://json-schema.org/draft/2020-12/schema"
GEOMETRY = "geometry"
ID = "id"
# The key of a row, which stands beside its properties.
ID_PROPERTY = Property(name=ID, expression="o.id", kind=PropertyKind.INTEGER, title="id")

_TYPE: dict[PropertyKind, Json] = {
    PropertyKind.STRING: {"type": "string"},
    PropertyKind.INTEGER: {"type": "integer"},
    PropertyKind.NUMBER: {"type": "number"},
    PropertyKind.BOOLEAN: {"type": "boolean"},
    PropertyKind.DATE: {"type": "string", "format": "date"},
    PropertyKind.DATE_TIME: {"type": "string", "format": "date-time"},
}


def queryable(source: FeatureSource, name: str) -> Property | None:
    """Return the property that a filter or an order may name, None where there is none."""
    return ID_PROPERTY if name == ID else source.property(name)


def time_property(source: FeatureSource) -> Property | None:
    """Return the property that `datetime` is compared with: the layer's year, or else the date of its source."""
    return next(
        (found for name in (source.time, "year", "source_date") if (found := source.property(name)) is not None), None
    )


def property_schema(one: Property) -> Json:
    """Return the schema of a property's values."""
    schema = {"title": str(one.title), **_TYPE[one.kind]}
    if one.values:
        schema["enum"] = [value for value, _label in one.values]
        schema["description"] = "; ".join(f"{value}: {label}" for value, label in one.values)
    return schema


def schema_document(layer: PublishedLayer, address: str) -> Json:
    """Return what each feature tells."""
    return _document(layer, address, title=_("What each feature tells"), properties=_with_geometry(layer))


def queryables_document(layer: PublishedLayer, address: str) -> Json:
    """Return what features can be asked by."""
    return _document(layer, address, title=_("What features can be asked by"), properties=_with_geometry(layer))


def sortables_document(layer: PublishedLayer, address: str) -> Json:
    """Return what features can be sorted by."""
    return _document(layer, address, title=_("What features can be sorted by"), properties=_plain(layer))


def feature_schema_document(layer: PublishedLayer, address: str) -> Json:
    """Return the schema of a feature as GeoJSON writes it, in which clients look for the kinds of properties."""
    kind = layer.source.geometry_type.value
    properties = {one.name: property_schema(one) for one in layer.source.properties}
    return {
        "$schema": DIALECT,
        "$id": address,
        "type": "object",
        "title": f"{layer.title}: {_('A feature as GeoJSON')}",
        "description": str(layer.abstract),
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            ID: property_schema(ID_PROPERTY),
            GEOMETRY: {"$ref": f"https://geojson.org/schema/{kind}.json"},
            "properties": {"type": "object", "properties": properties},
        },
    }


def _document(layer: PublishedLayer, address: str, *, title: str, properties: Json) -> Json:
    return {
        "$schema": DIALECT,
        "$id": address,
        "type": "object",
        "title": f"{layer.title}: {title}",
        "description": str(layer.abstract),
        "properties": properties,
        "additionalProperties": False,
    }


def _plain(layer: PublishedLayer) -> Json:
    schemas = {ID: property_schema(ID_PROPERTY) | {"x-ogc-role": "id"}}
    schemas |= {one.name: property_schema(one) for one in layer.source.properties}
    instant = time_property(layer.source)
    if instant is not None and instant.kind is not PropertyKind.INTEGER:
        schemas[instant.name]["x-ogc-role"] = "primary-instant"
    return schemas


def _with_geometry(layer: PublishedLayer) -> Json:
    kind = layer.source.geometry_type.value.lower()
    geometry = {"title": _("geometry"), "format": f"geometry-{kind}", "x-ogc-role": "primary-geometry"}
    return _plain(layer) | {GEOMETRY: geometry}
