"""Siting and industry rules, as data with their citation."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.base import Sourced


class Rule(Sourced):
    """A legal or planning rule that an explanation may cite."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    topic = models.CharField(_("topic"), max_length=30)
    scope = models.CharField(_("scope"), max_length=60)
    citation = models.CharField(_("citation"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    effect = models.CharField(_("effect"), max_length=20)
    requirement_id = models.CharField(_("requirement (Indonesian)"), max_length=300)
    requirement_en = models.CharField(_("requirement (English)"), max_length=300)
    threshold = models.FloatField(_("threshold"), null=True, blank=True)
    threshold_unit = models.CharField(_("unit"), max_length=30, blank=True)
    applies_to = models.CharField(_("applies to"), max_length=120)
    status = models.CharField(_("status"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.citation}"
