"""What the province makes of a commodity against what it needs: surplus or shortage, from one source and year."""

from collections.abc import Iterable, Mapping
from typing import Any

from gisapp.planning.potentials.measures import number
from layers.models import ProductionStatistic

Json = dict[str, Any]
# Measures of output and of need that may be set against each other.
NEED_OF_OUTPUT: Mapping[str, str] = {"production_t": "need_t", "meat_production_t": "meat_need_t"}
PERCENT = 100.0


def self_sufficiency_rows(statistics: Iterable[ProductionStatistic]) -> list[Json]:
    """Set output against need, where one source states both for one region and year; the newest first.

    Returns
    -------
    list[Json]
        Output, need and surplus (below 0 a shortage) in `unit` a year, and output in percent of need. Empty where
        no need is recorded: that is no need of 0.
    """
    stated = {_key(row, row.measure): row for row in statistics}
    rows = [
        _row(row, need)
        for row in stated.values()
        if row.measure in NEED_OF_OUTPUT and (need := stated.get(_key(row, NEED_OF_OUTPUT[row.measure])))
    ]
    return sorted(rows, key=lambda row: (-row["year"], row["region"], row["statistic"]))


def _key(row: ProductionStatistic, measure: str) -> tuple[str, int, str, str, str, str]:
    return row.region_code, row.year, row.series, row.unit, row.source, measure


def _row(output: ProductionStatistic, need: ProductionStatistic) -> Json:
    return {
        "region": output.region_code,
        "year": output.year,
        "statistic": output.measure,
        "output": output.value,
        "need": need.value,
        "surplus": output.value - need.value,
        "percent_of_need": number(PERCENT * output.value / need.value) if need.value else None,
        "unit": output.unit,
        "source": output.source,
        "is_verified": output.confidence == need.confidence == "S",
    }
