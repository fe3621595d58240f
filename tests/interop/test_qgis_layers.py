"""QGIS reads the main layers by every protocol, and draws them where it draws the same rows of the database."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.service import Service
from tests.interop.clients import Job, qgis_answers
from tests.interop.layers import SRIDS, YEAR, Layer, Truth, layers_of
from tests.interop.pictures import best_shift, mask, overlap

pytestmark = pytest.mark.interop

NAMES = tuple(layer.name for layer in layers_of("RUN"))
WMS_VERSIONS = ("1.1.1", "1.3.0")
SIDE_PX = 400
# Symbols are not circles, and lines of one width stand for roads of several: where they lie is compared exactly.
FARTHEST_PX = 1
# Types of QGIS's WFS and OGC API providers for what PostgreSQL calls its types.
TYPES = {
    "character varying": {"string"},
    "text": {"string"},
    "integer": {"integer", "long", "integer64", "int"},
    "smallint": {"integer", "long", "integer64", "int"},
    "bigint": {"integer", "long", "integer64", "int"},
    "double precision": {"double", "real"},
    "date": {"date"},
    "boolean": {"boolean", "bool"},
}
# How much larger than the features a map may be on each side.
MARGIN_M = 20_000
ASKED = ("districts", "source-areas-oil-palm", "facilities", "production-rice-production-t")


def wms(service: Service, layer: Layer, *, version: str, srid: int) -> Job:
    asked = f"crs=EPSG:{srid}&dpiMode=7&format=image/png&layers={layer.name}&styles&version={version}"
    address = f"{service.address}/wms"
    if layer.year is not None:
        # The address as it is pasted, not the one that the capabilities tell.
        asked += "&IgnoreGetMapUrl=1&IgnoreGetFeatureInfoUrl=1"
        address += f"?TIME%3D{layer.year}%26"
    return {"provider": "wms", "uri": f"{asked}&url={address}"}


def wfs(service: Service, layer: Layer, *, srid: int) -> Job:
    where = f"pagingEnabled='true' srsname='EPSG:{srid}' typename='hilir:{layer.name}'"
    return {"provider": "WFS", "uri": f"{where} url='{service.address}/wfs' version='2.0.0'"}


def oapif(service: Service, layer: Layer) -> Job:
    return {"provider": "OAPIF", "uri": f"typename='{layer.name}' url='{service.address}/ogc' pageSize='1000'"}


def tiles(service: Service, layer: Layer) -> Job:
    address = f"{service.address}/ogc/collections/{layer.name}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"
    if layer.year is not None:
        address += f"?datetime={layer.year}"
    return {"provider": "vectortile", "uri": {"type": "xyz", "url": address, "zmin": "0", "zmax": "16"}}


@dataclass(frozen=True, slots=True)
class Seen:
    """What QGIS answered, by layer and what was done."""

    answers: dict[tuple[Any, ...], Job]
    folder: Path

    def of(self, *key: Any) -> Job:
        answer = self.answers[key]
        assert answer["valid"], (key, answer)
        return answer

    def picture(self, *key: Any) -> Path:
        answer = self.of(*key)
        assert answer["saved"], key
        assert answer["errors"] == [], key
        return self.folder / file_name(key)


def file_name(key: tuple[Any, ...]) -> str:
    return f"{'_'.join(map(str, key))}.png"


@pytest.fixture(scope="module")
def seen(service: Service, truth: Truth, layers: tuple[Layer, ...], tmp_path_factory: pytest.TempPathFactory) -> Seen:
    folder = tmp_path_factory.mktemp("qgis")
    jobs: dict[tuple[Any, ...], Job] = {}
    for name, layer in zip(NAMES, layers, strict=True):
        jobs |= {(name, *key): job for key, job in reading(service, layer).items()}
        for srid in SRIDS:
            drawing = {"extent": truth.window(layer, srid), "crs": f"EPSG:{srid}", "width": SIDE_PX, "height": SIDE_PX}
            for what, source in pictures(service, truth, layer, srid).items():
                key = (name, what, srid)
                symbol = {} if what in WMS_VERSIONS else {"symbol": layer.symbol}
                jobs[key] = {"do": "draw", "layer": source, "file": str(folder / file_name(key)), **drawing, **symbol}
    for name, layer in zip(NAMES, layers, strict=True):
        if name in ASKED:
            jobs |= {(name, *key): job for key, job in asking(service, truth, layer).items()}
    answers = qgis_answers(list(jobs.values()), folder)
    return Seen(dict(zip(jobs, answers, strict=True)), folder)


def reading(service: Service, layer: Layer) -> dict[tuple[Any, ...], Job]:
    # All of a large layer in one system is enough: the others differ in nothing but the numbers.
    srids = SRIDS if layer.name != "source-areas" else SRIDS[:1]
    jobs: dict[tuple[Any, ...], Job] = {
        ("wfs", srid): {"do": "read", "layer": wfs(service, layer, srid=srid)} for srid in srids
    }
    jobs["oapif",] = {"do": "read", "layer": oapif(service, layer)}
    for version in WMS_VERSIONS:
        for srid in SRIDS:
            jobs["told", version, srid] = {"do": "describe", "layer": wms(service, layer, version=version, srid=srid)}
    return jobs


def pictures(service: Service, truth: Truth, layer: Layer, srid: int) -> dict[str, Job]:
    query = layer.query + (f" AND p.year = {layer.year}" if layer.year else "")
    found = {version: wms(service, layer, version=version, srid=srid) for version in WMS_VERSIONS}
    found["database"] = truth.source(query)
    if srid == 3857:
        found["tiles"] = tiles(service, layer)
    return found


def asking(service: Service, truth: Truth, layer: Layer) -> dict[tuple[Any, ...], Job]:
    jobs = {}
    for version in WMS_VERSIONS:
        for srid in SRIDS:
            place = (
                f"SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Transform(ST_PointOnSurface(geom), {srid}) AS p"
                f" FROM ({layer.query}) AS q ORDER BY id LIMIT 1) AS found"
            )
            [(x, y)] = truth.rows(place)
            half = 20_000 / (111_320 if srid == 4326 else 1)
            jobs["asked", version, srid] = {
                "do": "identify",
                "layer": wms(service, layer, version=version, srid=srid),
                "point": [x, y],
                "extent": [x - half, y - half, x + half, y + half],
                "width": SIDE_PX,
                "height": SIDE_PX,
            }
    return jobs


@pytest.fixture(params=NAMES)
def layer(request: pytest.FixtureRequest, layers: tuple[Layer, ...]) -> Layer:
    return layers[NAMES.index(request.param)]


@pytest.fixture
def name(layer: Layer, layers: tuple[Layer, ...]) -> str:
    return NAMES[layers.index(layer)]


def test_counts_are_those_of_the_database(seen: Seen, truth: Truth, layer: Layer, name: str) -> None:
    count = truth.count(layer)
    assert count > 0
    for way in (("wfs", 4326), ("oapif",)):
        answer = seen.of(name, *way)
        assert (answer["told"], answer["count"]) == (count, count), way


def test_attributes_have_the_types_of_the_database(seen: Seen, truth: Truth, layer: Layer, name: str) -> None:
    columns = truth.types(layer)
    by_wfs, by_oapif = seen.of(name, "wfs", 4326)["types"], seen.of(name, "oapif")["types"]
    shared = {attribute for attribute in by_wfs if columns.get(attribute) in TYPES}
    assert len(shared) >= 7
    assert set(by_wfs) - {"gml_id"} == set(by_oapif) - {"id"}
    for attribute in shared:
        assert by_wfs[attribute] in TYPES[columns[attribute]], attribute
    for attribute in shared & truth.sampled(layer):
        assert by_oapif[attribute] in TYPES[columns[attribute]], attribute


def test_attributes_have_the_values_of_the_database(seen: Seen, truth: Truth, layer: Layer, name: str) -> None:
    columns = truth.types(layer)
    for way in (("wfs", 4326), ("oapif",)):
        answer = seen.of(name, *way)
        values = answer["values"]
        types = {column: TYPES.get(columns.get(column, ""), set()) for column in values if column != "id"}
        for column in (column for column, known in types.items() if answer["types"][column] in known):
            expected = [str(one) if isinstance(one, date) else one for one in truth.values(layer, column)]
            assert values[column] == pytest.approx(expected), (way, column)


def test_extents_of_features_are_those_of_the_database(seen: Seen, truth: Truth, layer: Layer, name: str) -> None:
    for key in seen.answers:
        if key[0] == name and key[1] in ("wfs", "oapif"):
            srid = key[2] if key[1] == "wfs" else 4326
            # A tenth of a metre: coordinates are rounded to a step that the accuracy of no source reaches.
            close = 1e-6 if srid == 4326 else 0.1
            assert seen.of(*key)["extent"] == pytest.approx(truth.extent(layer, srid), abs=close), key


@pytest.mark.parametrize("version", WMS_VERSIONS)
def test_extents_of_maps_hold_the_features_and_little_more(
    seen: Seen, truth: Truth, layer: Layer, name: str, version: str
) -> None:
    for srid in SRIDS:
        answer = seen.of(name, "told", version, srid)
        west, south, east, north = truth.extent(layer, srid)
        metres = 1 / 111_320 if srid == 4326 else 1.0
        told = answer["extent"]
        assert answer["crs"] == f"EPSG:{srid}"
        # Room for symbols at the edge, and what a box of degrees is larger where it is turned against the grid.
        most = MARGIN_M * metres + 0.03 * max(east - west, north - south)
        for beyond in (west - told[0], south - told[1], told[2] - east, told[3] - north):
            assert 10_000 * metres < beyond < most


@pytest.mark.parametrize("version", WMS_VERSIONS)
@pytest.mark.parametrize("srid", SRIDS)
def test_maps_show_the_same_places_as_the_database(
    seen: Seen, layer: Layer, name: str, version: str, srid: int
) -> None:
    drawn = mask(seen.picture(name, version, srid), opacity=layer.opacity, reach_px=layer.reach_px)
    true = mask(seen.picture(name, "database", srid), reach_px=layer.reach_px)
    assert 0.001 < true.mean() < 0.999
    assert overlap(drawn, true) >= layer.least_overlap
    right, down = best_shift(drawn, true)
    assert max(abs(right), abs(down)) <= FARTHEST_PX


def test_tiles_show_the_same_places_as_the_database(seen: Seen, layer: Layer, name: str) -> None:
    drawn = mask(seen.picture(name, "tiles", 3857), reach_px=layer.reach_px)
    true = mask(seen.picture(name, "database", 3857), reach_px=layer.reach_px)
    assert overlap(drawn, true) >= layer.tile_overlap
    assert best_shift(drawn, true) == (0, 0)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("version", WMS_VERSIONS)
@pytest.mark.parametrize("srid", SRIDS)
def test_a_click_finds_the_feature(
    seen: Seen, truth: Truth, layers: tuple[Layer, ...], name: str, version: str, srid: int
) -> None:
    layer = layers[NAMES.index(name)]
    columns = ("source", "note", "confidence")
    [row] = truth.rows(f"SELECT {', '.join(columns)} FROM ({layer.query}) AS q ORDER BY id LIMIT 1")
    found = [tuple(one[column] for column in columns) for one in seen.of(name, "asked", version, srid)["features"]]
    if layer.year:
        assert len(found) == 1
        assert {one["year"] for one in seen.of(name, "asked", version, srid)["features"]} == {YEAR}
    else:
        assert row in found
