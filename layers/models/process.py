"""The product tree (pohon industri): processes and what flows in and out of them."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from layers.models.base import Confidence, Sourced, not_negative, ordered_range
from layers.models.commodity import Commodity


class ScaleClass(models.TextChoices):
    """Size class of a plant, as Permenperin 64/2016 draws it."""

    IKM = "IKM", _("small (IKM)")
    MEDIUM = "medium", _("medium")
    LARGE = "large", _("large")


class Process(Sourced):
    """A kind of processing plant.

    All sizes are in the unit of the feed per year (t/yr unless `feed_unit` says m3 or units).
    Costs are in millions of `capex_currency` at `capex_year` prices for a plant of
    `capex_ref_size_per_year`. Unknown figures are NULL, never zero.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_id = models.CharField(_("name (Indonesian)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    chain = models.CharField(_("chain"), max_length=30)
    stage = models.PositiveSmallIntegerField(_("stage in the chain"))
    scale_class = models.CharField(_("scale"), max_length=10, choices=ScaleClass)
    feed = models.ForeignKey(
        Commodity, on_delete=models.PROTECT, related_name="processed_by", verbose_name=_("main raw material")
    )
    feed_unit = models.CharField(_("unit of the feed"), max_length=12, default="t")
    kbli = models.CharField(_("KBLI code"), max_length=8)
    kbli_edition = models.PositiveSmallIntegerField(_("KBLI edition"), default=2020)
    kbli_title = models.CharField(_("KBLI title"), max_length=250, blank=True)
    kbli_confidence = models.CharField(_("confidence of the KBLI code"), max_length=1, choices=Confidence, blank=True)
    min_scale_per_year = models.FloatField(_("smallest economic size, per year"), null=True, blank=True)
    modular_sizes_per_year = ArrayField(
        models.FloatField(), verbose_name=_("usual sizes, per year"), default=list, blank=True
    )
    capex_ref_size_per_year = models.FloatField(_("reference size of the cost, per year"), null=True, blank=True)
    capex_low_million = models.FloatField(_("investment, low, million"), null=True, blank=True)
    capex_mid_million = models.FloatField(_("investment, mid, million"), null=True, blank=True)
    capex_high_million = models.FloatField(_("investment, high, million"), null=True, blank=True)
    capex_currency = models.CharField(_("currency"), max_length=3, blank=True)
    capex_year = models.PositiveSmallIntegerField(_("price year"), null=True, blank=True)
    capex_exponent = models.FloatField(_("scale exponent"), null=True, blank=True)
    opex_per_unit = models.FloatField(_("operating cost per unit of feed"), null=True, blank=True)
    opex_currency = models.CharField(_("currency of the operating cost"), max_length=3, blank=True)
    opex_year = models.PositiveSmallIntegerField(_("price year of the operating cost"), null=True, blank=True)
    cost_source = models.CharField(_("source of the costs"), max_length=500, blank=True)
    cost_confidence = models.CharField(_("confidence of the costs"), max_length=1, choices=Confidence, blank=True)
    workers_at_reference = models.PositiveIntegerField(_("workers at the reference size"), null=True, blank=True)
    catchment_limit_km = models.FloatField(_("largest catchment, km"), null=True, blank=True)
    time_limit_h = models.FloatField(_("process within, h"), null=True, blank=True)
    land_need_ha = models.FloatField(_("land needed, ha"), null=True, blank=True)

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        ordering = ["chain", "stage", "code"]
        constraints = [
            not_negative("process", "min_scale_per_year"),
            not_negative("process", "capex_ref_size_per_year"),
            not_negative("process", "capex_low_million"),
            not_negative("process", "opex_per_unit"),
            not_negative("process", "catchment_limit_km"),
            not_negative("process", "time_limit_h"),
            not_negative("process", "land_need_ha"),
            not_negative("process", "capex_mid_million"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """Return the name in the language of the request."""
        return self.name_en if (get_language() or "id").startswith("en") else self.name_id


class FlowRole(models.TextChoices):
    """What a flow is to its process."""

    FEED = "feed", _("raw material")
    MAIN = "main", _("main product")
    BY_PRODUCT = "by_product", _("by-product")
    RESIDUE = "residue", _("residue")
    EFFLUENT = "effluent", _("effluent")


class ProcessFlow(Sourced):
    """One commodity that goes into or comes out of a process, per unit of its feed."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="flows", verbose_name=_("process"))
    commodity = models.ForeignKey(
        Commodity, on_delete=models.PROTECT, related_name="flows", verbose_name=_("commodity")
    )
    role = models.CharField(_("role"), max_length=12, choices=FlowRole)
    coefficient_low = models.FloatField(_("coefficient, low"), null=True, blank=True)
    coefficient_mid = models.FloatField(_("coefficient, mid"), null=True, blank=True)
    coefficient_high = models.FloatField(_("coefficient, high"), null=True, blank=True)
    coefficient_unit = models.CharField(_("unit"), max_length=30, default="t per t input")
    is_mass_share = models.BooleanField(_("share of the feed's mass"), default=False)

    class Meta:
        verbose_name = _("flow")
        verbose_name_plural = _("flows")
        ordering = ["process", "role", "commodity"]
        constraints = [
            models.UniqueConstraint(fields=["process", "commodity", "role"], name="processflow_once"),
            not_negative("processflow", "coefficient_low"),
            not_negative("processflow", "coefficient_mid"),
            ordered_range("processflow", "coefficient"),
        ]

    def __str__(self) -> str:
        return f"{self.process} {self.role} {self.commodity}"
