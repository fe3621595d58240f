"""The page of addresses, and what the files for QGIS hold."""

import io
import re
import zipfile
from urllib.parse import parse_qs

import pytest
from lxml import etree

from gisapp.ogc.index_page.addresses import all_layers, group_list
from gisapp.ogc.layers import layer_list
from gisapp.ogc.map_layers import map_layer_list
from gisapp.ogc.versions import table_versions
from layers.models import District
from tests import factories

pytestmark = pytest.mark.django_db
HOST = "http://peta.example"
ENGLISH = {"Accept-Language": "en", "Host": "localhost"}


@pytest.fixture
def province(db):
    factories.small_province()


def get(client, address, **headers):
    response = client.get(address, headers={"Accept-Language": "en", **headers})
    assert response.status_code == 200
    return response


def project(client, **headers):
    archive = zipfile.ZipFile(io.BytesIO(get(client, "/services/hilir.qgz", **headers).content))
    [name] = archive.namelist()
    assert name.endswith(".qgs")
    return etree.fromstring(archive.read(name))


def test_every_layer_has_an_address_and_every_address_answers(client, province):
    versions = table_versions()
    listed = [layer for group in group_list(HOST, versions) for layer in group.layers]

    assert {layer.name for layer in listed} == {layer.name for layer in all_layers(versions)}
    for layer in listed:
        assert layer.addresses
        for one in layer.addresses:
            path = one.address.removeprefix(HOST).format(z=7, y=65, x=104)
            assert client.get(path).status_code in (200, 204), path


@pytest.mark.parametrize(
    "address",
    [
        "/wms?service=WMS&request=GetCapabilities",
        "/wmts?service=WMTS&request=GetCapabilities",
        "/wfs?service=WFS&request=GetCapabilities",
        "/ogc?f=json",
        "/ogc/processes",
    ],
)
def test_the_services_that_the_page_tells_of_are_there(client, province, address):
    assert f'data-address="http://testserver{address.partition("?")[0]}"' in get(client, "/services").content.decode()
    assert client.get(address).status_code == 200


def test_addresses_are_those_of_the_host_that_was_asked(client, province):
    text = get(client, "/services", Host="localhost:8443").content.decode()

    assert "http://localhost:8443/wms" in text
    assert "testserver" not in text


def test_the_page_speaks_the_language_of_the_reader(client, province):
    def text():
        return client.get("/services", headers={"Accept-Language": "en"}).content.decode()

    assert "Alamat untuk program lain" in text()
    assert 'lang="id"' in text()
    client.cookies["django_language"] = "en"
    assert "Addresses for other programs" in text()
    assert "Cookie" in client.get("/services")["Vary"]


def test_the_page_runs_nothing_that_its_policy_forbids(client, province):
    response = get(client, "/services")
    text = response.content.decode()

    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son\w+=", text)
    assert 'style="' not in text


def test_the_planners_page_leads_here(client, province):
    assert 'href="/services"' in get(client, "/").content.decode()


def test_the_project_holds_every_map_and_each_table_once(client, province):
    root = project(client)
    maps = [one.text for one in root.iterfind("projectlayers/maplayer[provider='wms']/datasource")]
    features = [one.text for one in root.iterfind("projectlayers/maplayer[provider='WFS']/datasource")]

    versions = table_versions()
    assert len(maps) == len(map_layer_list(versions))
    assert sum("typename='hilir:facilities'" in one for one in features) == 1
    assert not any("typename='hilir:facilities-palm-oil-mill'" in one for one in features)
    tables = {(layer.source.rows, layer.source.geometry) for layer in layer_list(versions)}
    assert len(features) == len(tables)
    assert all("url=http://testserver/wms%3F" in one for one in maps)


def test_new_layers_come_by_an_address_of_which_qgis_keeps_no_capabilities(client, province):
    def addresses():
        held = project(client).iterfind("projectlayers/maplayer[provider='wms']/datasource")
        return {parse_qs(one.text)["url"][0] for one in held}

    before = addresses()
    assert len(before) == 1
    District.objects.update(name="Elsewhere")
    assert addresses() == before

    factories.source_area(factories.commodity("rattan"), 115.2, -3.0, 10.0)

    after = addresses()
    assert len(after) == 1
    assert after != before
    assert client.get(f"{after.pop()}&service=WMS&request=GetCapabilities").status_code == 200


def test_the_tree_names_every_layer_that_the_project_holds(client, province):
    root = project(client)
    held = [one.text for one in root.iterfind("projectlayers/maplayer/id")]
    named = [one.get("id") for one in root.iter("layer-tree-layer")]

    assert sorted(held) == sorted(named)
    assert len(set(held)) == len(held)
    # QGIS replaces shorter ones.
    assert all(len(one) > 10 for one in held)
    shown = [one.get("id") for one in root.iter("layer-tree-layer") if one.get("checked") == "Qt::Checked"]
    assert shown == ["hilir_facilities_map", "hilir_roads_map", "hilir_districts_map"]


def test_titles_are_in_the_language_of_the_request(client, province):
    titles = {
        language: project(client, **{"Accept-Language": language}).findtext(
            "projectlayers/maplayer[id='hilir_roads_map']/layername"
        )
        for language in ("id", "en")
    }

    assert titles["en"] == "Roads and ferries"
    assert titles["id"] != titles["en"]


def test_the_definition_holds_the_same_layers_below_one_title(client, province):
    response = get(client, "/services/hilir.qlr")
    root = etree.fromstring(response.content)

    assert response["Content-Disposition"] == 'attachment; filename="hilir.qlr"'
    assert root.tag == "qlr"
    [top] = root.findall("layer-tree-group/layer-tree-group")
    assert top.get("name").startswith("Hilir")
    assert len(root.findall("maplayers/maplayer")) == len(project(client).findall("projectlayers/maplayer"))


def test_a_name_with_marks_of_xml_does_no_harm(client, province):
    District.objects.update(name="<Banjar> & 'sekitar'")

    assert project(client) is not None
    assert "<Banjar>" not in get(client, "/services").content.decode()


def test_files_are_made_again_only_when_layers_change(client, province):
    first = get(client, "/services/hilir.qgz")
    again = client.get("/services/hilir.qgz", headers={"Accept-Language": "en", "If-None-Match": first["ETag"]})
    assert again.status_code == 304

    District.objects.update(name="Elsewhere")

    assert get(client, "/services/hilir.qgz")["ETag"] != first["ETag"]


def test_the_page_is_only_read(client, province):
    assert client.post("/services").status_code == 405
    assert client.head("/services").status_code == 200
