"""Boxes, sizes and looks are read as they are meant, or refused."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp import conf
from gisapp.geo.bbox import Bbox
from gisapp.ogc.crs import SRIDS, crs_parse
from gisapp.ogc.errors import OgcError
from gisapp.ogc.kvp import Parameters
from gisapp.ogc.wms.picture import bbox_read, look_read, scale_factor_read, size_read
from tests.ogc.wms.conftest import MAP_130

side = st.floats(min_value=-1e6, max_value=1e6)


@given(west=side, south=side, width=st.floats(0.001, 1e6), height=st.floats(0.001, 1e6), srid=st.sampled_from(SRIDS))
def test_a_box_is_read_in_the_axis_order_of_its_system(west, south, width, height, srid):
    crs = crs_parse(f"EPSG:{srid}", locator="CRS")
    box = Bbox(west, south, west + width, south + height)
    written = (
        [box.south, box.west, box.north, box.east] if crs.is_northing_first else [west, south, box.east, box.north]
    )
    assert bbox_read(Parameters({"BBOX": ",".join(map(repr, written))}), crs) == box


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "1,2,nan,4",
        "1,2,inf,4",
        "1,2,3,1e10",
        "1,2,1e999,4",
        "1_0,2,30,4",
        "\N{ARABIC-INDIC DIGIT THREE},4,5,6",
        "0,0,1e-12,1",
        "1,,3,4",
        "--1,2,3,4",
        "0x1,2,3,4",
    ],
)
def test_a_box_that_is_none_is_refused(text):
    with pytest.raises(OgcError, match="BBOX"):
        bbox_read(Parameters({"BBOX": text}), crs_parse("CRS:84", locator="CRS"))


@given(st.text(max_size=60))
def test_any_text_is_a_box_or_is_refused(text):
    try:
        box = bbox_read(Parameters({"BBOX": text}), crs_parse("CRS:84", locator="CRS"))
    except OgcError:
        return
    assert all(math.isfinite(value) for value in (box.west, box.south, box.east, box.north))


@pytest.mark.parametrize(
    ("parameters", "factor"),
    [
        ({}, 1.0),
        ({"DPI": "192"}, 2.0),
        ({"MAP_RESOLUTION": "300"}, 3.125),
        ({"FORMAT_OPTIONS": "dpi:300"}, 3.125),
        ({"FORMAT_OPTIONS": "antialias:on;dpi:48;layout:x"}, 0.5),
        ({"FORMAT_OPTIONS": "antialias:on"}, 1.0),
        ({"DPI": "96", "MAP_RESOLUTION": "96", "FORMAT_OPTIONS": "dpi:96"}, 1.0),
    ],
)
def test_the_resolution_is_read_by_any_of_its_names(parameters, factor):
    assert scale_factor_read(Parameters(parameters)) == factor


@pytest.mark.parametrize("text", ["0", "-96", "1e9", "nan", "x", "29", "1201"])
def test_a_resolution_that_is_none_is_refused(text):
    for name, value in (("DPI", text), ("MAP_RESOLUTION", text), ("FORMAT_OPTIONS", f"dpi:{text}")):
        with pytest.raises(OgcError, match=name):
            scale_factor_read(Parameters({name: value}))


@given(st.dictionaries(st.sampled_from(["FORMAT", "TRANSPARENT", "BGCOLOR", "DPI"]), st.text(max_size=30)))
def test_any_look_is_read_or_refused(changes):
    try:
        look = look_read(Parameters(MAP_130 | changes))
    except OgcError:
        return
    assert len(look.background) == 7
    assert conf.MAP_DPI.low <= look.scale_factor * conf.MAP_DEFAULT_DPI <= conf.MAP_DPI.high


@given(st.integers(), st.integers())
def test_a_size_is_within_the_limits(width, height):
    try:
        size = size_read(Parameters({"WIDTH": str(width), "HEIGHT": str(height)}))
    except OgcError:
        assert not (1 <= width <= conf.MAP_WIDTH_LIMIT_PX and 1 <= height <= conf.MAP_HEIGHT_LIMIT_PX)
        return
    assert size == (width, height)
