"""Administration of the statistics."""

from django.contrib import admin

from layers.admin.base import DistrictFilter, LayerAdmin
from layers.models import InstalledCapacity, ProductionStatistic, SectorLinkage, SectorStatistic


class RegionStatisticAdmin(LayerAdmin):
    """What the three kinds of statistic share."""

    list_filter = [DistrictFilter, "confidence"]
    autocomplete_fields = ["district"]


@admin.register(ProductionStatistic)
class ProductionStatisticAdmin(RegionStatisticAdmin):
    """Area, production or stock of a commodity."""

    list_display = ["region_code", "commodity", "year", "measure", "value", "unit", "series", "source", "confidence"]
    list_filter = [DistrictFilter, "commodity", "measure", "confidence"]
    list_select_related = ["commodity"]
    search_fields = ["region_code", "commodity__code", "measure", "series"]
    autocomplete_fields = ["district", "commodity"]


@admin.register(SectorStatistic)
class SectorStatisticAdmin(RegionStatisticAdmin):
    """Gross regional product or workers of a section."""

    list_display = ["region_code", "section", "year", "measure", "value", "unit", "series", "source", "confidence"]
    list_filter = [DistrictFilter, "section", "measure", "confidence"]
    search_fields = ["region_code", "section", "section_name_id", "section_name_en", "series"]


@admin.register(SectorLinkage)
class SectorLinkageAdmin(LayerAdmin):
    """Industries of input-output tables."""

    list_display = ["region_code", "io_code", "name", "year", "backward_index", "forward_index", "quadrant", "source"]
    list_filter = ["year", "quadrant", "section", "confidence"]
    search_fields = ["region_code", "io_code", "name_id", "name_en"]


@admin.register(InstalledCapacity)
class InstalledCapacityAdmin(RegionStatisticAdmin):
    """Stated total capacities."""

    list_display = [
        "region_code",
        "process",
        "year",
        "capacity_per_year",
        "plant_count",
        "series",
        "source",
        "confidence",
    ]
    list_select_related = ["process"]
    search_fields = ["region_code", "process__code", "series"]
    autocomplete_fields = ["district", "process"]
