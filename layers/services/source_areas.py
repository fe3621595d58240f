"""Writes of source areas."""

from collections.abc import Sequence

from django.db import transaction

from layers.models import SourceArea
from layers.selectors.source_areas import source_areas_of_same_supply
from layers.services.rows import Written, rows_create


def source_areas_create(areas: Sequence[SourceArea]) -> Written:
    """Add source areas to those that are stored."""
    return rows_create(areas)


@transaction.atomic
def source_areas_replace(areas: Sequence[SourceArea]) -> Written:
    """Store source areas in place of all others of the same commodity in the same district."""
    old = source_areas_of_same_supply(areas)
    removed = old.count()
    old.delete()
    return Written(created=rows_create(areas).created, removed=removed)
