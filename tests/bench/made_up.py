"""A made-up province of the size of South Kalimantan: a ragged coast, an island, roads in fragments."""

import itertools

import numpy as np
import rasterio  # noqa: F401  before shapely
import shapely

from gisapp.siting import (
    Criterion,
    Districts,
    ExclusionArea,
    ExclusionEffect,
    IndustrialZones,
    PlaceKind,
    Places,
    PlantRequirement,
    Plants,
    RoadEdges,
    SitingProblem,
    Sources,
    StudyArea,
)

WIDTH_M, HEIGHT_M = 230_000.0, 170_000.0


def objects(geometries):
    column = np.empty(len(geometries), dtype=object)
    column[:] = geometries
    return column


def _coast(rng, centre, radius_m, n_vertex):
    """A ragged ellipse."""
    angle = np.linspace(0, 2 * np.pi, n_vertex, endpoint=False)
    ragged = 1 + sum(rng.normal(0, 0.1 / k) * np.sin(k * angle + rng.uniform(0, 6)) for k in range(2, 60))
    x, y = centre[0] + radius_m[0] * ragged * np.cos(angle), centre[1] + radius_m[1] * ragged * np.sin(angle)
    return shapely.make_valid(shapely.Polygon(np.column_stack([x, y])))


def _roads(rng, land, n_edge):
    """Near neighbours joined, which leaves a few fragments as real data does."""
    x, y = inside(rng, land, n_edge // 2)
    triangles = shapely.delaunay_triangles(shapely.multipoints(np.column_stack([x, y])), only_edges=True)
    lines = shapely.get_parts(triangles)
    lines = lines[np.argsort(shapely.length(lines), kind="stable")][:n_edge]
    n = len(lines)
    return RoadEdges(
        line=lines,
        length_m=shapely.length(lines) * 1.2,
        speed_km_h=rng.choice([20.0, 28.0, 38.0, 45.0], n),
        is_ferry=np.zeros(n, dtype=bool),
        ferry_minutes=np.full(n, np.nan),
        is_one_way=rng.random(n) < 0.02,
        is_main=rng.random(n) < 0.3,
    )


def inside(rng, land, n):
    west, south, east, north = land.bounds
    shapely.prepare(land)
    x, y = rng.uniform(west, east, 4 * n), rng.uniform(south, north, 4 * n)
    keep = shapely.contains_xy(land, x, y)
    return x[keep][:n], y[keep][:n]


def province(*, n_source, n_edge, perishable, capacity_t=60_000.0):
    """Return a problem of about 600,000 land cells."""
    rng = np.random.default_rng(63)
    mainland = _coast(rng, (0, 0), (WIDTH_M / 2, HEIGHT_M / 2 * 1.2), 25_000)
    island = _coast(rng, (WIDTH_M * 0.75, -20_000), (20_000, 30_000), 5_000)
    land = shapely.union(mainland, island)
    west, south, east, north = land.bounds
    edges = np.linspace(west, east, 14)
    boundary = [land.intersection(shapely.box(a, south, b, north)) for a, b in itertools.pairwise(edges)]
    x, y = inside(rng, land, n_source)
    plant_x, plant_y = inside(rng, land, 42)
    place_x, place_y = inside(rng, land, 60)
    hole_x, hole_y = inside(rng, land, 300)
    holes = shapely.buffer(shapely.points(hole_x, hole_y), 4_000.0)
    supply = rng.gamma(1.0, 1.0, n_source)
    return SitingProblem(
        study_area=StudyArea(land=objects(boundary), srid=32750),
        districts=Districts(
            code=tuple(f"63{k:02}" for k in range(13)),
            name=tuple(f"District {k}" for k in range(13)),
            boundary=objects(boundary),
            population=np.linspace(100_000.0, 700_000.0, 13),
            fits_plan=(True, False, None) * 4 + (None,),
        ),
        sources=Sources(
            id=np.arange(n_source),
            x_m=x,
            y_m=y,
            supply_t_per_year=supply / supply.sum() * 5.34e6,
            district=np.searchsorted(edges, x) - 1,
        ),
        plants=Plants(
            id=np.arange(42),
            name=tuple(f"Mill {k}" for k in range(42)),
            x_m=plant_x,
            y_m=plant_y,
            capacity_t_per_year=np.full(42, capacity_t),
            capacity_is_assumed=np.ones(42, dtype=bool),
        ),
        roads=_roads(rng, mainland, n_edge),
        places=Places(
            id=np.arange(60),
            kind=(PlaceKind.MARKET, PlaceKind.TOWN, PlaceKind.POWER) * 20,
            name=tuple(f"Place {k}" for k in range(60)),
            x_m=place_x,
            y_m=place_y,
        ),
        industrial_zones=IndustrialZones(
            id=np.arange(5),
            name=tuple(f"Zone {k}" for k in range(5)),
            geometry=shapely.buffer(shapely.points(place_x[:5], place_y[:5]), 2_500.0),
        ),
        exclusions=tuple(ExclusionArea(f"reason_{k}", "", ExclusionEffect.EXCLUDE, holes[k::5]) for k in range(5)),
        requirement=PlantRequirement(
            sizes_t_per_year=(60_000.0, 120_000.0, 180_000.0, 240_000.0),
            max_minutes=240.0 if perishable else 900.0,
            perishability_h=24.0 if perishable else None,
            catchment_ceiling_km=50.0 if perishable else None,
            plants_wanted=4,
        ),
        weights=dict(zip(Criterion, (34, 20, 18, 12, 8, 8), strict=True)),
    )
