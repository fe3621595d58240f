"""Plants, small-industry centres, estates, ports and power: what already stands or is planned."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from layers.models.base import Sourced, not_negative, share, valid_geometry
from layers.models.district import District
from layers.models.process import Process, ScaleClass


class FacilityKind(models.TextChoices):
    """What a facility is to the planner."""

    PLANT = "plant", _("processing plant")
    IKM_CENTRE = "ikm_centre", _("small-industry centre")
    INDUSTRIAL_ESTATE = "industrial_estate", _("industrial estate or zone")
    PORT = "port", _("port")
    FERRY_PORT = "ferry_port", _("ferry port")
    FISHING_PORT = "fishing_port", _("fishing port")
    POWER_PLANT = "power_plant", _("power plant")
    OTHER = "other", _("other")


class FacilityStatus(models.TextChoices):
    """Whether it works."""

    OPERATING = "operating", _("operating")
    PLANNED = "planned", _("planned")
    CLOSED = "closed", _("closed")


class PositionBasis(models.TextChoices):
    """On what a position rests."""

    SURVEYED = "surveyed", _("surveyed or from a verified list")
    VILLAGE = "village", _("centre of the village")
    SUBDISTRICT = "subdistrict", _("centre of the subdistrict")
    DISTRICT_SEAT = "district_seat", _("seat of the district; true position not recorded")


class Facility(Sourced):
    """A facility at a point; `capacity_t_per_year` in t of feed per year, empty where not recorded."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=FacilityKind)
    process = models.ForeignKey(
        Process, on_delete=models.PROTECT, null=True, blank=True, related_name="facilities", verbose_name=_("process")
    )
    activity = models.CharField(_("activity"), max_length=120, blank=True)
    district = models.ForeignKey(
        District,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="facilities",
        verbose_name=_("district"),
    )
    location = models.PointField(_("location"), srid=4326, spatial_index=False)
    position_basis = models.CharField(
        _("basis of the position"), max_length=14, choices=PositionBasis, default=PositionBasis.SURVEYED
    )
    capacity_t_per_year = models.FloatField(_("capacity, t of raw material/yr"), null=True, blank=True)
    capacity_stated = models.CharField(_("capacity as stated"), max_length=80, blank=True)
    utilisation = models.FloatField(_("utilisation"), null=True, blank=True)
    area_ha = models.FloatField(_("area, ha"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=FacilityStatus, default=FacilityStatus.OPERATING)
    scale = models.CharField(_("scale"), max_length=10, choices=ScaleClass, blank=True)
    owner = models.CharField(_("owner"), max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(_("year of the record"), null=True, blank=True)

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        ordering = ["id"]
        indexes = [
            GistIndex(fields=["location"], name="facility_location_gist"),
            models.Index(fields=["kind", "status"], name="facility_kind_status"),
        ]
        constraints = [
            valid_geometry("facility", "location"),
            not_negative("facility", "capacity_t_per_year"),
            not_negative("facility", "area_ha"),
            share("facility", "utilisation"),
            models.CheckConstraint(
                condition=models.Q(process__isnull=True) | models.Q(kind__in=["plant", "ikm_centre"]),
                name="facility_process_of_plant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
