import pytest
from lxml import etree

from gisapp.ogc.map_layers import map_layer_list
from gisapp.ogc.versions import table_versions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _province(db, client):
    factories.small_province()
    client.cookies["django_language"] = "en"


def test_the_tree_lists_every_layer_that_maps_show_by_theme(client):
    groups = client.get("/map/layers.json").json()["groups"]
    listed = [layer["name"] for group in groups for layer in group["layers"]]
    assert sorted(listed) == sorted(layer.name for layer in map_layer_list(table_versions()))
    assert [group["title"] for group in groups][:2] == ["Areas", "Raw material"]
    assert all(layer["title"] for group in groups for layer in group["layers"])


def test_titles_are_in_the_language_of_the_reader(client):
    def title(language):
        client.cookies["django_language"] = language
        groups = client.get("/map/layers.json").json()["groups"]
        return groups[0]["layers"][0]["title"]

    assert (title("en"), title("id")) == ("Districts", "Kabupaten/kota")


def test_a_layer_tells_its_sources_words_and_addresses(client):
    told = client.get("/map/layers/facilities.json").json()
    assert told["sources"] == ["made up for a test"]
    words = {one["name"]: one for one in told["properties"]}
    assert words["status"]["values"]["planned"] == "planned"
    addresses = {one["name"]: one["address"] for one in told["addresses"]}
    assert addresses["WMS"] == "http://testserver/wms"
    assert addresses["WFS"] == "http://testserver/wfs"
    assert addresses["Collection"] == "http://testserver/ogc/collections/facilities"
    assert "{z}" in addresses["Vector tiles"]
    assert client.get(told["download"]).status_code == 200
    west, south, east, north = told["bbox"]
    assert west < east
    assert south <= north


def test_a_layer_opens_in_qgis_alone(client):
    told = client.get("/map/layers/roads.json").json()
    root = etree.fromstring(client.get(told["qgis"]).content)
    assert {layer.findtext("id") for layer in root.iter("maplayer")} == {"hilir_roads_map", "hilir_roads_features"}
    refused = client.get("/services/hilir.qlr", {"layers": "roads,nothing"})
    assert refused.status_code == 404
    assert "'nothing'" in refused.content.decode()


def test_a_layer_that_is_not_there_is_named(client):
    refused = client.get("/map/layers/nothing.json")
    assert refused.status_code == 404
    assert refused.json()["value"] == "nothing"
