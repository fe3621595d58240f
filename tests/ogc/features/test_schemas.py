"""Part 5: schemas, queryables and sortables; and that features hold what their schema says."""

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from gisapp import conf
from layers.models import District

REL = "http://www.opengis.net/def/rel/ogc/1.0/{}"
KINDS = ("schema", "queryables", "sortables")
LAYERS = {"districts": "multipolygon", "facilities": "point", "roads": "multilinestring"}


@pytest.mark.parametrize("kind", KINDS)
def test_collections_link_to_their_schemas(province, kind):
    for collection in province.json("/collections")["collections"]:
        addresses = {link["type"] for link in collection["links"] if link["rel"] == REL.format(kind)}
        assert addresses == {"application/schema+json", "text/html"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layer", LAYERS)
def test_schemas_are_schemas(province, kind, layer):
    answer = province.get(f"/collections/{layer}/{kind}", accept="application/schema+json")
    assert answer["Content-Type"] == "application/schema+json"
    document = answer.json()
    jsonschema.Draft202012Validator.check_schema(document)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["$id"] == f"http://testserver/ogc/collections/{layer}/{kind}"
    assert document["type"] == "object"
    assert document["additionalProperties"] is False
    for name, schema in document["properties"].items():
        assert schema["title"]
        if name != "geometry":
            assert schema["type"] in ("string", "integer", "number", "boolean")


@pytest.mark.parametrize(("layer", "kind"), LAYERS.items())
def test_geometry_has_a_kind_and_no_type(province, layer, kind):
    for document in ("schema", "queryables"):
        properties = province.json(f"/collections/{layer}/{document}")["properties"]
        assert properties["geometry"]["format"] == f"geometry-{kind}"
        assert properties["geometry"]["x-ogc-role"] == "primary-geometry"
        assert not {"type", "$ref"} & set(properties["geometry"])
    assert "geometry" not in province.json(f"/collections/{layer}/sortables")["properties"]


def test_kinds_are_told_apart(province):
    properties = province.json("/collections/facilities/schema")["properties"]
    assert (properties["year"]["type"], properties["utilisation"]["type"]) == ("integer", "number")
    assert (properties["source_date"]["type"], properties["source_date"]["format"]) == ("string", "date")
    assert "operating" in properties["status"]["enum"]
    assert properties["id"]["x-ogc-role"] == "id"
    assert province.json("/collections/roads/schema")["properties"]["is_ferry"]["type"] == "boolean"


@pytest.mark.parametrize("layer", LAYERS)
def test_features_hold_what_their_schema_says(province, layer):
    schema = province.json(f"/collections/{layer}/schema")
    for feature in province.items(layer)["features"]:
        told = {name: value for name, value in feature["properties"].items() if value not in (None, "")}
        jsonschema.validate(told, schema)
        assert set(feature["properties"]) == set(schema["properties"]) - {"id", "geometry"}


def test_the_schema_of_geojson_holds_of_geojson(province):
    collection = province.json("/collections/facilities")
    [address] = {link["href"] for link in collection["links"] if link["rel"].lower() == "describedby"}
    schema = province.json(address.partition("/ogc")[2].partition("?")[0])
    # Its geometry is defined elsewhere; what is told of it is tried above.
    schema["properties"]["geometry"] = {"type": "object"}
    for feature in province.items("facilities")["features"]:
        known = {name: value for name, value in feature["properties"].items() if value not in (None, "")}
        jsonschema.validate(feature | {"properties": known}, schema)
        assert set(feature["properties"]) == set(schema["properties"]["properties"]["properties"])


def test_every_queryable_is_a_parameter_and_every_sortable_sorts(province):
    queryables = province.json("/collections/districts/queryables")["properties"]
    samples = {"string": "x", "integer": "1", "number": "1.5", "boolean": "true"}
    for name, schema in queryables.items():
        if name != "geometry":
            value = "2020-01-01" if schema.get("format") == "date" else samples[schema["type"]]
            province.items("districts", **{name: value})
    for name in province.json("/collections/districts/sortables")["properties"]:
        assert len(province.ids("districts", sortby=f"-{name}")) == District.objects.count()


def test_the_description_is_openapi(province):
    OpenAPIV30SpecValidator(province.json("/api", accept="*/*")).validate()


def test_the_description_tells_the_limits_as_clients_look_for_them(province):
    document = province.json("/api", accept="*/*")
    limit = document["components"]["parameters"]["limit"]["schema"]
    assert (limit["minimum"], limit["maximum"]) == (1, conf.FEATURES_LIMIT.high)
    assert limit["default"] == conf.DEFAULT_FEATURES_LIMIT
    names = {
        one.get("name") or one["$ref"].rpartition("/")[2]
        for one in document["paths"]["/collections/source-areas/items"]["get"]["parameters"]
    }
    assert {"limit", "bbox", "datetime", "crs", "filter", "sortby", "commodity", "year"} <= names


def test_the_description_knows_every_collection(province):
    document = province.json("/api", accept="*/*")
    for one in province.json("/collections")["collections"]:
        assert f"/collections/{one['id']}/items" in document["paths"]
