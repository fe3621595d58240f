"""Do a step of an import: check, commit or undo, and record how it went.

All of a step happens in one transaction, the new state of the import included: whatever stops a worker leaves either
all of it or nothing.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gisapp.exchange.errors import ExchangeError, ImportStateError, ImportStoppedError
from gisapp.exchange.imports.kinds import kind_of
from gisapp.exchange.imports.mapping import import_options, mapping_parse
from gisapp.exchange.imports.reading import input_read
from gisapp.exchange.imports.remembering import mapping_keep
from gisapp.exchange.report import Report
from gisapp.planning.errors import PlanningError
from layers.errors import LayersError
from layers.models import DataImport, FindingLevel, ImportState, ImportStep
from layers.progress import progress_tell
from layers.services.data_imports import (
    FINDING_COLUMNS,
    data_import_findings_store,
    data_import_locked,
    data_import_move,
)
from layers.services.import_changes import changes_forget, changes_noted, changes_undo

FORESEEN = (ExchangeError, PlanningError, LayersError)
ReportHeard = Callable[[Report], None]


def unheard(_report: Report) -> None:
    """Hear of a report that nobody asked for."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a step went: the state that the import is in now, and what goes with it."""

    state: ImportState
    values: Mapping[str, Any]


def step_execute(
    import_id: uuid.UUID,
    step: ImportStep,
    *,
    listening: AbstractContextManager[None],
    on_report: ReportHeard = unheard,
) -> DataImport:
    """Do a step; an import that cannot be done becomes failed, with a reason that a user can read.

    Parameters
    ----------
    listening
        Hears of the progress.
    on_report
        Is given the report of a check or commit, whole, even where nothing could be taken over.

    Raises
    ------
    Exception
        Any error that nobody foresaw; nothing was written.
    """
    data_import = DataImport.objects.get(pk=import_id)
    # What cannot be undone still counts.
    otherwise = ImportState.COMMITTED if step == ImportStep.UNDO else ImportState.FAILED
    with translation.override(data_import.language or translation.get_language()):
        try:
            with listening, transaction.atomic():
                _without_time_limit()
                _finish(data_import, _STEPS[step](data_import, on_report))
        except ImportStoppedError as error:
            stopped = ImportState.COMMITTED if step == ImportStep.UNDO else ImportState.CANCELLED
            data_import_move(data_import, stopped, message=error)
        except FORESEEN as error:
            data_import_move(data_import, otherwise, message=error)
        except DatabaseError as error:
            message = _("The database refused the rows, and nothing was written: %(reason)s")
            data_import_move(data_import, otherwise, message=message % {"reason": str(error).split("\n")[0]})
    data_import.refresh_from_db()
    return data_import


def report_of(data_import: DataImport, *, is_dry_run: bool) -> Report:
    """Read the file of an import and run the importer of its kind.

    Raises
    ------
    ExchangeError
        If the file cannot be read, or not by this mapping.
    """
    kind, mapping = kind_of(data_import.kind), mapping_parse(data_import.mapping)
    progress_tell(_("reading the file"))
    given = input_read(Path(data_import.file.path), kind, layer=data_import.layer, mapping=mapping)
    options = import_options(mapping, provenance=_provenance(data_import), is_dry_run=is_dry_run)
    return kind.run(given, options)


def _check(data_import: DataImport, on_report: ReportHeard) -> Done:
    report = report_of(data_import, is_dry_run=True)
    on_report(report)
    return Done(ImportState.CHECKED, {"report": _report_kept(data_import, report)})


def _commit(data_import: DataImport, on_report: ReportHeard) -> Done:
    with changes_noted(data_import.pk):
        report = report_of(data_import, is_dry_run=False)
    on_report(report)
    errors = sum(one.level == FindingLevel.ERROR for one in report.findings)
    if errors and not report.written and not report.removed:
        message = _("Nothing was written: %(count)d rows have errors. Correct them, or take the valid rows alone.")
        raise ImportStateError(message % {"count": errors})
    mapping_keep(data_import)
    values = {"report": _report_kept(data_import, report), "committed_at": timezone.now(), "undone_at": None}
    return Done(ImportState.COMMITTED, values)


def _undo(data_import: DataImport, _on_report: ReportHeard) -> Done:
    progress_tell(_("restoring the rows as they were"))
    changes_undo(data_import.pk)
    changes_forget(data_import.pk)
    return Done(ImportState.UNDONE, {"undone_at": timezone.now()})


def _report_kept(data_import: DataImport, report: Report) -> dict[str, Any]:
    """Store the findings, and return the rest of the report."""
    progress_tell(_("storing the report"))
    rows = (tuple(getattr(one, name) for name in FINDING_COLUMNS) for one in report.findings)
    data_import_findings_store(data_import, rows)
    counts = Counter(str(one.level) for one in report.findings)
    told = {name: value for name, value in replace(report, findings=[]).as_dict().items() if name != "findings"}
    return {**told, "counts": {level: counts[level] for level in FindingLevel.values}}


def _finish(data_import: DataImport, done: Done) -> None:
    """Record a step, unless it was to be stopped meanwhile; from here on it cannot be.

    The record comes last: it holds up who tells of the progress.
    """
    if data_import_locked(data_import.pk).is_cancel_asked:
        raise ImportStoppedError(_("The import was stopped; nothing was written."))
    data_import_move(data_import, done.state, progress=1.0, **done.values)


def _without_time_limit() -> None:
    """Let statements take as long as they take: a large layer takes longer than a request may."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")


def _provenance(data_import: DataImport) -> Mapping[str, str]:
    day = data_import.source_date
    return {
        "source": data_import.source,
        "licence": data_import.licence,
        "source_date": day.isoformat() if day else "",
    }


_STEPS: Mapping[ImportStep, Callable[[DataImport, ReportHeard], Done]] = {
    ImportStep.CHECK: _check,
    ImportStep.COMMIT: _commit,
    ImportStep.UNDO: _undo,
}
