"""Programs of the system, run as a person would: they must not see this environment's libraries."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SYSTEM_PYTHON = Path("/usr/bin/python3")
WORKER = Path(__file__).with_name("qgis_worker.py")
LIMIT_S = 200
Job = dict[str, Any]


def run(command: list[Any], folder: Path, *, given: str = "", expects_failure: bool = False) -> str:
    """Run a program and return what it prints.

    Parameters
    ----------
    folder
        Where it runs, and stands for the home of whoever runs it.
    """
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment,
        timeout=LIMIT_S,
    )
    assert (done.returncode != 0) == expects_failure, (command, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout + (done.stderr if expects_failure else "")


def qgis_answers(jobs: list[Job], folder: Path) -> list[Job]:
    """Let one QGIS do jobs, see `qgis_worker`."""
    if not _has_qgis():
        pytest.skip("QGIS (python3-qgis) is not installed")
    answers = folder / "answers.json"
    run([SYSTEM_PYTHON, WORKER, answers], folder, given=json.dumps(jobs))
    found: list[Job] = json.loads(answers.read_text(encoding="utf-8"))
    assert len(found) == len(jobs)
    return found


@cache
def _has_qgis() -> bool:
    imported = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    return SYSTEM_PYTHON.exists() and subprocess.run(imported, capture_output=True, check=False).returncode == 0


def gdal(program: str, *arguments: str, folder: Path, expects_failure: bool = False) -> str:
    """Run a program of GDAL that the system has."""
    found = shutil.which(program, path="/usr/bin")
    if found is None:
        pytest.skip(f"{program} (gdal-bin) is not installed")
    return run([found, *arguments], folder, expects_failure=expects_failure)
