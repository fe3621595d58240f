"""Django system checks: what must hold before the service may start, each with an id and a way out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyproj
import rasterio
import shapely
from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.gis.db.models.fields import BaseSpatialField
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's name for it
from django.db import DatabaseError, connections
from pyproj.exceptions import CRSError

from gisapp.geo.crs import authority_code

LOWEST_POSTGIS = (3, 3)
DISPLAY_SRID = 3857
"""The reference system of the generalised geometry that maps and tiles are drawn from."""


@register(Tags.database)
def check_postgis(*, databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """Report a database that is no PostGIS, an old one, or one without a limit on query time."""
    return [message for alias in databases or () for message in _database_messages(alias)]


def _database_messages(alias: str) -> Iterator[CheckMessage]:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT postgis_lib_version(), current_setting('statement_timeout')")
            version, statement_timeout = cursor.fetchone()
    except DatabaseError as error:
        yield Error(
            f"The database does not answer as a PostGIS database: {str(error).strip().splitlines()[0]}",
            hint="Set DATABASE_URL to a database in which CREATE EXTENSION postgis was done, or use ./dev run.",
            id="hilir.E001",
        )
        return
    if tuple(int(part) for part in version.split(".")[:2]) < LOWEST_POSTGIS:
        yield Error(
            f"PostGIS is {version}; {'.'.join(map(str, LOWEST_POSTGIS))} or newer is needed.",
            hint="Upgrade the server's PostGIS package, then run SELECT postgis_extensions_upgrade().",
            id="hilir.E002",
        )
    if statement_timeout == "0":
        yield Warning(
            "The database sets no limit on the time of a query.",
            hint="Give statement_timeout in the connection's options, as gisapp/settings.py does.",
            id="hilir.W003",
        )


@register(Tags.compatibility)
def check_libraries(**_: Any) -> list[CheckMessage]:
    """Report a GDAL or GEOS that is not the one inside its wheel, since two in a process break PROJ's database."""
    wanted = {
        "GDAL_LIBRARY_PATH": Path(str(rasterio.__file__)).parents[1] / "rasterio.libs",
        "GEOS_LIBRARY_PATH": Path(str(shapely.__file__)).parents[1] / "shapely.libs",
    }
    return [
        Error(
            f"{name} is {getattr(settings, name, None)!r}, which is not in {folder}.",
            hint="Let gisapp/libraries.py set it, and install the wheels of requirements.txt.",
            id="hilir.E004",
        )
        for name, folder in wanted.items()
        if not str(getattr(settings, name, "")).startswith(f"{folder}/")
    ]


@register(Tags.models)
def check_storage_srid(*, app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Report a geometry column that is neither in the storage nor in the display reference system."""
    fields = (
        field
        for config in (app_configs or apps.get_app_configs())
        if config.label == "layers"
        for model in config.get_models()
        for field in model._meta.local_fields
    )
    return [
        Error(
            f"{field} has SRID {field.srid}.",
            hint=f"Store geometry in EPSG:{settings.STORAGE_SRID}, or in {DISPLAY_SRID} where it is only drawn.",
            obj=field.model,
            id="hilir.E005",
        )
        for field in fields
        if isinstance(field, BaseSpatialField) and field.srid not in (settings.STORAGE_SRID, DISPLAY_SRID)
    ]


@register(Tags.compatibility)
def check_metric_srid(**_: Any) -> list[CheckMessage]:
    """Report a reference system for areas and distances that does not count in metres."""
    try:
        crs = pyproj.CRS.from_user_input(authority_code(settings.METRIC_SRID))
        fits = crs.is_projected and {axis.unit_name for axis in crs.axis_info} == {"metre"}
    except CRSError:
        fits = False
    if fits:
        return []
    return [
        Error(
            f"HILIR_METRIC_SRID {settings.METRIC_SRID} is no projected reference system in metres.",
            hint="Give the UTM zone of the study area (32750 for South Kalimantan), or, for several, 54034.",
            id="hilir.E006",
        )
    ]


@register(Tags.security)
def check_secret_key(**_: Any) -> list[CheckMessage]:
    """Warn of a service that signs its cookies with a key that everybody can read in the source."""
    if settings.DEBUG or not settings.SECRET_KEY.startswith("insecure-"):
        return []
    return [
        Warning(
            "HILIR_SECRET_KEY is not set.",
            hint="./dev run makes one; on a server give 50 random characters or more.",
            id="hilir.W007",
        )
    ]
