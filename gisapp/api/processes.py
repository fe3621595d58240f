"""What the planner's panel needs to know of each kind of plant."""

from typing import Any

from gisapp.planning.adapters import default_max_minutes, usual_sizes
from gisapp.planning.feeds import OUTPUT_ROLES, feed_coefficients
from layers.models import Facility, FacilityStatus, Process, ProcessFlow, SourceArea


def process_list() -> list[dict[str, Any]]:
    """Return all processes by chain and stage, sizes in raw material; four queries, whatever their number."""
    processes = list(Process.objects.select_related("feed").order_by("chain", "stage", "code"))
    coefficients = feed_coefficients(processes)
    grown = set(SourceArea.objects.order_by().values_list("commodity_id", flat=True).distinct())
    running = Facility.objects.filter(status=FacilityStatus.OPERATING, process__isnull=False)
    put_out = set(
        ProcessFlow.objects.order_by()
        .filter(
            role__in=OUTPUT_ROLES,
            coefficient_mid__gt=0,
            process__in=running.order_by().values("process_id").distinct(),
        )
        .values_list("commodity_id", flat=True)
        .distinct()
    )
    return [
        {
            "code": process.code,
            "name": process.name,
            "name_id": process.name_id,
            "name_en": process.name_en,
            "chain": process.chain,
            "stage": process.stage,
            "kbli": process.kbli,
            "kbli_edition": process.kbli_edition,
            "kbli_title": process.kbli_title,
            "scale": process.scale_class,
            "scale_label": process.get_scale_class_display(),
            "feed": process.feed.code,
            "feed_name": process.feed.name,
            "feed_unit": process.feed_unit,
            "sizes_per_year": [size * coefficients[process.pk] for size in process.modular_sizes_per_year],
            "min_scale_per_year": (
                process.min_scale_per_year and process.min_scale_per_year * coefficients[process.pk]
            ),
            "needs_size": not usual_sizes(process),
            "default_max_minutes": default_max_minutes(process),
            "supply": _supply_kind(process.feed_id, grown=grown, put_out=put_out),
            "source": process.source,
            "confidence": process.confidence,
        }
        for process in processes
    ]


def _supply_kind(feed_id: int, *, grown: set[int], put_out: set[int]) -> str:
    if feed_id in grown:
        return "source_areas"
    return "plants" if feed_id in put_out else "not_recorded"
