"""How strongly an industry pulls on and pushes the others: linkages of a regional input-output table."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from layers.models.base import Sourced, not_negative


class LinkageQuadrant(models.IntegerChoices):
    """Where an industry stands to the average of 1."""

    KEY = 1, _("key sector: pulls and pushes more than the average")
    BACKWARD = 2, _("pulls its suppliers more than the average")
    FORWARD = 3, _("pushes its customers more than the average")
    WEAK = 4, _("pulls and pushes less than the average")


class SectorLinkage(Sourced):
    """One industry of an input-output table.

    `backward_index` is the power of dispersion, `forward_index` the sensitivity of dispersion
    (Rasmussen 1956); 1 is the average of all industries. `region_code` is a BPS code as in the
    statistics. `kbli_divisions` are the two digits of KBLI by which a process finds its industry.
    """

    region_code = models.CharField(_("region code"), max_length=8)
    year = models.PositiveSmallIntegerField(_("year of the table"))
    io_code = models.CharField(_("industry code of the table"), max_length=10)
    name_id = models.CharField(_("name (Indonesian)"), max_length=160)
    name_en = models.CharField(_("name (English)"), max_length=160)
    section = models.CharField(_("KBLI section"), max_length=10)
    kbli_divisions = ArrayField(
        models.CharField(max_length=2), verbose_name=_("KBLI divisions"), default=list, blank=True
    )
    backward_index = models.FloatField(_("backward linkage"))
    forward_index = models.FloatField(_("forward linkage"))
    quadrant = models.PositiveSmallIntegerField(_("quadrant"), choices=LinkageQuadrant)

    class Meta:
        verbose_name = _("sector linkage")
        verbose_name_plural = _("sector linkages")
        ordering = ["region_code", "year", "io_code"]
        constraints = [
            models.UniqueConstraint(fields=["region_code", "year", "io_code"], name="sectorlinkage_once"),
            not_negative("sectorlinkage", "backward_index"),
            not_negative("sectorlinkage", "forward_index"),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.io_code} {self.year}"

    @property
    def name(self) -> str:
        """Return the name in the language of the request."""
        return self.name_en if (get_language() or "id").startswith("en") else self.name_id
