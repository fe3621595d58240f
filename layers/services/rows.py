"""Bulk writes that every layer shares; callers open the transaction."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.gis.db import models
from django.db import transaction

from layers.services.bulk import columns_create, shapes_draw

Row = TypeVar("Row", bound=models.Model)

# Polygons of real coasts weigh up to a megabyte: a statement of so many stays well under PostgreSQL's limit.
BATCH_ROWS = 500


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows a write made, changed and removed."""

    created: int = 0
    updated: int = 0
    removed: int = 0

    @property
    def total(self) -> int:
        """Rows that now hold what was given."""
        return self.created + self.updated


@transaction.atomic
def rows_create(rows: Sequence[Row]) -> Written:
    """Add rows of one model."""
    if rows:
        model = type(rows[0])
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        values = {field.name: [getattr(row, field.attname) for row in rows] for field in fields}
        for row, pk in zip(rows, columns_create(model, values, count=len(rows)), strict=True):
            row.pk = pk
            row._state.adding = False
    return Written(created=len(rows))


@transaction.atomic
def rows_remove(rows: models.QuerySet[Row]) -> int:
    """Remove rows, with what belongs to them alone; return how many of them there were."""
    removed = rows.count()
    rows.delete()
    return removed


@transaction.atomic
def rows_upsert(rows: Sequence[Row], *, fields: Collection[str]) -> Written:
    """Add rows, or update those whose code is stored already, so that links to them hold.

    Parameters
    ----------
    rows
        Instances of one model with a `code`; those that are stored get their primary key.
    fields
        The fields to write on a row that is stored; its others keep their value.
    """
    if not rows:
        return Written()
    model = type(rows[0])
    stored = {code: pk for pk, code in current(model).values_list("pk", "code")}
    known = [row for row in rows if row.code in stored]  # type: ignore[attr-defined]
    new = [row for row in rows if row.code not in stored]  # type: ignore[attr-defined]
    for row in known:
        row.pk = stored[row.code]  # type: ignore[attr-defined]
        row._state.adding = False
    if known and fields:
        model._default_manager.bulk_update(known, list(fields), batch_size=BATCH_ROWS)
        shapes_draw(model, [row.pk for row in known])
    rows_create(new)
    return Written(created=len(new), updated=len(known))


def current(model: type[Row]) -> models.QuerySet[Row]:
    """Return the rows of a model that are in force; only districts have earlier generations."""
    rows = model._default_manager.all()
    has_generations = any(field.name == "valid_to" for field in model._meta.fields)
    return rows.filter(valid_to__isnull=True) if has_generations else rows


@transaction.atomic
def rows_replace_all(model: type[Row], rows: Sequence[Row]) -> Written:
    """Store rows in place of all others of their model; for models without a code."""
    removed, _by_model = model._default_manager.all().delete()
    return Written(created=rows_create(rows).created, removed=removed)


@transaction.atomic
def rows_delete_others(model: type[models.Model], *, kept_codes: Collection[str]) -> int:
    """Delete the rows of other codes that nothing protected refers to."""
    removed = 0
    for row in model._default_manager.exclude(code__in=list(kept_codes)):
        with suppress(models.ProtectedError), transaction.atomic():
            row.delete()
            removed += 1
    return removed
