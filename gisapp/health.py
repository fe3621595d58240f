"""Whether the process lives (/healthz) and whether it can serve (/readyz), for whoever watches over it."""

import logging
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gisapp import conf

logger = logging.getLogger(__name__)

OK = "ok"


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the process can answer at all."""
    return JsonResponse({"status": OK})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 if every part works, else 503 and what each part lacks."""
    parts = _parts()
    ready = all(state == OK for state in parts.values())
    return JsonResponse({"status": OK if ready else "not ready", **parts}, status=200 if ready else 503)


def _parts() -> dict[str, str]:
    parts = {"database": OK, "migrations": "unknown", "worker": "unknown"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT postgis_lib_version()")
        parts["migrations"] = _migrations()
        if parts["migrations"] == OK:
            parts["worker"] = _worker()
    except DatabaseError:
        # The text may name hosts and users: it is for the log, not for whoever asks.
        logger.exception("The database does not answer.")
        parts["database"] = "does not answer"
    return parts


def _migrations() -> str:
    missing = _last_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    return f"{len(missing)} app(s) not up to date: run manage.py migrate" if missing else OK


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _worker() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        silence_s = cursor.fetchone()[0]
    if silence_s is None:
        return "none runs: start manage.py procrastinate worker"
    if silence_s > conf.WORKER_SILENCE_LIMIT_S:
        return f"silent for {silence_s:.0f} s: restart manage.py procrastinate worker"
    return OK
