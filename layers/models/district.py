"""Administrative areas: the district (kabupaten or kota) and the subdistrict (kecamatan) below it."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from layers.models.base import Sourced, not_negative, valid_geometry


class DistrictKind(models.TextChoices):
    """The two kinds of second-level administrative area in Indonesia."""

    KABUPATEN = "kabupaten", _("regency (kabupaten)")
    KOTA = "kota", _("city (kota)")


class District(Sourced):
    """A kabupaten or kota; `code` is its BPS code (four digits)."""

    code = models.CharField(_("code"), max_length=8)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=DistrictKind)
    boundary = models.MultiPolygonField(_("boundary"), srid=4326, spatial_index=False)
    seat_name = models.CharField(_("seat"), max_length=80, blank=True)
    seat = models.PointField(_("position of the seat"), srid=4326, null=True, blank=True, spatial_index=False)
    area_km2 = models.FloatField(_("area, km2"), help_text=_("Of the boundary, on the spheroid."))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    lead_industry = models.CharField(
        _("lead industry in the provincial industry plan (RPIP)"), max_length=120, blank=True
    )
    lead_industry_source = models.CharField(_("source of the lead industry"), max_length=300, blank=True)
    is_approximate = models.BooleanField(_("approximate boundary"), default=False)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["code"]
        indexes = [GistIndex(fields=["boundary"], name="district_boundary_gist")]
        constraints = [
            valid_geometry("district", "boundary"),
            not_negative("district", "area_km2"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to__isnull=True), name="district_code_current"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
                name="district_validity_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Subdistrict(Sourced):
    """A kecamatan; `code` is its Kemendagri code without dots (six digits)."""

    district = models.ForeignKey(
        District, on_delete=models.CASCADE, related_name="subdistricts", verbose_name=_("district")
    )
    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=80)
    boundary = models.MultiPolygonField(_("boundary"), srid=4326, spatial_index=False)
    seat = models.PointField(_("centre of its villages"), srid=4326, null=True, blank=True, spatial_index=False)
    area_km2 = models.FloatField(_("area, km2"))
    is_approximate = models.BooleanField(_("approximate boundary"), default=False)

    class Meta:
        verbose_name = _("subdistrict")
        verbose_name_plural = _("subdistricts")
        ordering = ["code"]
        indexes = [GistIndex(fields=["boundary"], name="subdistrict_boundary_gist")]
        constraints = [
            valid_geometry("subdistrict", "boundary"),
            not_negative("subdistrict", "area_km2"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
