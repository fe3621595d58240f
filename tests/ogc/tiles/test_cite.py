"""The assertions of the conformance suite of OGC API Tiles 1.0 (ets-ogcapi-tiles10), and what else must be refused."""

import io
from urllib.parse import quote

import jsonschema
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gisapp import conf
from layers.models import District, Facility, RoadLink, SourceArea
from layers.services.shapes import shapes_rebuild
from tests import factories

pytestmark = pytest.mark.django_db

REL = "http://www.opengis.net/def/rel/ogc/1.0/"
URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
# Within the small province: zoom 8, row and column of 115.4 E, 3.0 S.
TILE = (8, 130, 210)


@pytest.fixture(autouse=True)
def _province(db):
    factories.small_province()
    for model in (District, SourceArea, RoadLink, Facility):
        shapes_rebuild(model)


def read(client, address):
    response = client.get(address, headers={"accept": "application/json"})
    assert response.status_code == 200, (address, response.content)
    return response.json()


def links(document, rel):
    return [one["href"] for one in document["links"] if one["rel"] == rel]


def test_conformance_names_the_classes(client):
    declared = read(client, "/ogc/conformance")["conformsTo"]

    for name in ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt"):
        assert f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}" in declared


def test_the_landing_page_leads_to_a_tile(client):
    """Requirements 1 to 5, 10 and 11: from the root by links alone to an answer 200."""
    [tilesets] = links(read(client, "/ogc"), f"{REL}tilesets-vector")
    assert "/tiles" in tilesets
    [heading] = read(client, tilesets)["tilesets"]
    assert (heading["tileMatrixSetId"], heading["tileMatrixSetURI"]) == ("WebMercatorQuad", URI)
    [own] = links(heading, "self")
    [template] = links(read(client, own), "item")
    assert links(heading, "item") == [template]

    for name, value in zip(("tileMatrix", "tileRow", "tileCol"), TILE, strict=True):
        assert f"{{{name}}}" in template
        template = template.replace(f"{{{name}}}", str(value))
    assert client.get(template).status_code == 200


def test_the_list_tells_limits_beyond_which_is_nothing(client):
    """Requirements 5 and 6: at each end of the limits is a tile, and one row on there is none."""
    [heading] = read(client, "/ogc/tiles?f=json")["tilesets"]
    limits = heading["tileMatrixSetLimits"]
    assert [one["tileMatrix"] for one in limits] == [str(zoom) for zoom in range(17)]
    for one in limits[::4]:
        stem = f"/ogc/tiles/WebMercatorQuad/{one['tileMatrix']}"
        assert client.get(f"{stem}/{one['maxTileRow']}/{one['minTileCol']}").status_code == 200
        assert client.get(f"{stem}/{one['maxTileRow'] + 1}/{one['minTileCol']}").status_code in (400, 404)


def test_operations_bear_the_names_of_the_standard(client):
    """Requirement 23 (OGC 20-057, table 11)."""
    paths = read(client, "/ogc/api?f=json")["paths"]
    stem = "/collections/{collectionId}/map/tiles"
    assert [paths[path]["get"]["operationId"] for path in (stem, f"{stem}/{{tileMatrixSetId}}")] == [
        "collection.map.getTileSetsList",
        "collection.map.getTileSet",
    ]
    names = [path["get"]["operationId"] for path in paths.values() if "get" in path]
    assert {"dataset.vector.getTile", "collection.vector.getTile", "collection.map.getTile"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", ["vector", "map"])
def test_each_collection_leads_to_its_tiles(client, kind):
    """Requirements 13 and 14."""
    found = 0
    for collection in read(client, "/ogc/collections")["collections"]:
        for address in links(collection, f"{REL}tilesets-{kind}"):
            found += 1
            [heading] = read(client, address)["tilesets"]
            assert heading["dataType"] == kind
            assert heading["tileMatrixSetURI"] == URI
            [own] = links(heading, "self")
            assert links(read(client, own), "item")
    assert found >= 5


def test_all_tiles_within_the_limits_answer(client):
    """Requirement 5: every tile from the least to the greatest row and column is a success."""
    tileset = read(client, "/ogc/collections/districts/tiles/WebMercatorQuad")
    limits = next(one for one in tileset["tileMatrixSetLimits"] if one["tileMatrix"] == "10")

    for row in range(limits["minTileRow"], limits["maxTileRow"] + 1):
        for column in range(limits["minTileCol"], limits["maxTileCol"] + 1):
            address = f"/ogc/collections/districts/tiles/WebMercatorQuad/10/{row}/{column}"
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "stem", ["/ogc/tiles", "/ogc/collections/districts/tiles", "/ogc/collections/districts/map/tiles"]
)
@pytest.mark.parametrize(
    "tile",
    [
        "WebMercatorQuad/8/2147483647/2147483647",
        "WebMercatorQuad/8/256/0",
        "WebMercatorQuad/8/-1/0",
        "WebMercatorQuad/99/0/0",
        "WebMercatorQuad/x/0/0",
        "WebMercatorQuad/8/1e1/0",
        "WorldCRS84Quad/8/130/210",
        "WebMercatorQuad/8/130/' OR 1=1 --",
    ],
)
def test_what_is_out_of_range_is_refused(client, stem, tile):
    """Requirement 6."""
    response = client.get(f"{stem}/{tile}")

    assert response.status_code in (400, 404)
    assert response["Content-Type"] == "application/problem+json"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.text(max_size=30), min_size=3, max_size=3), query=st.text(max_size=40))
