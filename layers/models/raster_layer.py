"""Rasters that the engine reads: slope, land cover and the like."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from layers.models.base import Sourced, valid_geometry


class RasterKind(models.TextChoices):
    """What the cells hold."""

    SLOPE = "slope", _("slope")
    ELEVATION = "elevation", _("elevation")
    LAND_COVER = "land_cover", _("land cover")
    OTHER = "other", _("other")


class RasterLayer(Sourced):
    """A GeoTIFF in the media folder, with the facts needed to use it without opening it."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=RasterKind)
    file = models.FileField(_("GeoTIFF"), upload_to="rasters/")
    crs = models.CharField(_("CRS"), max_length=60)
    nodata = models.FloatField(_("no-data value"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    cell_size = models.FloatField(_("cell size, in units of the CRS"))
    extent = models.PolygonField(_("extent"), srid=4326, spatial_index=False)

    class Meta:
        verbose_name = _("raster layer")
        verbose_name_plural = _("raster layers")
        ordering = ["name"]
        indexes = [GistIndex(fields=["extent"], name="rasterlayer_extent_gist")]
        constraints = [
            valid_geometry("rasterlayer", "extent"),
            models.CheckConstraint(condition=models.Q(cell_size__gt=0), name="rasterlayer_cell_size_positive"),
        ]

    def __str__(self) -> str:
        return self.name
