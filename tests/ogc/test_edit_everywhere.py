"""One edit is seen by every protocol at once; until there is one, who has the answer already gets no other."""

import io
import json

import mapbox_vector_tile
import psycopg
import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test import Client
from lxml import etree
from PIL import Image

from gisapp.geo.tile_matrix import Tile
from gisapp.ogc.render import pictures
from gisapp.ogc.tiles import vector
from layers.models import Facility, SourceArea
from layers.services.edits import row_save
from layers.services.shapes import shapes_rebuild
from tests import factories

# Mapnik has connections of its own: it sees what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

WEST, SOUTH, EAST, NORTH = 114.6, -3.4, 116.2, -2.6
PIXELS_PER_DEGREE = 200
OLD, NEW = (115.13, -2.93), (115.97, -2.71)
# In which the whole map lies.
TILE = Tile(zoom=6, row=32, column=52)
NAMES = {"gml": "http://www.opengis.net/gml/3.2", "wms": "http://www.opengis.net/wms"}


class Layer:
    """A layer as every protocol shows it."""

    def __init__(self, name, pk):
        self._name, self._pk = name, pk
        map_ = (
            f"/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS={name}&STYLES=&CRS=CRS:84&FORMAT=image/png"
            f"&TRANSPARENT=TRUE&BBOX={WEST},{SOUTH},{EAST},{NORTH}&WIDTH=320&HEIGHT=160"
        )
        self.addresses = {
            "map": map_,
            "tile": f"/ogc/collections/{name}/tiles/WebMercatorQuad/{TILE.zoom}/{TILE.row}/{TILE.column}",
            "map tile": f"/ogc/collections/{name}/map/tiles/WebMercatorQuad/{TILE.zoom}/{TILE.row}/{TILE.column}",
            "item": f"/ogc/collections/{name}/items/{pk}",
            "items": f"/ogc/collections/{name}/items",
            "collection": f"/ogc/collections/{name}",
            "capabilities": "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetCapabilities",
            "tile capabilities": "/wmts?SERVICE=WMTS&REQUEST=GetCapabilities",
            "features": f"/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&RESOURCEID={name}.{pk}",
        }

    def ask(self, what, **headers):
        """Return the answer and its body; one that is sent piece by piece is read to its end."""
        response = Client().get(self.addresses[what], headers=headers)
        told = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code in (200, 304), told
        return response, told

    def tags(self):
        """Return the tag of each answer that has one."""
        found = {what: self.ask(what)[0].get("ETag") for what in self.addresses}
        return {what: tag for what, tag in found.items() if tag}

    def shows(self, place):
        """Tell, for each protocol, whether it shows the layer's one feature at a place."""
        return {
            "map": self._is_drawn_at(place),
            "tile": near(self._in_tile(), in_tile(place), within=40),
            "item": near(centre(self._json("item")["geometry"]), place, within=0.01),
            "features": near(self._by_wfs(), place, within=0.01),
        }

    def extents(self):
        """Return the middle of the extents that capabilities and collection tell."""
        told = etree.fromstring(self.ask("capabilities")[1])
        box = told.find(f".//wms:Layer[wms:Name='{self._name}']/wms:BoundingBox[@CRS='CRS:84']", NAMES)
        west, south, east, north = self._json("collection")["extent"]["spatial"]["bbox"][0]
        return [
            tuple((float(box.get(f"min{axis}")) + float(box.get(f"max{axis}"))) / 2 for axis in "xy"),
            ((west + east) / 2, (south + north) / 2),
        ]

    def _json(self, what):
        return json.loads(self.ask(what, accept="application/geo+json, application/json")[1])

    def _is_drawn_at(self, place):
        image = Image.open(io.BytesIO(self.ask("map")[1])).convert("RGBA")
        column, row = (place[0] - WEST) * PIXELS_PER_DEGREE, (NORTH - place[1]) * PIXELS_PER_DEGREE
        return image.getpixel((round(column), round(row)))[3] > 0

    def _in_tile(self):
        tile = mapbox_vector_tile.decode(self.ask("tile")[1], default_options={"y_coord_down": True})
        features = tile.get(self._name, {"features": []})["features"]
        return centre(features[0]["geometry"]) if features else None

    def _by_wfs(self):
        told = etree.fromstring(self.ask("features")[1])
        numbers = [
            float(one)
            for one in " ".join(told.xpath("//gml:pos/text()|//gml:posList/text()", namespaces=NAMES)).split()
        ]
        return (mean(numbers[1::2]), mean(numbers[::2]))


