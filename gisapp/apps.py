"""The service as a Django app."""

from django.apps import AppConfig


class GisappConfig(AppConfig):
    """Register the start-up checks."""

    name = "gisapp"
    verbose_name = "Hilir"
