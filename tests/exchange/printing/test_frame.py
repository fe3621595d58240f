import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.exchange.printing.frame import frame_around
from gisapp.geo.bbox import Bbox
from gisapp.geo.crs import WGS84, bbox_transform, transform

KALSEL = Bbox(114.3, -4.2, 116.6, -1.3)


def test_the_scale_is_the_largest_round_one_that_holds_the_extent():
    frame = frame_around(KALSEL, width_mm=130, height_mm=170)
    box = bbox_transform(KALSEL, source_srid=WGS84, target_srid=frame.srid)
    # 321 km of latitude on 170 mm need 1 : 1.89 million.
    assert frame.denominator == 2_000_000
    assert frame.bbox.width == pytest.approx(260_000)
    assert frame.bbox.height == pytest.approx(340_000)
    assert frame.bbox.west <= box.west
    assert frame.bbox.north >= box.north


@given(
    west=st.floats(96, 139),
    south=st.floats(-10, 4),
    width=st.floats(0.001, 5),
    height=st.floats(0.001, 5),
    paper=st.sampled_from([(130, 170), (190, 80), (360, 240)]),
)
def test_every_extent_lies_within_its_frame(west, south, width, height, paper):
    extent = Bbox(west, south, west + width, south + height)
    frame = frame_around(extent, width_mm=paper[0], height_mm=paper[1])
    for lon, lat in [(extent.west, extent.south), (extent.east, extent.north), (extent.west, extent.north)]:
        across, down = frame.share(lon, lat)
        assert min(across, down) >= -1e-6
        assert max(across, down) <= 1 + 1e-6
    assert frame.bbox.width / frame.bbox.height == pytest.approx(paper[0] / paper[1])


@given(west=st.floats(96, 139), south=st.floats(-10, 4), side=st.floats(0.01, 5))
def test_the_grid_lies_in_the_frame_at_the_degrees_that_it_tells(west, south, side):
    frame = frame_around(Bbox(west, south, west + side, south + side), width_mm=130, height_mm=170)
    lines = frame.grid()
    assert {line.is_meridian for line in lines} == {True, False}
    for line in lines:
        assert line.points.min() >= -1e-9
        assert line.points.max() <= 1 + 1e-9
        x = frame.bbox.west + line.points[:, 0] * frame.bbox.width
        y = frame.bbox.north - line.points[:, 1] * frame.bbox.height
        lon, lat = transform(x, y, source_srid=frame.srid, target_srid=WGS84)
        # Between two points of a line the chord leaves the curve by less than a thousandth of the frame.
        tolerance = side * 2e-3
        assert np.abs((lon if line.is_meridian else lat) - line.degrees).max() < tolerance


def test_a_wide_region_is_not_bent_into_one_utm_zone():
    assert frame_around(KALSEL, width_mm=130, height_mm=170).srid == 32750
    assert frame_around(Bbox(95, -11, 141, 6), width_mm=300, height_mm=150).srid == 3857


def test_north_leans_as_the_meridians_do():
    # Zone 50 has its meridian at 117 degrees: west of it, south of the equator, grid north lies west of true north.
    frame = frame_around(Bbox(114, -4, 114.5, -3.5), width_mm=100, height_mm=100)
    expected = math.degrees(math.atan(math.tan(math.radians(114.25 - 117)) * math.sin(math.radians(-3.75))))
    assert frame.north_deg == pytest.approx(-expected, abs=0.01)


def test_the_bar_is_round_and_fits():
    frame = frame_around(KALSEL, width_mm=130, height_mm=170)
    assert frame.bar_m == 50_000
