"""One district at a glance: what it produces, in what it is specialised, where it is heading, what it could do."""

from typing import Any

from django.conf import settings

from gisapp.planning.potentials.diversification import DiversificationQuestion, diversification_document
from gisapp.planning.potentials.indices import named_rows, table_document
from gisapp.planning.potentials.linkages import linkage_json
from gisapp.planning.potentials.measures import measure_rows
from gisapp.planning.potentials.questions import Measure, TableQuestion
from gisapp.planning.potentials.tables import Tables, tables_read
from gisapp.planning.potentials.texts import INDEX_TEXTS
from gisapp.planning.potentials.unprocessed import UnprocessedQuestion, unprocessed_document
from layers.errors import UnknownCodeError
from layers.models import LinkageQuadrant
from layers.selectors.districts import district_list
from layers.selectors.sectors import WHOLE, linkage_list

Json = dict[str, Any]
OF_SECTIONS = (
    Measure.VALUE,
    Measure.SHARE,
    Measure.LQ,
    Measure.DLQ,
    Measure.GROWTH,
    Measure.SHIFT_SHARE,
    Measure.KLASSEN_SECTOR,
    Measure.RELATEDNESS,
)
OF_DISTRICT = (Measure.KLASSEN, Measure.PER_HEAD, Measure.HHI, Measure.ENTROPY, Measure.ECI)
# Columns that every row of a section has, or that another index gives as its value.
SHARED = frozenset({"region", "region_name", "section", "section_name", "lq"})


def district_document(code: str, question: TableQuestion) -> Json:
    """Describe a district.

    Raises
    ------
    UnknownCodeError
        If there is no such district.
    ParameterError
        If the series, a year or the base is not held.
    DataMissingError
        If there are no statistics at all.
    """
    district = district_list().defer("boundary", "seat").filter(code=code).first()
    if district is None:
        raise UnknownCodeError("district", code, known=district_list().values_list("code", flat=True))
    tables = tables_read(question, has_period=True)
    sections = _sections(code, tables)
    linkages = [row for row in linkage_list(settings.PROVINCE_CODE) if row.quadrant == LinkageQuadrant.KEY]
    basis = {row["section"] for row in sections if row["lq"]["is_basis"]}
    table = table_document(tables)
    return {
        "region": code,
        "region_name": district.name,
        "population": district.population,
        "lead_industry": district.lead_industry or None,
        "lead_industry_source": district.lead_industry_source or None,
        **table,
        "missing": [gap for gap in table["missing"] if gap["region"] == code],
        "measures": {measure.value: _words(measure, tables) for measure in (*OF_SECTIONS, *OF_DISTRICT)},
        "indices": {measure.value: _stripped(row) for measure in OF_DISTRICT for row in _of(code, measure, tables)},
        "sections": sections,
        "totals": _totals(code, tables),
        "key_sectors": [
            linkage_json(row) | {"source": row.source, "section_is_basis_here": row.section in basis}
            for row in linkages
        ],
        "unprocessed": unprocessed_document(UnprocessedQuestion(district=code))["commodities"],
        "diversification": diversification_document(DiversificationQuestion(table=question, district=code))["rows"],
    }


def _sections(code: str, tables: Tables) -> list[Json]:
    """Return every section with all its indices."""
    found: dict[str, Json] = {
        section.code: {"section": section.code, "section_name": section.name} for section in tables.now.sections
    }
    for measure in OF_SECTIONS:
        for row in _of(code, measure, tables):
            if row["section"] != WHOLE:
                found[row["section"]][measure.value] = _stripped(row)
    return list(found.values())


def _totals(code: str, tables: Tables) -> Json:
    """Return the figures of all recorded sections together."""
    return {
        measure.value: _stripped(row)
        for measure in (Measure.VALUE, Measure.GROWTH, Measure.SHIFT_SHARE)
        for row in _of(code, measure, tables)
        if row["section"] == WHOLE
    }


def _of(code: str, measure: Measure, tables: Tables) -> list[Json]:
    return [row for row in named_rows(measure_rows(measure, tables), tables) if row["region"] == code]


def _stripped(row: Json) -> Json:
    return {key: value for key, value in row.items() if key not in SHARED}


def _words(measure: Measure, tables: Tables) -> Json:
    text = INDEX_TEXTS[measure]
    return {
        "label": str(text.label),
        "unit": text.unit or tables.now.series.unit,
        "meaning": str(text.meaning),
        "caveat": str(text.caveat),
    }
