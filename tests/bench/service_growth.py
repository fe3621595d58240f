"""How the cost of a map, of features and of a tile grows with what is stored: 10^4, 10^5 and 10^6 areas."""

import statistics
import sys
import time
import urllib.request

from tests.bench.gates import say
from tests.bench.scale_service import scale_database, served
from tests.bench.service import GET_MAP, ITEMS, TILES

SIZES = (10_000, 100_000, 1_000_000)
FACILITIES_SHARE = 10
REPEATS = 7
# Web Mercator, around the middle of the data: a province, a district, a town.
BOXES = {
    "map, province": (12_746_000.0, -445_000.0, 211_000.0),
    "map, district": (12_820_000.0, -330_000.0, 44_500.0),
    "map, town": (12_840_000.0, -310_000.0, 5_560.0),
}


def main() -> int:
    table: dict[str, list[str]] = {}
    for size in SIZES:
        with (
            scale_database(areas=size, facilities=size // FACILITIES_SHARE) as database,
            served(database) as (url, _pid),
        ):
            for name, milliseconds in _timed(url).items():
                table.setdefault(name, []).append(f"{milliseconds:9.1f}")
    say(f"{'median ms, cold':30}" + "".join(f"{size:>10,}" for size in SIZES))
    for name, figures in table.items():
        say(f"{name:30}" + " ".join(figures))
    return 0


def _timed(url: str) -> dict[str, float]:
    """Return the median milliseconds of each piece of work; no two requests are the same, so no cache answers."""
    times = {}
    for name, (west, south, side) in BOXES.items():
        shift = side / 97
        boxes = [
            f"{west + k * shift:.1f},{south:.1f},{west + side + k * shift:.1f},{south + side:.1f}"
            for k in range(REPEATS)
        ]
        times[name] = _median([url + GET_MAP.format(bbox3857=box, w=512, h=512) for box in boxes])
    degrees = [f"{115.2 + k * 0.01:.3f},-2.9,{115.55 + k * 0.01:.3f},-2.55" for k in range(REPEATS)]
    times["1,000 features in a box"] = _median([url + ITEMS.format(bbox=box, limit=1000) for box in degrees])
    for zoom, row, column in ((8, 129, 209), (11, 1037, 1679), (13, 4150, 6717)):
        tiles = [TILES.format(z=zoom, y=row, x=column + k) for k in range(REPEATS if zoom > 8 else 2)]
        times[f"vector tile z{zoom}"] = _median([url + tile for tile in tiles])
    return times


def _median(urls: list[str]) -> float:
    times = []
    for url in urls:
        began = time.perf_counter()
        with urllib.request.urlopen(url, timeout=300) as answer:
            answer.read()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
