"""Writes of facilities."""

from collections.abc import Collection, Sequence

from layers.models import Facility
from layers.services.rows import Written, rows_create, rows_upsert


def facilities_create(facilities: Sequence[Facility]) -> Written:
    """Add facilities."""
    return rows_create(facilities)


def facilities_upsert(facilities: Sequence[Facility], *, fields: Collection[str]) -> Written:
    """Store facilities by code; on a stored one, `fields` alone are written."""
    return rows_upsert(facilities, fields=fields)
