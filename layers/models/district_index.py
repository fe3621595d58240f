"""Indices of districts, reckoned from the statistics and stored so that maps can show them."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.district import District


class IndexMeasure(models.TextChoices):
    """The indices that a map of districts shows."""

    LQ = "lq", _("location quotient")
    SHARE = "share", _("share of the section")
    GROWTH = "growth", _("growth")
    RELATEDNESS = "relatedness", _("relatedness density")
    HHI = "hhi", _("concentration (Herfindahl-Hirschman)")
    ENTROPY = "entropy", _("diversity (Shannon entropy)")
    ECI = "eci", _("economic complexity")
    PER_HEAD = "per_head", _("product per head")
    KLASSEN = "klassen", _("Klassen typology of districts")


class DistrictIndex(models.Model):
    """One index of a district in a year; `section` is empty where it tells of the whole district.

    `value` is empty where the index cannot be told, and `reason` says why. All rows are reckoned together;
    `statistics_version` is the version of the statistics they rest on.
    """

    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="indices", verbose_name=_("district"))
    measure = models.CharField(_("index"), max_length=20, choices=IndexMeasure)
    section = models.CharField(_("KBLI section"), max_length=10, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    from_year = models.PositiveSmallIntegerField(_("from year"), null=True)
    value = models.FloatField(_("value"), null=True)
    unit = models.CharField(_("unit"), max_length=40)
    classification = models.CharField(_("class"), max_length=40, blank=True)
    reason = models.CharField(_("reason why there is no value"), max_length=40, blank=True)
    series = models.CharField(_("series"), max_length=120)
    source = models.CharField(_("source"), max_length=500)
    statistics_version = models.BigIntegerField(_("version of the statistics"))

    class Meta:
        verbose_name = _("index of a district")
        verbose_name_plural = _("indices of districts")
        ordering = ["measure", "section", "district", "year"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "section", "district", "year"], name="districtindex_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.section} {self.district_id} {self.year}"
