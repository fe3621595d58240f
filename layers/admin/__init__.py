"""The administration of every layer, an aggregate a file."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from layers.admin import areas, land, product_tree, siting_runs, statistics, supply_and_plants

admin.site.site_header = admin.site.site_title = _("Hilir administration")

__all__ = ["areas", "land", "product_tree", "siting_runs", "statistics", "supply_and_plants"]
