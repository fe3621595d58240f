"""The import of 200,000 made-up areas from a GeoPackage, and the same by ogr2ogr into PostGIS, in one run.

Ours reads, checks every row against all rules of its kind, finds its district, stores it with a record for the undo,
and draws the display shapes; ogr2ogr reads and stores. What is compared is told in the name of each line. Each is a
process of its own. `tests.bench.exchange` prints the lines.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psycopg

from tests.bench.gates import Gate, gate, say
from tests.bench.scale_service import PROJECT, ROLE, Database

ROUNDS = 2
OGR2OGR_RATIO = 2.0
SHAPES_LIMIT_S = 300.0
PEAK_LIMIT_MB = 4_000.0
NAME = "import_scale"
SAME_AREAS = """
SELECT o.name, c.code AS commodity, ST_Area(o.boundary::geography) / 1e4 * coalesce(c.yield_mid, 1) AS annual_tonnes,
    o.boundary AS geom
FROM layers_sourcearea AS o JOIN layers_commodity AS c ON c.id = o.commodity_id
"""
# The made-up areas lie beyond the province too: districts of a chessboard hold them all.
CHESSBOARD = """
DELETE FROM layers_sourcearea; DELETE FROM layers_subdistrict;
WITH extent AS (SELECT ST_Expand(ST_Extent(boundary)::geometry, 1.0) AS box FROM layers_district),
numbered AS (SELECT id, row_number() OVER (ORDER BY code) - 1 AS n FROM layers_district),
placed AS (
    SELECT id, n, n / 4 AS i, n % 4 AS j, ST_XMin(box) AS west, ST_YMin(box) AS south,
        (ST_XMax(box) - ST_XMin(box)) / 4 AS wide, (ST_YMax(box) - ST_YMin(box)) / 4 AS high
    FROM numbered, extent
)
UPDATE layers_district AS d SET boundary = ST_Multi(ST_MakeEnvelope(
    west + i * wide, south + j * high,
    CASE WHEN n = (SELECT max(n) FROM placed) THEN west + 4 * wide ELSE west + (i + 1) * wide END,
    CASE WHEN n = (SELECT max(n) FROM placed) THEN south + 4 * high ELSE south + (j + 1) * high END, 4326))
FROM placed WHERE placed.id = d.id
"""
# Times the stages that an import tells of; the last tells the peak.
CHILD = """
import json, resource, sys, time
import django
django.setup()
from layers.progress import progress_heard
from gisapp.exchange.imports import services
from gisapp.exchange.imports.storage import LocalFile
from pathlib import Path
began, told = time.perf_counter(), []
def listen(stage, share):
    if not told or told[-1][0] != stage:
        told.append((stage, time.perf_counter() - began))
with progress_heard(listen):
    data_import = services.import_look(
        services.import_upload([LocalFile(Path(sys.argv[1]))], kind="source_areas", language="en"))
    told.append(("look", time.perf_counter() - began))
    changes = services.ImportChanges(mapping={"constants": {"year": "2024"}}, source="made up to measure speed")
    data_import = services.import_commit(services.import_map(data_import, changes), is_unchecked=True)
    told.append(("end", time.perf_counter() - began))
assert data_import.state == "committed", data_import.message
print(json.dumps({"stages": told, "created": data_import.report["created"],
    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6}))
