"""Versions of the tables behind the layers: what a cached answer rests on."""

from collections.abc import Mapping

from django.db import connection

from gisapp.ogc.catalog import PublishedLayer

Versions = Mapping[str, int]
_QUERY = 'SELECT "table", version, (extract(epoch FROM changed_at) * 1000000)::bigint FROM layers_layerversion'
# Microseconds since 1970 fit into them until the year 2112.
_MOMENT_BITS = 52


def table_versions() -> Versions:
    """Return the version of every published table, in one small query.

    Triggers raise a version on every write, whoever writes; a table that was never written to has none. A database
    that is loaded anew counts from the start again, but the moment of a change never comes back: the number holds both.
    """
    with connection.cursor() as cursor:
        cursor.execute(_QUERY)
        return {table: (version << _MOMENT_BITS) + moment for table, version, moment in cursor.fetchall()}


def version_of(layer: PublishedLayer, versions: Versions) -> tuple[int, ...]:
    """Return the versions that tell whether a layer has changed."""
    return tuple(versions.get(table, 0) for table in layer.source.tables)


def moment_of(version: int) -> int:
    """Return when a table of a version last changed, in microseconds since 1970; 0 for one never written to."""
    return version & ((1 << _MOMENT_BITS) - 1)
