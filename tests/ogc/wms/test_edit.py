"""An edit shows at once."""

import pytest

from layers.models import ExclusionZone
from layers.services.shapes import shapes_rebuild
from tests import factories
from tests.ogc.wms.conftest import Asking, picture

# Ended by emptying the tables, so it runs after the tests that keep their data.
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_next_map_shows_a_moved_zone(wms: Asking):
    asked = {"LAYERS": "exclusion-zones", "TRANSPARENT": "TRUE"}
    before = wms.map(**asked)
    # Pixels of 0.01 degree: the zone covers columns 50 to 59 and rows 5 to 14.
    assert picture(before).getpixel((55, 10))[3] > 0
    ExclusionZone.objects.update(boundary=factories.box(115.1, -2.95, 115.2, -2.85))
    shapes_rebuild(ExclusionZone)
    after = wms.map(**asked, headers={"if-none-match": before["ETag"]})
    assert picture(after).getpixel((55, 10))[3] == 0
    assert picture(after).getpixel((15, 10))[3] > 0
    found = wms.info(LAYERS="exclusion-zones", QUERY_LAYERS="exclusion-zones", I="15", J="10")
    assert len(found.json()["features"]) == 1
