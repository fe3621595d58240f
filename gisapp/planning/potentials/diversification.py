"""Which plant would suit which district: raw material left, relatedness and room for growth, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import F
from django.utils.translation import gettext as _

from gisapp.planning.errors import ParameterError
from gisapp.planning.potentials.balances import Balance, balances_read
from gisapp.planning.potentials.indices import table_document
from gisapp.planning.potentials.kbli import section_of
from gisapp.planning.potentials.measures import density_of, lq_of, number
from gisapp.planning.potentials.questions import TableQuestion, table_question, text
from gisapp.planning.potentials.reasons import WORDS, Reason
from gisapp.planning.potentials.tables import Tables, tables_read
from gisapp.planning.potentials.unprocessed import district_names
from gisapp.potential import Floats, diversification_potential
from layers.errors import nearest_code_hint
from layers.models import FlowRole, Process, ProcessFlow

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DiversificationQuestion:
    """Which statistics, and which process and district; None for all."""

    table: TableQuestion = field(default_factory=TableQuestion)
    process: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """How districts stand to sections, (n_district, n_section) each."""

    tables: Tables
    lq: Floats
    relatedness: Floats


def diversification_question(given: Mapping[str, str]) -> DiversificationQuestion:
    """Read a question.

    Raises
    ------
    ParameterError
        At the first value that is not allowed.
    """
    return DiversificationQuestion(
        table=table_question(given), process=text(given, "process"), district=text(given, "district")
    )


def diversification_document(question: DiversificationQuestion) -> Json:
    """Return the potential of each process in each district that has its raw material, the parts shown.

    Raises
    ------
    ParameterError
        If a process, district, series or year is not held.
    """
    tables = tables_read(question.table, has_period=False)
    names = district_names(question.district)
    smallest = _smallest_feeds()
    fit = _Fit(tables=tables, lq=lq_of(tables), relatedness=density_of(tables))
    rows = [
        row
        for balance in balances_read().values()
        for process in balance.processes
        if question.process in (None, process.code)
        for row in _rows(process, balance, fit, names, smallest.get(process.pk))
        if question.district in (None, row["region"])
    ]
    if question.process is not None and not rows:
        _refuse_unknown(question.process)
    return {
        "label": _("diversification potential"),
        "meaning": _(
            "Raw material that recorded plants leave x relatedness of the district to the section of the plant x"
            " (1 - saturation of that section). It ranks districts for one kind of plant."
        ),
        "caveat": _(
            "Tonnes of different goods are not to be compared. Statistics of districts know sections only: all"
            " manufacturing plants of a district share relatedness and quotient. A first screening, not a feasibility"
            " study."
        ),
        "formula": "residual_per_year x relatedness x (1 - lq / (lq + 1))",
        **table_document(tables),
        "rows": sorted(rows, key=lambda row: (row["process"], row["rank"] or len(rows), row["region"])),
    }


def _rows(
    process: Process, balance: Balance, fit: _Fit, names: Mapping[str, str], smallest_per_year: float | None
) -> list[Json]:
    placed = [one for one in balance.districts if one.district in names]
    column = _column(process, fit.tables)
    row_of = {code: index for index, (code, _name) in enumerate(fit.tables.now.regions)}
    residual = np.array([one.residual_per_year for one in placed], dtype=np.float64)
    lq = np.full(len(placed), np.nan)
    related = np.full(len(placed), np.nan)
    if column is not None:
        at = [row_of[one.district] for one in placed]
        lq, related = fit.lq[at, column], fit.relatedness[at, column]
    found = diversification_potential(residual, relatedness=related, lq=lq)
    ranks = _ranks(found.potential_t_per_year)
    return [
        {
            "process": process.code,
            "process_name": process.name,
            "feed": balance.commodity.code,
            "feed_name": balance.commodity.name,
            "region": one.district,
            "region_name": names[one.district],
            "rank": ranks[i],
            "potential_per_year": number(found.potential_t_per_year[i]),
            "residual_per_year": one.residual_per_year,
            "residual_is_upper_bound": balance.is_upper_bound,
            "unit": f"{balance.commodity.unit}/yr",
            "relatedness": number(related[i]),
            "lq": number(lq[i]),
            "saturation": number(found.saturation[i]),
            "section": section_of(process.kbli),
            "smallest_plants_filled": one.residual_per_year / smallest_per_year if smallest_per_year else None,
            **_reason(column, lq=lq[i], potential=found.potential_t_per_year[i]),
        }
        for i, one in enumerate(placed)
    ]


def _column(process: Process, tables: Tables) -> int | None:
    """Return the column of a process's section; sections published together stand under one code, such as MN."""
    section = section_of(process.kbli)
    codes = [one.code for one in tables.now.sections]
    return next((index for index, code in enumerate(codes) if section and section in code), None)


def _ranks(potential: Floats) -> list[int | None]:
    """Rank from 1 down, equals alike; None where there is no figure, or nothing."""
    return [int((potential > value).sum()) + 1 if value > 0 else None for value in potential]


def _smallest_feeds() -> dict[int, float]:
    """Return what the smallest economic plant of a process takes, in units of its feed a year, by key.

    Some processes are sized on wetter goods than their feed is counted in, or in another unit altogether: those
    whose feed flow is not in the unit of the feed are left out.
    """
    flows = ProcessFlow.objects.filter(role=FlowRole.FEED, commodity=F("process__feed"), coefficient_mid__gt=0)
    return {
        flow.process_id: flow.process.min_scale_per_year * (flow.coefficient_mid or 0.0)
        for flow in flows.select_related("process", "commodity")
        if flow.process.min_scale_per_year
        and flow.process.feed_unit == flow.commodity.unit
        and flow.coefficient_unit.startswith(f"{flow.commodity.unit} ")
    }


def _reason(column: int | None, *, lq: float, potential: float) -> Json:
    if not np.isnan(potential):
        return {"reason": None, "reason_text": None}
    if column is None:
        reason = Reason.SECTION_NOT_KNOWN
    else:
        reason = Reason.NOT_RECORDED if np.isnan(lq) else Reason.NOT_SPECIALISED
    return {"reason": reason.value, "reason_text": str(WORDS[reason])}


def _refuse_unknown(code: str) -> None:
    """Refuse a code that is no process; a process without supply is an answer without rows."""
    known = list(Process.objects.values_list("code", flat=True))
    if code not in known:
        allowed = _("the code of a process. %(hint)s") % {"hint": nearest_code_hint(code, known)}
        raise ParameterError(name="process", value=code, allowed=allowed)
