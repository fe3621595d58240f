"""The data as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LayersConfig(AppConfig):
    """The spatial layers and statistics of the study area."""

    name = "layers"
    verbose_name = _("Layers")
