"""Read the figures that become source areas by being spread over the land."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gisapp.exchange.rows import RowParser, row_error
from gisapp.exchange.table import Record, Table
from gisapp.exchange.values import ValueRefusedError
from gisapp.planning.disaggregation import Statistic
from layers.errors import nearest_code_hint
from layers.models import District, SourceArea
from layers.selectors.production import production_by_district

STATISTIC_FIELDS = [
    "commodity", "year", "annual_tonnes", "area_ha", "yield_t_per_ha", "owner_kind", "source", "confidence", "note",
]  # fmt: skip
BY_LAND_COVER, BY_COAST = "land_cover", "coast"


def statistics_of(table: Table, *, file: str, districts: Sequence[District]) -> list[Statistic]:
    """Return the statistics of a supply table.

    Its columns are those of a source area, and `region_code` (a district, or the province), `series`
    (the method) and `weight`: what spreads the figure, one of `land_cover`, `coast`, or the production
    statistic COMMODITY/MEASURE/YEAR/SERIES that divides a figure of the province among the districts.

    Raises
    ------
    RowError
        If a row is wrong; it names file, row and column.
    """
    parser = RowParser(SourceArea, [name for name in STATISTIC_FIELDS if name in table.columns])
    made = []
    for record in table.records:
        try:
            values = parser.parse(record.cells)
            values["source"] = ", ".join(filter(None, [values["source"], record.cells.get("series")]))
            made.append(Statistic(districts=_districts(record, districts), **values, **_weights(record)))
        except ValueRefusedError as error:
            raise row_error(file, record, error) from error
    return made


def _districts(record: Record, districts: Sequence[District]) -> list[District]:
    code = str(record.cells.get("region_code"))
    if code == settings.PROVINCE_CODE:
        return list(districts)
    found = [one for one in districts if one.code == code]
    if not found:
        known = [settings.PROVINCE_CODE, *(one.code for one in districts)]
        limit = _("the province or a stored district")
        raise ValueRefusedError("region_code", code, limit=limit, fix=nearest_code_hint(code, known))
    return found


def _weights(record: Record) -> dict[str, Any]:
    weight = str(record.cells.get("weight") or BY_LAND_COVER)
    if weight == BY_LAND_COVER:
        return {}
    if weight == BY_COAST:
        return {"is_landed": True}
    commodity, measure, year, series = ([*weight.split("/", 3), "", "", ""])[:4]
    by_district = production_by_district(
        commodity, measure=measure, year=int(year) if year.isdigit() else 0, series=series
    )
    if not by_district:
        limit = _("land_cover, coast, or a stored statistic as COMMODITY/MEASURE/YEAR/SERIES")
        raise ValueRefusedError("weight", weight, limit=limit, fix=_("Load that statistic first, or correct its name."))
    return {"district_weights": by_district, "weights_source": f"{measure} {year}, {series}"}
