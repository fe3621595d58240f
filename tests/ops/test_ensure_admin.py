"""The first administrator."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def ensure_admin(password_file: Path) -> str:
    output = StringIO()
    call_command("ensure_admin", password_file=password_file, stdout=output)
    return output.getvalue().strip()


def test_made_once_and_never_changed(tmp_path: Path) -> None:
    password_file = tmp_path / "password"
    password_file.write_text("first-secret\n")
    assert ensure_admin(password_file) == "created"
    password_file.write_text("second-secret\n")
    assert ensure_admin(password_file) == "there is one already"
    assert authenticate(username="admin", password="first-secret")
    assert not authenticate(username="admin", password="second-secret")


def test_an_administrator_of_another_name_is_enough(tmp_path: Path) -> None:
    get_user_model()._default_manager.create_superuser(username="siti", password="x")
    assert ensure_admin(tmp_path / "not needed") == "there is one already"
