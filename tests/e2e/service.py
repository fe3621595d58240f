"""A whole Hilir for tests with programs: its own database with the demonstration province, a server and a worker."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from psycopg import sql

START_LIMIT_S = 60
STOP_LIMIT_S = 15
MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


@dataclass(frozen=True, slots=True)
class Service:
    """What is running.

    Attributes
    ----------
    address
        Without a slash at its end.
    environment
        In which a command of `manage.py` works on the service's own database.
    """

    address: str
    environment: dict[str, str]

    @property
    def database(self) -> str:
        """Address of the database, as libpq reads it."""
        return urlsplit(self.environment["DATABASE_URL"])._replace(scheme="postgresql").geturl()

    def manage(self, *command: str) -> str:
        """Run a command of `manage.py` and return what it prints."""
        return _manage(command, self.environment)


@contextmanager
def running_service(*, purpose: str) -> Iterator[Service]:
    """Start everything, tell where it is, and leave nothing behind.

    Parameters
    ----------
    purpose
        Short; services of different purposes run side by side.
    """
    with _database(purpose) as environment:
        for command in (["migrate", "--verbosity=0"], ["load_demo"]):
            _manage(command, environment)
        port = _free_port()
        server = _start("runserver", "--noreload", f"127.0.0.1:{port}", environment=environment)
        worker = _start("procrastinate", "worker", environment=environment)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/healthz", server)
            yield Service(address=address, environment=environment)
        finally:
            for process in (worker, server):
                process.terminate()
            for process in (worker, server):
                try:
                    process.wait(STOP_LIMIT_S)
                except subprocess.TimeoutExpired:
                    process.kill()


def _manage(command: Sequence[str], environment: dict[str, str]) -> str:
    done = subprocess.run([*MANAGE, *command], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"manage.py {command[0]} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout


def _start(*command: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*MANAGE, *command], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def _database(purpose: str) -> Iterator[dict[str, str]]:
    """Create a database beside the one in use, and yield the environment that points to it."""
    ours = urlsplit(os.environ["DATABASE_URL"])
    process = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"{purpose}_{process}_{ours.path.lstrip('/')}"[:63]
    dropping = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(ours._replace(scheme="postgresql", path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(dropping)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        with psycopg.connect(ours._replace(scheme="postgresql", path=f"/{name}").geturl()) as made:
            made.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        try:
            with TemporaryDirectory() as state:
                address = ours._replace(path=f"/{name}").geturl()
                yield {**os.environ, "HILIR_DEBUG": "1", "HILIR_STATE_DIR": state, "DATABASE_URL": address}
        finally:
            connection.execute(dropping)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server stopped with {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{address} did not answer within {START_LIMIT_S} s")
