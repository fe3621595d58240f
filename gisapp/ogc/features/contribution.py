"""What OGC API Features adds to the documents that the OGC APIs share."""

from typing import Final

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.ogc.catalog import PublishedLayer
from gisapp.ogc.crs import CRS84_URI
from gisapp.ogc.features.formats import ITEMS_FORMATS, SCHEMA_FORMATS
from gisapp.ogc.features.schemas import ID_PROPERTY, property_schema
from gisapp.ogc.root.collections import CRS_URIS
from gisapp.ogc.root.contribution import Contribution, Json, Layers, link
from gisapp.ogc.root.formats import GEOJSON, HTML, SCHEMA
from gisapp.ogc.root.openapi import collection_parameter, format_parameter, operation, ref

_PART = "http://www.opengis.net/spec/ogcapi-features-{part}/1.0/conf/{name}"
_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/{name}"
_REL = "http://www.opengis.net/def/rel/ogc/1.0/{name}"

CONFORMANCE: Final = (
    *(_PART.format(part=1, name=name) for name in ("core", "oas30", "geojson", "html")),
    _PART.format(part=2, name="crs"),
    *(
        _PART.format(part=3, name=name)
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        _PART.format(part=5, name=name)
        for name in ("schemas", "returnables-and-receivables", "queryables", "sortables")
    ),
    *(_PART.format(part=8, name=name) for name in ("sorting", "features-sorting")),
    *(
        _CQL2.format(name=name)
        for name in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "accent-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
            "temporal-functions",
            "arithmetic",
            "property-property",
        )
    ),
)
# Parameters of items whose names are not those of properties, in the order in which they are told.
SHARED_PARAMETERS: Final = (
    "f",
    "limit",
    "bbox",
    "bbox-crs",
    "datetime",
    "crs",
    "filter",
    "filter-lang",
    "filter-crs",
    "sortby",
    "properties",
    "skipGeometry",
    "cursor",
)


def _collection_links(root: str, layer: PublishedLayer) -> list[Json]:
    address = f"{root}/collections/{layer.name}"
    schemas = (
        ("schema", _("What each feature tells")),
        ("queryables", _("What features can be asked by")),
        ("sortables", _("What features can be sorted by")),
    )
    return [
        *(
            link(f"{address}/items?f={one.key}", "items", one.media_type, _("Features as %s") % one.title)
            for one in ITEMS_FORMATS
        ),
        *(
            link(f"{address}/{name}?f={one.key}", _REL.format(name=name), one.media_type, title)
            for name, title in schemas
            for one in SCHEMA_FORMATS
        ),
        # GDAL looks here for the kinds of properties, in older versions by the second spelling.
        *(
            link(f"{address}/feature-schema?f=json", rel, SCHEMA.media_type, _("A feature as GeoJSON"))
            for rel in ("describedby", "describedBy")
        ),
    ]


def _paths(layers: Layers) -> Json:
    collection, f = collection_parameter(layers), ref("f", kind="parameters")
    page = {HTML.media_type: {"type": "string"}}
    feature = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    crs = ref("crs", kind="parameters")
    paths: Json = {
        f"/collections/{{collectionId}}/{name}": {
            "get": operation(
                f"get{name.title().replace('-', '')}",
                summary,
                {SCHEMA.media_type: {"type": "object"}, **page},
                parameters=(collection, f),
                tag="Schemas",
            )
        }
        for name, summary in (
            ("schema", "What each feature tells."),
            ("queryables", "What features can be asked by."),
            ("sortables", "What features can be sorted by."),
            ("feature-schema", "A feature as GeoJSON."),
        )
    }
    paths["/collections/{collectionId}/items/{featureId}"] = {
        "get": operation(
            "getFeature",
            "A feature.",
            {GEOJSON.media_type: ref("feature"), **page},
            parameters=(collection, feature, crs, f),
            tag="Features",
        )
    }
    return paths | {f"/collections/{layer.name}/items": {"get": _items(layer)} for layer in layers}


def _items(layer: PublishedLayer) -> Json:
    shared = (ref("f-items" if name == "f" else name, kind="parameters") for name in SHARED_PARAMETERS)
    filters = (
        {
            "name": one.name,
            "in": "query",
            "description": f"Features whose property {one.name} has this value.",
            "schema": {name: value for name, value in property_schema(one).items() if name != "title"},
        }
        for one in (ID_PROPERTY, *layer.source.properties)
    )
    content = {one.media_type: {"type": "string"} for one in ITEMS_FORMATS}
    return operation(
        f"getFeatures-{layer.name}",
        f"Features of the layer {layer.name}.",
        content | {GEOJSON.media_type: ref("features")},
        parameters=(*shared, *filters),
        tag="Features",
    )


def _components(_layers: Layers) -> Json:
    crs = {"type": "string", "format": "uri", "enum": list(CRS_URIS), "default": CRS84_URI}
    names = {"type": "array", "minItems": 1, "items": {"type": "string"}}
    parameters = (
        ("limit", "Most features in one answer.", _limit()),
        ("bbox", "A box; only features that touch it.", _bbox()),
        ("bbox-crs", "The system of the box.", crs),
        ("datetime", "A time, or an interval `start/end` with `..` for an open end.", {"type": "string"}),
        ("crs", "The system of the answer.", crs),
        ("filter", "A filter in CQL2.", {"type": "string", "maxLength": conf.FILTER_CHARS_LIMIT}),
        (
            "filter-lang",
            "The language of the filter.",
            {"type": "string", "enum": ["cql2-text", "cql2-json"], "default": "cql2-text"},
        ),
        ("filter-crs", "The system of the geometries in the filter.", crs),
        ("sortby", "Properties to sort by; `-` before a name for descending.", names),
        ("properties", "Properties to tell; all where left out.", names),
        ("skipGeometry", "Whether to leave the geometry out.", {"type": "boolean", "default": False}),
        ("cursor", "Where a page begins; given by the links `next` and `prev`.", {"type": "string"}),
    )
    return {
        "parameters": {name: _parameter(name, told, schema) for name, told, schema in parameters}
        | {"f-items": format_parameter(*(one.key for one in ITEMS_FORMATS))},
        "schemas": _SCHEMAS,
    }


def _parameter(name: str, told: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "required": False, "description": told, "schema": schema} | {
        "style": "form",
        "explode": False,
    }


def _limit() -> Json:
    limits = conf.FEATURES_LIMIT
    return {
        "type": "integer",
        "minimum": int(limits.low),
        "maximum": int(limits.high),
        "default": conf.DEFAULT_FEATURES_LIMIT,
    }


def _bbox() -> Json:
    return {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}


_FEATURE: Json = {
    "type": "object",
    "required": ["type", "geometry", "properties"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "integer"},
        "geometry": {"type": "object", "nullable": True},
        "properties": {"type": "object", "nullable": True},
        "links": {"type": "array", "items": {"type": "object"}},
    },
}
_SCHEMAS: Json = {
    "feature": _FEATURE,
    "features": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": {"$ref": "#/components/schemas/feature"}},
            "links": {"type": "array", "items": {"type": "object"}},
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
        },
    },
}

FEATURES: Final = Contribution(
    conformance=CONFORMANCE, collection_links=_collection_links, paths=_paths, components=_components
)
