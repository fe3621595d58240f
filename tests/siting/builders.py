"""Small problems to test with: metres, a 40 x 20 km rectangle unless told otherwise."""

from dataclasses import replace

import numpy as np
import rasterio  # noqa: F401  before shapely
import shapely

from gisapp.siting import (
    Criterion,
    Districts,
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
from gisapp.siting.grid import Terrain, terrain_of
from gisapp.siting.network import road_graph
from gisapp.siting.travel import points_on, travel_minutes

SRID = 32750
LAND = shapely.box(0, 0, 40_000, 20_000)
EQUAL_WEIGHTS = dict.fromkeys(Criterion, 1.0)


def objects(*geometries):
    column = np.empty(len(geometries), dtype=object)
    column[:] = geometries
    return column


def area(*land, cell_m=250.0):
    return StudyArea(land=objects(*(land or (LAND,))), srid=SRID, cell_size_m=cell_m)


def districts(*boundaries, population=None, fits_plan=None):
    n = len(boundaries)
    return Districts(
        code=tuple(str(k) for k in range(n)),
        name=tuple(f"District {k}" for k in range(n)),
        boundary=objects(*boundaries),
        population=np.array(population if population is not None else [100_000.0] * n, dtype=float),
        fits_plan=tuple(fits_plan if fits_plan is not None else [None] * n),
    )


def terrain(*land, cell_m=250.0) -> Terrain:
    return terrain_of(area(*land, cell_m=cell_m), districts(*(land or (LAND,))))


def sources(rows, *, ids=None):
    """Rows of x, y, tonnes."""
    table = np.array(rows, dtype=float).reshape(-1, 3)
    return Sources(
        id=np.array(ids if ids is not None else range(1, len(table) + 1), dtype=np.int64),
        x_m=table[:, 0],
        y_m=table[:, 1],
        supply_t_per_year=table[:, 2],
        district=np.zeros(len(table), dtype=np.int64),
    )


def plants(rows=()):
    """Rows of x, y, capacity."""
    table = np.array(rows, dtype=float).reshape(-1, 3)
    return Plants(
        id=np.arange(101, 101 + len(table)),
        name=tuple(f"Plant {k}" for k in range(len(table))),
        x_m=table[:, 0],
        y_m=table[:, 1],
        capacity_t_per_year=table[:, 2],
        capacity_is_assumed=np.zeros(len(table), dtype=bool),
    )


def roads(*lines, speed_km_h=60.0, ferry_minutes=None, one_way=None, main=None):
    """Lines as vertex lists; `ferry_minutes` maps a row to the minutes of a ferry."""
    n, ferries = len(lines), ferry_minutes or {}
    minutes = np.array([ferries.get(k, np.nan) for k in range(n)], dtype=float)
    return RoadEdges(
        line=objects(*(shapely.LineString(line) for line in lines)),
        length_m=np.full(n, np.nan),
        speed_km_h=np.full(n, float(speed_km_h)),
        is_ferry=~np.isnan(minutes),
        ferry_minutes=minutes,
        is_one_way=np.array(one_way if one_way is not None else [False] * n, dtype=bool),
        is_main=np.array(main if main is not None else [True] * n, dtype=bool),
    )


def places(*rows):
    """Rows of kind, x, y."""
    return Places(
        id=np.arange(201, 201 + len(rows)),
        kind=tuple(PlaceKind(kind) for kind, _, _ in rows),
        name=tuple(f"{kind} {k}" for k, (kind, _, _) in enumerate(rows)),
        x_m=np.array([x for _, x, _ in rows], dtype=float),
        y_m=np.array([y for _, _, y in rows], dtype=float),
    )


def zones(*geometries):
    return IndustrialZones(
        id=np.arange(301, 301 + len(geometries)),
        name=tuple(f"Zone {k}" for k in range(len(geometries))),
        geometry=objects(*geometries),
    )


def problem(**changes) -> SitingProblem:
    """A road along the middle, four sources, a port at the east end, a town in the middle."""
    base = SitingProblem(
        study_area=area(),
        districts=districts(
            shapely.box(0, 0, 20_000, 20_000),
            shapely.box(20_000, 0, 40_000, 20_000),
            population=[100_000.0, 50_000.0],
            fits_plan=[True, None],
        ),
        sources=sources(
            [(5_000, 9_000, 40_000), (12_000, 11_000, 30_000), (25_000, 9_500, 30_000), (35_000, 12_000, 20_000)]
        ),
        plants=plants(),
        roads=roads([(0, 10_000), (20_000, 10_000)], [(20_000, 10_000), (40_000, 10_000)]),
        places=places(("market", 39_000, 10_000), ("town", 20_000, 10_000), ("power", 1_000, 10_000)),
        industrial_zones=zones(shapely.box(10_000, 9_000, 12_000, 11_000)),
        exclusions=(),
        requirement=PlantRequirement(sizes_t_per_year=(60_000.0, 30_000.0), max_minutes=120.0, reserves_wanted=1),
        weights=EQUAL_WEIGHTS,
    )
    return replace(base, **changes)


def minutes_between(graph, terrain, origins, destinations, limit=np.inf):
    places = [points_on(terrain, *np.array(xy, dtype=float).reshape(-1, 2).T) for xy in (origins, destinations)]
    return travel_minutes(graph, *places, limit)


def graph_of(roads, terrain, *, speed=6.0, **kwargs):
    return road_graph(roads, terrain, off_road_speed_km_h=speed, **kwargs)
