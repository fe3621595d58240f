"""From where the layers come that a plan rests on, so that every answer can name its sources."""

from collections.abc import Mapping

from django.db.models import Count, Model, Q

from gisapp.planning.assumptions import Assumption, AssumptionCode
from layers.models import District, ExclusionZone, RoadLink, RoadSpeed

LAYERS: Mapping[str, tuple[type[Model], Q]] = {
    "districts": (District, Q(valid_to__isnull=True)),
    "roads": (RoadLink, Q()),
    "road_speeds": (RoadSpeed, Q()),
    "exclusion_zones": (ExclusionZone, Q()),
}
# A layer drawn from many sources is named by those that give the most rows.
MOST_NAMED = 3


def layer_sources() -> tuple[Assumption, ...]:
    """Return the main sources of each layer; one query a layer."""
    return tuple(
        Assumption(
            AssumptionCode.LAYER_SOURCE,
            {"rows": float(rows)},
            subject=layer,
            source=source,
            year=year,
            confidence=confidence,
        )
        for layer, (model, condition) in LAYERS.items()
        for source, year, confidence, rows in model._default_manager.filter(condition)
        .order_by()
        .values_list("source", "source_date__year", "confidence")
        .annotate(rows=Count("pk"))
        .order_by("-rows", "source", "confidence")[:MOST_NAMED]
    )