"""
DRAWING = "drawing the map"


@dataclass(frozen=True)
class Imported:
    """What an import of ours took, the display shapes apart."""

    seconds: float
    shapes_s: float
    peak_mb: float
    created: int


def import_gates(database: Database, folder: Path) -> list[Gate]:
    """Time both in turn, and compare the best of each: other work on the machine only adds."""
    found = shutil.which("ogr2ogr", path="/usr/bin:/bin")
    if found is None:
        say("ogr2ogr is not installed: install gdal-bin. Nothing is compared.")
        return [gate("import of a GeoPackage / ogr2ogr", figure=float("inf"), target=OGR2OGR_RATIO, unit="")]
    file = _file(found, database, folder)
    target = _target(database)
    ours, theirs = [], []
    for _round in range(ROUNDS):
        theirs.append(_ogr2ogr(found, target, file))
        ours.append(_ours(target, file))
    best, peer = min(ours, key=lambda one: one.seconds), min(theirs)
    expected = _count(database)
    told = f"{best.seconds:.1f} s; ogr2ogr {peer:.1f} s"
    is_right = all(one.created == expected for one in ours)
    return [
        gate(
            f"{expected} areas from GeoPackage, read, looked at, checked, stored with undo, our time / that of ogr2ogr",
            figure=best.seconds / peer, target=OGR2OGR_RATIO, unit="", is_right=is_right, peer=told,
        ),
        gate(f"{expected} areas, display shapes of an import", figure=best.shapes_s, target=SHAPES_LIMIT_S, unit="s"),
        gate(
            f"{expected} areas from GeoPackage, peak",
            figure=max(one.peak_mb for one in ours), target=PEAK_LIMIT_MB, unit="MB",
        ),
    ]  # fmt: skip


def _file(ogr2ogr: str, database: Database, folder: Path) -> Path:
    file = folder / "areas.gpkg"
    source = f"PG:host=127.0.0.1 port={database.port} user={ROLE} dbname={database.name}"
    command = [ogr2ogr, "-f", "GPKG", str(file), source, "-nln", "areas", "-nlt", "MULTIPOLYGON", "-sql", SAME_AREAS]
    subprocess.run(command, check=True, env=_plain(), capture_output=True)
    return file


def _target(database: Database) -> Database:
    """Return a database of the demonstration province alone, made anew."""
    with _connected(database, "postgres") as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{NAME}"')
        connection.execute(f'CREATE DATABASE "{NAME}"')
    target = Database(database.port, NAME)
    with _connected(target, NAME) as connection:
        connection.execute("CREATE EXTENSION postgis")
    for command in (["migrate", "-v0"], ["load_demo"]):
        words = [sys.executable, "manage.py", *command]
        subprocess.run(words, env=target.environment, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    with _connected(target, NAME) as connection:
        connection.execute(CHESSBOARD)
    return target


def _ours(target: Database, file: Path) -> Imported:
    with _connected(target, NAME) as connection:
        connection.execute("TRUNCATE layers_sourcearea, layers_dataimport CASCADE")
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)], env=target.environment, cwd=PROJECT, capture_output=True, text=True
    )
    if child.returncode:
        raise SystemExit(child.stderr[-2_000:])
    told = json.loads(child.stdout.splitlines()[-1])
    stages = told["stages"]
    spans = [(name, after - at) for (name, at), (_next, after) in pairwise(stages)]
    for name, seconds in [("upload and look", stages[0][1]), *spans]:
        say(f"    {seconds:6.1f} s  {name}")
    shapes_s = sum(seconds for name, seconds in spans if name == DRAWING)
    return Imported(stages[-1][1] - shapes_s, shapes_s, told["peak_mb"], told["created"])


def _ogr2ogr(ogr2ogr: str, target: Database, file: Path) -> float:
    to = f"PG:host=127.0.0.1 port={target.port} user={ROLE} dbname={NAME}"
    command = [ogr2ogr, "-f", "PostgreSQL", to, str(file), "-nln", "theirs", "-nlt", "MULTIPOLYGON", "-overwrite"]
    began = time.perf_counter()
    subprocess.run(command, check=True, env=_plain(), capture_output=True)
    return time.perf_counter() - began


def _count(database: Database) -> int:
    with _connected(database, database.name) as connection:
        found = connection.execute("SELECT count(*) FROM layers_sourcearea").fetchone()
    return int(found[0]) if found else 0


def _connected(database: Database, name: str) -> "psycopg.Connection[tuple[int, ...]]":
    return psycopg.connect(host="127.0.0.1", port=database.port, user=ROLE, dbname=name, autocommit=True)


def _plain() -> dict[str, str]:
    """Return an environment without our GDAL and PROJ."""
    return {"PATH": "/usr/bin:/bin", "HOME": os.environ.get("HOME", "/")}
