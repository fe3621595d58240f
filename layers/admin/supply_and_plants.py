"""Administration of source areas and facilities."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from layers.admin.base import PROVENANCE, DistrictFilter, LayerAdmin
from layers.models import Facility, SourceArea


@admin.register(SourceArea)
class SourceAreaAdmin(LayerAdmin):
    """Source areas; the point on the area follows from the boundary."""

    list_display = ["id", "name", "commodity", "district", "annual_tonnes", "area_ha", "year", "origin", "confidence"]
    list_filter = ["commodity", DistrictFilter, "origin", "owner_kind", "confidence"]
    list_select_related = ["commodity", "district"]
    search_fields = ["name"]
    search_help_text = _("Search by name")
    autocomplete_fields = ["commodity", "district"]
    fieldsets = [
        (None, {"fields": ["commodity", "district", "name", "owner_kind", "origin"]}),
        (_("Supply"), {"fields": ["year", "annual_tonnes", "area_ha", "yield_t_per_ha", "availability"]}),
        (_("Geometry"), {"fields": ["boundary"]}),
        PROVENANCE,
    ]


@admin.register(Facility)
class FacilityAdmin(LayerAdmin):
    """Plants, centres, estates, ports and power."""

    list_display = [
        "code",
        "name",
        "kind",
        "process",
        "district",
        "capacity_t_per_year",
        "status",
        "position_basis",
        "confidence",
    ]
    list_filter = ["kind", "status", DistrictFilter, "position_basis", "scale", "confidence"]
    list_select_related = ["process", "district"]
    search_fields = ["code", "name", "owner"]
    autocomplete_fields = ["process", "district"]
    fieldsets = [
        (None, {"fields": ["code", "name", "kind", "process", "activity", "status", "scale", "owner", "year"]}),
        (_("Size"), {"fields": ["capacity_t_per_year", "capacity_stated", "utilisation", "area_ha"]}),
        (_("Geometry"), {"fields": ["location", "position_basis", "district"]}),
        PROVENANCE,
    ]
