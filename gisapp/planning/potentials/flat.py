"""Answers as flat rows, for a CSV file or a table in the terminal; each row carries its unit, year and source."""

from collections.abc import Iterable, Mapping
from typing import Any

from gisapp.planning.potentials.records import facility_rows, production_rows

Json = dict[str, Any]
# What stands above the rows of an answer and is repeated in each.
REPEATED = ("measure", "statistic", "commodity", "unit", "year", "from_year", "series")


def index_rows(document: Json) -> list[Json]:
    """Return the rows of an answer that has `rows`, with what holds for all of them."""
    above = {name: document[name] for name in REPEATED if document.get(name) is not None}
    if "base" in document:
        above["base"] = document["base"]["kind"]
    return [
        {**row, **{k: v for k, v in above.items() if k not in row}, **_source(document, row)}
        for row in _plain(document["rows"])
    ]


def district_rows(document: Json) -> list[Json]:
    """Return one row for each index of a district and each of its sections."""
    shared = {name: document[name] for name in ("region", "region_name", "year", "from_year", "series")}
    source = _source(document, {})
    whole = {None: document["indices"], "TOTAL": document["totals"]}
    by_section = {section["section"]: section for section in document["sections"]}
    return [
        {
            **shared,
            "section": section,
            "measure": measure,
            **_flat(figures),
            "unit": document["measures"][measure]["unit"],
            **source,
        }
        for section, indices in (*whole.items(), *by_section.items())
        for measure, figures in indices.items()
        if isinstance(figures, Mapping)
    ]


def district_sheets(document: Json) -> dict[str, list[Json]]:
    """Return the tables of a district by name: indices, raw material, production, plants and what they rest on."""
    code = document["region"]
    return {
        "indices": district_rows(document),
        "raw-material": unprocessed_rows({"commodities": document["unprocessed"]}),
        "value-forgone": _forgone_rows(document["unprocessed"]),
        "diversification": _plain(document["diversification"]),
        "production": production_rows(code),
        "facilities": facility_rows(code),
        "sources": _plain(document["sources"]),
    }


def unprocessed_rows(document: Json) -> list[Json]:
    """Return one row for each commodity and district."""
    return [
        {
            "commodity": one["commodity"],
            "commodity_name": one["commodity_name"],
            **_flat(row),
            "unit": one["unit"],
            "is_upper_bound": one["is_upper_bound"],
            "plants_recorded": one["plants_recorded"],
            "year": _joined(source["year"] for source in row["sources"]),
            "source": _joined(source["source"] for source in row["sources"]) or _joined(one["notes"]),
            "missing": _joined(gap["reason"] for gap in one["missing"] if "region" not in gap),
        }
        for one in document["commodities"]
        for row in one["districts"]
    ]


def chain_rows(document: Json) -> list[Json]:
    """Return one row for each step of a chain."""
    return [
        {
            "chain": document["chain"],
            "region": document["region"],
            "stage": step["stage"],
            "process": step["process"],
            "name": step["name"],
            "kbli": step["kbli"],
            "feed": step["feed"]["commodity"],
            "supply_per_year": step["feed"]["supply_per_year"],
            "taken_per_year": step["feed"]["taken_per_year"],
            "unprocessed_per_year": step["feed"]["unprocessed_per_year"],
            "unit": step["feed"]["unit"],
            "plants_operating": step["plants_operating"],
            "plants_operating_in_province": step["plants_operating_in_province"],
            "is_gap": step["is_gap"],
            "state": step["state"],
            "missing": _joined(gap["reason"] for gap in step["missing"]),
            "source": step["source"],
        }
        for step in document["steps"]
    ]


def _forgone_rows(commodities: Iterable[Json]) -> list[Json]:
    return [
        {
            "commodity": one["commodity"],
            "process": step["process"],
            "process_name": step["process_name"],
            **{f"forgone_{end}": (step["forgone_idr_per_year"] or {}).get(end) for end in ("low", "mid", "high")},
            "unit": step["unit"],
            "price_year": step["price_year"],
            "missing": _joined(gap["text"] for gap in step["missing"]),
            "source": _joined(source["source"] for source in step["sources"]),
        }
        for one in commodities
        for step in one["value_forgone"]
    ]


def _plain(rows: Iterable[Json]) -> list[Json]:
    return [_flat(row) for row in rows]


def _flat(row: Mapping[str, Any]) -> Json:
    """Drop what is itself a list or table."""
    return {name: value for name, value in row.items() if not isinstance(value, list | dict)}


def _source(document: Json, row: Json) -> Json:
    if "source" in row:
        return {}
    return {"source": _joined(source["source"] for source in document["sources"])}


def _joined(parts: Iterable[Any]) -> str:
    return "; ".join(dict.fromkeys(str(part) for part in parts if part not in (None, "")))
