"""The container files agree with the settings, and no file names where packages come from."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SETTINGS = (ROOT / "gisapp" / "settings.py").read_text()


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return dict(compose["services"])


@pytest.mark.parametrize("name", ["migrate", "web", "worker"])
def test_every_variable_of_a_container_is_one_that_the_settings_read(services: dict[str, Any], name: str) -> None:
    given = set(services[name]["environment"])
    assert {"DATABASE_URL", "HILIR_SECRET_KEY", "HILIR_ALLOWED_HOSTS"} <= given
    read = set(re.findall(r"^    ([A-Z_]+)=\(", SETTINGS, flags=re.MULTILINE))
    assert given <= read


def test_nothing_but_the_web_service_is_reachable_and_only_from_its_own_machine(services: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


def test_order_of_start(services: dict[str, Any]) -> None:
    assert services["migrate"]["depends_on"]["db"]["condition"] == "service_healthy"
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert services["db"]["healthcheck"]["test"][1] == "pg_isready"


def test_no_password_or_key_is_written_down(services: dict[str, Any]) -> None:
    for service in services.values():
        for name, value in service["environment"].items():
            if "PASSWORD" in name or "SECRET" in name:
                assert re.fullmatch(r"\$\{\w+:\?\}", value)


def test_the_image_does_not_run_as_root_and_copies_what_exists() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    users = [line for line in lines if line.startswith("USER ")]
    assert users[-1] == "USER hilir"
    copied = [
        word for line in lines if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
    ]
    assert copied
    assert all((ROOT / name).exists() for name in copied)


def test_no_file_names_a_registry_or_the_machine_it_was_made_on() -> None:
    tracked = subprocess.run(
        [
            "git",
            "-c",
            "safe.directory=*",
            "ls-files",
            "--",
            "*.json",
            "*.txt",
            "*.toml",
            ".npmrc",
            "Dockerfile",
            "dev",
            "*.yml",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "package-lock.json" in tracked
    address = re.compile(r"registry\.npmjs|pythonhosted|pypi\.org|deb\.debian|/home/\w+/|/work/", re.IGNORECASE)
    found = [name for name in tracked if address.search((ROOT / name).read_text(errors="replace"))]
    assert found == []
