"""The one command on machines that lack something: one clear line, the fix in it, and no traceback."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = (
    *(
        "sh",
        "awk",
        "basename",
        "cat",
        "cut",
        "date",
        "df",
        "dirname",
        "env",
        "flock",
        "grep",
        "id",
        "mkdir",
        "mv",
        "nproc",
    ),
    *(
        "printf",
        "python3",
        "rm",
        "sha256sum",
        "sleep",
        "sort",
        "setsid",
        "tail",
        "tr",
        "uname",
        "msgfmt",
        "npm",
        "node",
    ),
)


class Machine:
    """A machine whose only programs are those it was given, with a copy of `dev` and of the cluster's module."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.project = folder / "project"
        self.bin.mkdir()
        (self.project / "gisapp").mkdir(parents=True)
        shutil.copy(ROOT / "dev", self.project)
        shutil.copy(ROOT / "gisapp" / "cluster.py", self.project / "gisapp")
        for tool in TOOLS:
            # Not the first python3 on the path, which may be a wrapper or the virtual environment's.
            found = os.path.realpath(sys.executable) if tool == "python3" else shutil.which(tool)
            if found:
                (self.bin / tool).symlink_to(found)

    def lacks(self, tool: str) -> None:
        (self.bin / tool).unlink(missing_ok=True)

    def has(self, tool: str, script: str) -> None:
        self.lacks(tool)
        (self.bin / tool).write_text(f"#!/bin/sh\n{script}\n")
        (self.bin / tool).chmod(0o755)

    def dev(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", self.project / "dev", *arguments],
            env={"PATH": str(self.bin), "DATABASE_URL": "postgis:///none", **environment},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


def test_help_names_every_command() -> None:
    done = subprocess.run([ROOT / "dev"], capture_output=True, text=True, check=True)
    for command in ("run", "test", "check", "bench", "format", "shell", "clean"):
        assert f"\n  {command} " in done.stdout


def test_an_unknown_command_is_refused(machine: Machine) -> None:
    assert last_line(machine.dev("runn")) == 'dev: there is no command "runn".'


def test_a_system_without_apt_is_told_what_to_install(machine: Machine) -> None:
    machine.lacks("npm")
    line = last_line(machine.dev("run"))
    assert "neither Debian" in line
    assert line.endswith("call again: npm")


def test_a_user_who_may_not_install_is_told_what_to_ask_for(machine: Machine) -> None:
    machine.lacks("npm")
    machine.has("apt-get", "exit 1")
    machine.has("id", "echo 1000")
    assert last_line(machine.dev("run")) == "dev: no right to install packages; ask for: apt-get install npm"


def test_a_sudo_that_refuses_is_told_apart(machine: Machine) -> None:
    machine.lacks("npm")
    machine.has("apt-get", "exit 1")
    machine.has("id", "echo 1000")
    machine.has("sudo", "exit 1")
    assert last_line(machine.dev("run")) == "dev: sudo refuses to install packages; ask for: apt-get install npm"


def test_a_full_disk_is_told_before_anything_is_fetched(machine: Machine) -> None:
    machine.lacks("npm")
    machine.has("apt-get", "echo fetched; exit 1")
    machine.has("id", "echo 0")
    machine.has("df", "echo Filesystem; echo /dev/x 9000 8700 300 97% /")
    done = machine.dev("run")
    assert last_line(done) == "dev: / has 300 MB free and 2000 MB are needed: make room and call again."
    assert "fetched" not in done.stdout


def test_a_failing_step_shows_what_was_said(machine: Machine) -> None:
    machine.lacks("npm")
    machine.has("apt-get", "echo E: no network; exit 100")
    machine.has("id", "echo 0")
    done = machine.dev("run")
    assert '"System packages" failed' in last_line(done)
    assert "E: no network" in done.stderr


def set_up(machine: Machine) -> None:
    """Stand in for the virtual environment and npm: they were made from the lock files and answer everything."""
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json"):
        (machine.project / name).write_text(name)
    machine.has("npm", "mkdir -p node_modules")
    venv = machine.project / ".venv" / "bin"
    venv.mkdir(parents=True)
    (venv / "python").write_text("#!/bin/sh\necho $* >>calls\n")
    (venv / "python").chmod(0o755)


def test_a_taken_port_is_told_with_the_way_to_choose_another(machine: Machine) -> None:
    set_up(machine)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        line = last_line(machine.dev("run", HILIR_PORT=str(taken.getsockname()[1])))
    assert line.endswith("choose another one: HILIR_PORT=8001 ./dev run")


def test_parts_are_made_again_only_when_their_lock_file_changes(machine: Machine) -> None:
    set_up(machine)
    calls = machine.project / "calls"

    def installs() -> int:
        calls.write_text("")
        machine.dev("run", HILIR_PORT="none")
        return calls.read_text().count("pip install")

    assert [installs(), installs()] == [1, 0]
    (machine.project / "requirements.txt").write_text("changed")
    assert [installs(), installs()] == [1, 0]


def test_secrets_are_made_once_and_for_the_owner_alone(machine: Machine) -> None:
    set_up(machine)
    machine.dev("run", HILIR_PORT="none")
    key = machine.project / ".hilir" / "secret_key"
    first = key.read_text()
    machine.dev("run", HILIR_PORT="none")
    assert key.read_text() == first
    assert len(first.strip()) >= 50
    assert key.stat().st_mode & 0o777 == 0o600


def test_clean_asks_first(machine: Machine) -> None:
    set_up(machine)
    assert last_line(machine.dev("clean")) == "dev: nothing was removed."
    assert (machine.project / ".venv").exists()
    assert machine.dev("clean", "--yes").returncode == 0
    assert not (machine.project / ".venv").exists()


def test_a_folder_where_nothing_can_be_made_is_told(machine: Machine) -> None:
    (machine.project / ".hilir").write_text("a file in the place of the folder")
    assert "no right to write" in last_line(machine.dev("run"))
