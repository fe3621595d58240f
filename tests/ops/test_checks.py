"""Every check stays silent on a sound installation and speaks, with a way out, on the fault it is for."""

from typing import Any
from unittest import mock

import pytest
from django.core.checks import run_checks
from django.db import OperationalError, connection
from pytest_django import Settings

from gisapp import checks
from layers.models import District


def ids(**options: Any) -> set[str]:
    found = [message for message in run_checks(**options) if str(message.id).startswith("hilir.")]
    assert all(message.hint for message in found)
    return {str(message.id) for message in found}


@pytest.fixture(autouse=True)
def sound(settings: Settings) -> None:
    settings.SECRET_KEY = "k" * 60


@pytest.mark.django_db
def test_a_sound_installation_is_silent() -> None:
    assert ids(databases=["default"]) == set()


@pytest.mark.django_db
def test_a_database_that_does_not_answer() -> None:
    with mock.patch.object(connection, "cursor", side_effect=OperationalError("no such host\nmore")):
        assert ids(databases=["default"]) == {"hilir.E001"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("version", "timeout", "expected"),
    [
        ("3.3.0", "30s", set()),
        ("3.10.1", "30s", set()),
        ("4.0.0dev", "30s", set()),
        ("3.2.9", "30s", {"hilir.E002"}),
        ("2.5.5", "0", {"hilir.E002", "hilir.W003"}),
    ],
)
def test_version_and_timeout_of_the_database(version: str, timeout: str, expected: set[str]) -> None:
    with mock.patch.object(connection, "cursor") as cursor:
        cursor.return_value.__enter__.return_value.fetchone.return_value = (version, timeout)
        assert ids(databases=["default"]) == expected


def test_a_second_gdal(settings: Settings) -> None:
    settings.GDAL_LIBRARY_PATH = "/usr/lib/libgdal.so.32"
    assert ids() == {"hilir.E004"}


def test_a_column_in_another_reference_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(District._meta.get_field("boundary"), "srid", 32750)
    assert ids() == {"hilir.E005"}


@pytest.mark.parametrize(
    ("srid", "expected"), [(32749, set()), (54034, set()), (4326, {"hilir.E006"}), (1, {"hilir.E006"})]
)
def test_reference_system_for_measuring(settings: Settings, srid: int, expected: set[str]) -> None:
    settings.METRIC_SRID = srid
    assert ids() == expected


def test_a_key_that_everybody_knows(settings: Settings) -> None:
    settings.SECRET_KEY = "insecure-development-key"
    assert {message.id for message in checks.check_secret_key()} == {"hilir.W007"}
    settings.DEBUG = True
    assert checks.check_secret_key() == []
