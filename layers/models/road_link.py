"""Roads and ferries, and the speeds assumed on them."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from layers.models.base import Sourced, not_negative, valid_geometry


class RoadClass(models.TextChoices):
    """Administrative or functional class of a link."""

    NATIONAL = "national", _("national road")
    PROVINCIAL = "provincial", _("provincial road")
    DISTRICT = "district", _("district road")
    VILLAGE = "village", _("village or estate road")
    HAULING = "hauling", _("hauling road")
    FERRY = "ferry", _("ferry")


class Surface(models.TextChoices):
    """What the link is made of."""

    PAVED = "paved", _("paved")
    GRAVEL = "gravel", _("gravel")
    EARTH = "earth", _("earth")
    WATER = "water", _("water")


class RoadSpeed(Sourced):
    """Loaded truck speed by class, surface and season, km/h."""

    road_class = models.CharField(_("class"), max_length=12, choices=RoadClass)
    surface = models.CharField(_("surface"), max_length=8, choices=Surface)
    season = models.CharField(_("season"), max_length=4, choices=[("dry", _("dry")), ("wet", _("wet"))])
    speed_low_km_h = models.FloatField(_("low, km/h"))
    speed_mid_km_h = models.FloatField(_("mid, km/h"))
    speed_high_km_h = models.FloatField(_("high, km/h"))

    class Meta:
        verbose_name = _("road speed")
        verbose_name_plural = _("road speeds")
        ordering = ["road_class", "surface", "season"]
        constraints = [
            models.UniqueConstraint(fields=["road_class", "surface", "season"], name="roadspeed_once"),
            models.CheckConstraint(
                condition=models.Q(speed_low_km_h__gt=0)
                & models.Q(speed_low_km_h__lte=models.F("speed_mid_km_h"))
                & models.Q(speed_mid_km_h__lte=models.F("speed_high_km_h")),
                name="roadspeed_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.road_class} {self.surface} {self.season}"


class RoadLink(Sourced):
    """One stretch of road, or a ferry; `duration_min` overrides speed (a ferry with its waiting)."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    path = models.MultiLineStringField(_("path"), srid=4326, spatial_index=False)
    road_class = models.CharField(_("class"), max_length=12, choices=RoadClass)
    surface = models.CharField(_("surface"), max_length=8, choices=Surface, default=Surface.PAVED)
    speed_km_h = models.FloatField(_("speed, km/h"), null=True, blank=True)
    length_m = models.FloatField(_("length, m"), help_text=_("Along the road; at least that of the drawn path."))
    duration_min = models.FloatField(_("duration, min"), null=True, blank=True)
    is_ferry = models.BooleanField(_("ferry"), default=False)
    is_one_way = models.BooleanField(_("one way"), default=False)

    class Meta:
        verbose_name = _("road link")
        verbose_name_plural = _("road links")
        ordering = ["id"]
        indexes = [GistIndex(fields=["path"], name="roadlink_path_gist")]
        constraints = [
            valid_geometry("roadlink", "path"),
            not_negative("roadlink", "length_m"),
            not_negative("roadlink", "duration_min"),
            models.CheckConstraint(
                condition=models.Q(speed_km_h__isnull=True) | models.Q(speed_km_h__gt=0),
                name="roadlink_speed_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.road_class} {self.pk}"
