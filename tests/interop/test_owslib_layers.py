"""OWSLib finds the same layers whichever protocol it asks, in the language of its user."""

import urllib.request

import pytest
from owslib.ogcapi.features import Features
from owslib.ogcapi.processes import Processes
from owslib.wfs import WebFeatureService
from owslib.wms import WebMapService
from owslib.wmts import WebMapTileService

from tests.e2e.service import Service
from tests.interop.layers import Layer, Truth

pytestmark = pytest.mark.interop


def test_protocols_list_the_same_layers(service: Service, layers: tuple[Layer, ...]) -> None:
    features = set(Features(f"{service.address}/ogc").feature_collections())
    by_wfs = {name.removeprefix("hilir:") for name in WebFeatureService(f"{service.address}/wfs", "2.0.0").contents}
    maps = {version: set(WebMapService(f"{service.address}/wms", version).contents) for version in ("1.1.1", "1.3.0")}
    tiled = set(WebMapTileService(f"{service.address}/wmts").contents)
    assert {layer.name for layer in layers} <= features
    assert features == by_wfs
    assert maps["1.1.1"] == maps["1.3.0"] == tiled
    # Rasters of a run are maps only; rows that lie upon each other are features only.
    assert {name.partition("-")[0] for name in tiled - features} == {"exclusion", "suitability"}
    assert features - tiled == {"production-statistics", "district-indices", "suggested-sites", "catchments"}


@pytest.mark.parametrize("version", ["1.1.1", "1.3.0"])
def test_maps_and_features_tell_one_title_and_the_extent_of_the_database(
    service: Service, truth: Truth, layers: tuple[Layer, ...], version: str
) -> None:
    features, maps = Features(f"{service.address}/ogc"), WebMapService(f"{service.address}/wms", version)
    for layer in layers:
        collection = features.collection(layer.name)
        assert maps[layer.name].title == collection["title"]
        west, south, east, north = truth.extent(layer, 4326)
        assert collection["extent"]["spatial"]["bbox"][0] == pytest.approx([west, south, east, north], abs=1e-6)
        told = maps[layer.name].boundingBoxWGS84
        assert told[0] < west
        assert told[1] < south
        assert told[2] > east
        assert told[3] > north


def test_legends_of_all_styles_are_pictures(service: Service) -> None:
    maps = WebMapService(f"{service.address}/wms", "1.3.0")
    addresses = {style["legend"] for layer in maps.contents.values() for style in layer.styles.values()}
    assert len(addresses) > 20
    for address in addresses:
        assert address.startswith(service.address)
        with urllib.request.urlopen(address) as answer:
            assert answer.headers["Content-Type"] == "image/png"
            assert answer.read(4) == b"\x89PNG"


def test_processes_are_described(service: Service) -> None:
    processes = Processes(f"{service.address}/ogc")
    names = [one["id"] for one in processes.processes()]
    assert "suggest-locations" in names
    assert "process" in processes.process("suggest-locations")["inputs"]
