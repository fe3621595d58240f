"""The same place is drawn in every system and version: the excluded zone lies where its corners lie."""

import numpy as np
import pytest

from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import bbox_transform, transform
from tests.ogc.wms.conftest import Asking, picture

# Of the excluded zone of the test province, and a box around it that does not have it in its middle.
ZONE = (115.5, -2.95, 115.6, -2.85)
BOX = Bbox(115.3, -3.05, 115.7, -2.75)
WIDTH, HEIGHT = 400, 300
LATITUDE_FIRST = ("EPSG:4326", "EPSG:9470", "EPSG:4755")
EASTING_FIRST = ("EPSG:3857", "EPSG:23836", "EPSG:23837", "EPSG:32749", "EPSG:32750")


def drawn_box(response):
    """Return left, top, right and bottom of what is drawn, in pixels."""
    alpha = np.asarray(picture(response))[:, :, 3] > 0
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def expected_box(box, srid):
    """Return where the zone's corners fall in a picture of a box in a system."""
    west, south, east, north = ZONE
    lon, lat = np.array([west, east, east, west]), np.array([south, south, north, north])
    x, y = transform(lon, lat, source_srid=4326, target_srid=srid)
    columns = (x - box.west) / box.width * WIDTH
    rows = (box.north - y) / box.height * HEIGHT
    return columns.min(), rows.min(), columns.max(), rows.max()


def asked(system, box, *, version, latitude_first=False):
    corners = (
        (box.south, box.west, box.north, box.east) if latitude_first else (box.west, box.south, box.east, box.north)
    )
    return {
        "VERSION": version,
        "SRS" if version == "1.1.1" else "CRS": system,
        "BBOX": ",".join(map(repr, corners)),
        "LAYERS": "exclusion-zones",
        "TRANSPARENT": "TRUE",
        "WIDTH": str(WIDTH),
        "HEIGHT": str(HEIGHT),
    }


CASES = [
    ("CRS:84", "1.3.0", False),
    *((system, "1.3.0", True) for system in LATITUDE_FIRST),
    *((system, "1.3.0", False) for system in EASTING_FIRST),
    *((system, "1.1.1", False) for system in (*LATITUDE_FIRST, *EASTING_FIRST)),
]


@pytest.mark.parametrize(("system", "version", "latitude_first"), CASES)
def test_the_same_place_is_drawn(wms: Asking, system, version, latitude_first):
    srid = 4326 if system == "CRS:84" else int(system.partition(":")[2])
    box = BOX if srid == 4326 else bbox_transform(BOX, source_srid=4326, target_srid=srid)
    changes = asked(system, box, version=version, latitude_first=latitude_first)
    response = wms.map(**changes) if version == "1.3.0" else wms.map_111(**changes)
    # An outline reaches a pixel beyond the area.
    assert drawn_box(response) == pytest.approx(expected_box(box, srid), abs=2)


@pytest.mark.parametrize(("system", "version", "latitude_first"), CASES)
def test_the_same_place_is_asked(wms: Asking, system, version, latitude_first):
    """A click in the zone finds it; one as far on the other side of the picture does not."""
    srid = 4326 if system == "CRS:84" else int(system.partition(":")[2])
    box = BOX if srid == 4326 else bbox_transform(BOX, source_srid=4326, target_srid=srid)
    left, top, right, bottom = expected_box(box, srid)
    column, row = round((left + right) / 2), round((top + bottom) / 2)
    changes = asked(system, box, version=version, latitude_first=latitude_first) | {"QUERY_LAYERS": "exclusion-zones"}
    ask, names = (wms.info, ("I", "J")) if version == "1.3.0" else (wms.info_111, ("X", "Y"))
    hit = ask(**changes, **dict(zip(names, map(str, (column, row)), strict=True)))
    miss = ask(**changes, **dict(zip(names, map(str, (WIDTH - column, row)), strict=True)))
    assert len(hit.json()["features"]) == 1
    assert miss.json()["features"] == []
