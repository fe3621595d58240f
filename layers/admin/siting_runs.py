"""Siting runs and suggested sites, to read: what the engine answered is not edited."""

from typing import Any

from django.contrib import admin
from django.contrib.gis.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from layers.admin.base import LayerAdmin, geometry_names
from layers.models import RunRaster, SitingRun, SuggestedSite


class ReadOnly:
    """Nothing can be added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Refuse."""
        return False


class SuggestedSiteInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """The sites of a run."""

    model = SuggestedSite
    show_change_link = True
    fields = ["rank", "is_reserve", "district", "score", "capacity_t_per_year", "supply_t_per_year", "utilisation"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[SuggestedSite]:
        """Fetch the names of the districts along, and no geometry."""
        sites = super().get_queryset(request).select_related("district")
        return sites.defer(*geometry_names(SuggestedSite, ["district"]))


class RunRasterInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """The rasters that are kept of a run."""

    model = RunRaster
    fields = ["kind", "crs", "cell_size_m", "created_at"]
    readonly_fields = ["created_at"]


@admin.register(SitingRun)
class SitingRunAdmin(ReadOnly, LayerAdmin):
    """Runs with their sites."""

    list_display = ["id", "process", "status", "progress", "created_at", "finished_at", "engine_version"]
    list_filter = ["status", "created_at"]
    list_select_related = ["process"]
    search_fields = ["process__code", "input_hash"]
    inlines = [SuggestedSiteInline, RunRasterInline]


@admin.register(SuggestedSite)
class SuggestedSiteAdmin(ReadOnly, LayerAdmin):
    """Sites; they are ranked within their run."""

    list_display = ["rank", "run", "district", "score", "capacity_t_per_year", "supply_t_per_year", "is_reserve"]
    list_filter = ["is_reserve"]
    list_select_related = ["run", "district"]
    search_fields = ["run__process__code"]
    exclude = ["location", "catchment"]
    readonly_fields = ["position"]

    @admin.display(description=_("location"))
    def position(self, site: SuggestedSite) -> str:
        """Return longitude and latitude, to 10 m."""
        return f"{site.location.x:.4f}, {site.location.y:.4f}"
