"""Import districts and subdistricts."""

import re
from collections.abc import Mapping
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.district_index import DistrictIndex
from gisapp.exchange.geometry import polygon_checked
from gisapp.exchange.intake import PROVENANCE_FIELDS, Candidate, Intake, Once
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.table import Table
from gisapp.exchange.values import ValueRefusedError
from layers.geometry import to_geos
from layers.models import District, DistrictKind, Subdistrict
from layers.services.districts import areas_delete_others, districts_upsert, subdistricts_upsert

AREA_FIELDS: Mapping[str, tuple[str, ...]] = {"code": ("kode", "kode_bps"), "name": ("nama",), "is_approximate": ()}
DISTRICT_FIELDS: Mapping[str, tuple[str, ...]] = {
    **AREA_FIELDS,
    "kind": (),
    "seat_name": (),
    "population": (),
    "lead_industry": (),
    "lead_industry_source": (),
}
SUBDISTRICT_FIELDS: Mapping[str, tuple[str, ...]] = {**AREA_FIELDS, "district": ()}
DISTRICT_CODE_DIGITS = 4
# A new boundary is as exact as its file says, whatever the stored one was.
_NEW_WITH_BOUNDARY = frozenset({"is_approximate"})

_KIND = re.compile(r"(kabupaten|kab\.|kota)\s+(.+)", flags=re.IGNORECASE)
_CODE_PREFIX = re.compile(r"^[A-Za-z]{2}-")


@transaction.atomic
def districts_import(table: Table, options: ImportOptions) -> Report:
    """Store the districts of a file; a stored code is changed in place, so that what refers to it holds.

    Replacing deletes the districts whose code the file does not have, even among its refused rows.
    """
    intake = Intake(table, options, fields=DISTRICT_FIELDS, required=["code", "name"])
    given = _given(intake, DISTRICT_FIELDS) | {"kind"}
    parser, once = intake.parser(District, given), Once("code")
    codes_in_file: set[str] = set()

    def make(candidate: Candidate) -> District:
        candidate.cells = _district_cells(candidate.cells)
        codes_in_file.add(candidate.cells["code"] or "")
        once.check(candidate.cells["code"], candidate)
        values = parser.parse(candidate.cells)
        return District(boundary=_boundary(candidate, options), **values)

    districts = intake.rows(make)
    written = districts_upsert(districts, fields=(given | _NEW_WITH_BOUNDARY) - {"code"})
    return _finish(intake, District, written.created, written.updated, codes_in_file)


@transaction.atomic
def subdistricts_import(table: Table, options: ImportOptions) -> Report:
    """Store the subdistricts of a file; the district is the one its code begins with, or where it lies."""
    intake = Intake(table, options, fields=SUBDISTRICT_FIELDS, required=["code", "name"])
    given = _given(intake, SUBDISTRICT_FIELDS) - {"district"}
    parser, once, index = intake.parser(Subdistrict, given), Once("code"), DistrictIndex()
    by_code = {one.code: one for one in index.districts}
    codes_in_file: set[str] = set()

    def make(candidate: Candidate) -> Subdistrict:
        code = region_code(candidate.cells["code"])
        candidate.cells["code"] = code
        codes_in_file.add(code or "")
        once.check(code, candidate)
        values = parser.parse(candidate.cells)
        shape = _checked(candidate, options)
        district = by_code.get(region_code(candidate.cells.get("district")) or str(code)[:DISTRICT_CODE_DIGITS])
        district = district or index.nearest(shapely.point_on_surface(shape), within_m=conf.BOUNDARY_GAP_M)
        if district is None:
            limit = _("within a stored district")
            raise ValueRefusedError("district", code, limit=limit, fix=_("Import its district first."))
        return Subdistrict(boundary=to_geos(shape), district=district, **values)

    subdistricts = intake.rows(make)
    written = subdistricts_upsert(subdistricts, fields=(given | _NEW_WITH_BOUNDARY | {"district"}) - {"code"})
    return _finish(intake, Subdistrict, written.created, written.updated, codes_in_file)


def region_code(cell: object) -> str | None:
    """Return a region's code as Hilir keeps it: without dots and without the country before it.

    Examples
    --------
    >>> region_code("63.01.02"), region_code("ID-6301"), region_code(None)
    ('630102', '6301', None)
    """
    return None if cell is None else _CODE_PREFIX.sub("", str(cell).strip()).replace(".", "")


def _given(intake: Intake, fields: Mapping[str, Any]) -> set[str]:
    return set(intake.mapper.given & (set(fields) | set(PROVENANCE_FIELDS)))


def _district_cells(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Take the kind out of names like "Kabupaten Banjar"."""
    found = _KIND.fullmatch(str(cells["name"] or ""))
    kind, name = (found.group(1).lower(), found.group(2)) if found else (DistrictKind.KABUPATEN, cells["name"])
    kind = DistrictKind.KOTA if kind == "kota" else DistrictKind.KABUPATEN
    return {**cells, "code": region_code(cells["code"]), "name": name, "kind": cells.get("kind") or kind}


def _checked(candidate: Candidate, options: ImportOptions) -> shapely.MultiPolygon:
    shape, repair = polygon_checked(candidate.geometry, field="boundary", is_repairing=options.is_repairing)
    if repair:
        candidate.repairs.append(repair)
    return shape


def _boundary(candidate: Candidate, options: ImportOptions) -> Any:
    return to_geos(_checked(candidate, options))


def _finish(
    intake: Intake, model: type[District] | type[Subdistrict], created: int, updated: int, codes_in_file: set[str]
) -> Report:
    report, options = intake.report, intake.options
    report.created, report.updated = created, updated
    if options.is_replacing and created + updated:
        report.removed = areas_delete_others(model, kept_codes=codes_in_file)
    transaction.set_rollback(options.is_dry_run)
    return report
