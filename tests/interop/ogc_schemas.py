"""What the OGC API standards and the formats they name ask of a document, as JSON Schema, in our words.

References
----------
OGC API Features 1 (17-069r4) and 2 (18-058r1), OGC API Tiles 1 (20-057), Two Dimensional Tile Matrix Set 2.0
(17-083r4), OGC API Processes 1 (18-062r2), RFC 7946, TileJSON 3.0.0.
"""

from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string", "minLength": 1}
ADDRESS: Json = {"type": "string", "format": "uri", "pattern": "^https?://"}
NUMBER: Json = {"type": "number"}
COUNT: Json = {"type": "integer", "minimum": 0}
MOMENT: Json = {"type": "string", "format": "date-time"}
CRS: Json = {"type": "string", "pattern": r"^http://www\.opengis\.net/def/crs/(EPSG/0/\d+|OGC/1\.3/CRS84)$"}


def listed(items: Json, *, least: int = 0, most: int | None = None) -> Json:
    """Return the schema of a list."""
    return {"type": "array", "items": items, "minItems": least} | ({} if most is None else {"maxItems": most})


def document(required: Json, **optional: Json) -> Json:
    """Return the schema of an object with properties that it must and that it may have; it may have others."""
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


LINK = document(
    {"href": {"type": "string", "pattern": "^https?://"}, "rel": TEXT},
    type={"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+"},
    title=TEXT,
    hreflang=TEXT,
    templated={"type": "boolean"},
)


def links_to(*relations: str) -> Json:
    """Return the schema of links among which are some for certain."""
    wanted = [{"contains": {"properties": {"rel": {"const": one}}}} for one in relations]
    return {**listed(LINK, least=1), "allOf": wanted}


REL = "http://www.opengis.net/def/rel/ogc/1.0"
LANDING = document(
    {
        "links": links_to(
            "self",
            "service-desc",
            "service-doc",
            "conformance",
            "data",
            f"{REL}/tilesets-vector",
            f"{REL}/tiling-schemes",
            f"{REL}/processes",
            f"{REL}/job-list",
        )
    },
    title=TEXT,
    description=TEXT,
)
CONFORMANCE = document({"conformsTo": listed({"type": "string", "pattern": "^http://www.opengis.net/spec/"}, least=10)})
_BOX = listed(NUMBER, least=4, most=4)
_INTERVAL = listed({"anyOf": [MOMENT, {"type": "null"}]}, least=2, most=2)
COLLECTION = document(
    {
        "id": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "title": TEXT,
        "links": links_to("self", "items", f"{REL}/schema", f"{REL}/queryables", f"{REL}/tilesets-vector"),
        "itemType": {"const": "feature"},
        "crs": listed(CRS, least=2),
        "storageCrs": CRS,
    },
    description=TEXT,
    extent=document(
        {},
        spatial=document({"bbox": listed(_BOX, least=1), "crs": CRS}),
        temporal=document({"interval": listed(_INTERVAL, least=1)}),
    ),
)
# In the list of all, a collection may point to the systems that all have (Features 2, 6.2.2).
_ONE_OF_ALL = COLLECTION | {
    "properties": COLLECTION["properties"] | {"crs": {"anyOf": [{"const": ["#/crs"]}, listed(CRS, least=2)]}}
}
COLLECTIONS = document(
    {"links": links_to("self"), "crs": listed(CRS, least=2), "collections": listed(_ONE_OF_ALL, least=1)}
)

_POSITION = listed(NUMBER, least=2, most=3)
_LINE = listed(_POSITION, least=2)
_RING = listed(_POSITION, least=4)
_COORDINATES = {
    "Point": _POSITION,
    "MultiLineString": listed(_LINE),
    "MultiPolygon": listed(listed(_RING, least=1)),
}
GEOMETRY = {
    "anyOf": [
        {"type": "null"},
        *(document({"type": {"const": name}, "coordinates": shape}) for name, shape in _COORDINATES.items()),
    ]
}
FEATURE = document(
    {
        "type": {"const": "Feature"},
        "id": {"type": ["integer", "string"]},
        "geometry": GEOMETRY,
        "properties": {"type": "object"},
    }
)
ITEMS = document(
    {
        "type": {"const": "FeatureCollection"},
        "features": listed(FEATURE),
        "links": links_to("self", "alternate", "collection"),
        "timeStamp": MOMENT,
        "numberReturned": COUNT,
    },
    numberMatched=COUNT,
)
ITEM = document({**FEATURE["properties"], "links": links_to("self", "collection")})
SCHEMA = document({"$schema": TEXT, "$id": ADDRESS, "type": {"const": "object"}, "properties": {"type": "object"}})

