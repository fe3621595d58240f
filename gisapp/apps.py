"""The service as a Django app."""

from django.apps import AppConfig


class GisappConfig(AppConfig):
    """Register the start-up checks."""

    name = "gisapp"
    verbose_name = "Hilir"

    def ready(self) -> None:
        """Register the checks by importing them."""
        from gisapp import checks  # noqa: F401
