"""What a layer's rows say of the layer: extent, number, years, sources and licences."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from psycopg import sql

from gisapp.geo.bbox import Bbox
from gisapp.ogc.catalog import FeatureSource, PublishedLayer
from gisapp.ogc.query import expression_of, fixed_conditions, from_rows
from gisapp.ogc.versions import Versions, version_of

SOURCES_TOLD = 6
LAYERS_KEPT = 256


@dataclass(frozen=True, slots=True)
class LayerMetadata:
    """Facts of a layer at one state of its data.

    Attributes
    ----------
    extent
        EPSG:4326; None for a layer without rows.
    years
        Ascending; empty for a layer without a year.
    sources
        The most frequent first, each with its year where known.
    """

    count: int
    extent: Bbox | None
    years: tuple[int, ...]
    sources: tuple[str, ...]
    licences: tuple[str, ...]


def layer_metadata(layer: PublishedLayer, versions: Versions) -> LayerMetadata:
    """Return the facts of a layer; read once for each version of its tables."""
    return _read(layer.source, layer.name, version_of(layer, versions))


@lru_cache(maxsize=LAYERS_KEPT)
def _read(source: FeatureSource, _name: str, _version: tuple[int, ...]) -> LayerMetadata:
    count, extent = _count_and_extent(source)
    sources, licences = _provenance(source)
    return LayerMetadata(count=count, extent=extent, years=_years(source), sources=sources, licences=licences)


def _count_and_extent(source: FeatureSource) -> tuple[int, Bbox | None]:
    query = sql.SQL(
        "SELECT found.count, ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)"
        " FROM (SELECT count(*) AS count, ST_Extent({geometry}) AS box{rows}) AS found"
    )
    [(count, *box)] = _fetch(source, query, geometry=sql.SQL(source.geometry))
    return count, None if box[0] is None else Bbox(*box)


def _years(source: FeatureSource) -> tuple[int, ...]:
    if not source.time:
        return ()
    query = sql.SQL("SELECT DISTINCT {year}{rows} ORDER BY 1")
    found = _fetch(source, query, year=sql.SQL(expression_of(source, source.time)))
    return tuple(year for (year,) in found if year is not None)


def _provenance(source: FeatureSource) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return sources and licences; none where the rows are of our own making."""
    if source.property("source") is None:
        return (), ()
    year = "o.year" if source.property("year") is not None else "extract(year FROM o.source_date)::int"
    licence = "''" if source.property("licence") is None else "o.licence"
    query = sql.SQL(
        "SELECT o.source, {year}, {licence}{rows} GROUP BY 1, 2, 3 ORDER BY count(*) DESC, 1, 2, 3 LIMIT {limit}"
    )
    found = _fetch(source, query, year=sql.SQL(year), licence=sql.SQL(licence), limit=sql.Literal(SOURCES_TOLD))
    sources = (name if year is None else f"{name} ({year})" for name, year, _ in found if name)
    return tuple(dict.fromkeys(sources)), tuple(dict.fromkeys(licence for *_, licence in found if licence))


def _fetch(source: FeatureSource, query: sql.SQL, **parts: sql.Composable) -> list[tuple[Any, ...]]:
    """Run a query over the layer's rows; ``{rows}`` stands for its FROM and WHERE."""
    conditions = fixed_conditions(source)
    rows = from_rows(source) + conditions.where
    with connection.cursor() as cursor:
        cursor.execute(query.format(rows=rows, **parts), conditions.values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
