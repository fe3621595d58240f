"""Exports of 200,000 made-up areas in every format, and the same to a GeoPackage by ogr2ogr, in one run.

Each is a process of its own, so that its time is that of the whole command and its peak is its own.
"""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.exchange_imports import import_gates
from tests.bench.gates import Gate, gate, report, say
from tests.bench.scale_service import PROJECT, ROLE, Database, scale_database

AREAS, FACILITIES = 200_000, 20_000
ROUNDS = 3
OGR2OGR_RATIO = 1.5
PEAK_LIMIT_MB = 1_000.0
# Seconds that a planner waits in the background for all areas of a province, by format.
FORMATS_LIMIT_S = {
    "qgis": 60.0,
    "shp": 60.0,
    "csv": 60.0,
    "geojson": 60.0,
    "geojsonl": 60.0,
    "kmz": 120.0,
    "fgb": 60.0,
    "parquet": 60.0,
    "xlsx": 240.0,
    "pmtiles": 600.0,
}
# What export_layer writes of an area, for ogr2ogr to write the same.
SAME_ROWS = """
SELECT o.id, c.code AS commodity, c.name_id AS commodity_name_id, c.name_en AS commodity_name_en, o.name, o.area_ha,
    o.yield_t_per_ha, o.availability, o.annual_tonnes, o.year, o.owner_kind, o.origin, d.code AS district,
    d.name AS district_name, o.source, o.source_date, o.licence, o.confidence, o.note, o.boundary AS geom
FROM layers_sourcearea AS o LEFT JOIN layers_commodity AS c ON c.id = o.commodity_id
    LEFT JOIN layers_district AS d ON d.id = o.district_id
"""


@dataclass(frozen=True)
class Measured:
    """What a process took; `cpu_s` without that of the database."""

    seconds: float
    cpu_s: float
    peak_mb: float
    megabytes: float


def main() -> int:
    with (
        scale_database(areas=AREAS, facilities=FACILITIES) as database,
        TemporaryDirectory(dir=os.environ.get("HILIR_BENCH_DIR")) as folder,
    ):
        return report(
            [
                *_beside_ogr2ogr(database, Path(folder)),
                *_other_formats(database, Path(folder)),
                *import_gates(database, Path(folder)),
            ]
        )


def _beside_ogr2ogr(database: Database, folder: Path) -> list[Gate]:
    """Time both in turn, and compare the best of each: other work on the machine only adds."""
    found = shutil.which("ogr2ogr", path="/usr/bin:/bin")
    if found is None:
        say("ogr2ogr is not installed: install gdal-bin. Nothing is compared.")
        return [gate("export to GeoPackage / ogr2ogr", figure=float("inf"), target=OGR2OGR_RATIO, unit="")]
    source = f"PG:host=127.0.0.1 port={database.port} user={ROLE} dbname={database.name}"
    theirs, ours = [], []
    for _round in range(ROUNDS):
        target = folder / "theirs.gpkg"
        asked = [found, "-f", "GPKG", str(target), source, "-nln", "areas", "-nlt", "MULTIPOLYGON", "-sql", SAME_ROWS]
        theirs.append(_measured(asked, target, environment={"PATH": "/usr/bin:/bin", "HOME": str(folder)}))
        ours.append(_export(database, folder, "gpkg"))
    best, peer = min(ours, key=_seconds), min(theirs, key=_seconds)
    told = f"{_told(best)}; ogr2ogr {_told(peer)}"
    return [
        gate(
            f"{AREAS} areas to GeoPackage, our time / that of ogr2ogr",
            figure=best.seconds / peer.seconds,
            target=OGR2OGR_RATIO,
            unit="",
            peer=told,
        ),
        gate(
            f"{AREAS} areas to GeoPackage, peak",
            figure=max(one.peak_mb for one in ours),
            target=PEAK_LIMIT_MB,
            unit="MB",
            peer=f"ogr2ogr {max(one.peak_mb for one in theirs):.0f} MB",
        ),
    ]


def _other_formats(database: Database, folder: Path) -> list[Gate]:
    gates = []
    for name, limit_s in FORMATS_LIMIT_S.items():
        took = _export(database, folder, name)
        gates += [
            gate(f"{AREAS} areas to {name}", figure=took.seconds, target=limit_s, unit="s", peer=_told(took)),
            gate(f"{AREAS} areas to {name}, peak", figure=took.peak_mb, target=PEAK_LIMIT_MB, unit="MB"),
        ]
    return gates


def _export(database: Database, folder: Path, name: str) -> Measured:
    target = folder / f"ours.{name}"
    command = [sys.executable, "manage.py", "export_layer", "source-areas", "--format", name, "--out", str(target)]
    return _measured(command, target, environment=database.environment)


def _measured(command: list[str], target: Path, *, environment: dict[str, str]) -> Measured:
    """Run a command that writes a file, which is removed."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, cwd=PROJECT, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:6]} ended with {process.returncode}")
    megabytes = target.stat().st_size / 1e6
    target.unlink()
    # Linux counts in KiB.
    cpu_s = usage.ru_utime + usage.ru_stime
    return Measured(seconds=seconds, cpu_s=cpu_s, peak_mb=usage.ru_maxrss * 1024 / 1e6, megabytes=megabytes)


def _told(one: Measured) -> str:
    return f"{one.seconds:.1f} s, {one.cpu_s:.1f} s of CPU, {one.megabytes:.0f} MB"


def _seconds(one: Measured) -> float:
    return one.seconds


if __name__ == "__main__":
    sys.exit(main())