def mean(numbers):
    return (min(numbers) + max(numbers)) / 2


def centre(geometry):
    """Return the middle of a GeoJSON geometry's box."""
    flat = []

    def walk(part):
        if isinstance(part[0], int | float):
            flat.append(part)
        else:
            for inner in part:
                walk(inner)

    walk(geometry["coordinates"])
    return mean([one[0] for one in flat]), mean([one[1] for one in flat])


def in_tile(place):
    x, y = Point(*place, srid=4326).transform(3857, clone=True).coords
    scale = vector.EXTENT / TILE.box.width
    return (x - TILE.box.west) * scale, (TILE.box.north - y) * scale


def near(found, expected, *, within):
    return found is not None and found == pytest.approx(expected, abs=within)


def sees(layer, place):
    return set(layer.shows(place).values())


@pytest.fixture
def facility():
    return factories.facility("mill", *OLD)


@pytest.fixture
def area():
    return factories.source_area(factories.commodity("oil_palm"), *OLD, 1_000.0)


def moved(row):
    """Move a row as the editor does."""
    if isinstance(row, Facility):
        row.location = Point(*NEW, srid=4326)
        row_save(row, changed_fields=["location"])
    else:
        half = 0.01
        row.boundary = factories.box(NEW[0] - half, NEW[1] - half, NEW[0] + half, NEW[1] + half)
        row_save(row, changed_fields=["boundary"])


def shown(request, kind):
    row = request.getfixturevalue(kind)
    shapes_rebuild(type(row))
    return row, Layer({"facility": "facilities", "area": "source-areas"}[kind], row.pk)


@pytest.mark.parametrize("kind", ["facility", "area"])
def test_all_protocols_show_an_edit_at_once(request, kind):
    row, layer = shown(request, kind)
    assert (sees(layer, OLD), sees(layer, NEW)) == ({True}, {False})
    before = layer.tags()

    moved(row)

    assert (sees(layer, OLD), sees(layer, NEW)) == ({False}, {True})
    assert layer.extents() == [pytest.approx(NEW, abs=0.001)] * 2
    after = layer.tags()
    assert before.keys() == after.keys() >= {"map", "tile", "map tile", "item", "items", "capabilities", "collection"}
    assert {what for what in before if before[what] == after[what]} == set()


def test_a_statement_of_sql_is_seen_as_well(request):
    row, layer = shown(request, "facility")
    assert sees(layer, OLD) == {True}

    with connection.cursor() as cursor:
        cursor.execute("UPDATE layers_facility SET location = ST_SetSRID(ST_Point(%s, %s), 4326)", NEW)

    # No map shows what is no longer so; what is new is drawn once it is generalised.
    assert sees(layer, OLD) == {False}
    assert [layer.shows(NEW)[what] for what in ("item", "features")] == [True, True]
    assert layer.extents() == [pytest.approx(NEW, abs=0.001)] * 2
    shapes_rebuild(Facility, [row.pk])
    assert sees(layer, NEW) == {True}


@pytest.mark.parametrize("kind", ["facility", "area"])
def test_who_has_the_answer_gets_no_other_and_no_geometry_is_read(request, monkeypatch, kind):
    _row, layer = shown(request, kind)
    tags = layer.tags()
    run = []
    execute, copy = psycopg.Cursor.execute, psycopg.Cursor.copy

    def recorded(do):
        def recording(self, query, *values, **options):
            run.append(str(query))
            return do(self, query, *values, **options)

        return recording

    monkeypatch.setattr(psycopg.Cursor, "execute", recorded(execute))
    monkeypatch.setattr(psycopg.Cursor, "copy", recorded(copy))
    monkeypatch.setattr(pictures, "load_mapnik", lambda: pytest.fail("a map was drawn"))
    for what, tag in tags.items():
        run.clear()
        assert layer.ask(what, **{"if-none-match": tag})[0].status_code == 304, what
        assert any("layers_layerversion" in query for query in run), what
        assert [query for query in run if "ST_" in query or "boundary" in query or "location" in query] == [], what
    assert SourceArea.objects.count() + Facility.objects.count() == 1
