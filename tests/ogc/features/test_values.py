"""Boxes, times, cursors and values: any text is read rightly or refused."""

from contextlib import suppress
from datetime import UTC, date, datetime

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gisapp.geo.crs import is_northing_first, transform
from gisapp.ogc.crs import CRS84, SRIDS, Crs
from gisapp.ogc.errors import InvalidParameterError
from gisapp.ogc.features.boxes import box_parse
from gisapp.ogc.features.cursors import Cursor, cursor_parse
from gisapp.ogc.features.intervals import interval_parse, moment_parse

LONS = st.floats(105, 125)
LATS = st.floats(-9, 3)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20),
)


@given(st.text(max_size=60))
def test_any_text_is_a_box_or_refused(text):
    for parse in (lambda: box_parse(text, CRS84), lambda: interval_parse(text), lambda: cursor_parse(text)):
        with suppress(InvalidParameterError):
            parse()


@given(st.lists(st.floats(), min_size=3, max_size=7), st.sampled_from(SRIDS))
def test_any_numbers_are_a_box_or_refused(numbers, srid):
    crs = Crs(srid=srid, is_northing_first=is_northing_first(srid))
    try:
        box = box_parse(",".join(map(str, numbers)), crs)
    except InvalidParameterError:
        return
    assert np.isfinite(shapely.get_coordinates(shapely.from_wkb(box.wkb))).all()


@given(lon=LONS, lat=LATS, side=st.floats(0.01, 2), srid=st.sampled_from(SRIDS))
def test_a_box_holds_its_middle_in_any_system(lon, lat, side, srid):
    x, y = transform([lon, lon + side], [lat, lat + side], source_srid=4326, target_srid=srid)
    west, east = sorted(x)
    south, north = sorted(y)
    crs = Crs(srid=srid, is_northing_first=is_northing_first(srid))
    sides = (south, west, north, east) if crs.is_northing_first else (west, south, east, north)
    shape = shapely.from_wkb(box_parse(",".join(map(repr, map(float, sides))), crs).wkb)
    assert shape.contains(shapely.Point(lon + side / 2, lat + side / 2))


@given(st.lists(VALUES, min_size=1, max_size=5), st.booleans())
def test_a_cursor_comes_back_as_it_was(values, is_backward):
    cursor = Cursor(values=tuple(values), is_backward=is_backward)
    assert cursor_parse(cursor.encode()) == cursor


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_its_whole_length(day):
    interval = interval_parse(day.isoformat())
    assert interval.start == datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert interval.end.date() == day
    assert interval.end.hour == 23


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("2023-02-29", None),
        ("2024-01-01T12:00:00+08:00", datetime(2024, 1, 1, 4, tzinfo=UTC)),
        ("2024-01-01t12:00:00z", datetime(2024, 1, 1, 12, tzinfo=UTC)),
        ("2024-01-01T12:00:00.123456789Z", datetime(2024, 1, 1, 12, 0, 0, 123456, tzinfo=UTC)),
        ("2024-01-01T12:00:00", None),
        ("2024-01-01T25:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("20240101", None),
        ("٢٠٢٤-01-01", None),
        ("", None),
    ],
)
def test_moments(text, moment):
    assert moment_parse(text) == moment
