"""Import source areas: drawn ones, or statistics of districts that are spread over their land."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.district_index import DistrictIndex
from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.geometry import polygon_checked
from gisapp.exchange.importers.districts import region_code
from gisapp.exchange.intake import PROVENANCE_FIELDS, Candidate, Intake, Once
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.table import Table
from gisapp.exchange.values import ValueRefusedError
from gisapp.geo.crs import geodesic_area_m2
from gisapp.geo.units import M2_PER_HA
from gisapp.planning.disaggregation import Disaggregation, Statistic
from layers.geometry import to_geos
from layers.models import SourceArea
from layers.selectors.source_areas import source_areas_counted_twice
from layers.services.source_areas import source_areas_create, source_areas_replace

OWN_FIELDS = ["commodity", "name", "area_ha", "yield_t_per_ha", "availability", "annual_tonnes", "year", "owner_kind"]
STATISTIC_FIELDS: Mapping[str, tuple[str, ...]] = {**dict.fromkeys(OWN_FIELDS, ()), "district": ("region_code",)}
COMPUTED = frozenset({"annual_tonnes"})
YIELD_UNITS = frozenset({"t/ha/yr", "t/ha"})


@transaction.atomic
def source_areas_import(table: Table, options: ImportOptions) -> Report:
    """Store the drawn areas of a file, each in the district of a point on it.

    What the file leaves out is computed: hectares from the boundary, on the spheroid; the yield from the
    commodity; tonnes from area, yield and availability.
    """
    intake = Intake(table, options, fields=dict.fromkeys(OWN_FIELDS, ()), required=["commodity", "year"])
    parser = intake.parser(SourceArea, _parsed(intake), computed=COMPUTED)
    index, once = DistrictIndex(), Once("boundary")

    def make(candidate: Candidate) -> SourceArea:
        values = parser.parse(candidate.cells)
        shape, repair = polygon_checked(candidate.geometry, field="boundary", is_repairing=options.is_repairing)
        candidate.repairs += [repair] if repair else []
        once.check((values["commodity"].code, values["year"], shapely.to_wkb(shapely.normalize(shape))), candidate)
        centre = shapely.point_on_surface(shape)
        district = index.nearest(centre, within_m=conf.FACILITY_DISTRICT_TOLERANCE_M)
        if district is None:
            limit = _("within %(km)g km of a stored district") % {"km": conf.FACILITY_DISTRICT_TOLERANCE_M / 1000}
            fix = _("Correct the boundary, or leave the row out with --where.")
            raise ValueRefusedError("boundary", f"{centre.x:.5g} {centre.y:.5g}", limit=limit, fix=fix)
        if values.get("area_ha") is None:
            values["area_ha"] = geodesic_area_m2(shape) / M2_PER_HA
        values = _with_tonnes(values)
        return SourceArea(boundary=to_geos(shape), centre=to_geos(centre), district=district, **values)

    areas = intake.rows(make)
    return _store(intake, areas)


@transaction.atomic
def source_statistics_import(
    table: Table, options: ImportOptions, *, disaggregation: Callable[[DistrictIndex], Disaggregation]
) -> Report:
    """Store the figures of a file, one a district, spread over the land of the district.

    Parameters
    ----------
    disaggregation
        Makes what spreads them, from the districts.
    """
    intake = Intake(table, options, fields=STATISTIC_FIELDS, required=["commodity", "year", "district"])
    parser = intake.parser(SourceArea, _parsed(intake) | {"district"}, computed=COMPUTED)
    index, once = DistrictIndex(), Once("district")
    district_of = {one.code: one for one in index.districts}

    def make(candidate: Candidate) -> Statistic:
        candidate.cells["district"] = region_code(candidate.cells["district"])
        values = parser.parse(candidate.cells)
        if values["district"] is None:
            raise ValueRefusedError("district", None, limit=_("must be given"), fix=_("Fill in the district's code."))
        once.check((values["commodity"].code, values["district"].code, values["year"]), candidate)
        values = _with_tonnes(values)
        values["districts"] = [district_of[values.pop("district").code]]
        for absent in ("availability", "name"):
            values.pop(absent, None)
        return Statistic(**values)

    statistics = intake.rows(make)
    spread = disaggregation(index)
    return _store(intake, [area for statistic in statistics for area in spread.areas(statistic)])


def _parsed(intake: Intake) -> set[str]:
    return set(intake.mapper.given & (set(OWN_FIELDS) | set(PROVENANCE_FIELDS)))


def _with_tonnes(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with a tonnage: the file's own, or area x yield x availability.

    Raises
    ------
    ValueRefusedError
        If neither can be had.
    """
    if values.get("annual_tonnes") is not None:
        return values
    if values.get("area_ha") is None:
        fix = _("Give tonnes, or hectares and a yield.")
        raise ValueRefusedError("annual_tonnes", None, limit=_("must be given"), fix=fix)
    note = ""
    commodity = values["commodity"]
    if values.get("yield_t_per_ha") is None:
        if commodity.yield_mid is None or commodity.yield_unit not in YIELD_UNITS:
            limit = _("a yield; none in t/ha/yr is stored for %(commodity)s") % {"commodity": commodity.code}
            raise ValueRefusedError("yield_t_per_ha", None, limit=limit, fix=_("Give --set yield_t_per_ha=VALUE."))
        values["yield_t_per_ha"] = commodity.yield_mid
        note = _("Yield of %(yield)g t/ha/yr: %(source)s.") % {
            "yield": commodity.yield_mid,
            "source": commodity.yield_source,
        }
    availability = 1.0 if values.get("availability") is None else values["availability"]
    tonnes = values["area_ha"] * values["yield_t_per_ha"] * availability
    return {**values, "annual_tonnes": tonnes, "note": f"{values.get('note') or ''} {note}".strip()}


def _store(intake: Intake, areas: Sequence[SourceArea]) -> Report:
    report, options = intake.report, intake.options
    if options.is_replacing:
        written = source_areas_replace(areas)
        report.removed = {"SourceArea": written.removed} if written.removed else {}
    else:
        _refuse_counting_twice(areas)
        written = source_areas_create(areas)
    report.created = written.created
    transaction.set_rollback(options.is_dry_run)
    return report


def _refuse_counting_twice(areas: Sequence[SourceArea]) -> None:
    twice = source_areas_counted_twice(areas)
    first = twice.select_related("commodity", "district").first()
    if first is not None:
        message = _(
            "%(count)d stored areas give the supply of %(commodity)s in %(district)s already, from: %(source)s. "
            "Adding these would count it twice: give --replace to put them in place of those."
        )
        values = {"count": twice.count(), "commodity": first.commodity, "district": first.district}
        raise ExchangeError(message % {**values, "source": first.source})
