"""The private PostGIS cluster of a machine that has no database of its own.

Standard library only, because it runs before the virtual environment exists::

    python3 -I gisapp/cluster.py start|stop|status|url|remove --state .hilir

The cluster listens on a Unix socket alone. Nobody but its owner and root can
enter the folder of that socket, so the socket needs no password.
"""

# ruff: noqa: T201 - a command speaks to its caller
from __future__ import annotations

import argparse
import hashlib
import os
import pwd
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROLE = "hilir"
"""Role and database of the service; it may create databases (the tests need that) and is no superuser."""
SUPERUSER = "postgres"
PORT = 5432
SOCKET_PATH_LIMIT_BYTES = 107
"""``sun_path`` of Linux holds 108 bytes, the last one a NUL."""
SERVERS = Path("/usr/lib/postgresql")
EXTENSIONS = Path("/usr/share/postgresql")
OUTSIDE_HOME = Path("/var/lib/hilir")

CONFIGURATION = """\
# Written anew at every start by gisapp/cluster.py.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket_dir}'
unix_socket_permissions = 0700
# Every process that draws keeps some of its own besides those of its requests.
max_connections = 300
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 256MB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
logging_collector = on
log_directory = '{log_dir}'
log_filename = 'postgresql-%a.log'
log_rotation_age = 1d
log_truncate_on_rotation = on
"""

# `hilir` is no superuser, and PostGIS is no trusted extension: template1 brings it to every new database.
PREPARATION = rf"""
CREATE EXTENSION IF NOT EXISTS postgis;
SELECT 'CREATE ROLE {ROLE} LOGIN CREATEDB'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') \gexec
GRANT INSERT ON spatial_ref_sys TO {ROLE};
SELECT 'CREATE DATABASE {ROLE} OWNER {ROLE}'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{ROLE}') \gexec
"""  # noqa: S608 - the one value is the constant above
# A migration adds the reference systems that PostGIS does not list.

