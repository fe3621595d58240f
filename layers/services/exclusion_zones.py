"""Writes of exclusion zones."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from layers.models import ExclusionZone
from layers.services.rows import Written, rows_create


@transaction.atomic
def exclusion_zones_create(zones: Sequence[ExclusionZone]) -> Written:
    """Add zones."""
    return rows_create(zones)


@transaction.atomic
def exclusion_zones_replace(zones: Sequence[ExclusionZone]) -> Written:
    """Add zones in place of all stored ones of the same reason and legal basis."""
    kinds = {(zone.reason, zone.legal_basis) for zone in zones}
    same = Q(pk__in=[])
    for reason, legal_basis in kinds:
        same |= Q(reason=reason, legal_basis=legal_basis)
    removed = ExclusionZone.objects.filter(same).count()
    ExclusionZone.objects.filter(same).delete()
    return Written(created=rows_create(zones).created, removed=removed)
