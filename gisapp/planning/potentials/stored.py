"""Indices of districts for the map: reckoned for every year of the chosen series and stored."""

from collections.abc import Iterator

from django.db import transaction

from gisapp.planning.errors import DataMissingError
from gisapp.planning.potentials.measures import measure_rows
from gisapp.planning.potentials.questions import OF_PERIOD, Measure, TableQuestion
from gisapp.planning.potentials.series import series_choose
from gisapp.planning.potentials.tables import Row, Tables, tables_read
from gisapp.planning.potentials.texts import INDEX_TEXTS
from layers.models import District, DistrictIndex, IndexMeasure, LayerVersion, SectorStatistic
from layers.services.district_indices import district_indices_replace


def indices_are_current() -> bool:
    """Tell whether the stored indices rest on the statistics as they are now."""
    held = set(DistrictIndex.objects.values_list("statistics_version", flat=True))
    return held == {_statistics_version()} if held else not SectorStatistic.objects.exists()


@transaction.atomic
def indices_store() -> int:
    """Reckon the indices of all years anew, store them, and return the number of rows; none without statistics."""
    version = _statistics_version()
    try:
        _series, years = series_choose(None, year=None)
    except DataMissingError:
        return district_indices_replace([])
    district_of = dict(District.objects.filter(valid_to__isnull=True).values_list("code", "pk"))
    return district_indices_replace(
        [
            row
            for measure in map(Measure, IndexMeasure.values)
            for year in sorted(years)
            for row in _rows_of(measure, year=year, first_year=min(years), district_of=district_of, version=version)
        ]
    )


def _rows_of(
    measure: Measure, *, year: int, first_year: int, district_of: dict[str, int], version: int
) -> Iterator[DistrictIndex]:
    has_period = measure in OF_PERIOD
    if has_period and year == first_year:
        return
    tables = tables_read(TableQuestion(year=year), has_period=has_period)
    for row in measure_rows(measure, tables):
        if row["region"] in district_of:
            yield _row(measure, row, tables=tables, district_id=district_of[row["region"]], version=version)


def _row(measure: Measure, row: Row, *, tables: Tables, district_id: int, version: int) -> DistrictIndex:
    per_head = "per_head_series" in row and measure is Measure.PER_HEAD
    sources = dict.fromkeys(origin["source"] for origin in tables.sources())
    source = row["per_head_source"] if per_head else "; ".join(sources)
    return DistrictIndex(
        district_id=district_id,
        measure=measure.value,
        section=row["section"] or "",
        year=tables.now.year,
        from_year=None if tables.start is None else tables.start.year,
        value=row["value"],
        unit=INDEX_TEXTS[measure].unit or tables.now.series.unit,
        classification=row.get("class") or "",
        reason=row["reason"] or "",
        series=row["per_head_series"] if per_head else tables.now.series.name,
        source=(source or "")[:500],
        statistics_version=version,
    )


def _statistics_version() -> int:
    table = SectorStatistic._meta.db_table
    return LayerVersion.objects.filter(table=table).values_list("version", flat=True).first() or 0
