"""/healthz and /readyz as a watcher sees them."""

from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db


def worker_reported(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_healthz_needs_no_database(client: Client) -> None:
    with mock.patch.object(connection, "cursor", side_effect=OperationalError):
        answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_ready_when_a_worker_reported(client: Client) -> None:
    worker_reported(600)
    worker_reported(5)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok", "worker": "ok"}


def test_not_ready_without_a_worker(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["worker"] == "none runs: start manage.py procrastinate worker"


def test_not_ready_with_a_silent_worker(client: Client) -> None:
    worker_reported(120)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["worker"].startswith("silent for 12")


def test_not_ready_with_a_migration_to_do(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'layers'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "1 app(s) not up to date: run manage.py migrate"


def test_not_ready_without_a_database_and_no_secret_told(client: Client) -> None:
    with mock.patch.object(connection, "cursor", side_effect=OperationalError("connection to host db.internal failed")):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "does not answer"
    assert "db.internal" not in answer.content.decode()


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
    assert client.post("/readyz").status_code == 405
