"""One index for all districts and sections, or some: figures, unit, years, source and what is missing."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.planning.errors import ParameterError
from gisapp.planning.potentials.measures import measure_rows
from gisapp.planning.potentials.published import published_document
from gisapp.planning.potentials.questions import OF_PERIOD, Base, IndexQuestion, Measure
from gisapp.planning.potentials.reasons import WORDS, Reason
from gisapp.planning.potentials.tables import Row, Tables, tables_read
from gisapp.planning.potentials.texts import INDEX_TEXTS
from layers.selectors.sectors import WHOLE

Json = dict[str, Any]


def indices_document(question: IndexQuestion) -> Json:
    """Answer a question for one index; four queries at most.

    Raises
    ------
    ParameterError
        If the series, a year, the base, the district or the section is not held.
    DataMissingError
        If there are no statistics at all.
    """
    if question.measure is Measure.PUBLISHED:
        return published_document(question)
    tables = tables_read(question.table, has_period=question.measure in OF_PERIOD)
    rows = named_rows(measure_rows(question.measure, tables), tables)
    rows = _of(rows, "region", question.district)
    rows = _of(rows, "section", question.section)
    if len(rows) > conf.MAX_POTENTIAL_ROWS:
        allowed = _("at most %(most)d rows; name a district or a section") % {"most": conf.MAX_POTENTIAL_ROWS}
        raise ParameterError(name="rows", value=len(rows), allowed=allowed)
    text = INDEX_TEXTS[question.measure]
    return {
        "measure": question.measure.value,
        "label": str(text.label),
        "meaning": str(text.meaning),
        "caveat": str(text.caveat),
        "unit": text.unit or tables.now.series.unit,
        **table_document(tables),
        "rows": rows,
    }


def table_document(tables: Tables) -> Json:
    """Return which statistics an answer rests on, and what of them is missing."""
    series = tables.now.series
    return {
        "year": tables.now.year,
        "from_year": None if tables.start is None else tables.start.year,
        "series": series.name,
        "statistic": series.measure,
        "statistic_unit": series.unit,
        "base": tables.base_document(),
        "sources": tables.sources(),
        "missing": tables.gaps(),
    }


def named_rows(rows: list[Row], tables: Tables) -> list[Row]:
    """Return rows with the names of regions and sections, and reasons in words."""
    names = dict(tables.with_wholes(Base.PROVINCE, Base.NATION).now.regions)
    return [_named(row, tables, names) for row in rows]


def _named(row: Row, tables: Tables, regions: Mapping[str, str]) -> Row:
    sections = {one.code: one.name for one in tables.now.sections} | {WHOLE: _("all recorded sections")}
    named: Row = {}
    for key, value in row.items():
        if key in ("region", "section", "other_section"):
            if value is not None:
                names = regions if key == "region" else sections
                named |= {key: value, f"{key}_name": names.get(value, "")}
        else:
            named[key] = value
    reason = named.pop("reason")
    return named | {"reason": reason, "reason_text": str(WORDS[Reason(reason)]) if reason else None}


def _of(rows: list[Row], name: str, wanted: str | None) -> list[Row]:
    if wanted is None:
        return rows
    known = list(dict.fromkeys(row[name] for row in rows if name in row))
    if wanted not in known:
        none = _("none: this index has no rows by it")
        raise ParameterError(
            name="district" if name == "region" else name, value=wanted, allowed=", ".join(known[:40]) or none
        )
    return [row for row in rows if row[name] == wanted]
