"""Writes of the road network."""

from collections.abc import Sequence

from django.db import transaction

from layers.models import RoadLink
from layers.services.rows import Written, rows_create


def road_links_create(links: Sequence[RoadLink]) -> Written:
    """Add road links to those that are stored."""
    return rows_create(links)


@transaction.atomic
def road_links_replace(links: Sequence[RoadLink]) -> Written:
    """Store road links in place of all others of the same classes; a ferry outlives new roads."""
    old = RoadLink.objects.filter(road_class__in={link.road_class for link in links})
    removed = old.count()
    old.delete()
    return Written(created=rows_create(links).created, removed=removed)
