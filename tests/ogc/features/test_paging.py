"""Pages by key: every feature once, in order, forward and back, whatever is edited meanwhile."""

import json
import re

import pytest

from gisapp import conf
from layers.models import SourceArea
from tests import factories
from tests.ogc.features.conftest import GEOJSON, body

ORDERS = ["", "annual_tonnes", "-annual_tonnes", "district,-annual_tonnes", "source_date", "-source_date,name", "-id"]


def link(document, rel):
    return next((one["href"] for one in document["links"] if one["rel"] == rel), None)


def follow(client, address):
    return client.get(address, headers={"Accept": GEOJSON})


def pages(province, client, rel="next", **query):
    """Give all pages from the first one on, by their links."""
    document = province.items("source-areas", **query)
    while True:
        yield document
        address = link(document, rel)
        if address is None:
            return
        answer = follow(client, address)
        assert answer.status_code == 200
        document = json.loads(body(answer))


def ids_of(document):
    return [feature["id"] for feature in document["features"]]


@pytest.fixture
def mixed(province):
    """Areas that sort alike, and areas with values that are not known."""
    SourceArea.objects.filter(district__code="6301").update(name="west", source_date="2020-01-01")
    return province


@pytest.mark.parametrize("order", ORDERS)
def test_every_feature_comes_once_and_in_order(mixed, client, order):
    query = {"sortby": order} if order else {}
    whole = mixed.ids("source-areas", limit=100, **query)
    found = [one for page in pages(mixed, client, limit=5, **query) for one in ids_of(page)]
    assert found == whole
    assert sorted(whole) == sorted(SourceArea.objects.values_list("id", flat=True))


@pytest.mark.parametrize("order", ORDERS)
def test_the_way_back_is_the_way_there(mixed, client, order):
    query = {"sortby": order} if order else {}
    there = list(pages(mixed, client, limit=5, **query))
    assert link(there[0], "prev") is None
    assert link(there[-1], "next") is None
    back = follow(client, link(there[2], "prev"))
    assert ids_of(json.loads(body(back))) == ids_of(there[1])
    first = json.loads(body(follow(client, link(there[1], "prev"))))
    assert ids_of(first) == ids_of(there[0])
    assert link(first, "prev") is None


def test_what_is_known_comes_before_what_is_not(mixed):
    for order in ("source_date", "-source_date"):
        dates = [one["properties"]["source_date"] for one in mixed.items("source-areas", sortby=order)["features"]]
        assert dates[:7] == ["2020-01-01"] * 7
        assert dates[7:] == [None] * 5


def test_descending_is_ascending_turned_round(mixed):
    tonnes = [
        one["properties"]["annual_tonnes"] for one in mixed.items("source-areas", sortby="-annual_tonnes")["features"]
    ]
    assert tonnes == sorted(tonnes, reverse=True)
    plus = mixed.ids("source-areas", sortby="+annual_tonnes")
    assert plus == mixed.ids("source-areas", sortby="annual_tonnes")


def test_edits_shift_nothing(province, client):
    first = province.items("source-areas", limit=5)
    whole = province.ids("source-areas")
    SourceArea.objects.filter(id__in=whole[:3]).delete()
    factories.source_area(factories.commodity("rubber"), 115.1, -3.0, 1.0)
    second = json.loads(body(follow(client, link(first, "next"))))
    assert ids_of(second) == whole[5:10]


def test_the_number_of_all_is_told_on_every_page(province, client):
    assert [page["numberMatched"] for page in pages(province, client, limit=5)] == [12, 12, 12]
    assert [page["numberReturned"] for page in pages(province, client, limit=5)] == [5, 5, 2]


def test_links_keep_what_was_asked(province):
    address = link(province.items("source-areas", limit=2, district="6301", properties="name"), "next")
    assert "district=6301" in address
    assert "properties=name" in address
    assert "limit=2" in address


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "W10", "WyJuIl0", "WyJ4IiwxXQ", "WyJuIiwiYSJd", "W" * 9000, "💥"])
def test_a_cursor_that_is_none_of_ours(province, cursor):
    assert province.refused("source-areas", cursor=cursor)["locator"] == "cursor"


def test_a_cursor_of_another_order(province):
    address = link(province.items("source-areas", limit=2, sortby="name"), "next")
    cursor = re.search(r"cursor=([^&]+)", address)[1]
    assert "order" in province.refused("source-areas", cursor=cursor)["detail"]


def test_a_walk_gives_all(province, monkeypatch):
    monkeypatch.setattr(conf, "FEATURES_PER_WALK", 5)
    monkeypatch.setattr(conf, "FEATURES_PER_BATCH", 2)
    lines = body(province.get("/collections/source-areas/items", f="csv")).decode().splitlines()
    assert [int(line.partition(",")[0]) for line in lines[1:]] == province.ids("source-areas")
