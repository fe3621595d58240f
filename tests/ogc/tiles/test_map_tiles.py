"""What map tiles show. The renderer reads by connections of its own, so these tests write for all to see."""

import io

import numpy as np
import pytest
from PIL import Image

from layers.models import Commodity, District, ProductionStatistic, RoadLink
from layers.services.shapes import shapes_rebuild
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

STATISTIC = "production-oil-palm-production-t"


def alpha(response):
    assert response.status_code == 200, response.content
    return np.asarray(Image.open(io.BytesIO(response.content)).convert("RGBA"))[:, :, 3]


def test_map_tiles_meet_without_a_seam(client):
    """The road that leaves a tile enters the next at the same height, though the two are drawn apart."""
    factories.small_province()
    shapes_rebuild(RoadLink)

    def road_rows(column, edge):
        address = f"/ogc/collections/roads/map/tiles/WebMercatorQuad/11/1041/{column}?f=png"
        return np.flatnonzero(alpha(client.get(address))[:, edge]).tolist()

    # Columns 1679 and 1680 lie in different squares of four. The road lies at 3.0 S: row 18 of tile row 1041.
    assert 18 in road_rows(1679, -1)
    assert road_rows(1679, -1) == road_rows(1680, 0)


def test_an_edit_shows_at_once(client):
    factories.small_province()
    shapes_rebuild(RoadLink)
    address = "/ogc/collections/roads/map/tiles/WebMercatorQuad/11/1041/1679?f=png"
    before = client.get(address)
    assert client.get(address, headers={"if-none-match": before["ETag"]}).status_code == 304

    RoadLink.objects.all().delete()
    after = client.get(address, headers={"if-none-match": before["ETag"]})

    assert alpha(before).any()
    assert not alpha(after).any()


def test_a_tile_shows_the_year_that_is_asked_for(client):
    factories.small_province()
    for code, west in (("6303", 115.8), ("6304", 116.0)):
        factories.district(code, west=west, east=west + 0.2)
    shapes_rebuild(District)
    for year in (2021, 2023):
        for number, district in enumerate(District.objects.order_by("code")):
            rank = number if year == 2021 else 3 - number
            ProductionStatistic.objects.create(
                region_code=district.code,
                district=district,
                year=year,
                series="BPS",
                commodity=Commodity.objects.get(code="oil_palm"),
                measure="production_t",
                value=1_000.0 * (rank + 1),
                unit="t",
                **factories.SOURCE,
            )
    path = f"/wmts/1.0.0/{STATISTIC}/choropleth/{{}}/WebMercatorQuad/8/130/210.png"

    old, new, newest = (client.get(path.format(time)) for time in ("2021-01-01", "2023-01-01", "default"))

    assert alpha(old).any()
    assert old.content != new.content == newest.content
