"""A database that gives no connection: each service says so in its own words, and when to come again."""

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

pytestmark = pytest.mark.django_db

ASKED = {
    "/wms?SERVICE=WMS&REQUEST=GetCapabilities": "xml",
    "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=districts&STYLES=&CRS=EPSG:4326&BBOX=-4,114,-2,116"
    "&WIDTH=64&HEIGHT=64&FORMAT=image/png": "xml",
    "/wmts?SERVICE=WMTS&REQUEST=GetCapabilities": "xml",
    "/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST=GetCapabilities": "xml",
    "/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=districts": "xml",
    "/ogc/collections?f=json": "json",
    "/ogc/collections/districts/items?f=json": "json",
    "/api/search?q=Banjar": "json",
    "/ogc/collections/districts/tiles/WebMercatorQuad/8/130/210?f=mvt": "json",
}


@pytest.mark.parametrize("address", ASKED)
def test_without_a_connection_the_protocol_says_when_to_come_again(client, monkeypatch, address):
    def refused(*_args, **_options):
        raise OperationalError("FATAL: sorry, too many clients already")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", refused)
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", refused)
    response = client.get(address)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert ASKED[address] in response["Content-Type"]
    assert b"too many clients" not in response.content
