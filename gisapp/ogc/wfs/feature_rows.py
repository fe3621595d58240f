"""The rows of a layer as a Django query, which django-gisserver filters, sorts and pages.

The catalog says by SQL what a layer's features are. That SQL stands where Django would write the name of a table, so
that no second description of the layer is needed; PostgreSQL merges both queries and uses the indexes of the tables.
"""

import re
from functools import lru_cache
from typing import Any, Final, Self, cast

from django.apps.registry import Apps
from django.contrib.gis.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.datastructures import BaseTable
from psycopg import sql

from gisapp.ogc.catalog import FeatureSource, GeometryType, PublishedLayer
from gisapp.ogc.crs import STORAGE_SRID
from gisapp.ogc.properties import Property, PropertyKind
from gisapp.ogc.query import fixed_conditions, from_rows
from gisapp.ogc.wfs.distances import measured_in_metres

KEY: Final = "feature_key"
GEOMETRY: Final = "geometry"
MODELS_KEPT: Final = 1_024

_FIELD_OF_KIND: Final = {
    PropertyKind.STRING: models.TextField,
    PropertyKind.INTEGER: models.BigIntegerField,
    PropertyKind.NUMBER: models.FloatField,
    PropertyKind.BOOLEAN: models.BooleanField,
    PropertyKind.DATE: models.DateField,
    PropertyKind.DATE_TIME: models.DateTimeField,
}
_FIELD_OF_GEOMETRY: Final = {
    GeometryType.MULTI_POLYGON: measured_in_metres(models.MultiPolygonField),
    GeometryType.MULTI_LINE_STRING: measured_in_metres(models.MultiLineStringField),
    GeometryType.POINT: measured_in_metres(models.PointField),
}
_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")


class FeatureRows(models.QuerySet[Any]):
    """Features in an order that pages can rely on: those that sort alike come by their key."""

    def order_by(self, *field_names: Any) -> Self:
        """Sort by fields, and then by key."""
        return super().order_by(*field_names, KEY)


def feature_rows(layer: PublishedLayer) -> FeatureRows:
    """Return the features of a layer."""
    model = _model(layer.name, layer.source.geometry_type, layer.source.properties)
    return FeatureRows(model, query=_FeatureQuery(model, layer.source)).order_by()


class _FeatureTable(BaseTable):
    """A layer's SQL in the place of a table."""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return what follows FROM."""
        query = cast("_FeatureQuery", compiler.query)
        alias = connection.ops.quote_name(self.table_alias or self.table_name)
        return f"({_select(query.source, connection)}) AS {alias}", ()


class _FeatureQuery(Query):
    """A query whose one table is a layer."""

    base_table_class = _FeatureTable

    def __init__(self, model: type[models.Model], source: FeatureSource) -> None:
        super().__init__(model)
        self.source = source


def _select(source: FeatureSource, connection: BaseDatabaseWrapper) -> str:
    """Return the SQL of a layer's features; Django numbers placeholders, so values of the catalog stand in the text."""
    connection.ensure_connection()
    conditions = fixed_conditions(source)
    columns = [
        sql.SQL("o.id AS ") + sql.Identifier(KEY),
        sql.SQL(source.geometry + " AS ") + sql.Identifier(GEOMETRY),
        *(sql.SQL(one.expression + " AS ") + sql.Identifier(one.name) for one in source.properties),
    ]
    query = sql.SQL("SELECT ") + sql.SQL(", ").join(columns) + from_rows(source) + conditions.where

    def literal(placeholder: re.Match[str]) -> str:
        return sql.Literal(conditions.values[placeholder[1]]).as_string(connection.connection).replace("%", "%%")

    return _PLACEHOLDER.sub(literal, query.as_string(connection.connection))


@lru_cache(maxsize=MODELS_KEPT)
def _model(name: str, geometry_type: GeometryType, properties: tuple[Property, ...]) -> type[models.Model]:
    """Return a model of a layer's features; its class has the layer's name, which goes into the ids of geometries."""
    meta = type("Meta", (), {"apps": Apps(), "app_label": "features", "managed": False, "db_table": "features"})
    fields = {one.name: _FIELD_OF_KIND[one.kind](one.title, null=True) for one in properties}
    return type(
        name.replace("-", "_"),
        (models.Model,),
        {
            "__module__": __name__,
            "Meta": meta,
            KEY: models.BigIntegerField(primary_key=True),
            GEOMETRY: _FIELD_OF_GEOMETRY[geometry_type](srid=STORAGE_SRID, null=True),
            **fields,
        },
    )
