"""Distances to features in metres, whatever the coordinate system.

Django refuses a distance in metres to a geometry in degrees; PostGIS measures it on the spheroid.
"""

from typing import TYPE_CHECKING, Any, cast

from django.contrib.gis.geos import GEOSGeometry
from django.contrib.gis.measure import Distance
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler

from gisapp.ogc.crs import STORAGE_SRID

if TYPE_CHECKING:
    _Lookup = Lookup[Any]
else:  # Django's class takes no type.
    _Lookup = Lookup


class _Within(_Lookup):
    """Features no farther from a geometry than a distance; the right-hand side is both."""

    lookup_name = "dwithin"
    prepare_rhs = False
    template = "ST_DWithin({feature}::geography, ST_Transform(ST_GeomFromEWKB(%s), {srid})::geography, %s)"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """Return the condition."""
        feature, values = self.process_lhs(compiler, connection)
        geometry, distance = cast("tuple[GEOSGeometry, Distance]", self.rhs)
        condition = self.template.format(feature=feature, srid=STORAGE_SRID)
        return condition, (*values, bytes(geometry.ewkb), float(distance.m))


class _Beyond(_Within):
    """Features farther away than that."""

    lookup_name = "fes_beyond"
    template = f"NOT {_Within.template}"


def measured_in_metres(field_class: type[Any]) -> type[Any]:
    """Return a class of geometry fields whose distances are measured so; the class given stays as it is."""
    measured: Any = type(field_class.__name__, (field_class,), {})
    measured.register_lookup(_Within)
    measured.register_lookup(_Beyond)
    return cast("type[Any]", measured)
