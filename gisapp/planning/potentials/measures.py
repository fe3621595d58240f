"""Every index as rows: one for a district, a section, or a section of a district."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from gisapp.planning.potentials.per_head import PerHead, per_head_read
from gisapp.planning.potentials.questions import Base, Measure
from gisapp.planning.potentials.reasons import Reason
from gisapp.planning.potentials.series import SectorTable
from gisapp.planning.potentials.tables import Row, Tables
from gisapp.planning.potentials.texts import KLASSEN_DISTRICT, KLASSEN_SECTOR, LQ_DLQ
from gisapp.potential import (
    Complexity,
    Floats,
    co_specialisation_proximity,
    compound_growth,
    dynamic_location_quotient,
    economic_complexity,
    herfindahl_hirschman,
    herfindahl_hirschman_normalised,
    klassen_quadrants,
    location_quotient,
    relatedness_density,
    sector_shares,
    shannon_entropy,
    shannon_entropy_normalised,
    shift_share,
    specialised,
)
from layers.selectors.sectors import WHOLE

# Indices that tell of a region by itself, and those that compare it with a base.
ALONE = frozenset({Measure.VALUE, Measure.SHARE, Measure.GROWTH, Measure.HHI, Measure.ENTROPY, Measure.PER_HEAD})
COMPARED = frozenset({Measure.LQ, Measure.DLQ, Measure.SHIFT_SHARE, Measure.KLASSEN_SECTOR})
PERCENT = 100.0
Columns = Mapping[str, Callable[[int, int], Any]]


def measure_rows(measure: Measure, tables: Tables) -> list[Row]:
    """Return the rows of one index; a missing value is None with the code of the reason.

    Province and nation stand beside the districts where that says something: not where they would be
    compared with themselves, nor where districts are compared with each other.
    """
    if measure in ALONE:
        return _ROWS_OF[measure](tables.with_wholes(Base.PROVINCE, Base.NATION))
    if measure in COMPARED and tables.kind is Base.NATION:
        return _ROWS_OF[measure](tables.with_wholes(Base.PROVINCE))
    return _ROWS_OF[measure](tables)


def lq_of(tables: Tables) -> Floats:
    """Return (n_district, n_section) location quotients."""
    return location_quotient(tables.now.values, tables.base)


def density_of(tables: Tables) -> Floats:
    """Return (n_district, n_section) relatedness densities."""
    has = specialised(lq_of(tables))
    return relatedness_density(has, co_specialisation_proximity(has))


def number(value: float | None) -> float | None:
    """Return a figure that JSON can hold: None for NaN."""
    return None if value is None or np.isnan(value) else float(value)


def _value(tables: Tables) -> list[Row]:
    return [*_cells(tables, tables.now.values), *_whole_rows(tables, _recorded_sum(tables.now.values))]


def _share(tables: Tables) -> list[Row]:
    return _cells(tables, sector_shares(tables.now.values) * PERCENT)


def _lq(tables: Tables) -> list[Row]:
    lq = lq_of(tables)
    return _cells(tables, lq, {"is_basis": lambda i, j: _at_least_one(lq[i, j])})


def _dlq(tables: Tables) -> list[Row]:
    start, start_base, years = tables.period
    lq = lq_of(tables)
    dlq = dynamic_location_quotient(
        start.values, tables.now.values, base=start_base, later_base=tables.base, years=years
    )

    def standing(i: int, j: int) -> tuple[str, Any] | None:
        known = np.isfinite(lq[i, j]) and np.isfinite(dlq[i, j])
        return LQ_DLQ[bool(lq[i, j] >= 1), bool(dlq[i, j] >= 1)] if known else None

    more: Columns = {
        "lq": lambda i, j: number(lq[i, j]),
        "class": lambda i, j: _code(standing(i, j)),
        "class_label": lambda i, j: _label(standing(i, j)),
    }
    return _cells(tables, dlq, more)


def _growth(tables: Tables) -> list[Row]:
    start, start_base, years = tables.period
    growth = compound_growth(start.values, tables.now.values, years=years) * PERCENT
    base = compound_growth(start_base, tables.base, years=years) * PERCENT
    rows = _cells(tables, growth, {"base_growth": lambda _i, j: number(base[j])})
    whole = number(_base_growth(tables) * PERCENT)
    wholes = _whole_rows(tables, _total_growth(start, tables.now, years=years) * PERCENT)
    return [*rows, *(row | {"base_growth": whole} for row in wholes)]


def _shift_share(tables: Tables) -> list[Row]:
    start, start_base, _years = tables.period
    parts = shift_share(start.values, tables.now.values, base=start_base, later_base=tables.base)
    more: Columns = {
        "reference_growth": lambda i, j: number(parts.reference_growth[i, j]),
        "industrial_mix": lambda i, j: number(parts.industrial_mix[i, j]),
        "competitive": lambda i, j: number(parts.competitive[i, j]),
    }
    names = ("reference_growth", "industrial_mix", "competitive")
    sums = {name: _recorded_sum(getattr(parts, name)) for name in names}
    wholes = [
        row | {name: number(sums[name][i]) for name in names}
        for i, row in enumerate(_whole_rows(tables, _recorded_sum(parts.change)))
    ]
    return [*_cells(tables, parts.change, more), *wholes]


def _klassen(tables: Tables) -> list[Row]:
    start, _start_base, years = tables.period
    growth = _total_growth(start, tables.now, years=years)
    base_growth = _base_growth(tables)
    heads = per_head_read(tables, from_year=start.year)
    quadrants = klassen_quadrants(growth, heads.districts, base_growth=base_growth, base_level=heads.base)
    reason = Reason.BASE_NOT_RECORDED if np.isnan(heads.base) else Reason.NOT_RECORDED
    return [
        {
            **_row(code, None, float(quadrant) or np.nan, reason),
            "class": _code(KLASSEN_DISTRICT.get(int(quadrant))),
            "class_label": _label(KLASSEN_DISTRICT.get(int(quadrant))),
            "growth_percent_per_year": number(growth[i] * PERCENT),
            "base_growth_percent_per_year": number(base_growth * PERCENT),
            "per_head": number(heads.districts[i]),
            "base_per_head": number(heads.base),
            **_head_origin(heads),
        }
        for i, ((code, _name), quadrant) in enumerate(zip(tables.now.regions, quadrants, strict=True))
    ]


def _total_growth(start: SectorTable, now: SectorTable, *, years: float) -> Floats:
    both = ~np.isnan(start.values) & ~np.isnan(now.values)
    earlier, later = (np.where(both, table.values, 0.0).sum(axis=1) for table in (start, now))
    return compound_growth(earlier, later, years=years)


def _base_growth(tables: Tables) -> float:
    """Return the growth of the region compared with, by the sections that both years hold."""
    _start, start_base, years = tables.period
    both = ~np.isnan(start_base) & ~np.isnan(tables.base)
    earlier, later = (base[both].sum(keepdims=True) for base in (start_base, tables.base))
    return float(compound_growth(earlier, later, years=years)[0])


def _per_head(tables: Tables) -> list[Row]:
    heads = per_head_read(tables)
    more = {"base_per_head": number(heads.base), **_head_origin(heads)}
    return [
        {**_row(code, None, heads.districts[i], Reason.NOT_RECORDED), **more}
        for i, (code, _name) in enumerate(tables.now.regions)
    ]


def _head_origin(heads: PerHead) -> Row:
    return {
        "per_head_unit": heads.unit,
        "per_head_year": heads.year,
        "per_head_series": heads.series,
        "per_head_source": heads.source,
    }


def _klassen_sector(tables: Tables) -> list[Row]:
    start, start_base, years = tables.period
    growth = compound_growth(start.values, tables.now.values, years=years)
    base_growth = compound_growth(start_base, tables.base, years=years)
    lq = lq_of(tables)
    # A share at or above that of the base is a quotient of 1 or more, counted over the same sections.
    quadrants = klassen_quadrants(growth, lq, base_growth=base_growth, base_level=1.0)
    values = np.where(quadrants == 0, np.nan, quadrants).astype(np.float64)
    more: Columns = {
        "class": lambda i, j: _code(KLASSEN_SECTOR.get(int(quadrants[i, j]))),
        "class_label": lambda i, j: _label(KLASSEN_SECTOR.get(int(quadrants[i, j]))),
        "growth_percent_per_year": lambda i, j: number(growth[i, j] * PERCENT),
        "base_growth_percent_per_year": lambda _i, j: number(base_growth[j] * PERCENT),
        "lq": lambda i, j: number(lq[i, j]),
    }
    return _cells(tables, values, more)


def _hhi(tables: Tables) -> list[Row]:
    values = tables.now.values
    return _districts(tables, herfindahl_hirschman(values), normalised=herfindahl_hirschman_normalised(values))


def _entropy(tables: Tables) -> list[Row]:
    values = tables.now.values
    return _districts(tables, shannon_entropy(values), normalised=shannon_entropy_normalised(values))


def _proximity(tables: Tables) -> list[Row]:
    proximity = co_specialisation_proximity(specialised(lq_of(tables)))
    codes = [section.code for section in tables.now.sections]
    return [
        {**_row(None, one, proximity[i, j], Reason.NOT_SPECIALISED), "other_section": other}
        for i, one in enumerate(codes)
        for j, other in enumerate(codes)
        if i < j
    ]


def _relatedness(tables: Tables) -> list[Row]:
    has = specialised(lq_of(tables))
    more: Columns = {"is_specialised": lambda i, j: _at_least_one(has[i, j])}
    return _cells(tables, density_of(tables), more, reason=Reason.NOT_SPECIALISED)


def _eci(tables: Tables) -> list[Row]:
    complexity = economic_complexity(specialised(lq_of(tables)))
    reason = Reason.NOT_SPECIALISED if complexity.is_determined else Reason.NOT_DETERMINED
    rows = _districts(tables, complexity.eci, diversity=complexity.diversity)
    return [row | {"reason": reason.value if row["value"] is None else None} for row in rows]


def _pci(tables: Tables) -> list[Row]:
    complexity = economic_complexity(specialised(lq_of(tables)))
    return [
        {
            **_row(None, section.code, complexity.pci[j], _pci_reason(complexity, j)),
            "ubiquity": number(complexity.ubiquity[j]) if complexity.is_compared[j] else None,
        }
        for j, section in enumerate(tables.now.sections)
    ]


def _pci_reason(complexity: Complexity, j: int) -> Reason:
    if not complexity.is_compared[j]:
        return Reason.LEFT_OUT
    return Reason.NOT_SPECIALISED if complexity.is_determined else Reason.NOT_DETERMINED


def _row(region: str | None, section: str | None, value: float, reason: Reason) -> Row:
    figure = number(value)
    row: Row = {"region": region, "section": section, "value": figure}
    return row | {"reason": reason.value if figure is None else None}


def _cells(tables: Tables, values: Floats, more: Columns | None = None, *, reason: Reason | None = None) -> list[Row]:
    return [
        {
            **_row(code, section.code, values[i, j], reason or _cell_reason(tables, i, j)),
            **{name: of(i, j) for name, of in (more or {}).items()},
        }
        for i, (code, _name) in enumerate(tables.now.regions)
        for j, section in enumerate(tables.now.sections)
    ]


def _whole_rows(tables: Tables, values: Floats) -> list[Row]:
    """Return a row for the whole of each region: of the sections that are recorded."""
    return [row | {"section": WHOLE} for row in _districts(tables, values)]


def _recorded_sum(values: Floats) -> Floats:
    return np.where(np.isnan(values).all(axis=1), np.nan, np.nansum(values, axis=1))


def _cell_reason(tables: Tables, i: int, j: int) -> Reason:
    read = [table.values[i, j] for table in (tables.now, tables.start) if table is not None]
    if np.isnan(read).any():
        return Reason.NOT_RECORDED
    bases = [base[j] for base in (tables.base, tables.start_base) if base is not None]
    return Reason.BASE_NOT_RECORDED if np.isnan(bases).any() else Reason.UNDEFINED


def _districts(tables: Tables, values: Floats, **more: Floats) -> list[Row]:
    return [
        {
            **_row(code, None, values[i], Reason.NOT_RECORDED),
            "sections_recorded": int((~np.isnan(tables.now.values[i])).sum()),
            **{name: number(figures[i]) for name, figures in more.items()},
        }
        for i, (code, _name) in enumerate(tables.now.regions)
    ]


def _at_least_one(value: float) -> bool | None:
    return bool(value >= 1) if np.isfinite(value) else None


def _code(standing: tuple[str, Any] | None) -> str | None:
    return None if standing is None else standing[0]


def _label(standing: tuple[str, Any] | None) -> str | None:
    return None if standing is None else str(standing[1])


_ROWS_OF: Mapping[Measure, Callable[[Tables], list[Row]]] = {
    Measure.VALUE: _value,
    Measure.SHARE: _share,
    Measure.LQ: _lq,
    Measure.DLQ: _dlq,
    Measure.GROWTH: _growth,
    Measure.SHIFT_SHARE: _shift_share,
    Measure.PER_HEAD: _per_head,
    Measure.KLASSEN: _klassen,
    Measure.KLASSEN_SECTOR: _klassen_sector,
    Measure.HHI: _hhi,
    Measure.ENTROPY: _entropy,
    Measure.PROXIMITY: _proximity,
    Measure.RELATEDNESS: _relatedness,
    Measure.ECI: _eci,
    Measure.PCI: _pci,
}
