"""Maps, features and tiles beside MapServer, QGIS Server, pygeoapi and tipg: same tables, same boxes, one run.

200,000 made-up areas and 20,000 facilities. The other servers are started and all of them timed by ``peers.py``
(``../shared/bench``); install them once, as root, with ``python peers.py install``.
"""

import os
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.bench.gates import Gate, gate, report, say
from tests.bench.scale_service import ROLE, SHARED, Database, scale_database, served

AREAS, FACILITIES = 200_000, 20_000
REQUESTS = 30
# Boxes of its own for each number of clients: what one asked for, the caches would answer to the others.
CLIENTS_AND_SEEDS = ((1, 11), (4, 12))
# Largest ratio of our median to that of the fastest other server, by the title that peers.py gives the work.
RATIOS = {
    "GetMap province 1.9 deg": 0.12,
    "GetMap regency 0.4 deg": 0.35,
    "GetMap local 0.05 deg": 0.55,
    "GeoJSON, 1000 features in a box": 0.30,
    "vector tile z8": 0.15,
    "vector tile z11": 0.25,
    "vector tile z13": 0.40,
}
TILE_LIMIT_KIB = 500.0
REPEATED_LIMIT_MS = 3.0
REPEATS = 200
GET_MAP = (
    "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=source-areas,facilities&STYLES=&CRS=EPSG:3857"
    "&BBOX={bbox3857}&WIDTH={w}&HEIGHT={h}&FORMAT=image/png"
)
ITEMS = "/ogc/collections/source-areas/items?f=json&bbox={bbox}&limit={limit}"
TILES = "/ogc/collections/source-areas/tiles/WebMercatorQuad/{z}/{y}/{x}?f=mvt"


def main() -> int:
    peers = SHARED / "peers.py"
    folder = Path(os.environ.get("PEERS_DIR") or "/tmp/peers")
    if not (peers.exists() and (folder / "venv").exists()):
        say(f"The other servers are not installed: run {peers} install, as root. Nothing was measured.")
        return 1
    with scale_database(areas=AREAS, facilities=FACILITIES) as database, served(database) as (address, _pid):
        options = ["--port", str(database.port), "--dbname", database.name, "--user", ROLE]
        _run(peers, "up", *options)
        try:
            text = _timed(peers, address, options)
        finally:
            _down(peers, folder)
        return report([*_ratios(text), *_repeated(address, database)])


def _down(peers: Path, folder: Path) -> None:
    """Stop the other servers, and the workers of theirs that outlive them: those would keep the ports.

    A worker that is left from an earlier run answers from a database that is gone.
    """
    started = [int(pid) for pid in (folder / "pids").read_text().split()] if (folder / "pids").exists() else []
    workers = [pid for parent in started for pid in _children(parent)]
    _run(peers, "down")
    for pid in workers:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def _timed(peers: Path, address: str, options: list[str]) -> str:
    """Time all servers, print what peers.py says, and return it."""
    urls = ["--wms", address + GET_MAP, "--items", address + ITEMS, "--tiles", address + TILES]
    told = []
    for clients, seed in CLIENTS_AND_SEEDS:
        asked = ["--requests", str(REQUESTS), "--clients", str(clients), "--seed", str(seed)]
        command = [sys.executable, str(peers), "time", *options, *urls, *asked]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        say(done.stdout)
        told.append(done.stdout.strip())
    return "\n\n".join(told)


def _ratios(text: str) -> list[Gate]:
    """Read the table of every piece of work: ratio of medians, and the size of our tiles."""
    gates = []
    for table in text.strip().split("\n\n"):
        title, clients = re.match(r"(.*), (\d) client", table).groups()  # type: ignore[union-attr]
        ratio = re.search(r"project / (.+) = ([\d.]+)", table)
        name = f"{title}, {clients} client(s), our median / the fastest other"
        figure = float(ratio[2]) if ratio else float("inf")
        peer = (
            f"{ratio[1]}, {_median_ms(table, ratio[1]):.1f} ms; ours {_median_ms(table, 'project'):.1f}"
            if ratio
            else ""
        )
        gates.append(gate(name, figure=figure, target=RATIOS[title], unit="", peer=peer))
        if "tile" in title:
            size = re.search(r"project .*?([\d.]+) KiB", table)
            kib = float(size[1]) if size else float("inf")
            gates.append(gate(f"{title}, {clients} client(s), size", figure=kib, target=TILE_LIMIT_KIB, unit="KiB"))
    return gates


def _median_ms(table: str, server: str) -> float:
    found = re.search(rf"{re.escape(server)} +median +([\d.]+) ms", table)
    return float(found[1]) if found else float("nan")


def _repeated(address: str, _database: Database) -> list[Gate]:
    """Time what was asked for before, with and without the tag that the client has."""
    box = "12740000,-400000,12785000,-355000"
    work: dict[str, str] = {
        "map": address + GET_MAP.format(bbox3857=box, w=512, h=512),
        "vector tile": address + TILES.format(z=11, y=1037, x=1679),
    }
    gates = []
    for name, url in work.items():
        with urllib.request.urlopen(url) as answer:
            answer.read()
            tag = answer.headers["ETag"]
        kept = _median_of(lambda url=url: _get(url, {}))
        unchanged = _median_of(lambda url=url, tag=tag: _get(url, {"If-None-Match": tag}, expected=304))
        gates += [
            gate(f"a repeated {name}, from the cache", figure=kept, target=REPEATED_LIMIT_MS, unit="ms"),
            gate(f"a repeated {name}, unchanged (304)", figure=unchanged, target=REPEATED_LIMIT_MS, unit="ms"),
        ]
    return gates


def _median_of(work: Callable[[], None]) -> float:
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _get(url: str, headers: dict[str, str], *, expected: int = 200) -> None:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    if status != expected:
        raise SystemExit(f"{url} answered {status}, not {expected}")


def _run(peers: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, str(peers), *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
