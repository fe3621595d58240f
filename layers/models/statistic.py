"""What the statistics say, by district and year; series of different method are kept apart."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from layers.models.base import Sourced, not_negative
from layers.models.commodity import Commodity
from layers.models.district import District
from layers.models.process import Process


class RegionStatistic(Sourced):
    """A figure for a district or, where `district` is empty, for the whole province or nation.

    `region_code` is the BPS code: four digits a district, two a province, "00" the nation.
    """

    region_code = models.CharField(_("region code"), max_length=8)
    district = models.ForeignKey(District, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("district"))
    year = models.PositiveSmallIntegerField(_("year"))
    series = models.CharField(
        _("series"), max_length=120, help_text=_("The method; figures of two series are never added or compared.")
    )

    class Meta:
        abstract = True


class ProductionStatistic(RegionStatistic):
    """Area, production or stock of a commodity.

    `area_ha` in ha, `production_t` in t/yr of the commodity's own basis; any other measure
    (head of cattle, t of eggs a day) has its name in `measure` and its figure in `value`.
    """

    commodity = models.ForeignKey(
        Commodity, on_delete=models.PROTECT, related_name="production", verbose_name=_("commodity")
    )
    measure = models.CharField(_("measure"), max_length=40)
    value = models.FloatField(_("value"))
    unit = models.CharField(_("unit"), max_length=20)

    class Meta:
        verbose_name = _("production statistic")
        verbose_name_plural = _("production statistics")
        ordering = ["commodity", "region_code", "year"]
        indexes = [models.Index(fields=["commodity", "measure", "region_code", "year"], name="production_lookup")]
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "commodity", "year", "measure", "series", "source"],
                name="productionstatistic_once",
            ),
            not_negative("productionstatistic", "value"),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.commodity} {self.year} {self.measure}"


class SectorStatistic(RegionStatistic):
    """Gross regional product (or workers) of one KBLI section; IDR figures in billions."""

    section = models.CharField(_("KBLI section"), max_length=10)
    section_name_id = models.CharField(_("section (Indonesian)"), max_length=160)
    section_name_en = models.CharField(_("section (English)"), max_length=160)
    measure = models.CharField(_("measure"), max_length=40)
    value = models.FloatField(_("value"), null=True, blank=True, help_text=_("Empty is unknown, never zero."))
    unit = models.CharField(_("unit"), max_length=20)
    status = models.CharField(_("status"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("sector statistic")
        verbose_name_plural = _("sector statistics")
        ordering = ["region_code", "section", "year"]
        indexes = [models.Index(fields=["measure", "region_code", "year"], name="sector_lookup")]
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "section", "year", "measure", "series"], name="sectorstatistic_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.section} {self.year} {self.measure}"


class InstalledCapacity(RegionStatistic):
    """Stated total capacity of one kind of plant in a region, in the unit of its feed per year."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="installed", verbose_name=_("process"))
    capacity_per_year = models.FloatField(_("capacity, per year"))
    plant_count = models.PositiveIntegerField(_("number of plants"), null=True, blank=True)

    class Meta:
        verbose_name = _("installed capacity")
        verbose_name_plural = _("installed capacities")
        ordering = ["process", "region_code", "year"]
        constraints = [
            models.UniqueConstraint(fields=["region_code", "process", "year", "series"], name="installedcapacity_once"),
            not_negative("installedcapacity", "capacity_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.process} {self.year}"