def test_no_text_in_an_address_breaks_the_service(parts, query):
    client = Client(raise_request_exception=False)
    path = "/".join(quote(part, safe="") for part in parts)
    for stem in ("/ogc/tiles", "/ogc/collections/roads/tiles", "/ogc/collections/roads/map/tiles"):
        response = client.get(f"{stem}/WebMercatorQuad/{path}?datetime={quote(query)}")
        assert response.status_code < 500


@pytest.mark.parametrize(
    "query", ["collections=districts,nothing", "collections=", "f=xml", "colour=red", "collections=a&collections=b"]
)
def test_parameters_that_mean_nothing_are_refused(client, query):
    response = client.get(f"/ogc/tiles/WebMercatorQuad/8/130/210?{query}")

    assert response.status_code == 400


def test_too_many_layers_are_refused(client):
    names = ",".join(f"layer-{number}" for number in range(conf.TILE_LAYERS_LIMIT + 1))

    response = client.get(f"/ogc/tiles/WebMercatorQuad/8/130/210?collections={names}")

    assert response.status_code == 400
    assert str(conf.TILE_LAYERS_LIMIT) in response.json()["detail"]


def test_the_tile_matrix_set_is_the_registered_one(client):
    [entry] = read(client, "/ogc/tileMatrixSets")["tileMatrixSets"]
    [own] = links(entry, "self")
    told = read(client, own)

    assert (told["id"], told["uri"], told["crs"]) == (
        "WebMercatorQuad",
        URI,
        "http://www.opengis.net/def/crs/EPSG/0/3857",
    )
    # OGC 17-083r4, table D.1.
    assert told["tileMatrices"][1]["scaleDenominator"] == pytest.approx(279541132.0143589)
    assert told["tileMatrices"][0]["pointOfOrigin"] == pytest.approx([-20037508.3427892, 20037508.3427892])
    assert told["tileMatrices"][24]["matrixWidth"] == 16777216


TILEJSON = {
    "type": "object",
    "required": ["tilejson", "tiles", "vector_layers"],
    "properties": {
        "tilejson": {"const": "3.0.0"},
        "tiles": {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": r"\{z\}.*\{y\}.*\{x\}"}},
        "minzoom": {"type": "integer", "minimum": 0, "maximum": 30},
        "maxzoom": {"type": "integer", "minimum": 0, "maximum": 30},
        "bounds": {"type": "array", "minItems": 4, "maxItems": 4, "items": {"type": "number"}},
        "center": {"type": "array", "minItems": 3, "maxItems": 3, "items": {"type": "number"}},
        "vector_layers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "fields"],
                "properties": {"fields": {"type": "object", "additionalProperties": {"type": "string"}}},
            },
        },
    },
}


@pytest.mark.parametrize("stem", ["/ogc/tiles", "/ogc/collections/roads/tiles"])
def test_tilejson_is_that_of_version_3(client, stem):
    told = client.get(f"{stem}/WebMercatorQuad?f=tilejson").json()

    jsonschema.validate(told, TILEJSON)
    west, south, east, north = told["bounds"]
    assert west < 115.4 < east
    assert south < -3.0 < north


def test_a_map_tile_is_a_picture_of_256_pixels(client):
    for form, name in (("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WEBP")):
        response = client.get(f"/ogc/collections/districts/map/tiles/WebMercatorQuad/8/130/210?f={form}")
        assert response.status_code == 200
        with Image.open(io.BytesIO(response.content)) as picture:
            assert (picture.format, picture.size) == (name, (256, 256))
