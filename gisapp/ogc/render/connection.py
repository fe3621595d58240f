"""How Mapnik reaches the database that Django uses."""

from django.db import connections

from gisapp import conf

# Connections that a process keeps; each layer of a picture takes one for the time of its query.
_CONNECTIONS_AT_ONCE = 10


def datasource_parameters() -> dict[str, str]:
    """Return the parameters of Mapnik's PostGIS plugin that all layers share."""
    known = connections["default"].get_connection_params()
    # The plugin has no parameter for it, but joins what it is given to one connection string.
    timeout = f"options='-c statement_timeout={conf.MAP_STATEMENT_TIMEOUT_MS} -c jit=off'"
    parameters = {
        "type": "postgis",
        "dbname": f"{known['dbname']} {timeout}",
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
