"""Features are read while they are sent, in one transaction that ends with the answer."""

import tracemalloc

import pytest
from django.db import connection
from django.test import Client

from gisapp import conf
from gisapp.ogc.wfs import streamed
from layers.models import Commodity, SourceArea
from tests import factories
from tests.ogc.wfs.asking import ask, refusal


@pytest.fixture
def many(db):
    """Grow some thousands of areas, each as large in text as those of a real province."""
    palm = factories.commodity("oil_palm")
    ring = [(115 + 0.0001 * n, -3 - 0.00003 * n) for n in range(60)]
    area = factories.source_area(palm, 115.2, -3.0, 10.0)
    wide = area.boundary.__class__(area.boundary[0].__class__([*ring, (115.5, -3.5), (115, -3)]), srid=4326)
    SourceArea.objects.bulk_create(
        SourceArea(commodity=palm, boundary=wide, centre=area.centre, annual_tonnes=1.0, year=2024, **factories.SOURCE)
        for _number in range(4_000)
    )
    return Commodity.objects.get()


@pytest.mark.parametrize("form", ["geojson", "csv", "application/gml+xml; version=3.2"])
def test_memory_does_not_grow_with_the_number_of_features(client, many, form, monkeypatch):
    monkeypatch.setattr(streamed, "ROWS_AT_ONCE", 100)

    def peak_and_size(count):
        response = ask(client, "GetFeature", typenames="hilir:source-areas", outputformat=form, count=count)
        tracemalloc.start()
        try:
            size = sum(len(part) for part in response.streaming_content)
            return tracemalloc.get_traced_memory()[1], size
        finally:
            tracemalloc.stop()

    peak_and_size(10)
    few, small = peak_and_size(1_000)
    much, large = peak_and_size(4_000)

    assert large > 3.9 * small
    assert much < 1.2 * few


@pytest.mark.django_db(transaction=True)
def test_the_transaction_ends_with_the_answer():
    palm = factories.commodity("oil_palm")
    for number in range(4):
        factories.source_area(palm, 115.1 + number / 10, -3.0, 10.0)
    response = ask(Client(), "GetFeature", typenames="hilir:source-areas", outputformat="geojson")

    assert connection.in_atomic_block
    list(response.streaming_content)
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_the_transaction_ends_when_the_client_goes_away(monkeypatch):
    monkeypatch.setattr(streamed, "ROWS_AT_ONCE", 1)
    palm = factories.commodity("oil_palm")
    for number in range(4):
        factories.source_area(palm, 115.1 + number / 10, -3.0, 10.0)
    response = ask(Client(), "GetFeature", typenames="hilir:source-areas", outputformat="geojson")
    next(iter(response.streaming_content))

    response.close()

    assert not connection.in_atomic_block


def test_who_asks_for_too_much_is_told_to_ask_for_less(client, many, monkeypatch):
    monkeypatch.setattr(conf, "WFS_TIMEOUT_S", 0.001)
    response = ask(client, "GetFeature", typenames="hilir:source-areas", sortby="note,name,annual_tonnes")

    assert refusal(response)[0] == 503
    assert response["Retry-After"] == str(conf.RETRY_AFTER_S)
