"""Administration of the product tree: commodities, processes with their flows, rules."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from layers.admin.base import PROVENANCE, LayerAdmin
from layers.models import Commodity, Process, ProcessFlow, Rule, SourceArea


@admin.register(Commodity)
class CommodityAdmin(LayerAdmin):
    """Commodities."""

    list_display = ["code", "name_id", "name_en", "group", "is_raw", "unit", "perishability_h", "confidence"]
    list_filter = ["is_raw", "group", "confidence"]
    search_fields = ["code", "name_id", "name_en"]
    fieldsets = [
        (None, {"fields": ["code", "name_id", "name_en", "group", "is_raw", "unit", "perishability_h", "colour"]}),
        (
            _("Yield"),
            {
                "fields": [
                    ("yield_low", "yield_mid", "yield_high"),
                    "yield_unit",
                    "yield_source",
                    "yield_confidence",
                ]
            },
        ),
        (
            _("Price"),
            {
                "fields": [
                    ("price_low_idr", "price_mid_idr", "price_high_idr"),
                    ("price_unit", "price_year"),
                    "price_source",
                    "price_confidence",
                ]
            },
        ),
        PROVENANCE,
    ]

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """Say how many source areas hold a commodity, rather than list them all."""
        count = SourceArea.objects.filter(commodity__in=objs).count()
        if count:
            held_by = ngettext("%(count)d source area", "%(count)d source areas", count) % {"count": count}
            return [str(row) for row in objs], {}, set(), [held_by]
        return super().get_deleted_objects(objs, request)


class ProcessFlowInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """What goes into a process and what comes out."""

    model = ProcessFlow
    extra = 0
    autocomplete_fields = ["commodity"]
    fields = [
        "role",
        "commodity",
        "coefficient_low",
        "coefficient_mid",
        "coefficient_high",
        "coefficient_unit",
        "is_mass_share",
        "source",
        "confidence",
    ]


@admin.register(Process)
class ProcessAdmin(LayerAdmin):
    """Processes with their flows."""

    list_display = ["code", "name_id", "chain", "stage", "scale_class", "feed", "kbli", "min_scale_per_year"]
    list_filter = ["chain", "scale_class", "confidence"]
    list_select_related = ["feed"]
    search_fields = ["code", "name_id", "name_en", "kbli"]
    autocomplete_fields = ["feed"]
    inlines = [ProcessFlowInline]
    fieldsets = [
        (None, {"fields": ["code", "name_id", "name_en", "chain", "stage", "scale_class", ("feed", "feed_unit")]}),
        (_("KBLI"), {"fields": [("kbli", "kbli_edition"), "kbli_title", "kbli_confidence"]}),
        (
            _("Size"),
            {"fields": ["min_scale_per_year", "modular_sizes_per_year", "workers_at_reference", "land_need_ha"]},
        ),
        (
            _("Costs"),
            {
                "fields": [
                    "capex_ref_size_per_year",
                    ("capex_low_million", "capex_mid_million", "capex_high_million"),
                    ("capex_currency", "capex_year", "capex_exponent"),
                    ("opex_per_unit", "opex_currency", "opex_year"),
                    "cost_source",
                    "cost_confidence",
                ]
            },
        ),
        (_("Catchment"), {"fields": ["catchment_limit_km", "time_limit_h"]}),
        PROVENANCE,
    ]


@admin.register(Rule)
class RuleAdmin(LayerAdmin):
    """Siting and industry rules."""

    list_display = ["code", "topic", "citation", "year", "effect", "threshold", "threshold_unit", "confidence"]
    list_filter = ["topic", "effect", "confidence"]
    search_fields = ["code", "citation", "requirement_id", "requirement_en"]
