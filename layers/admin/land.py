"""Administration of roads, exclusion zones and rasters."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from layers.admin.base import PROVENANCE, LayerAdmin
from layers.models import ExclusionZone, RasterLayer, RoadLink, RoadSpeed


@admin.register(RoadSpeed)
class RoadSpeedAdmin(LayerAdmin):
    """Assumed speeds."""

    list_display = [
        "road_class",
        "surface",
        "season",
        "speed_low_km_h",
        "speed_mid_km_h",
        "speed_high_km_h",
        "confidence",
    ]
    list_filter = ["road_class", "surface", "season"]


@admin.register(RoadLink)
class RoadLinkAdmin(LayerAdmin):
    """Roads and ferries."""

    list_display = [
        "id",
        "name",
        "road_class",
        "surface",
        "length_m",
        "speed_km_h",
        "duration_min",
        "is_ferry",
        "confidence",
    ]
    list_filter = ["road_class", "surface", "is_ferry", "is_one_way", "confidence"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["name", "road_class", "surface", "is_ferry", "is_one_way"]}),
        (_("Travel"), {"fields": ["length_m", "speed_km_h", "duration_min"]}),
        (_("Geometry"), {"fields": ["path"]}),
        PROVENANCE,
    ]


@admin.register(ExclusionZone)
class ExclusionZoneAdmin(LayerAdmin):
    """Areas where no plant may stand, or where one counts less."""

    list_display = ["id", "name", "reason", "effect", "penalty", "legal_basis", "confidence"]
    list_filter = ["reason", "effect", "confidence"]
    search_fields = ["name", "legal_basis"]
    fieldsets = [
        (None, {"fields": ["name", "reason", "legal_basis", "effect", "penalty"]}),
        (_("Geometry"), {"fields": ["boundary"]}),
        PROVENANCE,
    ]


@admin.register(RasterLayer)
class RasterLayerAdmin(LayerAdmin):
    """Rasters; what the file itself says cannot be edited, and a new file comes by an import."""

    list_display = ["name", "kind", "crs", "cell_size", "unit", "nodata", "source", "confidence"]
    list_filter = ["kind"]
    search_fields = ["name"]
    readonly_fields = ["file", "crs", "nodata", "cell_size"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "unit", "file", "crs", "nodata", "cell_size"]}),
        PROVENANCE,
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Offer no form for what must be read from a file."""
        return False
