"""What several models share: provenance, confidence, geometry checks."""

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Confidence(models.TextChoices):
    """How far a figure can be trusted."""

    READ = "S", _("source read")
    RECALLED = "R", _("recalled, unverified")
    UNKNOWN = "", _("no figure could be supported")


class Sourced(models.Model):
    """Provenance that every row from outside carries."""

    source = models.CharField(_("source"), max_length=500)
    source_date = models.DateField(_("source date"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    confidence = models.CharField(_("confidence"), max_length=1, choices=Confidence, default="", blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True


def valid_geometry(table: str, column: str) -> models.CheckConstraint:
    """Return the check that a geometry is valid as OGC Simple Features defines it."""
    return models.CheckConstraint(
        condition=Q(**{f"{column}__isvalid": True}) | Q(**{f"{column}__isnull": True}),
        name=f"{table}_{column}_valid",
        violation_error_message=_("The geometry is not valid; repair it first (ST_MakeValid)."),
    )


def not_negative(table: str, column: str) -> models.CheckConstraint:
    """Return the check that a quantity is zero or more, or unknown (NULL)."""
    return models.CheckConstraint(
        condition=Q(**{f"{column}__gte": 0}) | Q(**{f"{column}__isnull": True}),
        name=f"{table}_{column}_not_negative",
    )


def share(table: str, column: str) -> models.CheckConstraint:
    """Return the check that a share lies within 0 and 1, or is unknown (NULL)."""
    return models.CheckConstraint(
        condition=Q(**{f"{column}__gte": 0, f"{column}__lte": 1}) | Q(**{f"{column}__isnull": True}),
        name=f"{table}_{column}_share",
    )


def ordered_range(table: str, stem: str) -> models.CheckConstraint:
    """Return the check low <= mid <= high; an unknown end (NULL) passes."""
    low, mid, high = f"{stem}_low", f"{stem}_mid", f"{stem}_high"
    return models.CheckConstraint(
        condition=(
            (Q(**{f"{low}__isnull": True}) | Q(**{f"{mid}__isnull": True}) | Q(**{f"{low}__lte": F(mid)}))
            & (Q(**{f"{mid}__isnull": True}) | Q(**{f"{high}__isnull": True}) | Q(**{f"{mid}__lte": F(high)}))
        ),
        name=f"{table}_{stem}_ordered",
    )
