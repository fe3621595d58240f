"""Load the demonstration province: readable files, one a model, a column a field, links by code.

Unlike an import, which takes what is right and reports the rest, this takes all or nothing: the files
belong to the product, and a fault in them is a fault of it.
"""

from __future__ import annotations  # Django's fields are generic only to the type checker

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.db import models
from django.db import transaction
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.checks.lines import lines_check
from gisapp.exchange.checks.polygons import polygons_check
from gisapp.exchange.errors import RowError
from gisapp.exchange.geometry import DEGREES
from gisapp.exchange.intake import Intake
from gisapp.exchange.land_cover import class_weights_read, zone_land_cover_read
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.rows import RowParser, row_error
from gisapp.exchange.supply import statistics_of
from gisapp.exchange.table import Record, Table, table_read
from gisapp.exchange.values import ValueRefusedError
from gisapp.planning.disaggregation import Disaggregation
from gisapp.planning.potentials.stored import indices_store
from layers import models as layers
from layers.geometry import to_geos
from layers.models.statistic import RegionStatistic
from layers.services.districts import areas_delete_others, districts_upsert, subdistricts_upsert
from layers.services.rows import rows_delete_others, rows_replace_all, rows_upsert

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file and the model it fills."""

    name: str
    model: type[models.Model]
    is_optional: bool = False


# Each file after those that it links to.
FILES = (
    DemoFile("districts.geojson", layers.District),
    DemoFile("subdistricts.geojson", layers.Subdistrict),
    DemoFile("commodities.csv", layers.Commodity),
    DemoFile("processes.csv", layers.Process),
    DemoFile("process_flows.csv", layers.ProcessFlow),
    DemoFile("production_statistics.csv", layers.ProductionStatistic),
    DemoFile("sector_statistics.csv", layers.SectorStatistic),
    DemoFile("sector_linkages.csv", layers.SectorLinkage),
    DemoFile("installed_capacities.csv", layers.InstalledCapacity),
    DemoFile("rules.csv", layers.Rule),
    DemoFile("road_speeds.csv", layers.RoadSpeed),
    DemoFile("facilities.csv", layers.Facility),
    DemoFile("roads.geojson", layers.RoadLink),
    DemoFile("exclusion_zones.geojson", layers.ExclusionZone, is_optional=True),
)
LAND_COVER_FILE, WEIGHTS_FILE, SUPPLY_FILE = "land_cover.csv", "dasymetric_weights.csv", "supply.csv"


def demo_is_loaded() -> bool:
    """Tell whether there are districts already, of the demonstration or others."""
    return layers.District.objects.exists()


@transaction.atomic
def demo_load(folder: Path, *, say: Say) -> None:
    """Make the layers equal to the files of a folder; siting runs stay.

    Raises
    ------
    ExchangeError
        If a file is missing or wrong; nothing is written then.
    """
    kept: dict[type[models.Model], list[str]] = {}
    for file in FILES:
        path = folder / file.name
        if file.is_optional and not path.exists():
            continue
        rows, fields = _rows_of(path, file.model)
        if "code" in fields:
            kept[file.model] = [row.code for row in rows]  # type: ignore[attr-defined]
        _store(file.model, rows, fields)
        say(f"{file.name}: {len(rows)}")
    say(f"{SUPPLY_FILE}: {_supply_load(folder)} source areas")
    for model in reversed(kept):
        if model in (layers.District, layers.Subdistrict):
            areas_delete_others(model, kept_codes=kept[model])
        else:
            rows_delete_others(model, kept_codes=kept[model])
    say(f"{indices_store()} indices of districts")


def _store(model: type[models.Model], rows: Sequence[Any], fields: set[str]) -> None:
    if model is layers.District:
        districts_upsert(rows, fields=fields - {"code"})
    elif model is layers.Subdistrict:
        subdistricts_upsert(rows, fields=fields - {"code"})
    elif "code" in fields:
        rows_upsert(rows, fields=fields - {"code"})
    else:
        rows_replace_all(model, rows)


def _supply_load(folder: Path) -> int:
    districts = list(layers.District.objects.filter(valid_to__isnull=True))
    disaggregation = Disaggregation(
        districts,
        land_cover=zone_land_cover_read(folder / LAND_COVER_FILE),
        class_weights=class_weights_read(folder / WEIGHTS_FILE),
        metric_srid=settings.METRIC_SRID,
    )
    statistics = statistics_of(table_read(folder / SUPPLY_FILE), file=SUPPLY_FILE, districts=districts)
    areas = [area for statistic in statistics for area in disaggregation.areas(statistic)]
    return rows_replace_all(layers.SourceArea, areas).created


def _rows_of(path: Path, model: type[models.Model]) -> tuple[list[models.Model], set[str]]:
    """Return unsaved instances, and the fields that the file gives."""
    table = table_read(path)
    points = _point_columns(table)
    shape = _shape_field(model) if table.geometry is not None else None
    shapes = _shapes(table, shape, file=path.name) if shape is not None else None
    plain = [name for name in table.columns if name not in {axis for pair in points.values() for axis in pair}]
    known = {field.name for field in model._meta.fields}
    for name in [*plain, *points]:
        if name not in known:
            message = _("%(file)s: column “%(column)s” is no field of %(model)s.")
            raise RowError(message % {"file": path.name, "column": name, "model": model.__name__})
    parser = RowParser(model, plain)
    district_of = _districts_by_code() if issubclass(model, RegionStatistic) else {}
    rows = []
    for index, record in enumerate(table.records):
        try:
            values = parser.parse(record.cells)
            values |= {name: _point(record, name, columns) for name, columns in points.items()}
            if shape is not None and shapes is not None:
                values[shape.name] = to_geos(shapes[index])
        except ValueRefusedError as error:
            raise row_error(path.name, record, error) from error
        if issubclass(model, RegionStatistic):
            values["district"] = district_of.get(values["region_code"])
        rows.append(model(**values))
    fields = {*plain, *points, *([shape.name] if shape is not None else [])}
    return rows, fields


def _point_columns(table: Table) -> dict[str, tuple[str, str]]:
    """Return the columns of x and y by point field: `lon`, `lat` are the location; `seat_lon`, `seat_lat` a seat."""
    stems = [name.removesuffix("lon") for name in table.columns if name == "lon" or name.endswith("_lon")]
    return {stem.removesuffix("_") or "location": (f"{stem}lon", f"{stem}lat") for stem in stems}


def _point(record: Record, name: str, columns: tuple[str, str]) -> Any:
    lon, lat = (record.cells.get(column) for column in columns)
    if lon is None and lat is None:
        return None
    try:
        x, y = float(str(lon)), float(str(lat))
    except ValueError:
        fix = _("Write both with a point before the decimals.")
        raise ValueRefusedError(name, f"{lon} {lat}", limit=_("two numbers"), fix=fix) from None
    if not DEGREES.contains(x, y):
        limit = _("longitude -180 to 180, latitude -90 to 90")
        raise ValueRefusedError(name, f"{lon} {lat}", limit=limit, fix=_("Write degrees, longitude first."))
    return to_geos(shapely.Point(x, y))


def _shape_field(model: type[models.Model]) -> models.GeometryField[Any, Any]:
    kinds = (models.MultiPolygonField, models.MultiLineStringField)
    return next(field for field in model._meta.fields if isinstance(field, kinds))


def _shapes(table: Table, field: models.GeometryField[Any, Any], *, file: str) -> NDArray[np.object_]:
    """Return the geometries of a file, as an import would take them.

    Raises
    ------
    RowError
        If an import would refuse one of them.
    """
    intake = Intake(table, ImportOptions(), fields=dict.fromkeys(table.columns, ()), required=[])
    check = lines_check if isinstance(field, models.MultiLineStringField) else polygons_check
    check(intake, field=field.name)
    for one in intake.report.errors:
        told = {"file": file, "row": one.row, "what": f"{one.code} {one.value}".strip(), "fix": one.fix}
        raise RowError(_("%(file)s, row %(row)d: %(what)s. %(fix)s") % told)
    return intake.geometry if intake.geometry is not None else np.empty(0, dtype=object)


def _districts_by_code() -> dict[str, layers.District]:
    return {one.code: one for one in layers.District.objects.filter(valid_to__isnull=True).defer("boundary", "seat")}
