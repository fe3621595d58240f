"""Import source areas that are drawn."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from gisapp.exchange.checks.numbers import BY_NUMBER, NUMBER_FIELD, numbers_check
from gisapp.exchange.checks.polygons import polygons_check
from gisapp.exchange.checks.province import districts_check
from gisapp.exchange.checks.repeats import geometry_check, key_check
from gisapp.exchange.checks.stored_shapes import stored_shapes_check
from gisapp.exchange.checks.yields import YIELD_UNITS, numbers, planted_check, yields_check
from gisapp.exchange.differences import Known
from gisapp.exchange.district_index import DistrictIndex
from gisapp.exchange.errors import ExchangeError
from gisapp.exchange.intake import Intake
from gisapp.exchange.options import ImportOptions
from gisapp.exchange.report import Report
from gisapp.exchange.storing import known_by, rows_store
from gisapp.exchange.table import Table
from gisapp.geo.areas import geodesic_areas_m2
from gisapp.geo.units import M2_PER_HA
from layers.models import Commodity, SourceArea, SourceOrigin
from layers.progress import progress_tell
from layers.selectors.source_areas import source_areas_counted_twice, source_areas_of_same_supply
from layers.services.rows import rows_remove

FIELDS: Mapping[str, tuple[str, ...]] = {
    "commodity": ("komoditas", "komoditi"),
    "name": ("nama", "namobj"),
    "area_ha": ("luas", "luas_ha", "ha", "hectares", "hektar"),
    "yield_t_per_ha": ("produktivitas", "yield"),
    "availability": ("ketersediaan",),
    "annual_tonnes": ("produksi", "produksi_ton", "tonnes", "production_t"),
    "year": ("tahun",),
    "owner_kind": ("kepemilikan",),
}
PLACED_FIELDS: Mapping[str, tuple[str, ...] | None] = {
    **NUMBER_FIELD,
    **FIELDS,
    "district": ("kabupaten", "kab_kota"),
}
KEYS: Mapping[str, Known] = {
    "name": Known(("commodity", "year", "name"), scope=("commodity", "year")),
    **BY_NUMBER,
}
_NO_SHAPE = shapely.MultiPolygon()
Floats = NDArray[np.float64]


@transaction.atomic
def source_areas_import(table: Table, options: ImportOptions) -> Report:
    """Store the drawn areas of a file, each in the district of a point on it.

    What the file leaves out is computed: hectares from the boundary, on the spheroid; the yield from the
    commodity; tonnes from area, yield and availability.
    """
    index = DistrictIndex()
    intake = Intake(table, options, fields=PLACED_FIELDS, required=["commodity", "year"])
    given = intake.given([*NUMBER_FIELD, *FIELDS])
    intake.parse(SourceArea, given, computed={"annual_tonnes"})
    numbers_check(intake, SourceArea)
    polygons_check(intake, field="boundary")
    progress_tell(_("looking where the rows lie"))
    centres = _centres(intake)
    districts_check(intake, index, field="boundary", lon=shapely.get_x(centres), lat=shapely.get_y(centres))
    geometry_check(intake, field="boundary", alike=["commodity", "year"])
    if options.key == "name":
        key_check(intake, fields=KEYS["name"].key)
    elif not options.key and not options.is_replacing:
        stored = SourceArea.objects.filter(commodity__in=set(intake.values["commodity"]) - {None})
        stored_shapes_check(intake, stored, field="boundary", alike=["commodity", "year"])
    _quantities(intake)
    intake.values["boundary"] = intake.shapes(_NO_SHAPE)
    intake.values["centre"] = centres
    _counting_twice_refuse(intake)
    is_replacing = options.is_replacing and not options.key
    return rows_store(
        intake,
        SourceArea,
        fields=sorted(intake.values),
        known=known_by(intake, KEYS),
        remove=(lambda: _same_supply_remove(intake)) if is_replacing else None,
    )


def _same_supply_remove(intake: Intake) -> dict[str, int]:
    return {"SourceArea": rows_remove(source_areas_of_same_supply(_supplies(intake)))}


def _centres(intake: Intake) -> NDArray[np.object_]:
    centres = np.full(len(intake), shapely.Point(np.nan, np.nan), dtype=object)
    if intake.geometry is not None:
        centres[intake.is_shaped] = shapely.point_on_surface(intake.geometry[intake.is_shaped])
    return centres


def _quantities(intake: Intake) -> None:
    """Fill in area and tonnes where the file leaves them out, and compare them with what can be."""
    area_ha = numbers(intake.values.get("area_ha", [None] * len(intake)))
    planted_check(intake, stated_ha=area_ha)
    measured = np.flatnonzero(intake.is_shaped & np.isnan(area_ha))
    if intake.geometry is not None:
        area_ha[measured] = geodesic_areas_m2(intake.geometry[measured]) / M2_PER_HA
    tonnes_fill(intake, area_ha=area_ha)
    yields_check(
        intake,
        commodity=intake.values["commodity"],
        tonnes=numbers(intake.values["annual_tonnes"]),
        area_ha=area_ha * _availability(intake),
    )
    intake.values["area_ha"] = known_numbers(area_ha)


def tonnes_fill(intake: Intake, *, area_ha: Floats) -> None:
    """Fill in tonnes that the file leaves out: area x yield x availability; tell where they cannot be had.

    Parameters
    ----------
    area_ha
        (n,) ha, NaN where unknown.
    """
    n = len(intake)
    tonnes = numbers(intake.values.get("annual_tonnes", [None] * n))
    yields = numbers(intake.values.get("yield_t_per_ha", [None] * n))
    wanted = np.isnan(tonnes) & intake.is_good
    lacking = wanted & np.isnan(area_ha)
    fix = _("Give tonnes, or hectares and a yield.")
    intake.tell(np.flatnonzero(lacking), "missing_value", field="annual_tonnes", limit=_("must be given"), fix=fix)
    of_commodity = wanted & ~lacking & np.isnan(yields)
    notes = _yields_fill(intake, yields, of_commodity=of_commodity)
    computed = area_ha * yields * _availability(intake)
    intake.values["annual_tonnes"] = known_numbers(np.where(wanted, computed, tonnes))
    if of_commodity.any():
        intake.values["yield_t_per_ha"] = known_numbers(yields)
        intake.values["note"] = notes


def known_numbers(found: Floats) -> list[float | None]:
    """Return numbers as values, None for those that are none."""
    return [None if math.isnan(value) else value for value in found.tolist()]


def _availability(intake: Intake) -> Floats:
    found = numbers(intake.values.get("availability", [1.0] * len(intake)))
    return np.where(np.isnan(found), 1.0, found)


def _yields_fill(intake: Intake, yields: Floats, *, of_commodity: NDArray[np.bool_]) -> list[str]:
    """Put the commodity's yield where a row has none, and return the notes that say so."""
    notes = [note or "" for note in intake.values.get("note", [""] * len(intake))]
    without: list[int] = []
    for at in np.flatnonzero(of_commodity).tolist():
        commodity: Commodity = intake.values["commodity"][at]
        if commodity.yield_mid is None or commodity.yield_unit not in YIELD_UNITS:
            without.append(at)
            continue
        yields[at] = commodity.yield_mid
        note = _("Yield of %(yield)g t/ha/yr: %(source)s.")
        told = note % {"yield": commodity.yield_mid, "source": commodity.yield_source}
        notes[at] = f"{notes[at]} {told}".strip()
    intake.tell(
        without,
        "missing_value",
        field="yield_t_per_ha",
        limit=[
            _("a yield; none in t/ha/yr is stored for %(commodity)s") % {"commodity": intake.values["commodity"][at]}
            for at in without
        ],
        fix=_("Give one value for all rows (--set yield_t_per_ha=VALUE)."),
    )
    return notes


