"""The steps of an import, as pages, the API and commands call them; what they say stands in the package's docstring."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.exchange.errors import FileTooLargeError, ImportStateError, TooManyImportsError, UnreadableFileError
from gisapp.exchange.imports.execution import ReportHeard, step_execute, unheard
from gisapp.exchange.imports.guessing import mapping_guess
from gisapp.exchange.imports.kinds import kind_of
from gisapp.exchange.imports.mapping import ImportMapping, mapping_parse
from gisapp.exchange.imports.reading import look_read
from gisapp.exchange.imports.remembering import layer_look, mapping_recall
from gisapp.exchange.imports.storage import Upload, file_remove, file_store
from layers.models import DataImport, ImportFinding, ImportState, ImportStep
from layers.models.data_import import OPEN, UNDER_WAY
from layers.services.data_imports import data_import_cancel_ask, data_import_locked, data_import_move
from layers.services.import_changes import changes_count

# States from which a file can be looked at, mapped and checked.
MENDABLE = (*OPEN, ImportState.UNDONE)
# Hands a step to the workers.
Queue = Callable[[DataImport, ImportStep], None]


@dataclass(frozen=True, slots=True)
class ImportChanges:
    """What somebody says of an import; None is what they say nothing of."""

    layer: str | None = None
    mapping: Mapping[str, Any] | None = None
    source: str | None = None
    source_date: date | None = None
    licence: str | None = None


def import_upload(
    uploads: Sequence[Upload], *, kind: str, user_id: int | None = None, language: str = ""
) -> DataImport:
    """Keep a file that is to be brought in; several files are the parts of a Shapefile.

    Raises
    ------
    UnknownKindError
        If there is no such kind.
    TooManyImportsError
        If the user has too many imports open, or too many bytes in them.
    FileTooLargeError, UnreadableFileError
        If the file is too large or empty, or there is none.
    """
    if not uploads:
        raise UnreadableFileError(_("No file was sent: choose one."))
    wanted = kind_of(kind)
    _room_checked(user_id)
    stored = file_store(uploads)
    return DataImport.objects.create(
        kind=wanted.code,
        file=stored.path,
        file_name=stored.name,
        sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        created_by_id=user_id,
        language=language,
    )


@transaction.atomic
def import_look(data_import: DataImport) -> DataImport:
    """Find out what the file holds, and guess how it is to be read; a chosen layer and its mapping stay.

    Raises
    ------
    ImportStateError
        If the import is under way or counts already.
    UnreadableFileError
        If the file cannot be read; the import stays as it was.
    """
    data_import = _mendable(data_import)
    kind = kind_of(data_import.kind)
    look = look_read(Path(data_import.file.path), kind)
    for layer in look["layers"]:
        remembered = mapping_recall(kind.code, layer)
        layer["is_remembered"] = remembered is not None
        layer["guess"] = remembered or mapping_guess(kind, layer)
    names = [layer["name"] for layer in look["layers"]]
    layer = data_import.layer if data_import.layer in names else names[0] if len(names) == 1 else ""
    values: dict[str, Any] = {"look": look, "layer": layer}
    if layer and not data_import.mapping:
        values["mapping"] = _guessed(look, layer)
    data_import_move(data_import, ImportState.LOOKED, **values)
    return data_import


@transaction.atomic
def import_map(data_import: DataImport, changes: ImportChanges) -> DataImport:
    """Say how the file is to be read, and where it comes from; what an earlier check said does not count any more.

    Another layer brings its own guess, unless a mapping is given with it.

    Raises
    ------
    ImportStateError
        If the import is under way or counts already, or was not looked at yet.
    MappingError
        If the mapping is malformed, or there is no such layer.
    """
    data_import = _mendable(data_import)
    if data_import.look is None:
        raise ImportStateError(_("The file was not looked at yet: do that first."))
    values: dict[str, Any] = {
        name: value for name in ("source", "source_date", "licence") if (value := getattr(changes, name)) is not None
    }
    mapping: Mapping[str, Any] = data_import.mapping
    if changes.layer is not None and changes.layer != data_import.layer:
        mapping = _guessed(data_import.look, changes.layer)
        values["layer"] = changes.layer
    if changes.mapping is not None:
        mapping = mapping_parse(changes.mapping, base=mapping_parse(mapping)).as_json()
    ImportFinding.objects.filter(data_import=data_import).delete()
    data_import_move(data_import, ImportState.LOOKED, mapping=mapping, report=None, **values)
    return data_import


def import_check(
    data_import: DataImport, *, queue: Queue | None = None, on_report: ReportHeard = unheard
) -> DataImport:
    """Try the import out and report on every row; nothing is written.

    Parameters
    ----------
    queue
        Hands a large import to the workers; None to do it here and now, whatever its size.
    on_report
        Is given the whole report, where it is done here and now.

    Raises
    ------
    ImportStateError
        If the import is under way or counts already.
    """
    return _step(data_import, ImportStep.CHECK, queue=queue, on_report=on_report)


def import_commit(
    data_import: DataImport,
    *,
    queue: Queue | None = None,
    on_report: ReportHeard = unheard,
    is_unchecked: bool = False,
) -> DataImport:
    """Take the rows over: all that are valid or, by choice, none while an error stands.

    Parameters
    ----------
    is_unchecked
        Whether nobody wants to see the report of a check first.

    Raises
    ------
    ImportStateError
        If the import was not checked since its mapping was changed, is under way or counts already.
    """
    if is_unchecked and data_import.look is not None and data_import.state in MENDABLE:
        data_import.report = {}
        data_import.save(update_fields=["report"])
    return _step(data_import, ImportStep.COMMIT, queue=queue, on_report=on_report)


def import_undo(data_import: DataImport, *, queue: Queue | None = None) -> DataImport:
    """Bring all rows back to what they were before the import.

    Where rows were changed since, the import goes on counting, and its message says which.

    Raises
    ------
    ImportStateError
        If the import does not count.
    """
    return _step(data_import, ImportStep.UNDO, queue=queue)


def import_cancel(data_import: DataImport) -> DataImport:
    """Cancel an import that waits; one that is under way stops soon, and nothing of it is written.

    Raises
    ------
    ImportStateError
        If it neither waits nor is under way.
    """
    if data_import.state not in UNDER_WAY:
        raise ImportStateError(_("Nothing is under way that could be cancelled."))
    data_import_cancel_ask(data_import)
    return data_import


@transaction.atomic
def import_delete(data_import: DataImport) -> None:
    """Remove an import with its file.

    Raises
    ------
    ImportStateError
        If it is under way, or its rows count.
    """
    data_import = data_import_locked(data_import.pk)
    if data_import.state in UNDER_WAY:
        raise ImportStateError(_("The import is under way: cancel it first."))
    if data_import.state == ImportState.COMMITTED:
        raise ImportStateError(_("The rows of this import count: undo it first."))
    path = str(data_import.file.name)
    data_import.delete()
    transaction.on_commit(lambda: file_remove(path))


def actions_possible(data_import: DataImport) -> list[str]:
    """Return the steps that the state of an import allows."""
    if data_import.state in UNDER_WAY:
        return ["cancel"]
    if data_import.state == ImportState.COMMITTED:
        return ["undo"]
    possible = ["look"]
    if data_import.look is not None:
        possible += ["map", "check"]
    if data_import.report is not None:
        possible.append("commit")
    return [*possible, "delete"]


def _step(
    data_import: DataImport, step: ImportStep, *, queue: Queue | None, on_report: ReportHeard = unheard
) -> DataImport:
    """Do a step at once, or hand it to the workers where it is large."""
    with transaction.atomic():
        data_import = data_import_locked(data_import.pk)
        if step.value not in actions_possible(data_import):
            raise ImportStateError(_refusal(data_import, step))
        if queue is not None and _is_large(data_import, step):
            data_import_move(data_import, ImportState.QUEUED, step=step)
            queue(data_import, step)
            return data_import
        data_import.step = step
        data_import.save(update_fields=["step"])
        # Others wait for the lock, and then see how it went; nobody can be told of the progress meanwhile.
        return step_execute(data_import.pk, step, listening=nullcontext(), on_report=on_report)


def _refusal(data_import: DataImport, step: ImportStep) -> str:
    if data_import.state in UNDER_WAY:
        return _("The import is under way: wait, or cancel it.")
    if step == ImportStep.UNDO:
        return _("The import does not count, so there is nothing to undo.")
    if data_import.state == ImportState.COMMITTED:
        return _("The import counts already: undo it first.")
    if data_import.look is None:
        return _("The file was not looked at yet: do that first.")
    return _("The import was not checked since its mapping was changed: check it first.")


def _is_large(data_import: DataImport, step: ImportStep) -> bool:
    if step == ImportStep.UNDO:
        return changes_count(data_import.pk) > conf.IMPORT_ROWS_AT_ONCE
    looked = layer_look(data_import) or {}
    return (looked.get("count") or 0) > conf.IMPORT_ROWS_AT_ONCE or data_import.size_bytes > conf.IMPORT_BYTES_AT_ONCE


def _mendable(data_import: DataImport) -> DataImport:
    data_import = data_import_locked(data_import.pk)
    if data_import.state not in MENDABLE:
        raise ImportStateError(
            _("The import is under way: wait, or cancel it.")
            if data_import.state in UNDER_WAY
            else _("The import counts already: undo it first.")
        )
    return data_import


def _guessed(look: Mapping[str, Any], layer: str) -> dict[str, Any]:
    """Return the guess for a layer as a whole mapping."""
    found = next((one for one in look["layers"] if one["name"] == layer), None)
    if found is None:
        names = ", ".join(one["name"] for one in look["layers"])
        message = _("The file has no layer “%(layer)s”; it has %(layers)s.")
        raise UnreadableFileError(message % {"layer": layer[:60], "layers": names[:400]})
    known = {name: value for name, value in found["guess"].items() if name in ImportMapping.__dataclass_fields__}
    return mapping_parse(known).as_json()


def _room_checked(user_id: int | None) -> None:
    if user_id is None:
        return
    of_user = DataImport.objects.filter(created_by_id=user_id, state__in=(*OPEN, *UNDER_WAY))
    if of_user.count() >= conf.MAX_OPEN_IMPORTS:
        message = _("You have %(limit)d imports open, as many as is allowed: delete or finish some first.")
        raise TooManyImportsError(message % {"limit": conf.MAX_OPEN_IMPORTS})
    open_bytes = of_user.aggregate(total=Sum("size_bytes"))["total"] or 0
    if open_bytes >= conf.MAX_OPEN_IMPORT_BYTES:
        message = _("The files of your open imports have %(size)d MiB, the limit is %(limit)d: delete or finish some.")
        values = {"size": open_bytes // 2**20, "limit": conf.MAX_OPEN_IMPORT_BYTES // 2**20}
        raise FileTooLargeError(message % values)
