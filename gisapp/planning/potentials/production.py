"""Production of a commodity by district: who leads, with what share, in one series and year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from gisapp.planning.errors import ParameterError
from gisapp.planning.potentials.measures import number
from gisapp.planning.potentials.questions import text, year
from gisapp.planning.potentials.reasons import WORDS, Reason, missing
from gisapp.planning.potentials.self_sufficiency import self_sufficiency_rows
from gisapp.planning.potentials.unprocessed import district_names
from gisapp.potential import Floats, herfindahl_hirschman, location_quotient, sector_shares
from layers.errors import UnknownCodeError
from layers.models import Commodity, ProductionStatistic
from layers.selectors.product_tree import commodity_get

Json = dict[str, Any]
# Measures that add up over districts, most telling first; the others are rates or counts of another kind.
PREFERRED = ("production_t", "production_m3", "area_ha", "area_harvested_ha", "population_head")
# Units in which different commodities may be added; heads of ducks and of cattle may not.
ADDED_UNITS = frozenset({"t", "ha"})
# Districts that a quotient among commodities has to be able to compare.
LEAST_COMPARED = 3
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class ProductionQuestion:
    """Which figures of a commodity; None leaves the choice to the service, which says what it took."""

    commodity: str
    statistic: str | None = None
    year: int | None = None
    series: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class _Set:
    """Figures that may be compared: of one measure, series, year and unit."""

    measure: str
    series: str
    year: int
    unit: str
    rows: tuple[ProductionStatistic, ...]

    @property
    def districts(self) -> int:
        return len({row.region_code for row in self.rows if row.district_id is not None})


def production_question(given: Mapping[str, str]) -> ProductionQuestion:
    """Read a question.

    Raises
    ------
    ParameterError
        If no commodity is named, or a value is not allowed.
    """
    commodity = text(given, "commodity")
    if commodity is None:
        raise ParameterError(name="commodity", value=None, allowed=_("the code of a commodity, such as oil_palm"))
    return ProductionQuestion(
        commodity=commodity,
        statistic=text(given, "statistic"),
        year=year(given, "year"),
        series=text(given, "series"),
        district=text(given, "district"),
    )


def production_document(question: ProductionQuestion) -> Json:
    """Rank the districts by one figure of a commodity; figures of two series are never set side by side.

    Raises
    ------
    ParameterError
        If the commodity, the measure, the series or the year is not held.
    """
    commodity = _commodity(question.commodity)
    names = district_names(question.district)
    statistics = list(ProductionStatistic.objects.filter(commodity=commodity).select_related("district"))
    sets = _sets(statistics)
    chosen = _chosen(sets, question)
    stated = {code: {row.value for row in chosen.rows if row.region_code == code} for code in names}
    codes = list(names)
    figures = np.array([_only(stated[code]) for code in codes], dtype=np.float64)
    reasons = {code: _reason(stated[code]) for code in codes}
    lq, lq_reason = _lq(commodity, chosen, codes)
    rows = _rows(names, figures, lq, reasons)
    return {
        "label": _("production by district"),
        "meaning": _("Share and rank among the districts that this series and year record."),
        "commodity": commodity.code,
        "commodity_name": commodity.name,
        "statistic": chosen.measure,
        "unit": chosen.unit,
        "series": chosen.series,
        "year": chosen.year,
        "districts_recorded": chosen.districts,
        "districts": len(names),
        "sum_of_districts": number(np.nansum(figures)) if chosen.districts else None,
        # Two sources may give the province two figures in one series; neither is preferred.
        "province": [_figure(row) for row in chosen.rows if row.region_code == settings.PROVINCE_CODE],
        "self_sufficiency": self_sufficiency_rows(statistics),
        "concentration_hhi": number(herfindahl_hirschman(figures[None, :])[0]),
        "lq_reason": None if lq_reason is None else {"reason": lq_reason.value, "text": str(WORDS[lq_reason])},
        "sources": _sources(chosen.rows),
        "missing": [missing(reason, region=code) for code, reason in reasons.items() if reason],
        "rows": [row for row in rows if question.district in (None, row["region"])],
        "other_figures": [_summary(one) for one in sets if one is not chosen and one.measure == chosen.measure],
    }


def _commodity(code: str) -> Commodity:
    try:
        return commodity_get(code)
    except UnknownCodeError as error:
        allowed = _("the code of a commodity. %(hint)s") % {"hint": error.fix}
        raise ParameterError(name="commodity", value=code, allowed=allowed) from error


def _sets(statistics: Iterable[ProductionStatistic]) -> list[_Set]:
    """Group figures that may be compared: the most complete first, then the most telling, then the newest."""
    grouped: dict[tuple[str, str, int, str], list[ProductionStatistic]] = {}
    for row in statistics:
        grouped.setdefault((row.measure, row.series, row.year, row.unit), []).append(row)
    sets = [_Set(*key, rows=tuple(rows)) for key, rows in grouped.items()]
    telling = {measure: rank for rank, measure in enumerate(PREFERRED)}
    return sorted(sets, key=lambda one: (-one.districts, telling.get(one.measure, len(telling)), -one.year, one.series))


def _chosen(sets: list[_Set], question: ProductionQuestion) -> _Set:
    wanted = {"statistic": question.statistic, "year": question.year, "series": question.series}
    if not sets:
        raise ParameterError(
            name="commodity", value=question.commodity, allowed=_("a commodity with production statistics")
        )
    for name, value in wanted.items():
        kept = [one for one in sets if value in (None, _of(one, name))]
        if not kept:
            known = sorted({str(_of(one, name)) for one in sets})
            raise ParameterError(name=name, value=value, allowed="; ".join(known))
        sets = kept
    return sets[0]


def _of(one: _Set, name: str) -> str | int:
    held: dict[str, str | int] = {"statistic": one.measure, "year": one.year, "series": one.series}
    return held[name]


def _lq(commodity: Commodity, chosen: _Set, codes: list[str]) -> tuple[Floats, Reason | None]:
    """Return (n_district,) quotients among the commodities of the same series, year, measure and unit."""
    nothing = np.full(len(codes), np.nan)
    if chosen.unit not in ADDED_UNITS:
        return nothing, Reason.ONE_COMMODITY
    figures = ProductionStatistic.objects.filter(
        series=chosen.series,
        year=chosen.year,
        measure=chosen.measure,
        unit=chosen.unit,
        region_code__in=codes,
        source__in={row.source for row in chosen.rows},
    ).values_list("commodity_id", "region_code", "value")
    columns = sorted({commodity_id for commodity_id, _code, _value in figures})
    if len(columns) < 2 or commodity.pk not in columns:
        return nothing, Reason.ONE_COMMODITY
    table = np.full((len(codes), len(columns)), np.nan)
    for commodity_id, code, value in figures:
        table[codes.index(code), columns.index(commodity_id)] = value
    # The base is the sum of the districts that record every one of these commodities.
    complete = ~np.isnan(table).any(axis=1)
    if complete.sum() < LEAST_COMPARED:
        return nothing, Reason.NOT_RECORDED
    return location_quotient(table, table[complete].sum(axis=0))[:, columns.index(commodity.pk)], None


def _only(figures: set[float]) -> float:
    """Return the one figure that sources give; NaN for none or several."""
    return next(iter(figures)) if len(figures) == 1 else np.nan


def _reason(figures: set[float]) -> Reason | None:
    if len(figures) == 1:
        return None
    return Reason.SEVERAL_FIGURES if figures else Reason.NOT_RECORDED


def _rows(names: Mapping[str, str], figures: Floats, lq: Floats, reasons: Mapping[str, Reason | None]) -> list[Json]:
    shares = sector_shares(figures[None, :])[0] * PERCENT
    rows = [
        {
            "region": code,
            "region_name": name,
            "value": number(figures[i]),
            "rank": None if np.isnan(figures[i]) else int(np.sum(figures > figures[i])) + 1,
            "share_percent": number(shares[i]),
            "lq": number(lq[i]),
            "reason": reason.value if reason else None,
            "reason_text": str(WORDS[reason]) if reason else None,
        }
        for i, (code, name) in enumerate(names.items())
        for reason in [reasons[code]]
    ]
    return sorted(rows, key=lambda row: (row["rank"] or len(rows) + 1, row["region"]))


def _summary(one: _Set) -> Json:
    """Describe figures that are not the chosen ones: another series or year tells another story."""
    return {
        "statistic": one.measure,
        "series": one.series,
        "year": one.year,
        "unit": one.unit,
        "figures": [_figure(row) for row in one.rows],
    }


def _figure(row: ProductionStatistic) -> Json:
    return {
        "region": row.region_code,
        "value": row.value,
        "source": row.source,
        "year": row.year,
        "is_verified": row.confidence == "S",
        "note": row.note,
    }


def _sources(rows: Iterable[ProductionStatistic]) -> list[Json]:
    found = sorted({(row.source, row.year, row.confidence == "S", row.note) for row in rows})
    return [
        {"source": source, "year": one_year, "is_verified": verified, "note": note}
        for source, one_year, verified, note in found
    ]
