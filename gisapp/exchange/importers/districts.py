"""Import districts and subdistricts."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.checks.coverage import Areas, gaps_check, overlaps_check
from gisapp.exchange.checks.polygons import polygons_check
from gisapp.exchange.checks.repeats import geometry_check, key_check
from gisapp.exchange.differences import Known
from gisapp.exchange.district_index import NOWHERE, DistrictIndex
from gisapp.exchange.intake import Intake
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.regions import region_code
from gisapp.exchange.report import Report
from gisapp.exchange.storing import known_by, rows_store
from gisapp.exchange.table import Table
from layers.geometry import to_shapely
from layers.models import District, DistrictKind, FindingLevel, Subdistrict
from layers.progress import progress_tell
from layers.services.districts import areas_delete_others, areas_km2
from layers.services.rows import current

AREA_FIELDS: Mapping[str, tuple[str, ...]] = {
    "code": ("kode", "kode_bps", "bps_code", "kdkab", "kdpkab", "kdcpum"),
    "name": ("nama", "wadmkk", "namobj", "kabupaten", "kab_kota"),
    "is_approximate": (),
}
DISTRICT_FIELDS: Mapping[str, tuple[str, ...]] = {
    **AREA_FIELDS,
    "kind": ("jenis",),
    "seat_name": ("ibukota", "ibu_kota"),
    "population": ("penduduk", "jumlah_penduduk"),
    "lead_industry": ("industri_unggulan",),
    "lead_industry_source": (),
}
SUBDISTRICT_FIELDS: Mapping[str, tuple[str, ...]] = {
    **AREA_FIELDS,
    "code": ("kode", "kode_bps", "bps_code", "kdkec", "kdcpum"),
    "name": ("nama", "wadmkc", "namobj", "kecamatan"),
    "district": ("kabupaten", "kode_kabupaten", "wadmkk"),
}
KEYS: Mapping[str, Known] = {"code": Known(("code",))}
DISTRICT_CODE_DIGITS = 4

_KIND = re.compile(r"(kabupaten|kab\.|kota)\s+(.+)", flags=re.IGNORECASE)


@transaction.atomic
def districts_import(table: Table, options: ImportOptions) -> Report:
    """Store the districts of a file; a stored code is changed in place, so that what refers to it holds.

    Replacing deletes the districts whose code the file does not have, even among its refused rows.
    """
    intake = Intake(table, options, fields=DISTRICT_FIELDS, required=["code", "name"])
    _district_cells(intake)
    return _areas_import(intake, District, fields=DISTRICT_FIELDS)


@transaction.atomic
def subdistricts_import(table: Table, options: ImportOptions) -> Report:
    """Store the subdistricts of a file; the district is the one its code begins with, or where it lies."""
    index = DistrictIndex()
    intake = Intake(table, options, fields=SUBDISTRICT_FIELDS, required=["code", "name"])
    intake.cells["code"] = [region_code(cell) for cell in intake.cells["code"]]
    return _areas_import(intake, Subdistrict, fields=SUBDISTRICT_FIELDS, place=lambda: _districts_place(intake, index))


def _areas_import(
    intake: Intake,
    model: type[District] | type[Subdistrict],
    *,
    fields: Mapping[str, Any],
    place: Callable[[], None] = lambda: None,
) -> Report:
    given = intake.given(set(fields) - {"district"}) | ({"kind"} if model is District else set())
    intake.parse(model, given)
    # A new boundary is as exact as its file says, whatever the stored one was.
    intake.values.setdefault("is_approximate", [False] * len(intake))
    polygons_check(intake, field="boundary")
    key_check(intake, fields=["code"])
    geometry_check(intake, field="boundary", alike=[], level=FindingLevel.WARNING)
    place()
    intake.values["boundary"] = intake.shapes(shapely.MultiPolygon())
    intake.values["area_km2"] = areas_km2(intake.values["boundary"])
    _coverage_check(intake, model)
    known = known_by(intake, KEYS, default="code")
    codes = [str(code) for code in intake.cells["code"]]
    remove = (lambda: areas_delete_others(model, kept_codes=codes)) if intake.options.is_replacing else None
    return rows_store(intake, model, fields=sorted(intake.values), known=known, remove=remove)


def _district_cells(intake: Intake) -> None:
    """Take the kind out of names like "Kabupaten Banjar"."""
    names = [_KIND.fullmatch(str(cell or "")) for cell in intake.cells["name"]]
    kinds = [found.group(1).lower() if found else "" for found in names]
    told = [DistrictKind.KOTA if kind == "kota" else DistrictKind.KABUPATEN for kind in kinds]
    stated = intake.cells.get("kind", [None] * len(intake))
    intake.cells["kind"] = [cell or kind for cell, kind in zip(stated, told, strict=True)]
    pairs = zip(names, intake.cells["name"], strict=True)
    intake.cells["name"] = [found.group(2) if found else cell for found, cell in pairs]
    intake.cells["code"] = [region_code(cell) for cell in intake.cells["code"]]


def _districts_place(intake: Intake, index: DistrictIndex) -> None:
    """Give each subdistrict its district: the one of its code, or the one where it lies."""
    by_code = {one.code: one for one in index.districts}
    stated = intake.cells.get("district", [None] * len(intake))
    codes = [str(code or "")[:DISTRICT_CODE_DIGITS] for code in intake.values["code"]]
    pairs = zip(stated, codes, strict=True)
    found = [by_code.get(region_code(cell) or code) or by_code.get(code) for cell, code in pairs]
    lying = _lying(intake, index)
    intake.values["district"] = [one or other for one, other in zip(found, lying, strict=True)]
    none = [at for at in np.flatnonzero(intake.is_shaped).tolist() if intake.values["district"][at] is None]
    intake.tell(
        none,
        "no_district",
        field="district",
        value=[str(intake.values["code"][at]) for at in none],
        limit=_("within a stored district"),
        fix=_("Import its district first."),
    )
    others = [at for at, one in enumerate(found) if one and lying[at] and lying[at] != one]
    intake.tell(
        others,
        "other_district",
        field="district",
        value=[str(found[at]) for at in others],
        limit=[_("lies in %(district)s") % {"district": lying[at]} for at in others],
        fix=_("Look at its code and its boundary; the district of the code counts."),
        level=FindingLevel.WARNING,
    )


def _lying(intake: Intake, index: DistrictIndex) -> Sequence[District | None]:
    found: list[District | None] = [None] * len(intake)
    at = np.flatnonzero(intake.is_shaped)
    if intake.geometry is not None and at.size:
        lon, lat = shapely.get_coordinates(shapely.point_on_surface(intake.geometry[at])).T
        placed = index.place(lon, lat, within_m=conf.BOUNDARY_GAP_M)
        for position, number in zip(at.tolist(), placed.district.tolist(), strict=True):
            found[position] = None if number == NOWHERE else index.districts[number]
    return found


def _coverage_check(intake: Intake, model: type[District] | type[Subdistrict]) -> None:
    """Compare neighbours: those of the file with each other, and with the stored ones that stay."""
    progress_tell(_("comparing neighbours"))
    good = np.flatnonzero(intake.is_good)
    if intake.geometry is None or not good.size:
        return
    kept = [] if intake.options.is_replacing else list(current(model).exclude(code__in=set(intake.values["code"])))
    shape = np.concatenate([intake.geometry[good], to_shapely(one.boundary for one in kept)])
    areas = Areas(shape, [*(intake.name(at) for at in good.tolist()), *(one.name for one in kept)], good)
    overlaps_check(intake, areas, field="boundary")
    gaps_check(intake, areas, field="boundary")
