"""Time and memory of a full suggestion as the number of sources and of cells grows, up to the whole country.

Run with ``python -m tests.bench.scale [province|nation]``; both where neither is named. Every case runs in a
process of its own, so that its peak is its own. Boundaries are real (the data beside the project); sources,
roads and places are made up and the same every time.
"""

import argparse
import itertools
import json
import resource
import subprocess
import sys
import time

import numpy as np
import rasterio  # noqa: F401  before shapely
import shapely

from gisapp.geo.crs import transform
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
    prepare,
    suggest,
)
from tests.bench import real
from tests.bench.gates import Gate, gate, report, say
from tests.bench.made_up import objects

UTM_50S, EQUAL_AREA = 32750, 54034
PROVINCE_LIMIT_MB, NATION_LIMIT_MB = 1_500.0, 4_000.0
# Stretches of land to look at, so that 2,000 candidates are left in the province.
PROVINCE_DETAIL = {"stretches": 2_800, "source_groups": 2_500}
NATION_DETAIL = {"stretches": 5_000, "source_groups": 5_000}
CASES = {
    "province": [
        {"n_source": 10_000, "cell_m": 250},
        {"n_source": 100_000, "cell_m": 250},
        {"n_source": 200_000, "cell_m": 250},
        {"n_source": 1_000_000, "cell_m": 250},
        {"n_source": 200_000, "cell_m": 500},
        {"n_source": 200_000, "cell_m": 100},
    ],
    "nation": [
        {"n_source": 10_000, "cell_m": 1000},
        {"n_source": 100_000, "cell_m": 500},
        {"n_source": 1_000_000, "cell_m": 250},
    ],
}


def clustered_sources(rng, *, n_source, srid, centre):
    """Return sources scattered about centres, in the way and of the size of real plantations.

    Parameters
    ----------
    centre
        (n_centre, 2) degrees.
    """
    cluster = rng.integers(0, len(centre), n_source)
    lon, lat = (centre[cluster] + rng.normal(0, 0.12, (n_source, 2))).T
    radius_km = np.clip(np.exp(rng.normal(np.log(0.45), 0.6, n_source)), 0.055, 3.3)
    x_m, y_m = transform(lon, lat, source_srid=4326, target_srid=srid)
    return Sources(
        id=np.arange(n_source),
        x_m=x_m,
        y_m=y_m,
        supply_t_per_year=np.round(np.pi * radius_km**2 * 100 * 15, 1),
        district=np.full(n_source, -1),
    )


def points_in(rng, boundary, n):
    """Return (n, 2) points spread over polygons, metric CRS, as many in each as its share of the area."""
    share = shapely.area(boundary)
    chosen = rng.choice(len(boundary), n, p=share / share.sum())
    xy_m = np.empty((n, 2))
    for polygon in np.unique(chosen):
        rows = np.flatnonzero(chosen == polygon)
        shapely.prepare(boundary[polygon])
        west, south, east, north = boundary[polygon].bounds
        while rows.size:
            tried = rng.uniform((west, south), (east, north), (rows.size, 2))
            inside = shapely.contains_xy(boundary[polygon], *tried.T)
            xy_m[rows[inside]] = tried[inside]
            rows = rows[~inside]
    return xy_m


