"""The private cluster, really made: where it lives, who gets in, and that stopping and starting loses nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gisapp import cluster

pytestmark = pytest.mark.skipif(
    not cluster.servers_with_postgis(), reason="no PostgreSQL server here: DATABASE_URL names one elsewhere"
)


def run(command: str, state: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-I", cluster.__file__, command, "--state", state, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / ("a long, quoted 'name' " * 5)
    folder.mkdir()
    yield folder
    run("stop", folder)
    run("remove", folder)


def connection(state: Path) -> psycopg.Connection[tuple[object, ...]]:
    where = cluster.locate(state.resolve())
    return psycopg.connect(host=str(where.socket_dir), user=cluster.ROLE, dbname=cluster.ROLE, autocommit=True)


def test_life_of_a_cluster_on_a_path_too_long_for_a_socket(state: Path) -> None:
    assert run("start", state) == "started"
    assert run("start", state) == "running"
    where = cluster.locate(state.resolve())
    assert len(os.fsencode(state / "postgres" / "socket" / ".s.PGSQL.5432")) > 107
    assert len(os.fsencode(where.socket_dir / ".s.PGSQL.5432")) <= 107
    assert where.socket_dir.stat().st_mode & 0o777 == 0o700
    assert where.data.stat().st_mode & 0o777 == 0o700

    with connection(state) as db:
        assert db.execute("SELECT postgis_lib_version() >= '3.3'").fetchone() == (True,)
        assert db.execute("SHOW listen_addresses").fetchone() == ("",)
        assert db.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = user").fetchone() == (False, True)
        db.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        assert run("stop", state, "--unless-used") == "left"
    assert run("stop", state, "--unless-used") == "stopped"

    assert run("start", state) == "started"
    with connection(state) as db:
        assert db.execute("SELECT answer FROM kept").fetchone() == (42,)

    run("stop", state)
    run("remove", state)
    assert not where.home.exists()
    assert not where.socket_dir.exists()


def test_a_socket_folder_that_somebody_else_made_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = tmp_path / "trap"
    trap.symlink_to("/etc")
    monkeypatch.setattr(cluster, "choose_socket_dir", lambda _: trap)
    monkeypatch.setattr(cluster, "choose_home", lambda _: tmp_path / "postgres")
    with pytest.raises(cluster.ClusterError, match="remove it and try again"):
        cluster.locate(tmp_path).start()


def test_data_of_a_version_that_is_not_installed_names_the_package(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("9\n")
    with pytest.raises(cluster.ClusterError, match="apt-get install postgresql-9-postgis-3"):
        cluster.choose_binaries(tmp_path)


def test_no_server_at_all_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "EXTENSIONS", tmp_path)
    with pytest.raises(cluster.ClusterError, match="apt-get install postgresql-postgis"):
        cluster.choose_binaries(tmp_path)


@pytest.mark.parametrize("mode", [0o755, 0o700])
def test_root_puts_the_cluster_where_its_owner_can_reach_it(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    state = tmp_path_factory.mktemp("state")
    state.chmod(mode)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(cluster, "_open_to_others", lambda folder: bool(folder.stat().st_mode & 0o001))
    inside = cluster.choose_home(state) == state / "postgres"
    assert inside is (mode == 0o755)
