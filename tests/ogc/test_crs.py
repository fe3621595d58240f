"""Names of coordinate reference systems, in the spellings that protocols use."""

import pytest

from gisapp.ogc.crs import CRS84, SRIDS, crs_parse
from gisapp.ogc.errors import InvalidCrsError


@pytest.mark.parametrize(
    "name",
    [
        "EPSG:4326",
        "epsg:4326",
        "urn:ogc:def:crs:EPSG::4326",
        "urn:ogc:def:crs:EPSG:9.9.1:4326",
        "http://www.opengis.net/def/crs/EPSG/0/4326",
        "https://www.opengis.net/def/crs/EPSG/0/4326",
        "http://www.opengis.net/gml/srs/epsg.xml#4326",
    ],
)
def test_wgs_84_of_the_register_has_latitude_first(name):
    crs = crs_parse(name, locator="CRS")

    assert (crs.srid, crs.is_northing_first) == (4326, True)
    assert crs.uri == "http://www.opengis.net/def/crs/EPSG/0/4326"


@pytest.mark.parametrize("name", ["CRS:84", "OGC:CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"])
def test_crs84_has_longitude_first(name):
    assert crs_parse(name, locator="CRS") == CRS84
    assert CRS84.uri == "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


@pytest.mark.parametrize(
    ("srid", "is_northing_first"),
    [(9470, True), (4755, True), (3857, False), (23836, False), (23837, False), (32749, False), (32750, False)],
)
def test_the_axis_order_is_the_registers(srid, is_northing_first):
    assert crs_parse(f"EPSG:{srid}", locator="CRS").is_northing_first is is_northing_first


@pytest.mark.parametrize("name", ["", "4326", "EPSG:2", "EPSG:99999", "EPSG:4326x", "AUTO2:42001,1,0,0", "EPSG:27700"])
def test_any_other_name_is_refused_with_what_there_is(name):
    with pytest.raises(InvalidCrsError, match="EPSG:32750") as refusal:
        crs_parse(name, locator="CRS")
    assert refusal.value.locator == "CRS"


@pytest.mark.django_db
def test_the_database_knows_every_system():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT srid FROM spatial_ref_sys WHERE srid = ANY(%s)", [list(SRIDS)])
        assert {srid for (srid,) in cursor.fetchall()} == set(SRIDS)
