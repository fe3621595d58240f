"""Administration of districts and subdistricts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from layers.admin.base import PROVENANCE, DistrictFilter, LayerAdmin
from layers.models import District, Subdistrict
from layers.selectors.shapes import shapes_geojson

# Fine enough for a background at the zoom of a district.
OUTLINE_BAND = 9
# No country has as many second-level areas.
OUTLINE_LIMIT = 10_000


@admin.register(District)
class DistrictAdmin(LayerAdmin):
    """Districts; the area follows from the boundary."""

    list_display = ["code", "name", "kind", "seat_name", "area_km2", "population", "is_approximate", "valid_to"]
    list_filter = ["kind", "is_approximate", "confidence"]
    search_fields = ["code", "name", "seat_name"]
    readonly_fields = ["area_km2"]
    fieldsets = [
        (None, {"fields": ["code", "name", "kind", "population", "area_km2", "is_approximate"]}),
        (_("Geometry"), {"fields": ["boundary", "seat_name", "seat"]}),
        (_("Industry plan"), {"fields": ["lead_industry", "lead_industry_source"]}),
        (_("Validity"), {"fields": ["valid_from", "valid_to"]}),
        PROVENANCE,
    ]

    def get_urls(self) -> list[URLPattern]:
        """Add the outline that the maps of the administration are drawn on."""
        outline = path("outline.geojson", self.admin_site.admin_view(district_outline), name="layers_district_outline")
        return [outline, *super().get_urls()]


@admin.register(Subdistrict)
class SubdistrictAdmin(LayerAdmin):
    """Subdistricts; the area follows from the boundary."""

    list_display = ["code", "name", "district", "area_km2", "is_approximate"]
    list_filter = [DistrictFilter, "is_approximate"]
    list_select_related = ["district"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["district"]
    readonly_fields = ["area_km2"]
    fieldsets = [
        (None, {"fields": ["district", "code", "name", "area_km2", "is_approximate"]}),
        (_("Geometry"), {"fields": ["boundary", "seat"]}),
        PROVENANCE,
    ]


def district_outline(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer the districts in force, simplified, as GeoJSON."""
    filters: dict[str, Any] = {"is_current": True}
    outline = shapes_geojson("districts", OUTLINE_BAND, filters=filters, limit=OUTLINE_LIMIT)
    return HttpResponse(outline, content_type="application/geo+json", headers={"Cache-Control": "private, max-age=60"})