OTHER_CONNECTIONS = (
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


class ClusterError(Exception):
    """The cluster cannot do what was asked; the message names the fix."""


@dataclass(frozen=True)
class Cluster:
    """Where one cluster lives, and as whom its server runs."""

    home: Path
    socket_dir: Path
    binaries: Path
    owner: pwd.struct_passwd

    @property
    def data(self) -> Path:
        """Return the data directory."""
        return self.home / "data"

    @property
    def url(self) -> str:
        """Return the address in the form of ``DATABASE_URL``."""
        return f"postgis://{ROLE}@/{ROLE}?host={quote(str(self.socket_dir), safe='/')}"

    def is_running(self) -> bool:
        """Tell whether a server holds the data directory."""
        return self._finish("pg_ctl", "status", "-D", str(self.data)).returncode == 0

    def start(self) -> bool:
        """Start the server, making the cluster first if need be.

        Returns
        -------
        bool
            False if it ran already.

        Raises
        ------
        ClusterError
            If PostgreSQL refuses, with the end of what it said.
        """
        if self.is_running():
            return False
        self._make_private(self.home)
        self._make_private(self.socket_dir)
        self._make_private(self.home / "log")
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._configure()
        log = self.home / "log" / "start.log"
        self._do("pg_ctl", "start", "-w", "-t", "60", "-s", "-D", str(self.data), "-l", str(log), log=log)
        self._query("template1", PREPARATION)
        return True

    def stop(self, *, unless_used: bool) -> bool:
        """Stop the server; answer False if it was left as it was.

        Parameters
        ----------
        unless_used
            Leave the server alone while anybody is connected to it.
        """
        if not self.is_running():
            return False
        if unless_used and int(self._query("postgres", OTHER_CONNECTIONS)) > 0:
            return False
        self._do("pg_ctl", "stop", "-w", "-t", "60", "-s", "-m", "fast", "-D", str(self.data))
        return True

    def remove(self) -> None:
        """Stop the server and delete the cluster with all that is in it.

        Raises
        ------
        ClusterError
            If anybody is connected to it.
        """
        if self.is_running() and not self.stop(unless_used=True):
            raise ClusterError("The private database is in use: stop ./dev run first.")
        for folder in (self.home, self.socket_dir):
            if folder.exists():
                shutil.rmtree(folder)

    def _initialise(self) -> None:
        # Made beside its place and then renamed: an interrupted initdb leaves nothing that looks like a cluster.
        with tempfile.TemporaryDirectory(dir=self.home, prefix="new-") as folder:
            self._give(Path(folder))
            new = Path(folder) / "data"
            self._do(
                *("initdb", "-D", str(new), "-U", SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8"),
                *("--data-checksums", "--auth-local=trust", "--auth-host=reject"),
            )
            with (new / "postgresql.conf").open("a") as configuration:
                configuration.write("include 'hilir.conf'\n")
            new.rename(self.data)

    def _configure(self) -> None:
        # A list of folders: each in double quotes, so that a comma or a blank in a path does no harm.
        text = CONFIGURATION.format(
            port=PORT,
            socket_dir=_quoted(f'"{self.socket_dir}"'),
            log_dir=_quoted(str(self.home / "log")),
        )
        path = self.data / "hilir.conf"
        path.write_text(text)
        self._give(path)

    def _make_private(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The socket's folder may lie in /tmp, where somebody else could have made it first, or a link in its place.
        state = folder.lstat()
        if not stat.S_ISDIR(state.st_mode) or state.st_uid not in (os.geteuid(), self.owner.pw_uid):
            raise ClusterError(f"{folder} does not belong to the user {self.owner.pw_name}: remove it and try again.")
        self._give(folder)
        folder.chmod(0o700)

    def _give(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def _query(self, database: str, sql: str) -> str:
        arguments = ("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(self.socket_dir), "-p", str(PORT))
        return self._do("psql", *arguments, "-U", SUPERUSER, "-d", database, sql=sql).strip()

    def _do(self, program: str, *arguments: str, sql: str = "", log: Path | None = None) -> str:
        done = self._finish(program, *arguments, sql=sql)
        if done.returncode:
            said = (done.stdout + (log.read_text() if log and log.exists() else "")).strip().splitlines()
            raise ClusterError(f"{program} failed: " + " | ".join(said[-5:]))
        return done.stdout

    def _finish(self, program: str, *arguments: str, sql: str = "") -> subprocess.CompletedProcess[str]:
        # initdb and postgres refuse to run as root, hence the change of user. The server inherits standard
        # output, so that it must be a file: with a pipe we would wait for the server's end.
        is_root = os.geteuid() == 0
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(  # noqa: S603 - programs of PostgreSQL, arguments of ours
                [self.binaries / program, *arguments],
                input=sql,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PGOPTIONS": "--client-min-messages=warning"},
                check=False,
                user=self.owner.pw_uid if is_root else None,
                group=self.owner.pw_gid if is_root else None,
                extra_groups=[] if is_root else None,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read())


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def servers_with_postgis() -> dict[int, Path]:
    """Return the folder of programs of every installed PostgreSQL that has PostGIS, by major version."""
    found = {}
    for control in EXTENSIONS.glob("*/extension/postgis.control"):
        version = control.parts[-3]
        binaries = SERVERS / version / "bin"
        if version.isdigit() and (binaries / "postgres").exists():
            found[int(version)] = binaries
    return found


def choose_home(state: Path) -> Path:
    """Return the cluster's folder: inside the project unless its owner could not get there."""
    inside = state / "postgres"
    outside = OUTSIDE_HOME / digest(state)
    for place in (inside, outside):
        if (place / "data").exists():
            return place
    return inside if os.geteuid() != 0 or _open_to_others(state) else outside


def choose_socket_dir(home: Path) -> Path:
    """Return a folder for the socket whose path is short enough for the kernel."""
    inside = home / "socket"
    if len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT_BYTES:
        return inside
    return Path("/tmp") / f"hilir-{digest(home)}"  # noqa: S108 - made with mode 0700 and its owner checked


def digest(path: Path) -> str:
    """Return a short name for a path, the same at every call."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def choose_binaries(data: Path) -> Path:
    """Return the programs for a data directory: those of its own version, or the newest for a new one.

    Raises
    ------
    ClusterError
        If no PostgreSQL with PostGIS is installed, or not the one that made the data.
    """
    servers = servers_with_postgis()
    made_by = data / "PG_VERSION"
    if made_by.exists():
        version = int(made_by.read_text())
        if version not in servers:
            raise ClusterError(
                f"{data} was made by PostgreSQL {version}, which is not installed with PostGIS: "
                f"apt-get install postgresql-{version}-postgis-3"
            )
        return servers[version]
    if not servers:
        raise ClusterError("No PostgreSQL server with PostGIS is installed: apt-get install postgresql-postgis")
    return servers[max(servers)]


def choose_owner(home: Path) -> pwd.struct_passwd:
    """Return the user the server runs as: the caller, or for root the cluster's owner or ``postgres``."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    if home.exists() and home.stat().st_uid != 0:
        return pwd.getpwuid(home.stat().st_uid)
    return pwd.getpwnam("postgres")


def locate(state: Path) -> Cluster:
    """Return the cluster that belongs to a state directory, whether it exists yet or not."""
    home = choose_home(state)
    if home.exists() and not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise ClusterError(f"{home} belongs to another user: run this as that user or as root.")
    return Cluster(home, choose_socket_dir(home), choose_binaries(home / "data"), choose_owner(home))


def _open_to_others(folder: Path) -> bool:
    return all(path.stat().st_mode & stat.S_IXOTH for path in (folder, *folder.parents) if path.exists())


def carry_out(command: str, *, state: Path, unless_used: bool) -> str:
    """Do what one command of this program says, and answer in one word or with the address."""
    if command == "remove" and not choose_home(state).exists():
        return "removed"
    cluster = locate(state)
    match command:
        case "start":
            return "started" if cluster.start() else "running"
        case "stop":
            return "stopped" if cluster.stop(unless_used=unless_used) else "left"
        case "remove":
            cluster.remove()
            return "removed"
        case "status":
            return "running" if cluster.is_running() else "stopped"
        case _:
            return cluster.url


def main() -> int:
    """Read the command line; tell an error in one line."""
    parser = argparse.ArgumentParser(description="The private PostGIS cluster.")
    parser.add_argument("command", choices=("start", "stop", "status", "url", "remove"))
    parser.add_argument("--state", type=Path, required=True, help="the folder that holds what this machine made")
    parser.add_argument("--unless-used", action="store_true", help="do not stop while anybody is connected")
    options = parser.parse_args()
    try:
        print(carry_out(options.command, state=options.state.resolve(), unless_used=options.unless_used))
    except ClusterError as error:
        print(re.sub(r"\s+", " ", str(error)), file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"No right to use {error.filename}: run this as its owner or as root.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
