"""What is recorded of a district, row by row: statistics of production and facilities."""

from typing import Any

from layers.models import Facility, ProductionStatistic

Json = dict[str, Any]


def production_rows(code: str) -> list[Json]:
    """Return every production statistic of a district with its source; one query."""
    found = ProductionStatistic.objects.filter(region_code=code).select_related("commodity")
    return [
        {
            "commodity": row.commodity.code,
            "commodity_name": row.commodity.name,
            "measure": row.measure,
            "series": row.series,
            "year": row.year,
            "value": row.value,
            "unit": row.unit,
            **_origin(row),
        }
        for row in found.order_by("commodity__code", "measure", "series", "year", "source")
    ]


def facility_rows(code: str) -> list[Json]:
    """Return every facility of a district with its source; one query."""
    found = Facility.objects.filter(district__code=code, district__valid_to__isnull=True).select_related("process")
    return [
        {
            "code": row.code,
            "name": row.name,
            "kind": row.kind,
            "process": row.process.code if row.process else None,
            "owner": row.owner or None,
            "capacity_t_per_year": row.capacity_t_per_year,
            "capacity_stated": row.capacity_stated or None,
            "status": row.status,
            "longitude": row.location.x,
            "latitude": row.location.y,
            "position": row.position_basis,
            "year": row.year,
            **_origin(row),
        }
        for row in found.order_by("kind", "name")
    ]


def _origin(row: ProductionStatistic | Facility) -> Json:
    return {"source": row.source, "licence": row.licence, "is_verified": row.confidence == "S", "note": row.note}
