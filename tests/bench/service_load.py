"""What the service does under load: memory after many requests, and fifty clients that ask for cold heavy pictures."""

import random
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.bench.gates import Gate, gate, report, say
from tests.bench.scale_service import scale_database, served
from tests.bench.service import AREAS, FACILITIES

REQUESTS = 10_000
CLIENTS = 50
COLD_REQUESTS = 300
WEST, SOUTH, EAST, NORTH = 114.5, -4.0, 116.4, -1.5
# What a process may keep more after all requests than after the first tenth of them, when its caches have filled.
GROWTH_LIMIT_MB = 60.0
HEALTH_LIMIT_S = 2.0
ANSWER_LIMIT_S = 30.0
MIB = 1024.0


def main() -> int:
    with scale_database(areas=AREAS, facilities=FACILITIES) as database:
        with served(database) as (address, pid):
            gates = _memory(address, pid)
        with served(database) as (address, _pid):
            gates += _crowd(address)
    return report(gates)


def _memory(address: str, pid: int) -> list[Gate]:
    """Ask for many different things and see what the processes keep."""
    rng = random.Random(5)
    sizes: list[float] = []
    began = time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        for part in range(10):
            urls = [address + _some_request(rng) for _ in range(REQUESTS // 10)]
            statuses = Counter(pool.map(_status, urls))
            sizes.append(max(_resident_mb(worker) for worker in _workers(pid)))
            done = (part + 1) * REQUESTS // 10
            say(f"  after {done} requests the largest worker holds {sizes[-1]:.0f} MB; {dict(statuses)}")
    say(f"  {REQUESTS / (time.perf_counter() - began):.0f} requests a second")
    return [
        gate("growth of a worker over 9,000 requests", figure=sizes[-1] - sizes[0], target=GROWTH_LIMIT_MB, unit="MB")
    ]


def _crowd(address: str) -> list[Gate]:
    """Let fifty clients ask for province pictures that nobody asked for before, and look whether all are answered."""
    rng = random.Random(6)
    urls = [address + _map_request(rng, width_degrees=1.9) for _ in range(COLD_REQUESTS)]
    health: list[float] = []
    is_over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(address, health, is_over))
    watcher.start()
    times: list[float] = []

    def ask(url: str) -> int:
        began = time.perf_counter()
        status = _status(url)
        times.append(time.perf_counter() - began)
        return status

    with ThreadPoolExecutor(CLIENTS) as pool:
        statuses = Counter(pool.map(ask, urls))
    is_over.set()
    watcher.join()
    say(f"  {COLD_REQUESTS} cold province pictures for {CLIENTS} clients: {dict(statuses)}")
    is_right = set(statuses) <= {200, 503} and statuses[200] > 0
    return [
        gate("slowest answer to fifty clients", figure=max(times), target=ANSWER_LIMIT_S, unit="s", is_right=is_right),
        gate("slowest health check meanwhile", figure=max(health), target=HEALTH_LIMIT_S, unit="s"),
    ]


def _watch(address: str, health: list[float], is_over: threading.Event) -> None:
    while not is_over.wait(0.5):
        began = time.perf_counter()
        status = _status(f"{address}/healthz")
        health.append(time.perf_counter() - began if status == 200 else float("inf"))


def _some_request(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.4:
        return _map_request(rng, width_degrees=rng.choice((0.05, 0.05, 0.4)))
    if kind < 0.7:
        zoom = rng.choice((11, 12, 13))
        column, row = _tile(rng.uniform(WEST, EAST), rng.uniform(SOUTH, NORTH), zoom)
        return f"/ogc/collections/source-areas/tiles/WebMercatorQuad/{zoom}/{row}/{column}?f=mvt"
    x, y = rng.uniform(WEST, EAST), rng.uniform(SOUTH, NORTH)
    return f"/ogc/collections/source-areas/items?f=json&limit=100&bbox={x:.5f},{y:.5f},{x + 0.1:.5f},{y + 0.1:.5f}"


def _map_request(rng: random.Random, *, width_degrees: float) -> str:
    x = rng.uniform(WEST, max(WEST, EAST - width_degrees))
    y = rng.uniform(SOUTH, max(SOUTH, NORTH - width_degrees))
    box = f"{x:.5f},{y:.5f},{x + width_degrees:.5f},{y + width_degrees:.5f}"
    return (
        "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=source-areas,facilities&STYLES=&CRS=CRS:84"
        f"&BBOX={box}&WIDTH=512&HEIGHT=512&FORMAT=image/png"
    )


def _tile(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    from gisapp.geo.crs import transform

    x, y = transform(lon, lat, source_srid=4326, target_srid=3857)
    half = 20_037_508.342789244
    side = 2 * half / 2**zoom
    return int((float(x) + half) / side), int((half - float(y)) / side)


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=120) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.read()
        return error.code


def _workers(pid: int) -> Iterator[int]:
    """Yield the processes that a server has started."""
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        yield from map(int, tasks.read_text().split())


def _resident_mb(pid: int) -> float:
    lines: Iterable[str] = Path(f"/proc/{pid}/status").read_text().splitlines()
    kib = next(line for line in lines if line.startswith("VmRSS")).split()[1]
    return float(kib) / MIB


if __name__ == "__main__":
    sys.exit(main())
