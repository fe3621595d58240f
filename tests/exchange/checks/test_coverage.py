import numpy as np
import pytest
import shapely

from gisapp.exchange.checks.coverage import Areas, gaps_check, overlaps_check
from gisapp.geo.crs import geodesic_area_m2


def multi(*boxes):
    return shapely.MultiPolygon([shapely.box(*one) for one in boxes])


def areas(intake, shapes, *, n_rows=None):
    rows = intake(shapes[: n_rows or len(shapes)])
    names = [f"area {number + 1}" for number in range(len(shapes))]
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    return rows, Areas(geometry, names, np.arange(n_rows or len(shapes)))


def test_each_pair_that_overlaps_is_told_once_with_its_m2(intake):
    west, east, far = multi((115, -3, 115.11, -2.9)), multi((115.1, -3, 115.2, -2.9)), multi((115.2, -3, 115.3, -2.9))
    rows, found = areas(intake, [west, east, far])
    overlaps_check(rows, found, field="boundary")
    [one] = rows.report.findings
    shared_m2 = geodesic_area_m2(multi((115.1, -3, 115.11, -2.9)))
    assert (one.row, one.level, one.code) == (2, "warning", "overlap")
    assert one.value == f"{shared_m2:,.1f} m2 in 1 parts with area 1"
    assert 115.1 < one.lon < 115.11


def test_a_narrow_overlap_is_a_sliver_and_a_tiny_one_is_nothing(intake):
    # 33 m and 11 mm wide.
    sliver, crumb = multi((115.0, -3, 115.1003, -2.9)), multi((115.1, -3, 115.2000001, -2.9))
    rows, found = areas(intake, [sliver, crumb, multi((115.2, -3, 115.3, -2.9))])
    overlaps_check(rows, found, field="boundary")
    assert [(one.row, one.code) for one in rows.report.findings] == [(2, "sliver"), (3, "sliver")]
    # 1.1 cm along 11 km are 123 m2: of rows that share a border to a millimetre nothing is told.
    rows, found = areas(intake, [multi((115, -3, 115.1 + 1e-11, -2.9)), multi((115.1, -3, 115.2, -2.9))])
    overlaps_check(rows, found, field="boundary")
    assert rows.report.findings == []


def test_rows_are_compared_with_what_stays_stored_but_that_not_with_itself(intake):
    new, stored, other = (multi((west, -3, west + 0.11, -2.9)) for west in (115, 115.1, 115.2))
    rows, found = areas(intake, [new, stored, other], n_rows=1)
    overlaps_check(rows, found, field="boundary")
    assert [(one.row, one.value.split(" with ")[1]) for one in rows.report.findings] == [(1, "area 2")]


def test_holes_between_neighbours_are_gaps_and_lakes_in_one_are_not(intake):
    # A ring of four around a hole of 0.1 x 0.1 degrees; one of them has a lake of its own.
    lake = shapely.box(115.02, -2.98, 115.04, -2.96)
    west = shapely.MultiPolygon([shapely.box(115.0, -3.0, 115.1, -2.7).difference(lake)])
    south, north = multi((115.1, -3.0, 115.2, -2.9)), multi((115.1, -2.8, 115.2, -2.7))
    rows, found = areas(intake, [west, south, north, multi((115.2, -3.0, 115.3, -2.7))])
    gaps_check(rows, found, field="boundary")
    [gap] = rows.report.findings
    gap_m2 = geodesic_area_m2(multi((115.1, -2.9, 115.2, -2.8)))
    assert (gap.row, gap.level, gap.code) == (None, "warning", "gap")
    assert gap.value == f"{gap_m2:,.1f} m2 in 1 parts between area 1, area 2, area 3, area 4"
    assert (gap.lon, gap.lat) == pytest.approx((115.15, -2.85), abs=0.05)
