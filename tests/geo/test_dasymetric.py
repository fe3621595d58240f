import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pyproj import Transformer

from gisapp.geo.dasymetric import (
    Cells,
    Raster,
    cells_of,
    density_from_raster,
    density_from_zones,
    outer_shore,
    shares,
)

IDENTITY = Transformer.from_crs(32750, 32750, always_xy=True)


def test_cells_lie_on_multiples_of_the_side_and_fill_the_area():
    area = shapely.box(1_000, 1_000, 12_000, 6_000)
    cells = cells_of(area, cell_m=5_000)
    assert len(cells) == 6
    assert sorted(cells.area_m2) == pytest.approx([2e6, 4e6, 5e6, 8e6, 16e6, 20e6])


@given(
    points=st.lists(st.tuples(st.integers(-30, 30), st.integers(-30, 30)), min_size=3, max_size=12, unique=True),
    cell_m=st.sampled_from([1.5, 4.0, 100.0]),
)
def test_cells_tile_any_area_without_gap_or_overlap(points, cell_m):
    area = shapely.MultiPoint(points).convex_hull.buffer(2.0)
    cells = cells_of(area, cell_m=cell_m)
    # Crumbs under a square metre are dropped: at most one a cell of the lattice.
    assert cells.area_m2.sum() == pytest.approx(area.area, abs=len(cells) + 4)
    assert shapely.union_all(cells.piece).area == pytest.approx(cells.area_m2.sum(), rel=1e-9)
    assert all(shapely.is_valid(cells.piece))


@pytest.mark.parametrize("cell_m", [0.0, -5.0, float("nan")])
def test_a_cell_without_size_is_refused(cell_m):
    with pytest.raises(ValueError, match="cell_m"):
        cells_of(shapely.box(0, 0, 1, 1), cell_m=cell_m)


def test_an_empty_area_is_refused():
    with pytest.raises(ValueError, match="empty"):
        cells_of(shapely.Polygon(), cell_m=1.0)


def test_a_piece_takes_the_mean_of_the_zones_by_shared_area():
    piece = np.array([shapely.box(0, 0, 4, 1), shapely.box(10, 0, 11, 1), shapely.box(3, 0, 5, 1)])
    zone = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 4, 1)])
    density = density_from_zones(piece, zone=zone, zone_density=np.array([1.0, 0.2]))
    assert density == pytest.approx([0.4, 0.0, 0.2])


@pytest.mark.parametrize("raster_cell_m", [250.0, 2_500.0, 20_000.0])
def test_a_raster_weighs_alike_at_any_resolution(raster_cell_m):
    """West of x = 0 is class 12, east of it class 2."""
    n = int(40_000 / raster_cell_m)
    classes = np.where(np.arange(n) < n // 2, 12, 2) * np.ones((n, 1), dtype=np.int64)
    raster = Raster(classes, Affine(raster_cell_m, 0, -20_000, 0, -raster_cell_m, 20_000), IDENTITY)
    cells = cells_of(shapely.box(-5_000, 0, 5_000, 5_000), cell_m=10_000)
    west_is_1 = density_from_raster(cells, raster, class_density={12: 1.0})
    assert west_is_1 == pytest.approx([1.0, 0.0])


def test_beyond_the_raster_nothing_weighs_and_a_sliver_is_still_sampled():
    raster = Raster(np.full((1, 1), 7, dtype=np.int64), Affine(100, 0, 0, 0, -100, 100), IDENTITY)
    pieces = np.array(
        [shapely.MultiPolygon([shapely.box(1, 1, 1.01, 99)]), shapely.MultiPolygon([shapely.box(500, 0, 600, 90)])]
    )
    density = density_from_raster(Cells(pieces, shapely.area(pieces), 100.0), raster, class_density={7: 3.0})
    assert density == pytest.approx([3.0, 0.0])


amounts = st.floats(min_value=0, max_value=1e9)


@given(data=st.data(), n=st.integers(1, 60), total=st.floats(1e-3, 1e9))
def test_mass_is_kept(data, n, total):
    area_m2 = data.draw(hnp.arrays(float, n, elements=st.floats(1, 1e9)))
    density = data.draw(hnp.arrays(float, n, elements=amounts))
    share, is_even = shares(area_m2=area_m2, density=density)
    assert (share * total).sum() == pytest.approx(total, rel=1e-9)
    assert (share >= 0).all()
    assert is_even == (not (area_m2 * density).sum() > 0)
    if not is_even:
        assert (share[density == 0] == 0).all()


def test_shares_follow_area_times_density():
    share, is_even = shares(area_m2=np.array([1.0, 2.0, 5.0]), density=np.array([1.0, 1.5, 0.0]))
    assert share == pytest.approx([0.25, 0.75, 0.0])
    assert not is_even


def test_without_any_weight_the_total_goes_by_area():
    share, is_even = shares(area_m2=np.array([1.0, 3.0]), density=np.zeros(2))
    assert share == pytest.approx([0.25, 0.75])
    assert is_even


@pytest.mark.parametrize("density", [[-1.0], [np.nan], [np.inf]])
def test_a_density_that_is_none_is_refused(density):
    with pytest.raises(ValueError, match="density"):
        shares(area_m2=np.ones(1), density=np.array(density))


def test_no_place_is_refused():
    with pytest.raises(ValueError, match="no area"):
        shares(area_m2=np.zeros(0), density=np.zeros(0))


def test_the_outer_shore_has_neither_the_gaps_between_areas_nor_the_lakes_within():
    lake = shapely.box(4_000, 4_000, 6_000, 6_000)
    areas = np.array([shapely.box(0, 0, 10_000, 10_000) - lake, shapely.box(10_300, 0, 20_000, 10_000)])
    shore = outer_shore(areas, gap_m=500.0)
    assert shore.length == pytest.approx(60_000, rel=0.02)
    assert shapely.distance(shore, shapely.Point(5_000, 4_000)) > 3_000
    assert shapely.distance(shore, shapely.Point(10_150, 5_000)) > 3_000
