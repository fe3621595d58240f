"""Time searches on a made-up road network and raster, beside other tools where they are installed.

Run with ``python -m tests.bench.network``. Prints one line a gate, and leaves with 1 if one is missed.
Gates are held to processor time on one thread, the best of some runs, because the machine may have other
work to do; elapsed time with all threads stands beside it. scikit-image, GRASS (`grass-core`) and pgRouting
(`postgresql-15-pgrouting`, in the database that DATABASE_URL names, rolled back) are peers, not needed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import psycopg
import rasterio  # noqa: F401  before shapely
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay

from gisapp.siting.cost_distance import cost_distance
from gisapp.siting.network import road_graph
from gisapp.siting.shortest_paths import Starts, shortest_minutes, supply_within_everywhere
from gisapp.siting.types import RoadEdges
from tests.bench.gates import Gate, gate, report, say
from tests.siting import builders

N_NODE, N_EDGE = 50_000, 93_000
WIDTH_M, HEIGHT_M = 230_000.0, 161_000.0
N_START, CATCHMENT_MIN, SUPPLY_MIN = 500, 120.0, 60.0
N_CELL_EDGE, N_CELL_SOURCE = 1_000, 50


def best_of(run, repeats=5):
    """Return the least processor seconds and the least elapsed seconds of some runs, and the last answer."""
    cpu_s, elapsed_s = [], []
    for _ in range(repeats):
        cpu, elapsed = time.process_time(), time.perf_counter()
        answer = run()
        cpu_s.append(time.process_time() - cpu)
        elapsed_s.append(time.perf_counter() - elapsed)
    return min(cpu_s), min(elapsed_s), answer


def held(name, *, target_s, cpu_s, elapsed_s, equal):
    """Hold processor seconds to a target, and tell those that passed on all threads."""
    say(f"      {name}: {elapsed_s:.3f} s elapsed on {len(os.sched_getaffinity(0))} processors")
    return gate(name, figure=cpu_s, target=target_s, unit="s", is_right=equal)


def roads():
    """Return 93,000 straight roads between 50,000 places that hang together, of four speeds."""
    rng = np.random.default_rng(63)
    xy_m = rng.uniform(0, 1, (N_NODE, 2)) * [WIDTH_M, HEIGHT_M]
    corner = Delaunay(xy_m).simplices
    pair = np.unique(np.sort(np.concatenate([corner[:, [0, 1]], corner[:, [1, 2]], corner[:, [0, 2]]]), 1), axis=0)
    length_m = np.hypot(*(xy_m[pair[:, 0]] - xy_m[pair[:, 1]]).T)
    tree = minimum_spanning_tree(csr_array((length_m, pair.T), shape=(N_NODE, N_NODE))).tocoo()
    in_tree = np.isin(pair @ [N_NODE, 1], tree.coords[0].astype(np.int64) * N_NODE + tree.coords[1])
    chosen = np.lexsort((rng.random(len(pair)) + length_m / 4_000, ~in_tree))[:N_EDGE]
    return RoadEdges(
        line=np.asarray(shapely.linestrings(xy_m[pair[chosen]]), dtype=object),
        length_m=length_m[chosen] * 1.2,
        speed_km_h=rng.choice([20.0, 28.0, 38.0, 45.0], N_EDGE),
        is_ferry=np.zeros(N_EDGE, dtype=bool),
        ferry_minutes=np.full(N_EDGE, np.nan),
        is_one_way=np.zeros(N_EDGE, dtype=bool),
        is_main=np.ones(N_EDGE, dtype=bool),
    )


def catchments(arcs, start):
    """All nodes within two hours of each of 500."""
    every, starts = np.arange(arcs.n_node), Starts.at(start)

    def search(threads):
        return shortest_minutes(arcs, starts, every, limit_min=CATCHMENT_MIN, threads=threads)

    search(1)
    cpu_s, _, found = best_of(lambda: search(1))
    _, elapsed_s, threaded = best_of(lambda: search(None))
    matrix = arcs.matrix()
    peer_s, _, expected = best_of(lambda: dijkstra(matrix, indices=start, limit=CATCHMENT_MIN), 3)
    there = np.isfinite(expected)
    equal = np.array_equal(there, np.isfinite(found)) and np.array_equal(found, threaded)
    equal = equal and np.allclose(found[there], expected[there], rtol=1e-9, atol=0)
    name = f"{N_START} catchments of {CATCHMENT_MIN:g} min, {there.sum() / N_START:,.0f} of {arcs.n_node:,} nodes each"
    say(f"      scipy {peer_s:.3f} s")
    pgrouting(arcs, start, int(there.sum()))
    return held(name, target_s=0.8, cpu_s=cpu_s, elapsed_s=elapsed_s, equal=equal)


def pgrouting(arcs, start, n_expected):
    """Let pgRouting do the same search, in a transaction that is rolled back."""
    url = os.environ.get("DATABASE_URL", "").replace("postgis://", "postgresql://")
    if not url:
        say("      pgRouting: no DATABASE_URL")
        return
    with psycopg.connect(url) as connection:
        if not connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pgrouting'").fetchone():
            say("      pgRouting: not installed")
            return
        connection.execute("CREATE EXTENSION IF NOT EXISTS pgrouting CASCADE")
        connection.execute("CREATE TEMP TABLE arc (id int8, source int8, target int8, cost float8)")
        with connection.cursor().copy("COPY arc FROM STDIN") as copy:
            for row in zip(range(len(arcs.head)), arcs.tail(), arcs.head, arcs.minutes, strict=True):
                copy.write_row(row)
        began = time.perf_counter()
        (n_found,) = connection.execute(
            "SELECT count(*) FROM pgr_drivingDistance('SELECT * FROM arc', %s::int8[], %s)",
            [start.tolist(), CATCHMENT_MIN],
        ).fetchone()
        seconds = time.perf_counter() - began
        connection.rollback()
    say(f"      pgRouting {seconds:.2f} s elapsed, {'as many nodes' if n_found == n_expected else f'{n_found} nodes'}")


def supply(arcs, start):
    """Tonnes within an hour of every node, where every node has some."""
    tonnes = np.random.default_rng(1).gamma(1.0, 100.0, arcs.n_node)
    cpu_s, _, found = best_of(lambda: supply_within_everywhere(arcs, tonnes, limit_min=SUPPLY_MIN, threads=1), 2)
    _, elapsed_s, threaded = best_of(lambda: supply_within_everywhere(arcs, tonnes, limit_min=SUPPLY_MIN), 2)
    # The same from the other end, for some nodes: who can reach them in an hour.
    reach = dijkstra(arcs.matrix().T.tocsr(), indices=start, limit=SUPPLY_MIN)
    equal = np.allclose(found[start], np.isfinite(reach) @ tonnes, rtol=1e-9) and np.array_equal(found, threaded)
    name = f"tonnes within {SUPPLY_MIN:g} min of every one of {arcs.n_node:,} nodes"
    return held(name, target_s=20.0, cpu_s=cpu_s, elapsed_s=elapsed_s, equal=equal)


def cells():
    """Cost distance with owner on a million cells."""
    rng = np.random.default_rng(2)
    cost = rng.uniform(1, 5, (N_CELL_EDGE, N_CELL_EDGE))
    row, col = rng.integers(N_CELL_EDGE, size=(2, N_CELL_SOURCE))
    cost_distance(cost, row, col)
    cpu_s, elapsed_s, found = best_of(lambda: cost_distance(cost, row, col))
    peers, expected = [], cost_distance(cost, row, col, backend="scipy").cost
    if find_spec("skimage"):
        from skimage.graph import MCP_Geometric

        starts = list(zip(row, col, strict=True))
        peer_s, _, (expected, _) = best_of(lambda: MCP_Geometric(cost).find_costs(starts), 3)
        peers.append(f"scikit-image {peer_s:.3f} s, without owner")
    else:
        peers.append("scikit-image: not installed, so compared with scipy")
    peers.append(grass(cost, row, col))
    for peer in peers:
        say(f"      {peer}")
    return held(
        f"cost distance with owner, {cost.size:,} cells, {N_CELL_SOURCE} sources",
        target_s=0.3,
        cpu_s=cpu_s,
        elapsed_s=elapsed_s,
        equal=np.allclose(found.cost, expected, rtol=1e-9),
    )


GRASS_SCRIPT = """set -e
g.region n={n} s=0 w=0 e={n} rows={n} cols={n}
r.in.bin -d input={folder}/cost.bin output=cost bytes=8 north={n} south=0 west=0 east={n} rows={n} cols={n} --q
v.in.ascii input={folder}/start.txt output=start separator=comma --q
date +%s.%N
r.cost input=cost output=total nearest=owner start_points=start memory=2000 --q
date +%s.%N
"""


def grass(cost, row, col):
    """Time r.cost in a location of its own."""
    if not shutil.which("grass"):
        return "GRASS r.cost: not installed"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cost.astype("<f8").tofile(folder / "cost.bin")
        points = zip(col + 0.5, N_CELL_EDGE - row - 0.5, range(1, len(row) + 1), strict=True)
        (folder / "start.txt").write_text("\n".join(f"{x},{y},{k}" for x, y, k in points), encoding="utf-8")
        (folder / "run.sh").write_text(GRASS_SCRIPT.format(n=N_CELL_EDGE, folder=folder), encoding="utf-8")
        command = ["grass", "--tmp-location", "XY", "--exec", "sh", str(folder / "run.sh")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    times = [float(line) for line in done.stdout.split() if line.replace(".", "").isdigit()]
    if done.returncode or len(times) != 2:
        return f"GRASS r.cost: failed, {done.stderr.strip().splitlines()[-1:]}"
    return f"GRASS r.cost {times[1] - times[0]:.2f} s elapsed"


def disk(graph):
    """How long another process takes to get the graph that one has built."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gisapp.settings")
    os.environ.setdefault("HILIR_DEBUG", "1")
    from django.conf import settings

    from gisapp.planning.road_graph import road_graph_for

    with tempfile.TemporaryDirectory() as name:
        settings.STATE_DIR = Path(name)
        cpu_s, elapsed_s, _ = best_of(lambda: road_graph_for(["bench"], build=lambda: graph), 1)
        size_mb = sum(file.stat().st_size for file in Path(name).rglob("*.npy")) / 1e6
        say(f"      kept on disk in {elapsed_s:.3f} s, {size_mb:.1f} MB")
        cpu_s, elapsed_s, _ = best_of(lambda: road_graph_for(["bench"], build=lambda: None))
        say(f"      read back, checked and mapped in {elapsed_s:.3f} s elapsed, {cpu_s:.3f} s of one processor")


def gates() -> list[Gate]:
    """Measure every gate."""
    terrain = builders.terrain(shapely.box(0, 0, WIDTH_M, HEIGHT_M), cell_m=500.0)
    edges = roads()
    cpu_s, elapsed_s, graph = best_of(lambda: road_graph(edges, terrain, off_road_speed_km_h=10.0), 2)
    arcs = graph.arcs
    say(f"road graph of {N_EDGE:,} roads built in {elapsed_s:.2f} s elapsed, {cpu_s:.2f} s of one processor:")
    say(f"      {arcs.n_node:,} nodes, {len(arcs.head):,} arcs, {len(graph.link):,} off-road links")
    disk(graph)
    start = np.random.default_rng(3).choice(arcs.n_node, N_START, replace=False)
    return [catchments(arcs, start), supply(arcs, start), cells()]


def main() -> int:
    """Print every gate."""
    return report(gates())


if __name__ == "__main__":
    sys.exit(main())
