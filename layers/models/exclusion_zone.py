"""Where no plant may stand, or where one counts less."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from layers.models.base import Sourced, share, valid_geometry


class ExclusionReason(models.TextChoices):
    """Why an area is excluded."""

    PROTECTED_FOREST = "protected_forest", _("protected forest")
    PEAT = "peat", _("peatland")
    WATER = "water", _("water body")
    STEEP = "steep", _("slope above the limit")
    DISASTER = "disaster", _("disaster-prone")
    SETTLEMENT = "settlement", _("settlement")
    OTHER = "other", _("other")


class ExclusionEffect(models.TextChoices):
    """What the zone does to a site."""

    EXCLUDE = "exclude", _("excludes")
    PENALISE = "penalise", _("lowers the score")


class ExclusionZone(Sourced):
    """An area with a legal reason; `penalty` (0-1) is taken off a site's score where it penalises."""

    name = models.CharField(_("name"), max_length=160)
    reason = models.CharField(_("reason"), max_length=20, choices=ExclusionReason)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    effect = models.CharField(_("effect"), max_length=10, choices=ExclusionEffect, default=ExclusionEffect.EXCLUDE)
    penalty = models.FloatField(_("penalty"), null=True, blank=True)
    boundary = models.MultiPolygonField(_("boundary"), srid=4326, spatial_index=False)

    class Meta:
        verbose_name = _("exclusion zone")
        verbose_name_plural = _("exclusion zones")
        ordering = ["id"]
        indexes = [GistIndex(fields=["boundary"], name="exclusionzone_boundary_gist")]
        constraints = [valid_geometry("exclusionzone", "boundary"), share("exclusionzone", "penalty")]

    def __str__(self) -> str:
        return self.name
