"""Writes of imports: brought in, described, waiting, under way, over."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from layers.models import DataImport, ImportFinding, ImportState, ImportStep, RememberedMapping
from layers.models.data_import import UNDER_WAY
from layers.services.copying import rows_copy

MESSAGE_LENGTH = 500
STAGE_LENGTH = 200
FINDING_COLUMNS = ("row", "name", "level", "code", "field", "value", "limit", "fix", "lon", "lat")


def data_import_locked(import_id: uuid.UUID) -> DataImport:
    """Return an import that nobody else changes until the transaction ends."""
    return DataImport.objects.select_for_update().get(pk=import_id)


def data_import_move(data_import: DataImport, state: ImportState, **values: Any) -> None:
    """Bring an import into a state, and set what goes with it."""
    values = {"state": state, "message": "", "stage": "", "progress": 0.0, "is_cancel_asked": False, **values}
    values["message"] = str(values["message"])[:MESSAGE_LENGTH]
    for name, value in values.items():
        setattr(data_import, name, value)
    data_import.save(update_fields=[*values, "changed_at"])


def data_import_start(import_id: uuid.UUID, step: ImportStep) -> bool:
    """Mark an import as under way; return False if it does not wait for this step."""
    waiting = DataImport.objects.filter(pk=import_id, state=ImportState.QUEUED, step=step)
    return bool(waiting.update(state=ImportState.RUNNING, progress=0.0, changed_at=timezone.now()))


def data_import_cancel_ask(data_import: DataImport) -> None:
    """Cancel an import that waits, and ask the worker of one that is under way to stop."""
    waiting = DataImport.objects.filter(pk=data_import.pk, state=ImportState.QUEUED)
    if not waiting.update(state=_if_not_done(ImportState.CANCELLED), changed_at=timezone.now()):
        DataImport.objects.filter(pk=data_import.pk, state=ImportState.RUNNING).update(is_cancel_asked=True)
    data_import.refresh_from_db()


def data_imports_fail(import_ids: Collection[uuid.UUID], *, reason: str) -> int:
    """Mark imports that are under way as failed, with a reason that a user can read; return how many were."""
    under_way = DataImport.objects.filter(pk__in=import_ids, state__in=UNDER_WAY)
    state = _if_not_done(ImportState.FAILED)
    return under_way.update(state=state, message=reason[:MESSAGE_LENGTH], changed_at=timezone.now())


def _if_not_done(state: ImportState) -> Case:
    """Return the state of an import whose step is not done; one that was to be undone still counts."""
    return Case(When(step=ImportStep.UNDO, then=Value(ImportState.COMMITTED)), default=Value(state))


@transaction.atomic
def data_import_findings_store(data_import: DataImport, findings: Iterable[Sequence[object]]) -> int:
    """Put findings, as `FINDING_COLUMNS` has them, in place of those of an earlier step; return how many there are."""
    ImportFinding.objects.filter(data_import=data_import).delete()
    rows = ((data_import.pk, *one) for one in findings)
    return rows_copy(ImportFinding._meta.db_table, ("data_import_id", *FINDING_COLUMNS), rows)


def mapping_remember(signature: str, *, kind: str, mapping: Mapping[str, Any]) -> None:
    """Remember how files with these columns are read."""
    RememberedMapping.objects.update_or_create(signature=signature, defaults={"kind": kind, "mapping": mapping})


def mapping_remembered(signature: str) -> dict[str, Any] | None:
    """Return how files with these columns were read the last time; None if there was none."""
    return RememberedMapping.objects.filter(signature=signature).values_list("mapping", flat=True).first()
