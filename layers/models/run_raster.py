"""Rasters that a siting run left: how suitable every cell is, and which legal reasons hold there."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from layers.models.base import valid_geometry
from layers.models.siting_run import SitingRun


class RunRasterKind(models.TextChoices):
    """What the cells hold."""

    SUITABILITY = "suitability", _("suitability")
    EXCLUSION = "exclusion", _("reasons for exclusion")


class RunRaster(models.Model):
    """A cloud-optimized GeoTIFF in the media folder, with the facts needed to use it without opening it."""

    run = models.ForeignKey(SitingRun, on_delete=models.CASCADE, related_name="rasters", verbose_name=_("run"))
    kind = models.CharField(_("kind"), max_length=12, choices=RunRasterKind)
    file = models.FileField(_("GeoTIFF"), upload_to="runs/")
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    crs = models.CharField(_("CRS"), max_length=60)
    cell_size_m = models.FloatField(_("cell size, m"))
    extent = models.PolygonField(_("extent"), srid=4326, spatial_index=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("raster of a run")
        verbose_name_plural = _("rasters of runs")
        ordering = ["-created_at", "kind"]
        indexes = [GistIndex(fields=["extent"], name="runraster_extent_gist")]
        constraints = [
            models.UniqueConstraint(fields=["run", "kind"], name="runraster_kind_once"),
            valid_geometry("runraster", "extent"),
            models.CheckConstraint(condition=models.Q(cell_size_m__gt=0), name="runraster_cell_size_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.kind}"
