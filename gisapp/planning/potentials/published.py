"""Shares of sections as a source states them, without its figures of the whole."""

from typing import Any

from django.utils.translation import get_language

from gisapp.planning.errors import ParameterError
from gisapp.planning.potentials.questions import IndexQuestion, Measure
from gisapp.planning.potentials.texts import INDEX_TEXTS
from layers.selectors.sectors import published_shares

Json = dict[str, Any]


def published_shares_document(question: IndexQuestion) -> Json:
    """Return the published shares of one year, each with its series and source; one query.

    Raises
    ------
    ParameterError
        If no share of that year, series, region or section is stored.
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
            "region": share.region_code,
            "section": share.section,
            "section_name": share.section_name_en if is_english else share.section_name_id,
            "value": share.value,
            "year": share.year,
            "series": share.series,
            "source": share.source,
            "is_verified": share.confidence == "S",
            "note": share.note,
        }
        for share in published_shares()
    ]
    for name, value in wanted.items():
        kept = [row for row in rows if value in (None, row[name])]
        if rows and not kept:
            known = sorted({str(row[name]) for row in rows})
            raise ParameterError(name="district" if name == "region" else name, value=value, allowed=", ".join(known))
        rows = kept
    newest = max((row["year"] for row in rows), default=None)
    rows = [row for row in rows if row["year"] == newest]
    text = INDEX_TEXTS[Measure.PUBLISHED_SHARE]
    return {
        "measure": Measure.PUBLISHED_SHARE.value,
        "label": str(text.label),
        "meaning": str(text.meaning),
        "caveat": str(text.caveat),
        "unit": text.unit,
        "year": newest,
        "sources": [{"source": source, "year": newest} for source in sorted({row["source"] for row in rows})],
        "missing": [],
        "rows": rows,
    }
