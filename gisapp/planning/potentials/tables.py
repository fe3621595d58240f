"""The statistics that a question rests on: table, start of the period, and the region compared with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _

from gisapp.planning.errors import ParameterError
from gisapp.planning.potentials.questions import Base, TableQuestion
from gisapp.planning.potentials.reasons import Reason, missing
from gisapp.planning.potentials.series import NATION, SectorTable, sector_tables_read, series_choose, year_checked
from gisapp.potential import Floats

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What indices are reckoned from.

    Attributes
    ----------
    start
        The same series at the start of the period; None for an index of one year.
    base, start_base
        (n_section,) figures of the region compared with.
    base_is_sum
        Whether the base is the sum of the districts, for want of a published figure of the province.
    """

    now: SectorTable
    start: SectorTable | None
    kind: Base
    base: Floats
    start_base: Floats | None
    base_is_sum: bool

    @property
    def period(self) -> tuple[SectorTable, Floats, float]:
        """Return the table and base at the start, and the length of the period in years."""
        if self.start is None or self.start_base is None:
            raise ValueError("tables of one year have no period; read them with has_period")
        return self.start, self.start_base, float(self.now.year - self.start.year)

    def with_wholes(self, *kinds: Base) -> "Tables":
        """Return the tables with province or nation as rows of their own, where they are published."""
        published = [kind for kind in kinds if not np.isnan(_whole(self.now, kind)).all()]
        return replace(
            self,
            now=_with_wholes(self.now, published),
            start=None if self.start is None else _with_wholes(self.start, published),
        )

    def base_document(self) -> dict[str, Any]:
        """Return which region is compared with."""
        code = settings.PROVINCE_CODE if self.kind is Base.PROVINCE else NATION
        return {"kind": self.kind.value, "code": code, "is_sum_of_districts": self.base_is_sum}

    def gaps(self) -> list[dict[str, Any]]:
        """Return every figure of a district that is not recorded."""
        read = [table for table in (self.start, self.now) if table is not None]
        return [
            missing(
                Reason.NOT_RECORDED,
                region=table.regions[i][0],
                section=table.sections[j].code,
                year=table.year,
            )
            for table in read
            for i, j in np.argwhere(np.isnan(table.values)).tolist()
        ]

    def sources(self) -> list[dict[str, Any]]:
        """Return where the figures come from, by year."""
        read = [table for table in (self.start, self.now) if table is not None]
        return [
            {
                "source": origin.source,
                "year": origin.year,
                "status": origin.status,
                "confidence": origin.confidence,
                "is_verified": origin.confidence == "S",
            }
            for table in read
            for origin in table.origins
        ]


def tables_read(question: TableQuestion, *, has_period: bool) -> Tables:
    """Read the statistics of a question; three queries.

    Raises
    ------
    ParameterError
        If the series, the years or the base are not held.
    DataMissingError
        If there are no statistics at all.
    """
    series, years = series_choose(question.series, year=question.year)
    year = max(years, default=0) if question.year is None else year_checked("year", question.year, years=years)
    from_year = _from_year(question, year=year, years=years) if has_period else None
    tables = sector_tables_read(series, {year} if from_year is None else {year, from_year})
    now, start = tables[year], None if from_year is None else tables[from_year]
    base, is_sum = _base(now, question.base)
    return Tables(
        now=now,
        start=start,
        kind=question.base,
        base=base,
        start_base=None if start is None else _base(start, question.base)[0],
        base_is_sum=is_sum,
    )


def _whole(table: SectorTable, kind: Base) -> Floats:
    return table.province if kind is Base.PROVINCE else table.nation


def _with_wholes(table: SectorTable, kinds: Iterable[Base]) -> SectorTable:
    code_of = {Base.PROVINCE: settings.PROVINCE_CODE, Base.NATION: NATION}
    name_of = {Base.PROVINCE: _("province"), Base.NATION: _("nation")}
    kinds = list(kinds)
    return replace(
        table,
        regions=(*table.regions, *((code_of[kind], name_of[kind]) for kind in kinds)),
        values=np.vstack([table.values, *(_whole(table, kind) for kind in kinds)]),
    )


def _from_year(question: TableQuestion, *, year: int, years: Iterable[int]) -> int:
    earlier = [one for one in years if one < year]
    if not earlier:
        raise ParameterError(name="year", value=year, allowed=_("a year after the first one of the series"))
    if question.from_year is None:
        return min(earlier)
    return year_checked("from_year", question.from_year, years=earlier)


def _base(table: SectorTable, kind: Base) -> tuple[Floats, bool]:
    published = _whole(table, kind)
    if not np.isnan(published).all():
        return published, False
    if kind is Base.NATION:
        allowed = _("province: the series has no figure of the nation in %(year)d") % {"year": table.year}
        raise ParameterError(name="base", value=kind.value, allowed=allowed)
    # A section without a record in one district has no sum: it would be taken for less than it is.
    return table.values.sum(axis=0), True
