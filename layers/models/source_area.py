"""Where raw material comes from."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from layers.models.base import Sourced, not_negative, share, valid_geometry
from layers.models.commodity import Commodity
from layers.models.district import District


class SourceOrigin(models.TextChoices):
    """How a source area came about."""

    SURVEYED = "surveyed", _("surveyed")
    DISAGGREGATED = "disaggregated", _("a statistic spread over weights")


class OwnerKind(models.TextChoices):
    """Who works the land."""

    SMALLHOLDER = "smallholder", _("smallholders")
    COMPANY = "company", _("company estate")
    STATE = "state", _("state estate")
    UNKNOWN = "unknown", _("not recorded")


class SourceArea(Sourced):
    """An area that yields a commodity: `annual_tonnes` = area x yield x availability where surveyed."""

    commodity = models.ForeignKey(
        Commodity, on_delete=models.PROTECT, related_name="source_areas", verbose_name=_("commodity")
    )
    district = models.ForeignKey(
        District,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="source_areas",
        verbose_name=_("district"),
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    boundary = models.MultiPolygonField(_("boundary"), srid=4326, spatial_index=False)
    centre = models.PointField(_("point on the area"), srid=4326, spatial_index=False)
    area_ha = models.FloatField(_("planted or used area, ha"), null=True, blank=True)
    yield_t_per_ha = models.FloatField(_("yield, t/ha/yr"), null=True, blank=True)
    availability = models.FloatField(_("available share"), default=1.0)
    annual_tonnes = models.FloatField(_("supply, t/yr"))
    year = models.PositiveSmallIntegerField(_("year"))
    owner_kind = models.CharField(_("owner"), max_length=12, choices=OwnerKind, default=OwnerKind.UNKNOWN)
    origin = models.CharField(_("origin"), max_length=14, choices=SourceOrigin, default=SourceOrigin.SURVEYED)

    class Meta:
        verbose_name = _("source area")
        verbose_name_plural = _("source areas")
        ordering = ["id"]
        indexes = [
            GistIndex(fields=["boundary"], name="sourcearea_boundary_gist"),
            GistIndex(fields=["centre"], name="sourcearea_centre_gist"),
        ]
        constraints = [
            valid_geometry("sourcearea", "boundary"),
            not_negative("sourcearea", "area_ha"),
            not_negative("sourcearea", "yield_t_per_ha"),
            not_negative("sourcearea", "annual_tonnes"),
            share("sourcearea", "availability"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.commodity} {self.pk}"
