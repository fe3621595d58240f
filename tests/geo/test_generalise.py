"""Simplified shapes stay where they were, stay valid, and neighbours stay neighbours."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gisapp.geo import generalise


def outline(seed: int, *, radius_m: float = 2_000.0, vertices: int = 200) -> shapely.Polygon:
    """Return a lobed, star-shaped outline round the origin."""
    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    waves = np.arange(2, 9)
    lobes = np.sin(np.outer(angle, waves) + rng.uniform(0, 2 * np.pi, waves.size)) @ rng.uniform(0, 0.1, waves.size)
    radius = radius_m * (1 + lobes)
    return shapely.Polygon(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))


def array(*geometries: shapely.Geometry) -> np.ndarray:
    return np.asarray(geometries, object)


def test_a_pixel_at_zoom_0_is_the_equator_over_256():
    assert generalise.pixel_m(0) == pytest.approx(2 * np.pi * 6_378_137 / 256)
    assert generalise.pixel_m(3) == generalise.pixel_m(0) / 8


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), tolerance_m=st.floats(1, 1_500))
def test_a_simplified_outline_is_valid_and_within_the_tolerance(seed, tolerance_m):
    full = outline(seed)
    (simple,) = generalise.rows_generalised(array(full), tolerance_m=tolerance_m)
    assert simple.geom_type == "MultiPolygon"
    assert simple.is_valid
    assert not simple.is_empty
    # Each kept edge lies within the tolerance of the outline it stands for.
    assert shapely.hausdorff_distance(simple.boundary, full.boundary, densify=0.05) <= 2 * tolerance_m
    assert shapely.get_num_coordinates(simple) <= shapely.get_num_coordinates(full)


def test_what_is_under_the_tolerance_is_dropped_and_what_is_not_stays():
    small, large = shapely.box(0, 0, 4, 4), shapely.box(0, 0, 4, 6)
    assert generalise.rows_generalised(array(small, large), tolerance_m=5)[0] is None
    assert generalise.rows_generalised(array(small, large), tolerance_m=5)[1] is not None


def test_a_thin_area_that_plain_simplification_would_lose_stays():
    sliver = shapely.Polygon([(0, 0), (500, 3), (1_000, 0), (500, -3)])
    assert shapely.is_empty(shapely.simplify(sliver, 50, preserve_topology=False))
    (kept,) = generalise.rows_generalised(array(sliver), tolerance_m=50)
    assert kept.area > 0


def test_lines_stay_lines():
    wavy = shapely.LineString(np.column_stack([np.arange(100.0), np.sin(np.arange(100.0))]))
    (simple,) = generalise.rows_generalised(array(wavy), tolerance_m=3)
    assert simple.geom_type == "MultiLineString"
    assert shapely.get_num_coordinates(simple) == 2


def wavy_neighbours(gap_m: float) -> np.ndarray:
    """Return two areas on both sides of a wavy border, drawn twice and `gap_m` apart."""
    y = np.linspace(0, 10_000, 400)
    border = np.column_stack([50 * np.sin(y / 300), y])
    west = shapely.Polygon([*border, (-8_000, 10_000), (-8_000, 0)])
    # Surveyed anew: other vertices along the same border.
    east = shapely.Polygon([*(border[::3] + np.array([gap_m, 0])), (8_000, 10_000), (8_000, 0)])
    return array(west, east)


@pytest.mark.parametrize("gap_m", [2.0, -2.0], ids=["gap", "overlap"])
@pytest.mark.parametrize("tolerance_m", [10, 100, 600])
def test_no_sliver_is_left_between_neighbours(gap_m, tolerance_m):
    raw = wavy_neighbours(gap_m)
    assert not shapely.coverage_is_valid(raw, gap_width=19)
    cleaned = generalise.coverage_cleaned(raw, gap_width_m=19)
    simple = generalise.coverage_generalised(cleaned, tolerance_m=tolerance_m)
    assert shapely.coverage_is_valid(simple)
    assert shapely.is_valid(simple).all()
    together = shapely.union_all(simple)
    assert together.geom_type == "Polygon"
    assert not together.interiors
    assert shapely.area(simple).sum() == pytest.approx(together.area)
    assert together.area == pytest.approx(16_000 * 10_000, rel=0.01)


def test_a_wide_gap_is_real_and_stays():
    ring = array(shapely.box(0, 0, 300, 300) - shapely.box(100, 100, 200, 200), shapely.box(300, 0, 600, 300))
    cleaned = generalise.coverage_cleaned(ring, gap_width_m=19)
    assert shapely.union_all(cleaned).area == pytest.approx(600 * 300 - 100 * 100)


def test_a_city_that_its_regency_covers_keeps_its_place():
    regency, city = shapely.box(0, 0, 10_000, 10_000), shapely.box(4_000, 4_000, 5_000, 5_000)
    cleaned = generalise.coverage_cleaned(array(regency, city), gap_width_m=19)
    assert shapely.area(cleaned).tolist() == pytest.approx([99e6, 1e6])


def test_an_area_far_below_the_tolerance_does_not_vanish():
    coverage = array(shapely.box(0, 0, 10_000, 10_000), outline(3, radius_m=20, vertices=60))
    coverage[1] = shapely.transform(coverage[1], lambda xy: xy + np.array([20_000, 0]))
    simple = generalise.coverage_generalised(coverage, tolerance_m=600)
    assert not shapely.is_empty(simple).any()
    assert shapely.is_valid(simple).all()


def test_an_invalid_shape_is_repaired():
    bow_tie = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    (repaired,) = generalise.multi(array(bow_tie))
    assert repaired.is_valid
    assert repaired.geom_type == "MultiPolygon"
    assert repaired.area == pytest.approx(50)