def road_net(rng, xy_m):
    """Join near neighbours; two out of three ways are left, so that fragments occur."""
    triangles = shapely.delaunay_triangles(shapely.multipoints(xy_m), only_edges=True)
    line = shapely.get_parts(triangles)
    length_m = shapely.length(line)
    order = np.argsort(length_m, kind="stable")[: 2 * len(line) // 3]
    line, length_m = line[order], length_m[order]
    n = len(line)
    return RoadEdges(
        line=line,
        length_m=length_m * 1.2,
        speed_km_h=rng.choice([20.0, 28.0, 38.0, 45.0], n),
        is_ferry=np.zeros(n, dtype=bool),
        ferry_minutes=np.full(n, np.nan),
        is_one_way=np.zeros(n, dtype=bool),
        is_main=rng.random(n) < 0.3,
    )


def plants_at(x_m, y_m, *, capacity_t_per_year):
    n = len(x_m)
    return Plants(
        id=np.arange(n),
        name=tuple(f"Mill {k}" for k in range(n)),
        x_m=x_m,
        y_m=y_m,
        capacity_t_per_year=np.full(n, capacity_t_per_year),
        capacity_is_assumed=np.ones(n, dtype=bool),
    )


def places_at(xy_m):
    n = len(xy_m)
    kinds = (PlaceKind.MARKET, PlaceKind.TOWN, PlaceKind.POWER)
    return Places(
        id=np.arange(n),
        kind=tuple(kinds[k % 3] for k in range(n)),
        name=tuple(f"Place {k}" for k in range(n)),
        x_m=xy_m[:, 0],
        y_m=xy_m[:, 1],
    )


def problem_of(districts: Districts, *, srid, cell_m, n_source, n_centre, n_road_node, plants, detail, wanted):
    """Make up a question on real districts; all that is drawn depends on their outlines alone."""
    rng = np.random.default_rng(7)
    boundary = districts.boundary
    centre_m = points_in(rng, boundary, n_centre)
    centre = np.column_stack(transform(*centre_m.T, source_srid=srid, target_srid=4326))
    holes = shapely.buffer(shapely.points(points_in(rng, boundary, 20 * len(boundary))), 4_000.0)
    place_m = points_in(rng, boundary, 3 * len(boundary))
    zones = shapely.points(place_m[::3])
    return SitingProblem(
        study_area=StudyArea(land=boundary, srid=srid, cell_size_m=cell_m),
        districts=districts,
        sources=clustered_sources(rng, n_source=n_source, srid=srid, centre=centre),
        plants=plants,
        roads=road_net(rng, points_in(rng, boundary, n_road_node)),
        places=places_at(place_m),
        industrial_zones=IndustrialZones(
            id=np.arange(len(zones)), name=tuple(f"Zone {k}" for k in range(len(zones))), geometry=objects(zones)
        ),
        exclusions=tuple(ExclusionArea(f"reason_{k}", "", ExclusionEffect.EXCLUDE, holes[k::5]) for k in range(5)),
        requirement=PlantRequirement(
            sizes_t_per_year=(60_000.0, 120_000.0, 180_000.0, 240_000.0),
            max_minutes=240.0,
            perishability_h=24.0,
            catchment_ceiling_km=50.0,
            plants_wanted=wanted,
        ),
        weights=dict(zip(Criterion, (34, 20, 18, 12, 8, 8), strict=True)),
        **detail,
    )


def province(*, n_source, cell_m):
    """South Kalimantan: 13 districts, 42 mills, 2,000 junctions."""
    districts, _ = real.districts(real.PROVINCE, srid=UTM_50S)
    rng = np.random.default_rng(42)
    mills_m = points_in(rng, districts.boundary, 42)
    return problem_of(
        districts,
        srid=UTM_50S,
        cell_m=cell_m,
        n_source=n_source,
        n_centre=300,
        n_road_node=2_000,
        plants=plants_at(*mills_m.T, capacity_t_per_year=180_000.0),
        detail=PROVINCE_DETAIL,
        wanted=4,
    )


def nation(*, n_source, cell_m):
    """Indonesia: 514 districts, of which invalid ones are repaired, its real mills, 40,000 junctions."""
    districts, n_invalid = real.districts(real.NATION, srid=EQUAL_AREA)
    say(f"  {len(districts.code)} districts, {n_invalid} repaired")
    return problem_of(
        districts,
        srid=EQUAL_AREA,
        cell_m=cell_m,
        n_source=n_source,
        n_centre=6_000,
        n_road_node=40_000,
        plants=plants_at(*real.mills(srid=EQUAL_AREA), capacity_t_per_year=180_000.0),
        detail=NATION_DETAIL,
        wanted=20,
    )


def peak_mb():
    """Return the most memory that this process has held so far, MB of 10^6 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def measure(area, case):
    """Answer one case in this process and print its figures."""
    problem = {"province": province, "nation": nation}[area](**case)
    given_mb, began = peak_mb(), time.perf_counter()
    prepared = prepare(problem)
    prepare_s, prepared_mb = time.perf_counter() - began, peak_mb()
    result = suggest(problem, prepared=prepared, clock=time.perf_counter, rng=np.random.default_rng(0))
    say(
        json.dumps(
            {
                "seconds": time.perf_counter() - began,
                "peak_mb": peak_mb(),
                "given_mb": given_mb,
                "prepared_mb": prepared_mb,
                "stages_s": {"prepare": round(prepare_s, 2)}
                | {name: round(seconds, 2) for name, seconds in result.timings_s.items() if name != "prepare"},
                "counts": dict(result.counts),
                "sites": len(result.sites),
            }
        )
    )


def measured(area, case):
    """Answer one case in a process of its own and return its figures."""
    command = [sys.executable, "-m", "tests.bench.scale", "--case", json.dumps([area, case])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{area} {case} ended with {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def told(case, found):
    """Print the figures of one case."""
    counts, stages = found["counts"], found["stages_s"]
    say(
        f"  {case['n_source']:>9,} sources, {case['cell_m']:>4} m: {found['seconds']:6.1f} s,"
        f" {found['peak_mb']:.0f} MB ({found['given_mb']:.0f} given, {found['prepared_mb']:.0f} prepared)"
    )
    say(
        f"            {counts['land_cells']:,} cells of land, {counts['source_groups']:,} groups of sources,"
        f" {counts['candidates']:,} candidates, {counts['road_nodes']:,} nodes, {found['sites']} sites"
    )
    say("            " + "  ".join(f"{stage} {seconds:.1f}" for stage, seconds in stages.items()))


def growth(cases, answers):
    """Tell how time and memory grow with sources, cells alike."""
    for (first, before), (then, after) in itertools.pairwise(zip(cases, answers, strict=True)):
        if first["cell_m"] == then["cell_m"]:
            more, longer = then["n_source"] / first["n_source"], after["seconds"] / before["seconds"]
            larger = after["peak_mb"] / before["peak_mb"]
            say(f"  {more:g} x the sources: {longer:.2f} x the time, {larger:.2f} x the memory")


def gates_of(area) -> list[Gate]:
    """Measure every case of an area and hold the memory of the largest to its limit."""
    if not (real.PROVINCE if area == "province" else real.NATION).exists():
        say(f"{area}: left out, its boundaries (../shared/data) are not on this machine")
        return []
    say(f"{area}:")
    answers = []
    for case in CASES[area]:
        answers.append(measured(area, case))
        told(case, answers[-1])
    growth(CASES[area], answers)
    if area == "province":
        found = answers[CASES[area].index({"n_source": 200_000, "cell_m": 250})]
        name, limit_mb = "province at 250 m, 200,000 sources, 2,000 candidates", PROVINCE_LIMIT_MB
        is_right = found["counts"]["candidates"] >= 1_900
    else:
        found = answers[-1]
        name, limit_mb = "Indonesia at 250 m, 1,000,000 sources", NATION_LIMIT_MB
        is_right = found["sites"] > 0
    return [gate(f"memory, {name}", figure=found["peak_mb"], target=limit_mb, unit="MB", is_right=is_right)]


def gates() -> list[Gate]:
    """Return the gates of both areas."""
    return [*gates_of("province"), *gates_of("nation")]


def main() -> int:
    """Measure one area, or both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("area", nargs="?", choices=sorted(CASES))
    parser.add_argument("--case", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        measure(*json.loads(options.case))
        return 0
    return report(gates_of(options.area) if options.area else gates())


if __name__ == "__main__":
    sys.exit(main())
