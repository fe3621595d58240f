"""Raw material that leaves unprocessed, and what that forgoes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.errors import ParameterError
from gisapp.planning.note_texts import assumption_text
from gisapp.planning.potentials.balances import Balance, DistrictBalance, balances_read, without_supply
from gisapp.planning.potentials.margins import Margin, margins_read
from gisapp.planning.potentials.questions import text
from gisapp.planning.potentials.reasons import Reason, missing
from gisapp.siting.codes import DEFAULT_SUPPLY_MODEL
from layers.errors import nearest_code_hint
from layers.models import Process
from layers.selectors.districts import district_list

Json = dict[str, Any]
# What a balance rests on; the source of its supply stands beside each district.
SHOWN_NOTES = frozenset(
    {
        AssumptionCode.SUPPLY_FROM_PLANTS,
        AssumptionCode.CAPACITY_FROM_TOTAL,
        AssumptionCode.CAPACITY_NOT_LOCATED,
        AssumptionCode.CAPACITY_USUAL_SIZE,
        AssumptionCode.CAPACITY_UNKNOWN,
        AssumptionCode.POSITIONS_APPROXIMATE,
    }
)


@dataclass(frozen=True, slots=True)
class UnprocessedQuestion:
    """Which commodity and district; None for all."""

    commodity: str | None = None
    district: str | None = None


def unprocessed_question(given: Mapping[str, str]) -> UnprocessedQuestion:
    """Read a question.

    Raises
    ------
    ParameterError
        If a code is empty, too long, or holds a control character.
    """
    return UnprocessedQuestion(commodity=text(given, "commodity"), district=text(given, "district"))


def unprocessed_document(question: UnprocessedQuestion) -> Json:
    """Return what is supplied, taken and left of each commodity by district, and the value forgone.

    Raises
    ------
    ParameterError
        If no supply of the commodity is recorded, or there is no such district.
    """
    names = district_names(question.district)
    balances = balances_chosen(question.commodity)
    margins = {margin.process.code: margin for margin in margins_read(p for b in balances for p in b.processes)}
    processes = {process.code: process for process in Process.objects.all()}
    return {
        "label": str(_("raw material that no recorded plant takes")),
        "meaning": _(
            "Supply less what recorded plants take, suppliers choosing freely among them (Huff), booked where the raw"
            " material lies. Where no plant is recorded it is at most the figure given: not recorded is not absent."
        ),
        "method": DEFAULT_SUPPLY_MODEL.value,
        "commodities": [
            {
                **_commodity(balance, names, question.district),
                "value_forgone": [
                    _forgone(margins[process.code], _rows(balance, question.district)) for process in balance.processes
                ],
                "notes": notes_of(balance, processes),
            }
            for balance in balances
        ],
    }


def balances_chosen(commodity: str | None) -> list[Balance]:
    """Return the balances of one commodity or of all.

    Raises
    ------
    ParameterError
        If no supply of it is recorded.
    """
    balances = balances_read()
    if commodity is None:
        return list(balances.values())
    if commodity not in balances:
        allowed = _("the code of a commodity with a recorded supply. %(hint)s") % {
            "hint": nearest_code_hint(commodity, balances)
        }
        raise ParameterError(name="commodity", value=commodity, allowed=allowed)
    return [balances[commodity]]


def district_names(wanted: str | None) -> dict[str, str]:
    """Return the names of all districts by code.

    Raises
    ------
    ParameterError
        If the wanted one is none of them.
    """
    names = dict(district_list().values_list("code", "name"))
    if wanted is not None and wanted not in names:
        raise ParameterError(name="district", value=wanted, allowed=", ".join(names) or _("none is stored"))
    return names


def notes_of(balance: Balance, processes: Mapping[str, Process]) -> list[str]:
    """Say what a balance assumes of plants, in the language of the request."""
    # A kind of plant that could put it out, but of which none is recorded, puts out nothing worth a note.
    shown = [note for note in balance.assumptions if note.code in SHOWN_NOTES and note.figures.get("plants", 1)]
    return [assumption_text(note.as_json(), processes) for note in shown]


def _rows(balance: Balance, district: str | None) -> list[DistrictBalance]:
    return [one for one in balance.districts if district in (None, one.district)]


def _commodity(balance: Balance, names: Mapping[str, str], district: str | None) -> Json:
    rows = _rows(balance, district)
    return {
        "commodity": balance.commodity.code,
        "commodity_name": balance.commodity.name,
        "chain": balance.commodity.group,
        "unit": f"{balance.commodity.unit}/yr",
        "processes": [process.code for process in balance.processes],
        "plants_recorded": balance.plants,
        "is_upper_bound": balance.is_upper_bound,
        "comes_from": "plants" if balance.is_from_plants else "source_areas",
        "supply_per_year": sum(row.supply_per_year for row in rows) if rows else None,
        "taken_per_year": sum(row.taken_per_year or 0.0 for row in rows) if rows and balance.plants else None,
        "unprocessed_per_year": sum(row.residual_per_year for row in rows) if rows else None,
        "districts": [_district(row, names) for row in rows],
        "years": sorted({origin.year for row in rows for origin in row.origins if origin.year is not None}),
        "missing": _gaps(balance, district),
    }


def _district(row: DistrictBalance, names: Mapping[str, str]) -> Json:
    return {
        "region": row.district,
        "region_name": names.get(row.district, str(_("district not recorded"))),
        "supply_per_year": row.supply_per_year,
        "taken_per_year": row.taken_per_year,
        "unprocessed_per_year": row.residual_per_year,
        "sources": [
            {"source": one.source, "year": one.year, "is_verified": one.confidence == "S"} for one in row.origins
        ],
    }


def _forgone(margin: Margin, rows: list[DistrictBalance]) -> Json:
    tonnes = sum(row.residual_per_year for row in rows) if rows else np.nan
    per_t = margin.estimate
    return {
        "process": margin.process.code,
        "process_name": margin.process.name,
        "unit": "IDR/yr",
        "margin_idr_per_t": None if per_t is None else _ends(*per_t),
        "forgone_idr_per_year": None if per_t is None else _ends(*(end * tonnes for end in per_t)),
        "is_gross": True,
        "price_year": margin.price_year,
        "is_verified": margin.is_verified,
        "sources": [{"source": source, "year": margin.price_year} for source in margin.sources],
        "missing": list(margin.gaps),
    }


def _ends(low: float, mid: float, high: float) -> Json:
    named = {"low": low, "mid": mid, "high": high}
    return {name: None if np.isnan(end) else end for name, end in named.items()}


def _gaps(balance: Balance, district: str | None) -> list[Json]:
    gaps = []
    if balance.processes and not balance.plants:
        gaps.append(missing(Reason.NO_PLANT_RECORDED, commodity=balance.commodity.code))
    elif balance.is_upper_bound and balance.processes:
        gaps.append(missing(Reason.CAPACITY_NOT_RECORDED, commodity=balance.commodity.code))
    return gaps + [
        missing(Reason.NO_SUPPLY_RECORDED, region=code) for code in without_supply(balance) if district in (None, code)
    ]
