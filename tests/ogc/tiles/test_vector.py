"""Vector tiles hold what lies in them: the same as shapely finds by looking at every shape."""

import gzip
import json

import mapbox_vector_tile
import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gisapp import conf
from gisapp.geo.bbox import Bbox
from gisapp.geo.tile_matrix import Tile, mercator_box, tile_limits
from gisapp.ogc.tiles.vector import EXTENT, MARGIN
from layers.models import (
    District,
    DistrictShape,
    ExclusionZone,
    Facility,
    FacilityShape,
    RoadLink,
    RoadLinkShape,
    SourceArea,
    SourceAreaShape,
)
from layers.selectors.shapes import band_for_zoom
from layers.services.shapes import shapes_rebuild
from tests import factories

pytestmark = pytest.mark.django_db

ADDRESS = "/ogc/collections/{name}/tiles/WebMercatorQuad/{tile.zoom}/{tile.row}/{tile.column}"
SHAPES = {"districts": DistrictShape, "source-areas": SourceAreaShape, "roads": RoadLinkShape}
PROVINCE = Bbox(factories.WEST, factories.SOUTH, factories.EAST, factories.NORTH)


@pytest.fixture(scope="module")
def province(django_db_setup, django_db_blocker):
    """Build the small province once; no test of this module changes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        factories.small_province()
        factories.exclusion_zone(115.0, -3.1, 115.2, -2.9)
        for model in (District, SourceArea, RoadLink, Facility, ExclusionZone):
            shapes_rebuild(model)
        yield
        transaction.set_rollback(True)


def decoded(response) -> dict:
    assert response.status_code == 200, response.content
    return mapbox_vector_tile.decode(response.content, default_options={"y_coord_down": True})


def tile_of(longitude: float, latitude: float, zoom: int) -> Tile:
    limits = tile_limits(mercator_box(Bbox(longitude, latitude, longitude, latitude)), zoom)
    return Tile(zoom, limits.first_row, limits.first_column)


def steps(tile: Tile, shape):
    """Bring EPSG:3857 metres to the steps of a tile."""
    scale = EXTENT / tile.box.width
    return shapely.transform(shape, lambda xy: (xy - [tile.box.west, tile.box.north]) * [scale, -scale])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["districts", "source-areas", "roads"]),
    zoom=st.integers(5, 14),
    longitude=st.floats(PROVINCE.west + 0.001, PROVINCE.east - 0.001),
    latitude=st.floats(PROVINCE.south + 0.001, PROVINCE.north - 0.001),
)
def test_a_tile_holds_what_lies_in_it(client, province, name, zoom, longitude, latitude):
    tile = tile_of(longitude, latitude, zoom)
    window = shapely.box(-MARGIN, -MARGIN, EXTENT + MARGIN, EXTENT + MARGIN)
    stored = {
        row.owner_id: shapely.intersection(steps(tile, shapely.from_wkb(bytes(row.shape.wkb))), window)
        for row in SHAPES[name].objects.filter(band=band_for_zoom(zoom))
    }

    response = client.get(ADDRESS.format(name=name, tile=tile))
    found = {} if response.status_code == 404 else decoded(response)

    drawn = {
        one["id"]: shapely.from_geojson(_text(one["geometry"])) for one in found.get(name, {"features": []})["features"]
    }
    sure = {key for key, shape in stored.items() if max(shape.area, shape.length) > 8}
    possible = {key for key, shape in stored.items() if not shape.is_empty}
    assert sure <= set(drawn) <= possible
    for key, shape in drawn.items():
        # Rounding to whole steps moves a point by no more than 0.71 of a step.
        assert shapely.hausdorff_distance(shape, stored[key]) < 1.5


def _text(geometry: dict) -> str:
    return json.dumps(geometry)


def test_outlines_wind_as_the_specification_asks(client, province):
    tile = tile_of(115.1, -3.0, 9)
    found = decoded(client.get(ADDRESS.format(name="source-areas", tile=tile)))["source-areas"]

    polygons = [
        part for one in found["features"] for part in shapely.get_parts(shapely.from_geojson(_text(one["geometry"])))
    ]
    assert polygons
    # Clockwise on the screen, where y grows downwards (Mapbox Vector Tile 2.1, clause 4.3.4.4).
    assert all(not shapely.is_ccw(shapely.get_exterior_ring(_upright(one))) for one in polygons)


def _upright(polygon):
    return shapely.transform(polygon, lambda xy: xy * [1, -1])


def test_points_are_where_they_are(client, province):
    plant = Facility.objects.get(code="mill_1")
    tile = tile_of(plant.location.x, plant.location.y, 14)

    [feature] = decoded(client.get(ADDRESS.format(name="facilities", tile=tile)))["facilities"]["features"]

    shape = steps(tile, shapely.from_wkb(bytes(FacilityShape.objects.get(owner=plant).shape.wkb)))
    assert feature["id"] == plant.pk
    assert feature["geometry"]["coordinates"] == [round(shape.x), round(shape.y)]
    assert feature["properties"]["name"] == plant.name


def test_a_tile_tells_all_at_large_scales_and_little_at_small_ones(client, province):
    few, all_ = (
        decoded(client.get(ADDRESS.format(name="source-areas", tile=tile_of(115.05, -2.97, zoom))))["source-areas"]
        for zoom in (conf.TILE_ALL_PROPERTIES_ZOOM - 1, conf.TILE_ALL_PROPERTIES_ZOOM)
    )

    assert set(few["features"][0]["properties"]) == {"commodity", "density_t_per_km2"}
    assert {"district_name", "source", "year", "commodity", "density_t_per_km2"} <= set(
        all_["features"][0]["properties"]
    )


def test_what_is_too_much_for_a_tile_is_the_smallest(client, province, monkeypatch):
    monkeypatch.setattr(conf, "TILE_FEATURES_LIMIT", 2)
    big = SourceArea.objects.order_by("pk").first()
    SourceAreaShape.objects.filter(owner=big).update(shape=_grown(big), extent_m=12_000)

    found = decoded(client.get(ADDRESS.format(name="source-areas", tile=tile_of(115.2, -3.0, 8))))["source-areas"]

    assert len(found["features"]) == 2
    assert found["features"][0]["id"] == big.pk


def _grown(area: SourceArea):
    return MultiPolygon(area.boundary.transform(3857, clone=True).buffer(5_000), srid=3857)


def test_a_tile_keeps_to_its_bytes(client, province, monkeypatch):
    tile = tile_of(115.2, -3.0, 8)
    whole = client.get(ADDRESS.format(name="source-areas", tile=tile)).content
    monkeypatch.setattr(conf, "TILE_BYTES_LIMIT", len(whole) * 2 // 3)

    kept = client.get(ADDRESS.format(name="source-areas", tile=tile)).content

    assert 0 < len(kept) <= len(whole) * 2 // 3


def test_several_layers_are_one_tile(client, province):
    tile = tile_of(115.2, -3.0, 8)
    path = f"/ogc/tiles/WebMercatorQuad/{tile.zoom}/{tile.row}/{tile.column}"

    assert set(decoded(client.get(f"{path}?collections=districts,roads"))) == {"districts", "roads"}
    assert {"districts", "source-areas", "facilities", "roads"} <= set(decoded(client.get(path)))


def test_an_edit_shows_at_once(client, province):
    address = ADDRESS.format(name="facilities", tile=tile_of(115.1, factories.ROAD_LAT, 14))
    before = client.get(address)
    assert client.get(address, headers={"if-none-match": before["ETag"]}).status_code == 304

    Facility.objects.filter(code="mill_1").update(name="Renamed")
    after = client.get(address, headers={"if-none-match": before["ETag"]})

    assert after.status_code == 200
    assert decoded(after)["facilities"]["features"][0]["properties"]["name"] == "Renamed"


def test_tiles_are_packed_for_who_can_unpack_them(client, province):
    address = ADDRESS.format(name="districts", tile=tile_of(115.1, -3.0, 8))
    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": "br, gzip"})
    refused = client.get(address, headers={"accept-encoding": "gzip;q=0"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content == refused.content
    assert packed["ETag"] != plain["ETag"] == refused["ETag"]
    assert "Accept-Encoding" in packed["Vary"]
    assert "Content-Encoding" not in refused


def test_nothing_within_the_limits_is_an_empty_tile_and_beyond_them_none(client, province):
    # Zones lie in the west, facilities elsewhere; between two facilities lies nothing.
    empty = client.get(ADDRESS.format(name="facilities", tile=tile_of(115.25, factories.ROAD_LAT, 14)))
    beyond = client.get(ADDRESS.format(name="facilities", tile=tile_of(100.0, 5.0, 14)))

    assert (empty.status_code, empty.content) == (200, b"")
    assert beyond.status_code == 404
