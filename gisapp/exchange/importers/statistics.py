"""Import statistics of regions: rows without geometry."""

from collections.abc import Mapping, Sequence

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gisapp.exchange.checks.repeats import key_check
from gisapp.exchange.checks.yields import numbers, yields_check
from gisapp.exchange.differences import Known
from gisapp.exchange.intake import Intake
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.regions import region_code
from gisapp.exchange.report import Report
from gisapp.exchange.storing import known_by, rows_store
from gisapp.exchange.table import Table
from gisapp.exchange.units import AREA, MASS
from layers.errors import nearest_code_hint
from layers.models import District, ProductionStatistic, SectorStatistic
from layers.models.statistic import RegionStatistic
from layers.services.rows import current

REGION_FIELDS: Mapping[str, tuple[str, ...]] = {
    "region_code": ("kode", "kode_bps", "bps_code", "kode_wilayah", "kabupaten", "district"),
    "year": ("tahun",),
    "series": ("seri", "metode"),
    "measure": ("ukuran", "indikator"),
    "value": ("nilai", "jumlah"),
    "unit": ("satuan",),
}
PRODUCTION_FIELDS: Mapping[str, tuple[str, ...]] = {**REGION_FIELDS, "commodity": ("komoditas", "komoditi")}
SECTOR_FIELDS: Mapping[str, tuple[str, ...]] = {
    **REGION_FIELDS,
    "section": ("kbli", "lapangan_usaha", "kategori"),
    "section_name_id": (),
    "section_name_en": (),
    "status": (),
}
# One figure by what the database holds once.
PRODUCTION_KEYS: Mapping[str, Known] = {
    "region_code": Known(
        ("region_code", "commodity", "year", "measure", "series", "source"),
        scope=("commodity", "year", "measure", "series", "source"),
    )
}
SECTOR_KEYS: Mapping[str, Known] = {
    "region_code": Known(("region_code", "section", "year", "measure", "series"), scope=("year", "measure", "series"))
}
AREA_MEASURE, PRODUCTION_MEASURE = "area_ha", "production_t"
NATION = "00"


@transaction.atomic
def production_import(table: Table, options: ImportOptions) -> Report:
    """Store figures of commodities by region and year; a stored figure is changed in place."""
    required = ["region_code", "commodity", "year", "series", "measure", "value", "unit"]
    intake = Intake(table, options, fields=PRODUCTION_FIELDS, required=required)
    _units_tell(intake)
    _parse(intake, ProductionStatistic, PRODUCTION_FIELDS)
    _yields_check(intake)
    return _store(intake, ProductionStatistic, PRODUCTION_KEYS)


@transaction.atomic
def sectors_import(table: Table, options: ImportOptions) -> Report:
    """Store figures of KBLI sections by region and year; a stored figure is changed in place."""
    required = ["region_code", "section", "year", "series", "measure", "unit"]
    intake = Intake(table, options, fields=SECTOR_FIELDS, required=required)
    _names_fill(intake)
    _units_tell(intake)
    _parse(intake, SectorStatistic, SECTOR_FIELDS)
    return _store(intake, SectorStatistic, SECTOR_KEYS)


def _parse(intake: Intake, model: type[RegionStatistic], fields: Mapping[str, tuple[str, ...]]) -> None:
    intake.cells["region_code"] = [region_code(cell) for cell in intake.cells["region_code"]]
    intake.parse(model, intake.given(fields) | (set(intake.cells) & {"section_name_id", "section_name_en"}))
    _regions_check(intake)


def _regions_check(intake: Intake) -> None:
    """Link figures to their district; refuse codes that are neither a district, the province nor the nation."""
    by_code = {one.code: one for one in current(District).defer("boundary", "seat")}
    codes = intake.values["region_code"]
    intake.values["district"] = [by_code.get(code) for code in codes]
    known = [*by_code, settings.PROVINCE_CODE, NATION]
    unknown = [at for at, code in enumerate(codes) if code is not None and code not in known]
    intake.tell(
        unknown,
        "unknown_code",
        field="region_code",
        value=[str(codes[at]) for at in unknown],
        limit=_("a stored district, the province or the nation"),
        fix=[nearest_code_hint(str(codes[at]), known) for at in unknown],
    )


def _units_tell(intake: Intake) -> None:
    """Put our unit where the file's has been converted."""
    stated = intake.options.units.get("value", "")
    ours = "t" if stated in MASS else "ha" if stated in AREA else None
    if ours is not None:
        intake.cells["unit"] = [ours] * len(intake)


def _names_fill(intake: Intake) -> None:
    """Name sections as stored figures of the same section do, or by their code."""
    stored = SectorStatistic.objects.values_list("section", "section_name_id", "section_name_en").distinct()
    names = {section: (name_id, name_en) for section, name_id, name_en in stored}
    for number, field in enumerate(("section_name_id", "section_name_en")):
        cells: Sequence[object] = intake.cells.get(field, [None] * len(intake))
        sections = [str(cell or "") for cell in intake.cells["section"]]
        pairs = zip(cells, sections, strict=True)
        intake.cells[field] = [cell or names.get(section, (section, section))[number] for cell, section in pairs]


def _yields_check(intake: Intake) -> None:
    """Compare tonnes with the hectares that the file has of the same region, commodity, year and series."""
    measures = intake.values["measure"]
    alike = list(zip(*(intake.values[name] for name in ("region_code", "commodity", "year", "series")), strict=True))
    values = numbers(intake.values["value"])
    hectares = {
        key: value
        for key, measure, value in zip(alike, measures, values.tolist(), strict=True)
        if measure == AREA_MEASURE
    }
    is_tonnes = np.array([measure == PRODUCTION_MEASURE for measure in measures], dtype=bool)
    yields_check(
        intake,
        commodity=intake.values["commodity"],
        tonnes=np.where(is_tonnes, values, np.nan),
        area_ha=numbers([hectares.get(key) for key in alike]),
    )


def _store(intake: Intake, model: type[RegionStatistic], keys: Mapping[str, Known]) -> Report:
    known = known_by(intake, keys, default="region_code")
    key_check(intake, fields=keys["region_code"].key)
    return rows_store(intake, model, fields=sorted(intake.values), known=known)
