"""A Hilir with a database of its own that holds the made-up data, for the benchmarks of the service.

The database listens on a loopback port, because the other servers that are timed beside ours need one. Everything is
kept in a folder beside the state of `./dev`, so that only the first benchmark pays for loading.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gisapp.cluster import choose_binaries, choose_owner
from tests.bench.gates import say

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT.parent / "shared" / "bench"
ROLE = "postgres"
START_LIMIT_S = 60.0


@dataclass(frozen=True)
class Database:
    """Where the made-up data are."""

    port: int
    name: str

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which Hilir uses it."""
        state = bench_folder() / "state"
        return {
            **os.environ,
            "HILIR_DEBUG": "no",
            "HILIR_SECRET_KEY": "only-for-benchmarks-on-this-machine-and-on-loopback-alone",
            "HILIR_STATE_DIR": str(state),
            "DATABASE_URL": f"postgis://{ROLE}@127.0.0.1:{self.port}/{self.name}",
            "DJANGO_SETTINGS_MODULE": "gisapp.settings",
        }


def bench_folder() -> Path:
    """Return the folder in which benchmarks keep what is dear to make."""
    folder = Path(os.environ.get("HILIR_BENCH_DIR") or Path(tempfile.gettempdir(), "hilir-bench"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def scale_database(*, areas: int, facilities: int) -> Iterator[Database]:
    """Yield a running database with so many made-up areas and facilities; load them where they are not there yet."""
    folder = bench_folder()
    binaries = choose_binaries(folder / "data")
    owner = choose_owner(folder / "data")
    port = free_port()
    _as(owner.pw_name, folder, [binaries / "pg_ctl", "--version"])
    if not (folder / "data" / "PG_VERSION").exists():
        (folder / "data").mkdir()
        shutil.chown(folder / "data", owner.pw_name)
        _as(
            owner.pw_name, folder, [binaries / "initdb", "-D", folder / "data", "-U", ROLE, "-A", "trust", "-E", "UTF8"]
        )
    options = (
        f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories='' -c shared_buffers=512MB"
        " -c work_mem=16MB -c random_page_cost=1.1 -c jit=off -c max_wal_size=4GB -c max_connections=200"
    )
    control = [binaries / "pg_ctl", "-D", folder / "data", "-w", "-t", "60"]
    _as(owner.pw_name, folder, [*control, "-o", options, "-l", folder / "data" / "server.log", "start"])
    try:
        yield _loaded(Database(port, f"scale_{areas}_{facilities}"), areas=areas, facilities=facilities)
    finally:
        _as(owner.pw_name, folder, [*control, "-m", "fast", "stop"])


@contextmanager
def served(database: Database, *, workers: int = 2, threads: int = 4) -> Iterator[tuple[str, int]]:
    """Serve it as `./dev run` does, with as many processes as the others have; yield address and process id."""
    port = free_port()
    shutil.rmtree(Path(database.environment["HILIR_STATE_DIR"]) / "answers", ignore_errors=True)
    command = ["-m", "gunicorn", "gisapp.wsgi:application", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    more = ["--threads", str(threads), "--timeout", "120", "--log-level", "warning"]
    server = subprocess.Popen([sys.executable, *command, *more], env=database.environment, cwd=PROJECT)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(30)


def _loaded(database: Database, *, areas: int, facilities: int) -> Database:
    if _is_loaded(database):
        # Migrations bring along what is loaded.
        _manage(database, "manage.py", "migrate", "-v0")
        return database
    say(f"loading {areas} areas and {facilities} facilities, once")
    file = bench_folder() / f"{database.name}.gpkg"
    if not file.exists():
        made = [_geopandas_python(), SHARED / "make_scale_data.py", file, "--areas", str(areas)]
        subprocess.run([*made, "--facilities", str(facilities)], check=True)
    _sql(database, "postgres", f'DROP DATABASE IF EXISTS "{database.name}"', f'CREATE DATABASE "{database.name}"')
    _sql(database, database.name, "CREATE EXTENSION postgis")
    _manage(database, "manage.py", "migrate", "-v0")
    _manage(database, "manage.py", "load_demo")
    _manage(database, "-m", "tests.bench.scale_data", file)
    _sql(database, database.name, "VACUUM ANALYZE", "CREATE TABLE bench_loaded ()")
    file.unlink()
    return database


def _is_loaded(database: Database) -> bool:
    import psycopg

    try:
        with psycopg.connect(host="127.0.0.1", port=database.port, user=ROLE, dbname=database.name) as connection:
            found = connection.execute("SELECT to_regclass('bench_loaded') IS NOT NULL").fetchone()
    except psycopg.OperationalError:
        return False
    return bool(found and found[0])


def _manage(database: Database, *command: object) -> None:
    subprocess.run([sys.executable, *map(str, command)], env=database.environment, cwd=PROJECT, check=True)


def _sql(database: Database, name: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(host="127.0.0.1", port=database.port, user=ROLE, dbname=name, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _geopandas_python() -> Path:
    """Return a Python with geopandas, which the maker of the data needs and Hilir does not."""
    home = bench_folder() / "geopandas"
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "geopandas", "pyogrio"], check=True)
    return python


def _as(user: str, folder: Path, command: list[object]) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", user, "--", *words]
    with (folder / "postgres.log").open("ab") as log:
        subprocess.run(words, check=True, stdout=log, stderr=log, cwd="/")


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_LIMIT_S
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SystemExit(f"the server ended with {server.returncode}")
        try:
            urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not answer within a minute")
