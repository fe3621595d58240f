import numpy as np
import pytest
import shapely

from gisapp.siting import ExclusionArea, ExclusionEffect, PlantRequirement, exclusion_mask
from gisapp.siting.candidates import find_candidates, room_for
from gisapp.siting.grid import terrain_of
from gisapp.siting.sources import group_sources
from tests.siting import builders


def excluded(*geometries):
    return ExclusionArea("forest", "", ExclusionEffect.EXCLUDE, builders.objects(*geometries))


def candidates_of(problem):
    terrain = terrain_of(problem.study_area, problem.districts)
    mask = exclusion_mask(terrain, problem.exclusions)
    groups = group_sources(problem.sources, terrain, max_groups=2_500)
    room = room_for(mask, problem.requirement)
    points, separation_m = find_candidates(
        problem, terrain, mask=mask, room=room, groups=groups, residual_t_per_year=groups.group_supply_t_per_year
    )
    return points, separation_m, mask, room


def test_candidates_lie_on_free_land_apart_from_each_other():
    problem = builders.problem(exclusions=(excluded(shapely.box(0, 0, 15_000, 20_000)),))
    points, separation_m, mask, _ = candidates_of(problem)
    assert 200 <= len(points) <= 2_000
    assert mask.free[mask.grid.cells(*points.xy_m.T)].all()
    distance_m = np.hypot(*(points.xy_m[:, None] - points.xy_m[None]).transpose(2, 0, 1))
    np.fill_diagonal(distance_m, np.inf)
    assert distance_m.min() > separation_m


def test_candidates_seek_the_road_within_their_block():
    points, _, _, _ = candidates_of(builders.problem())
    near_road = points.xy_m[np.abs(points.xy_m[:, 1] - 10_000) < 600]
    assert (np.abs(near_road[:, 1] - 10_000) <= 125).mean() > 0.9


def test_free_land_too_small_for_the_plant_is_left_out():
    holes = shapely.box(0, 0, 40_000, 20_000).difference(
        shapely.union_all([shapely.box(1_000, 1_000, 1_500, 1_500), shapely.box(9_000, 9_000, 11_000, 11_000)])
    )
    problem = builders.problem(
        exclusions=(excluded(holes),),
        requirement=PlantRequirement(sizes_t_per_year=(30_000.0,), max_minutes=120.0, site_area_ha=50.0),
    )
    points, _, _, room = candidates_of(problem)
    assert sorted(room.patch_ha.tolist()) == pytest.approx([0.0, 25.0, 400.0])
    assert len(points)
    assert (points.xy_m > 9_000).all()


def test_everything_excluded_leaves_no_candidate():
    points, _, _, room = candidates_of(builders.problem(exclusions=(excluded(builders.LAND),)))
    assert len(points) == 0
    assert not room.fits.any()