TILESET = document(
    {
        "dataType": {"enum": ["map", "vector", "coverage"]},
        "crs": CRS,
        "tileMatrixSetURI": ADDRESS,
        "links": links_to("self", f"{REL}/tiling-scheme", "item"),
    },
    title=TEXT,
    layers=listed(
        document(
            {"id": TEXT, "dataType": {"enum": ["map", "vector", "coverage"]}},
            geometryDimension={"type": "integer", "minimum": 0, "maximum": 3},
            minTileMatrix=TEXT,
            maxTileMatrix=TEXT,
        )
    ),
)
TILESETS = document({"tilesets": listed(document({"dataType": TEXT, "crs": CRS, "links": links_to("self")}), least=1)})
MATRIX_SET = document(
    {
        "id": {"const": "WebMercatorQuad"},
        "crs": CRS,
        "tileMatrices": listed(
            document(
                {
                    "id": TEXT,
                    "scaleDenominator": {"type": "number", "exclusiveMinimum": 0},
                    "cellSize": {"type": "number", "exclusiveMinimum": 0},
                    "pointOfOrigin": listed(NUMBER, least=2, most=2),
                    "tileWidth": {"const": 256},
                    "tileHeight": {"const": 256},
                    "matrixWidth": {"type": "integer", "minimum": 1},
                    "matrixHeight": {"type": "integer", "minimum": 1},
                },
                cornerOfOrigin={"enum": ["topLeft", "bottomLeft"]},
            ),
            least=17,
        ),
    }
)
_ZOOM = {"type": "integer", "minimum": 0, "maximum": 30}
TILEJSON = document(
    {
        "tilejson": {"const": "3.0.0"},
        "tiles": listed({"type": "string", "pattern": r"^https?://.*\{z\}.*\{y\}.*\{x\}"}, least=1),
        "vector_layers": listed(document({"id": TEXT, "fields": {"type": "object"}}), least=1),
    },
    minzoom=_ZOOM,
    maxzoom=_ZOOM,
    bounds=_BOX,
    center=listed(NUMBER, least=3, most=3),
    attribution={"type": "string"},
    scheme={"const": "xyz"},
)

_SUMMARY: Json = {
    "id": TEXT,
    "version": TEXT,
    "title": TEXT,
    "description": TEXT,
    "jobControlOptions": listed({"enum": ["sync-execute", "async-execute", "dismiss"]}, least=1),
    "outputTransmission": listed({"enum": ["value", "reference"]}, least=1),
    "links": links_to("self", f"{REL}/execute"),
}
PROCESSES = document({"processes": listed(document(_SUMMARY), least=1), "links": links_to("self")})
PROCESS = document(
    {
        **_SUMMARY,
        "inputs": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": document({"schema": {"type": "object"}}, minOccurs=COUNT, title=TEXT),
        },
        "outputs": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": document({"schema": {"type": "object"}}),
        },
    }
)
JOB = document(
    {
        "jobID": TEXT,
        "type": {"const": "process"},
        "status": {"enum": ["accepted", "running", "successful", "failed", "dismissed"]},
        "processID": TEXT,
        "links": links_to("self"),
    },
    message=TEXT,
    progress={"type": "integer", "minimum": 0, "maximum": 100},
    created=MOMENT,
    started=MOMENT,
    finished=MOMENT,
    updated=MOMENT,
)
JOBS = document({"jobs": listed(JOB), "links": links_to("self")})
PROBLEM = document({"title": TEXT, "status": {"type": "integer", "minimum": 400, "maximum": 599}, "detail": TEXT})
