"""Figures that a source states of the province or nation alone, such as shares at current prices."""

from typing import Any

from django.utils.translation import get_language

from gisapp.planning.errors import ParameterError
from gisapp.planning.potentials.questions import IndexQuestion, Measure
from gisapp.planning.potentials.texts import INDEX_TEXTS
from layers.selectors.sectors import wholes_published

Json = dict[str, Any]


def published_document(question: IndexQuestion) -> Json:
    """Return the published figures of one year, each with its measure, series, unit and source; one query.

    Raises
    ------
    ParameterError
        If no figure of that year, series, region or section is stored.
    """
    wanted = {
        "year": question.table.year,
        "series": question.table.series,
        "region": question.district,
        "section": question.section,
    }
    is_english = (get_language() or "id").startswith("en")
    rows: list[Json] = [
        {
            "region": figure.region_code,
            "section": figure.section,
            "section_name": figure.section_name_en if is_english else figure.section_name_id,
            "value": figure.value,
            "unit": figure.unit,
            "statistic": figure.measure,
            "year": figure.year,
            "series": figure.series,
            "source": figure.source,
            "is_verified": figure.confidence == "S",
            "note": figure.note,
        }
        for figure in wholes_published()
    ]
    for name, value in wanted.items():
        kept = [row for row in rows if value in (None, row[name])]
        if rows and not kept:
            known = sorted({str(row[name]) for row in rows})
            raise ParameterError(name="district" if name == "region" else name, value=value, allowed=", ".join(known))
        rows = kept
    newest = max((row["year"] for row in rows), default=None)
    rows = [row for row in rows if row["year"] == newest]
    text = INDEX_TEXTS[Measure.PUBLISHED]
    return {
        "measure": Measure.PUBLISHED.value,
        "label": str(text.label),
        "meaning": str(text.meaning),
        "caveat": str(text.caveat),
        "unit": text.unit,
        "year": newest,
        "sources": [{"source": source, "year": newest} for source in sorted({row["source"] for row in rows})],
        "missing": [],
        "rows": rows,
    }
