import numpy as np
import shapely

from gisapp.siting.sources import group_sources
from tests.siting import builders


def test_few_sources_stand_for_themselves_in_order_of_id():
    sources = builders.sources([(1, 1, 5), (2, 2, 7), (3, 3, 9)], ids=[30, 10, 20])
    groups = group_sources(sources, builders.terrain(), max_groups=2_500)
    assert groups.group_id.tolist() == [10, 20, 30]
    assert groups.group_supply_t_per_year.tolist() == [7.0, 9.0, 5.0]
    assert groups.points.xy_m[:, 0].tolist() == [2.0, 3.0, 1.0]
    assert groups.block_m == 0.0


def test_unrecorded_supply_is_counted_and_not_taken_for_zero():
    groups = group_sources(
        builders.sources([(1, 1, np.nan), (2, 2, 0), (3, 3, 9)]), builders.terrain(), max_groups=2_500
    )
    assert (groups.n_unrecorded, groups.member.tolist()) == (1, [2])


def test_a_source_off_the_land_belongs_to_the_nearest_shore():
    terrain = builders.terrain(shapely.box(0, 0, 5_000, 5_000), shapely.box(20_000, 0, 25_000, 5_000))
    groups = group_sources(
        builders.sources([(12_000, 100, 5), (15_000, 100, 5), (5_200, 100, 5)]), terrain, max_groups=2_500
    )
    assert groups.points.island.tolist() == [0, 1, 0]
    assert groups.n_outside == 2


def test_many_sources_are_grouped_and_no_tonne_is_lost():
    rng = np.random.default_rng(5)
    rows = np.column_stack([rng.uniform(0, 40_000, 3_000), rng.uniform(0, 20_000, 3_000), rng.gamma(1, 100, 3_000)])
    sources, terrain = builders.sources(rows), builders.terrain()
    groups = group_sources(sources, terrain, max_groups=200)
    n_group = len(groups.group_id)
    assert 50 < n_group <= 200
    np.testing.assert_allclose(groups.group_supply_t_per_year.sum(), sources.supply_t_per_year.sum(), rtol=1e-12)
    assert (np.diff(groups.group_id) > 0).all()
    away_m = np.hypot(*(rows[groups.member, :2] - groups.points.xy_m[groups.group_of]).T)
    assert away_m.max() <= groups.block_m * np.sqrt(2)


def test_a_group_never_spans_two_islands():
    terrain = builders.terrain(shapely.box(0, 0, 5_000, 5_000), shapely.box(5_500, 0, 9_000, 5_000))
    rows = [(x, y, 1.0) for x in (4_000, 4_900, 5_600, 6_000) for y in (100, 200)]
    groups = group_sources(builders.sources(rows), terrain, max_groups=1)
    assert len(groups.group_id) == 2


def test_a_group_is_driven_from_one_of_its_members():
    rows = [(100, 100, 1), (200, 100, 1), (900, 100, 10)]
    groups = group_sources(builders.sources(rows), builders.terrain(), max_groups=1)
    assert groups.points.xy_m.tolist() == [[900.0, 100.0]]
