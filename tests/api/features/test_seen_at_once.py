"""What is drawn by hand is seen at once in map, tile, WFS and items, and is gone at once when it is undone."""

import pytest

from layers.services.shapes import shapes_rebuild
from tests import factories
from tests.api.features.conftest import point, square
from tests.ogc.test_edit_everywhere import NEW, OLD, Layer, sees

# Mapnik has connections of its own: it sees what is committed.
pytestmark = pytest.mark.django_db(transaction=True)
HALF = 0.01


@pytest.fixture
def _province(transactional_db):
    factories.district("6301", west=115.0, east=116.1, boundary=factories.box(115.0, -3.3, 116.1, -2.6))


def facility():
    return factories.facility("mill", *OLD)


def area():
    return factories.source_area(factories.commodity("oil_palm"), *OLD, 1_000.0)


def shape(kind, place):
    lon, lat = place
    return point(lon, lat) if kind == "facilities" else square(lon - HALF, lat - HALF, 2 * HALF)


@pytest.mark.usefixtures("_province")
@pytest.mark.parametrize(
    ("kind", "layer", "make"), [("facilities", "facilities", facility), ("source_areas", "source-areas", area)]
)
def test_a_change_is_seen_by_all_at_once(api, kind, layer, make):
    row = make()
    shapes_rebuild(type(row))
    shown, address = Layer(layer, row.pk), f"{kind}/{row.pk}"
    assert (sees(shown, OLD), sees(shown, NEW)) == ({True}, {False})
    before = shown.tags()

    answer = api.patch(address, api.get(address).json()["version"], geometry=shape(kind, NEW))

    assert answer.status_code == 200, answer.content
    assert (sees(shown, OLD), sees(shown, NEW)) == ({False}, {True})
    after = shown.tags()
    assert {what for what in before if before[what] == after[what]} == set()
    assert api.undo(answer.json()["import"]).status_code == 200
    assert (sees(shown, OLD), sees(shown, NEW)) == ({True}, {False})


@pytest.mark.usefixtures("_province")
def test_what_is_new_and_what_is_deleted_is_seen_at_once(api):
    properties = {"name": "Pelabuhan", "kind": "port", "source": "Survei"}
    made = api.post("facilities", geometry=point(*NEW), properties=properties).json()["feature"]
    shown = Layer("facilities", made["id"])
    assert sees(shown, NEW) == {True}

    api.delete(f"facilities/{made['id']}", made["version"])

    tile, items = shown.ask("tile")[1], shown.ask("items", accept="application/geo+json")[1]
    assert (b"Pelabuhan" in tile, b"Pelabuhan" in items) == (False, False)
