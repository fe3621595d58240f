"""Styles as clients find them: named by the collection, opened by their address, with tiles that they fit."""

import xml.etree.ElementTree as ET

import pytest
from django.db import transaction

from layers.models import District, Facility, SourceArea
from layers.services.shapes import shapes_rebuild
from tests import factories

pytestmark = pytest.mark.django_db

ROOT = "http://testserver/ogc"


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        factories.small_province()
        for model in (District, SourceArea, Facility):
            shapes_rebuild(model)
        yield
        transaction.set_rollback(True)


def get(client, path, **query):
    return client.get(path.removeprefix("http://testserver"), query)


def test_a_collection_leads_to_its_styles_and_each_to_its_sheets(client, province):
    links = get(client, "/ogc/collections/source-areas", f="json").json()["links"]
    (styles,) = [link["href"] for link in links if link["rel"].endswith("/styles")]
    told = client.get(styles).json()
    assert told["default"] == told["styles"][0]["id"] == "source-areas"
    for one in told["styles"]:
        for link in one["links"]:
            answer = client.get(link["href"])
            assert answer.status_code == 200
            assert answer["Content-Type"] == link["type"]


def test_the_style_brings_tiles_that_hold_the_layer_and_the_properties_it_asks_for(client, province):
    style = get(client, "/ogc/collections/source-areas/styles/source-areas", f="mapbox").json()
    assert style["version"] == 8
    ((name, source),) = style["sources"].items()
    tiles = client.get(source["url"]).json()
    assert tiles["tilejson"] == "3.0.0"
    (told,) = tiles["vector_layers"]
    drawn = [layer for layer in style["layers"] if layer["type"] != "background"]
    assert drawn
    for layer in drawn:
        assert layer["source"] == name
        assert layer["source-layer"] == told["id"]
        assert properties(layer.get("filter", [])) <= set(told["fields"])
    assert len({layer["id"] for layer in style["layers"]}) == len(style["layers"])


def properties(expression) -> set[str]:
    if not isinstance(expression, list):
        return set()
    own = {expression[1]} if expression[:1] == ["get"] else set()
    return own.union(*map(properties, expression))


def test_every_style_of_every_layer_is_to_be_had_in_both_forms(client, province):
    for layer in get(client, "/ogc/collections", f="json").json()["collections"]:
        answer = get(client, f"/ogc/collections/{layer['id']}/styles", f="json")
        for one in answer.json().get("styles", []):
            for form in ("mapbox", "sld11"):
                path = f"/ogc/collections/{layer['id']}/styles/{one['id']}"
                assert get(client, path, f=form).status_code == 200, (path, form)


def test_the_sheet_names_layer_and_style(client, province):
    root = ET.fromstring(get(client, "/ogc/collections/facilities/styles/facilities", f="sld11").content)
    names = [element.text for element in root.iter("{http://www.opengis.net/se}Name")]
    assert names[:2] == ["facilities", "facilities"]


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/ogc/collections/source-areas/styles/none", {}, 404),
        ("/ogc/collections/none/styles", {}, 404),
        ("/ogc/collections/source-areas/styles/source-areas", {"f": "gif"}, 400),
        ("/ogc/collections/source-areas/styles", {"colour": "red"}, 400),
    ],
)
def test_what_is_not_there_is_told(client, province, path, query, status):
    answer = get(client, path, **query)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_a_style_that_has_not_changed_is_not_sent_again(client, province):
    path = "/ogc/collections/districts/styles/districts"
    tag = get(client, path)["ETag"]
    assert client.get(path, headers={"if-none-match": tag}).status_code == 304
