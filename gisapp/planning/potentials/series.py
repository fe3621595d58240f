"""Sector statistics as tables: one series a table, never two mixed."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gisapp.planning.errors import DataMissingError, ParameterError
from gisapp.potential import Floats
from layers.models import SectorStatistic
from layers.selectors.districts import district_list
from layers.selectors.sectors import SeriesCoverage, sector_coverage, sector_figures

NATION = "00"
# Measures whose figures do not add up over sections or districts.
NOT_ADDITIVE = ("_share", "_per_capita")
SHOWN_SERIES = 6


@dataclass(frozen=True, slots=True)
class Series:
    """A measure counted by one method; figures of two series are never added or compared."""

    measure: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section of KBLI (some are published together, such as MN)."""

    code: str
    name_id: str
    name_en: str

    @property
    def name(self) -> str:
        """Return the name in the language of the request."""
        return self.name_en if (get_language() or "id").startswith("en") else self.name_id


@dataclass(frozen=True, slots=True)
class Origin:
    """Where figures come from."""

    source: str
    year: int
    status: str
    confidence: str


@dataclass(frozen=True, slots=True, eq=False)
class SectorTable:
    """One series in one year.

    Attributes
    ----------
    regions
        Code and name of each row: districts, unless wholes were added.
    sections
        What each column is.
    values
        (n_region, n_section) in `series.unit`; NaN where not recorded.
    province, nation
        (n_section,) as published; all NaN where the series has none.
    """

    series: Series
    year: int
    regions: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    values: Floats
    province: Floats
    nation: Floats
    origins: tuple[Origin, ...]


def series_choose(name: str | None, *, year: int | None) -> tuple[Series, tuple[int, ...]]:
    """Return the series asked for or, where none is, the most complete one, and its years.

    Raises
    ------
    DataMissingError
        If no sector statistics of districts are stored.
    ParameterError
        If there is no such series, or it holds nothing of that year.
    """
    coverage = [row for row in sector_coverage() if row.figures and not row.measure.endswith(NOT_ADDITIVE)]
    if not coverage:
        raise DataMissingError(
            _("No sector statistics of districts are stored; load them first (manage.py load_demo).")
        )
    named = [row for row in coverage if name in (None, row.series)]
    if not named:
        known = sorted({row.series for row in coverage})
        raise ParameterError(name="series", value=name, allowed="; ".join(known[:SHOWN_SERIES]))
    of_year = [row for row in named if year in (None, row.year)]
    if not of_year:
        raise ParameterError(name="year", value=year, allowed=_listed({row.year for row in named}))
    best = max(of_year, key=lambda row: (row.figures, row.year, row.measure))
    chosen = Series(best.measure, best.series, best.unit)
    return chosen, tuple(row.year for row in coverage if _is_of(row, chosen))


def year_checked(name: str, year: int, *, years: Iterable[int]) -> int:
    """Return a year that a series holds.

    Raises
    ------
    ParameterError
        If it holds nothing of that year.
    """
    held = set(years)
    if year not in held:
        raise ParameterError(name=name, value=year, allowed=_listed(held))
    return year


def sector_tables_read(series: Series, years: Iterable[int]) -> dict[int, SectorTable]:
    """Read one series in some years, the same sections and districts in each; two queries."""
    wanted = sorted(set(years))
    districts = tuple(district_list().values_list("code", "name"))
    rows = list(sector_figures(measure=series.measure, series=series.name, years=wanted))
    named = {row.section: Section(row.section, row.section_name_id, row.section_name_en) for row in rows}
    sections = tuple(named[code] for code in sorted(named))
    return {
        year: _table(series, year, districts, sections, [row for row in rows if row.year == year]) for year in wanted
    }


def _table(
    series: Series,
    year: int,
    districts: tuple[tuple[str, str], ...],
    sections: tuple[Section, ...],
    rows: list[SectorStatistic],
) -> SectorTable:
    row_of = {code: index for index, (code, _name) in enumerate(districts)}
    column_of = {section.code: index for index, section in enumerate(sections)}
    values = np.full((len(districts), len(sections)), np.nan)
    wholes = {code: np.full(len(sections), np.nan) for code in (settings.PROVINCE_CODE, NATION)}
    for row in rows:
        if row.value is None:
            continue
        if row.region_code in row_of:
            values[row_of[row.region_code], column_of[row.section]] = row.value
        elif row.region_code in wholes:
            wholes[row.region_code][column_of[row.section]] = row.value
    origins = {Origin(row.source, year, row.status, row.confidence) for row in rows if row.value is not None}
    return SectorTable(
        series=series,
        year=year,
        regions=districts,
        sections=sections,
        values=values,
        province=wholes[settings.PROVINCE_CODE],
        nation=wholes[NATION],
        origins=tuple(sorted(origins, key=lambda origin: (origin.source, origin.status))),
    )


def _is_of(row: SeriesCoverage, series: Series) -> bool:
    return (row.measure, row.series, row.unit) == (series.measure, series.name, series.unit)


def _listed(years: set[int]) -> str:
    return ", ".join(str(year) for year in sorted(years)) or _("none")
