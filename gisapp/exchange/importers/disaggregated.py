"""Import figures of districts as source areas, spread over their land."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gisapp.exchange.checks.repeats import key_check
from gisapp.exchange.checks.yields import numbers, yields_check
from gisapp.exchange.district_index import DistrictIndex
from gisapp.exchange.errors import MappingError
from gisapp.exchange.importers.source_areas import FIELDS, counting_twice_refuse, tonnes_fill
from gisapp.exchange.intake import Intake
from gisapp.exchange.land_cover import class_weights_read, land_cover_read, stored_land_cover_read
from gisapp.exchange.options import ImportOptions, srid_parse
from gisapp.exchange.regions import region_code
from gisapp.exchange.report import Report
from gisapp.exchange.table import Table
from gisapp.planning.disaggregation import Disaggregation, Statistic
from gisapp.planning.land_cover import LandCover, ZoneLandCover
from layers.models import FindingLevel, SourceArea
from layers.progress import progress_tell
from layers.services.source_areas import source_areas_create, source_areas_replace

STATISTIC_FIELDS: Mapping[str, tuple[str, ...]] = {
    **FIELDS,
    "district": ("region_code", "kode", "kode_bps", "bps_code", "region_trase_id", "kabupaten"),
}
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
# By what figures may be spread.
RASTER, POLYGONS, EVEN = "raster", "polygons", "even"
EXTRAS = ("weights", "land_cover_crs")
_OF_STATISTIC = ("commodity", "year", "annual_tonnes", "source", "area_ha", "yield_t_per_ha", "owner_kind")
_PROVENANCE = ("source_date", "licence", "confidence", "note")


def disaggregated_import(table: Table, options: ImportOptions) -> Report:
    """Store the figures of a file, one a district, spread over the land of the district.

    `extras` say by what: `weights` is raster (the stored land cover), polygons (shares of land cover by subdistrict)
    or even (by area alone), and `land_cover_crs` the CRS of the raster where it states it badly.
    """
    return source_statistics_import(table, options, disaggregation=lambda index: _disaggregation(options, index))


@transaction.atomic
def source_statistics_import(
    table: Table, options: ImportOptions, *, disaggregation: Callable[[DistrictIndex], Disaggregation]
) -> Report:
    """Store the figures of a file, one a district, by the given way to spread them.

    Parameters
    ----------
    disaggregation
        Makes what spreads them, from the districts.
    """
    index = DistrictIndex()
    intake = Intake(table, options, fields=STATISTIC_FIELDS, required=["commodity", "year", "district"])
    given = intake.given(FIELDS) | {"district"}
    intake.cells["district"] = [region_code(cell) for cell in intake.cells["district"]]
    intake.parse(SourceArea, given, computed={"annual_tonnes"})
    nowhere = [at for at, one in enumerate(intake.values["district"]) if one is None and intake.is_good[at]]
    fix = _("Fill in the district's code.")
    intake.tell(nowhere, "missing_value", field="district", limit=_("must be given"), fix=fix)
    key_check(intake, fields=["commodity", "district", "year"])
    area_ha = numbers(intake.values.get("area_ha", [None] * len(intake)))
    tonnes_fill(intake, area_ha=area_ha)
    tonnes = numbers(intake.values["annual_tonnes"])
    yields_check(intake, commodity=intake.values["commodity"], tonnes=tonnes, area_ha=area_ha)
    return _spread(intake, index, disaggregation)


def _spread(intake: Intake, index: DistrictIndex, disaggregation: Callable[[DistrictIndex], Disaggregation]) -> Report:
    report, options = intake.report, intake.options
    taken = intake.taken.tolist()
    areas: list[SourceArea] = []
    if taken:
        progress_tell(_("spreading the figures over the land"))
        spread = disaggregation(index)
        areas = [area for at in taken for area in spread.areas(_statistic(intake, index, at))]
    if areas and not options.is_replacing:
        counting_twice_refuse(areas)
    if options.is_replacing:
        written = source_areas_replace(areas)
        report.removed = {"SourceArea": written.removed} if written.removed else {}
    else:
        written = source_areas_create(areas)
    report.created = written.created
    if areas:
        total = sum(area.annual_tonnes for area in areas)
        text = _("%(rows)d figures, %(tonnes)s t/yr, spread over %(areas)d areas: %(method)s")
        told = {"rows": len(taken), "tonnes": f"{total:,.6g}", "areas": len(areas), "method": areas[0].source}
        intake.tell_file("spread", field="annual_tonnes", value=text % told, fix="", level=FindingLevel.REPAIRED)
    transaction.set_rollback(options.is_dry_run)
    return report


def _statistic(intake: Intake, index: DistrictIndex, at: int) -> Statistic:
    values: dict[str, Any] = {
        name: intake.values[name][at] for name in (*_OF_STATISTIC, *_PROVENANCE) if name in intake.values
    }
    code = intake.values["district"][at].code
    return Statistic(districts=[one for one in index.districts if one.code == code], **values)


def _disaggregation(options: ImportOptions, index: DistrictIndex) -> Disaggregation:
    crs = options.extras.get("land_cover_crs")
    srid = srid_parse(str(crs)) if crs else None
    return Disaggregation(
        index.districts,
        land_cover=_land_cover(options.extras.get("weights", POLYGONS), index, srid=srid),
        class_weights=class_weights_read(FIXTURES / "dasymetric_weights.csv"),
        metric_srid=settings.METRIC_SRID,
    )


def _land_cover(weights: object, index: DistrictIndex, *, srid: int | None) -> LandCover:
    if weights == RASTER:
        return stored_land_cover_read(districts=index.districts, srid=srid)
    if weights == POLYGONS:
        return land_cover_read(FIXTURES / "land_cover.csv", districts=index.districts, srid=srid)
    if weights == EVEN:
        return ZoneLandCover(zone=np.array([], dtype=object), class_shares=[], source="")
    message = _("extras.weights is “%(weights)s”; give one of %(known)s.")
    raise MappingError(message % {"weights": str(weights)[:40], "known": ", ".join((RASTER, POLYGONS, EVEN))})
