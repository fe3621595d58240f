"""What is grown, caught, dug or made."""

from django.contrib.gis.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from layers.models.base import Sourced, not_negative, ordered_range


class Commodity(Sourced):
    """A raw material, intermediate or product; `code` is English snake_case."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_id = models.CharField(_("name (Indonesian)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    group = models.CharField(
        _("chain"), max_length=30, help_text=_("The value chain it belongs to: oil_palm, rubber, fish ...")
    )
    is_raw = models.BooleanField(_("raw material of the land or sea"), default=False)
    unit = models.CharField(_("unit"), max_length=12, default="t")
    perishability_h = models.FloatField(_("must be processed within, h"), null=True, blank=True)
    yield_low = models.FloatField(_("yield, low"), null=True, blank=True)
    yield_mid = models.FloatField(_("yield, mid"), null=True, blank=True)
    yield_high = models.FloatField(_("yield, high"), null=True, blank=True)
    yield_unit = models.CharField(_("yield unit"), max_length=40, blank=True)
    yield_source = models.CharField(_("source of the yield"), max_length=400, blank=True)
    yield_confidence = models.CharField(_("confidence of the yield"), max_length=1, blank=True)
    price_low_idr = models.FloatField(_("price, low, IDR"), null=True, blank=True)
    price_mid_idr = models.FloatField(_("price, mid, IDR"), null=True, blank=True)
    price_high_idr = models.FloatField(_("price, high, IDR"), null=True, blank=True)
    price_unit = models.CharField(_("price unit"), max_length=40, blank=True)
    price_year = models.PositiveSmallIntegerField(_("price year"), null=True, blank=True)
    price_source = models.CharField(_("source of the price"), max_length=400, blank=True)
    price_confidence = models.CharField(_("confidence of the price"), max_length=1, blank=True)
    colour = models.CharField(_("colour"), max_length=7, default="#566870")

    class Meta:
        verbose_name = _("commodity")
        verbose_name_plural = _("commodities")
        ordering = ["code"]
        constraints = [
            not_negative("commodity", "perishability_h"),
            not_negative("commodity", "yield_low"),
            not_negative("commodity", "price_low_idr"),
            ordered_range("commodity", "yield"),
            models.CheckConstraint(condition=models.Q(colour__regex=r"^#[0-9A-Fa-f]{6}$"), name="commodity_colour_hex"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """Return the name in the language of the request."""
        return self.name_en if (get_language() or "id").startswith("en") else self.name_id
