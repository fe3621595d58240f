"""The demonstration province, loaded once for the tests of this folder, and the engine's answers on it."""

import io
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection

from layers.models import SitingRun
from tests.truths.questions import QUESTIONS, executed, layer_tables


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    """Load fixtures/, and leave an empty database behind."""
    with django_db_blocker.unblock():
        call_command("load_demo", stdout=io.StringIO())
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(layer_tables())} CASCADE")


@pytest.fixture(scope="package")
def answer(demo, django_db_blocker) -> Callable[[str], SitingRun]:
    """Return the answers to `QUESTIONS`, executed before any test's transaction begins."""
    with django_db_blocker.unblock():
        return {name: executed(parameters) for name, parameters in QUESTIONS.items()}.__getitem__
