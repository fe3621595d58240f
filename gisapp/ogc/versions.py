"""Versions of the tables behind the layers: what a cached answer rests on."""

from collections.abc import Mapping

from django.db import connection

from gisapp.ogc.catalog import PublishedLayer

Versions = Mapping[str, int]


def table_versions() -> Versions:
    """Return the version of every published table, in one small query.

    Triggers raise a version on every write, whoever writes; a table that was never written to has none.
    """
    with connection.cursor() as cursor:
        cursor.execute('SELECT "table", version FROM layers_layerversion')
        return dict(cursor.fetchall())


def version_of(layer: PublishedLayer, versions: Versions) -> tuple[int, ...]:
    """Return the versions that tell whether a layer has changed."""
    return tuple(versions.get(table, 0) for table in layer.source.tables)