def _supplies(intake: Intake) -> Sequence[SourceArea]:
    """Return one unsaved area of each commodity and district of the rows that are taken."""
    commodities, districts = intake.values["commodity"], intake.values["district"]
    # Rows of one commodity or district share one object, which is much quicker to look up than its value.
    pairs = {(id(commodities[at]), id(districts[at])): (commodities[at], districts[at]) for at in intake.taken.tolist()}
    return [
        SourceArea(commodity=commodity, district=district, origin=SourceOrigin.SURVEYED)
        for commodity, district in pairs.values()
    ]


def _counting_twice_refuse(intake: Intake) -> None:
    if not intake.options.is_replacing and not intake.options.key:
        counting_twice_refuse(_supplies(intake))


def counting_twice_refuse(areas: Sequence[SourceArea]) -> None:
    """Refuse areas whose supply is stored by another way.

    Raises
    ------
    ExchangeError
        If so.
    """
    twice = source_areas_counted_twice(areas)
    first = twice.select_related("commodity", "district").first()
    if first is not None:
        message = _(
            "%(count)d stored areas give the supply of %(commodity)s in %(district)s already, from: %(source)s. "
            "Adding these would count it twice: choose “The file takes the place of what is stored” (--replace)."
        )
        values = {"count": twice.count(), "commodity": first.commodity, "district": first.district}
        raise ExchangeError(message % {**values, "source": first.source})
