"""How Mapnik reaches the database that Django uses."""

from django.db import connections

from gisapp import conf

# Connections that a process keeps; each layer of a picture takes one for the time of its query.
_CONNECTIONS_AT_ONCE = 10
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
        "persist_connection": "true",
        "geometry_field": "shape",
        "srid": "3857",
        # Told, so that the plugin asks the database for nothing before its first query.
        "extent": "-20037508.34,-20037508.34,20037508.34,20037508.34",
        "estimate_extent": "false",
        "simplify_geometries": "false",
    }
    return {name: str(value) for name, value in parameters.items() if value}
