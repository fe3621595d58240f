"""A service with every kind of layer: areas, lines, points, and statistics of several years."""

import io

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import etree
from PIL import Image

from layers.models import Commodity, ProductionStatistic
from layers.services.shapes import shapes_rebuild
from layers.shape_tables import SHAPE_TABLES
from tests import factories

YEARS = (2021, 2023)
STATISTIC = "production-oil-palm-production-t"
# The whole of the small province, longitude first, and the same in the order of EPSG:4326.
BOX = "115.0,-3.2,115.8,-2.8"
BOX_LATITUDE_FIRST = "-3.2,115.0,-2.8,115.8"


@pytest.fixture(scope="package")
def _kept_province(django_db_setup, django_db_blocker):
    """The data stay for all tests of this folder, because Mapnik reads them through a connection of its own."""
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)
        province()
    yield
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def _data(_kept_province, db):
    """What a test writes besides is gone after it, and no map shows it."""


def province():
    factories.small_province()
    factories.exclusion_zone(115.5, -2.95, 115.6, -2.85)
    factories.district("6303", west=115.8, east=116.0)
    factories.district("6304", west=116.0, east=116.2)
    for year in YEARS:
        for number, code in enumerate(("6301", "6302", "6303", "6304")):
            production(code, year=year, value=1000.0 * (number + 1) + year)
    for table in SHAPE_TABLES.values():
        shapes_rebuild(table.model)


def production(code, *, year, value):
    return ProductionStatistic.objects.create(
        region_code=code,
        district=factories.District.objects.get(code=code),
        year=year,
        series="BPS",
        commodity=Commodity.objects.get(code="oil_palm"),
        measure="production_t",
        value=value,
        unit="t",
        **factories.SOURCE,
    )


class Asking:
    """A client of the service."""

    def __init__(self):
        self.client = Client(raise_request_exception=False)

    def ask(self, headers=None, **parameters):
        return self.client.get("/wms", parameters, headers=headers)

    def capabilities(self, version="1.3.0", **parameters):
        response = self.ask(SERVICE="WMS", REQUEST="GetCapabilities", VERSION=version, **parameters)
        assert response.status_code == 200, response.content
        return etree.fromstring(response.content)

    def map(self, headers=None, **changes):
        return self.ask(headers, **without_none(MAP_130 | changes))

    def map_111(self, **changes):
        return self.ask(**without_none(MAP_111 | changes))

    def info(self, **changes):
        return self.ask(**without_none(INFO_130 | changes))

    def info_111(self, **changes):
        return self.ask(**without_none(INFO_111 | changes))


MAP_130 = {
    "SERVICE": "WMS",
    "VERSION": "1.3.0",
    "REQUEST": "GetMap",
    "LAYERS": "districts",
    "STYLES": "",
    "CRS": "CRS:84",
    "BBOX": BOX,
    "WIDTH": "80",
    "HEIGHT": "40",
    "FORMAT": "image/png",
}
MAP_111 = {name: value for name, value in MAP_130.items() if name != "CRS"} | {"VERSION": "1.1.1", "SRS": "EPSG:4326"}
_INFO = {"REQUEST": "GetFeatureInfo", "QUERY_LAYERS": "districts", "INFO_FORMAT": "application/json"}
INFO_130 = MAP_130 | _INFO | {"I": "20", "J": "20"}
INFO_111 = MAP_111 | _INFO | {"X": "20", "Y": "20"}


def without_none(parameters):
    return {name: value for name, value in parameters.items() if value is not None}


def picture(response, mode="RGBA"):
    assert response.status_code == 200, response.content
    return Image.open(io.BytesIO(response.content)).convert(mode)


def colours(image):
    return {colour for _count, colour in image.getcolors(maxcolors=image.width * image.height)}


def exception(response):
    """Return code and text of a service exception."""
    root = etree.fromstring(response.content)
    assert etree.QName(root).localname == "ServiceExceptionReport", response.content
    return root[0].get("code"), root[0].text


@pytest.fixture
def wms():
    return Asking()
