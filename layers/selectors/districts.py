"""Reads of districts."""

from django.db.models import QuerySet

from layers.models import District, Subdistrict


def district_list() -> QuerySet[District]:
    """Return the districts in force, by code."""
    return District.objects.filter(valid_to__isnull=True).order_by("code")


def subdistrict_list() -> QuerySet[Subdistrict]:
    """Return the subdistricts of the districts in force, by code."""
    return Subdistrict.objects.filter(district__valid_to__isnull=True).order_by("code")
