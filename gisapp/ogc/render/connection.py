"""How Mapnik reaches the database that Django uses."""

from collections.abc import Callable
from typing import TypeVar

from django.db import connections

from gisapp import conf

Made = TypeVar("Made")

# Layers of a picture whose queries run at once, each on a connection of its own.
_LAYERS_AHEAD = 3
# Connections that a process keeps: enough for the pictures that its threads draw at once.
_CONNECTIONS_AT_ONCE = 5 * _LAYERS_AHEAD
# What Mapnik's errors quote of a connection that is gone.
_LOST = ("server closed the connection", "terminating connection", "no connection to the server")
# Sorting the shapes of a picture needs no file, and starting helpers or compiling takes longer than it gains.
_SESSION = {
    "statement_timeout": conf.MAP_STATEMENT_TIMEOUT_MS,
    "work_mem": "32MB",
    "max_parallel_workers_per_gather": 0,
    "jit": "off",
}


def datasource_parameters() -> dict[str, str]:
    """Return the parameters of Mapnik's PostGIS plugin that all layers share."""
    known = connections["default"].get_connection_params()
    # The plugin has no parameter for it, but joins what it is given to one connection string.
    settings = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
    parameters = {
        "type": "postgis",
        "dbname": f"{known['dbname']} options='{settings}'",
        "host": known.get("host"),
        "port": known.get("port"),
        "user": known.get("user"),
        "password": known.get("password"),
        "max_size": str(_CONNECTIONS_AT_ONCE),
        # The database works at the upper layers while the lower ones are drawn.
        "asynchronous_request": "true",
        "max_async_connection": str(_LAYERS_AHEAD),
        "persist_connection": "true",
        "geometry_field": "shape",
        "srid": "3857",
        # Told, so that the plugin asks the database for nothing before its first query.
        "extent": "-20037508.34,-20037508.34,20037508.34,20037508.34",
        "estimate_extent": "false",
        "simplify_geometries": "false",
    }
    return {name: str(value) for name, value in parameters.items() if value}


def again_without_lost_connections(work: Callable[[], Made]) -> Made:
    """Do a piece of work of Mapnik, and again where a connection that was kept turns out to be gone.

    The plugin learns by failing that the database was restarted or an administrator closed a connection, and takes a
    new one the next time.

    Raises
    ------
    RuntimeError
        If it fails for another reason, or more often than connections are kept.
    """
    for _kept in range(_CONNECTIONS_AT_ONCE):
        try:
            return work()
        except RuntimeError as error:
            if not any(sign in str(error) for sign in _LOST):
                raise
    return work()
