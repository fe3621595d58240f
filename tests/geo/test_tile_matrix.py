"""Squares of web Mercator, against the published table and against plain projection."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import transform
from gisapp.geo.tile_matrix import HALF_SIDE_M, LAST_ZOOM, Tile, mercator_box, scale_denominator, tile_limits

zooms = st.integers(0, LAST_ZOOM)


@st.composite
def tiles(draw):
    zoom = draw(zooms)
    last = 2**zoom - 1
    return Tile(zoom, draw(st.integers(0, last)), draw(st.integers(0, last)))


@pytest.mark.parametrize(
    ("zoom", "denominator"),
    # OGC 17-083r4, table D.1.
    [(0, 559082264.028717), (1, 279541132.014358), (12, 136494.693366972), (24, 33.3238997477)],
)
def test_scales_are_those_of_the_register(zoom, denominator):
    assert scale_denominator(zoom) == pytest.approx(denominator, rel=1e-9)


def test_banjarmasin_lies_in_the_tile_that_every_map_client_asks_for():
    # lon 114.59, lat -3.32: x = (114.59 + 180) / 360 * 2048 = 1675.9, y by the formula of web Mercator = 1042.9.
    box = mercator_box(Bbox(114.59, -3.32, 114.59, -3.32))

    assert tile_limits(box, 11).first_column == 1675
    assert tile_limits(box, 11).first_row == 1042


@given(tiles())
def test_the_four_squares_of_the_next_zoom_fill_a_square(tile):
    if tile.zoom == LAST_ZOOM:
        return
    children = [
        Tile(tile.zoom + 1, tile.row * 2 + down, tile.column * 2 + right) for down in (0, 1) for right in (0, 1)
    ]

    assert min(one.box.west for one in children) == pytest.approx(tile.box.west, abs=1e-6)
    assert max(one.box.north for one in children) == pytest.approx(tile.box.north, abs=1e-6)
    assert sum(one.box.width * one.box.height for one in children) == pytest.approx(tile.box.width * tile.box.height)


@given(tiles(), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_point_within_a_square_is_in_no_other(tile, right, up):
    x = tile.box.west + right * tile.box.width
    y = tile.box.south + up * tile.box.height

    limits = tile_limits(Bbox(x, y, x, y), tile.zoom)

    assert tile in limits
    assert (limits.first_row, limits.first_column) == (limits.last_row, limits.last_column)


@given(st.floats(-180, 180), st.floats(-85, 85))
def test_boxes_are_projected_as_proj_does(longitude, latitude):
    box = mercator_box(Bbox(longitude, latitude, longitude, latitude))
    x, y = transform(longitude, latitude, source_srid=4326, target_srid=3857)

    assert box.west == pytest.approx(float(x), abs=1e-3)
    assert box.south == pytest.approx(float(y), abs=1e-3)


def test_what_lies_beyond_the_square_is_cut():
    box = mercator_box(Bbox(-200, -90, 200, 90))

    assert (box.west, box.east) == (-HALF_SIDE_M, HALF_SIDE_M)
    assert box.north == pytest.approx(HALF_SIDE_M, rel=1e-9)
    assert math.isfinite(box.south)


@pytest.mark.parametrize("address", [(-1, 0, 0), (25, 0, 0), (3, 8, 0), (3, 0, 8), (3, -1, 0), (0, 0, 1)])
def test_squares_that_do_not_exist_are_refused(address):
    with pytest.raises(ValueError, match=r"goes from 0 to"):
        Tile(*address)
