"""Settings of all tests."""

from pathlib import Path

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings

# Time is no property of a result: on a busy machine the default deadline fails tests that are right.
hypothesis_settings.register_profile("hilir", deadline=None)
hypothesis_settings.load_profile("hilir")


# What the tests of these folders share is dear to make: one process runs them all. Elsewhere a file is the unit.
KEPT_TOGETHER = {"interop", "truths"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tell which tests stay in one process when several run side by side (`-n`)."""
    for item in items:
        folder = item.path.parent
        group = folder if folder.name in KEPT_TOGETHER else item.path
        item.add_marker(pytest.mark.xdist_group(str(group.relative_to(Path(__file__).parent))))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Mapnik keeps its connections for the life of the process; a database in use cannot be removed."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'mapnik'"
        )


@pytest.fixture(autouse=True)
def _state_of_its_own(settings, tmp_path_factory):
    """What a test keeps on the disk must not drive out what the service keeps there."""
    settings.STATE_DIR = tmp_path_factory.getbasetemp() / "state"
    settings.MEDIA_ROOT = settings.STATE_DIR / "media"
