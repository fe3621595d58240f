"""The changes themselves; what they promise stands in the package's docstring."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from typing import Any, cast

import shapely
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gisapp.exchange.checks.numbers import NUMBER
from gisapp.exchange.errors import FeatureChangedError, FeatureRefusedError
from gisapp.exchange.features.derived import derived_left_empty
from gisapp.exchange.features.kinds import FeatureKind
from gisapp.exchange.features.reading import feature_cells, feature_document, feature_missing
from gisapp.exchange.imports.execution import step_execute
from gisapp.exchange.imports.mapping import TAKES_NONE, ImportMapping
from gisapp.exchange.imports.storage import file_remove, file_store
from gisapp.exchange.report import Finding, Report
from layers.models import DataImport, ImportAdded, ImportState, ImportStep
from layers.selectors.row_versions import row_changed_since, row_version
from layers.services.data_imports import data_import_move
from layers.services.import_changes import changes_noted
from layers.services.rows import rows_remove

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FeatureChange:
    """What somebody wants of a feature.

    Attributes
    ----------
    geometry
        In degrees; None where it stays.
    properties
        Cells by field; those that are not given stay.
    """

    geometry: shapely.Geometry | None
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edit:
    """What came of it.

    Attributes
    ----------
    feature_id
        Number of the feature.
    data_import
        By which it is undone; None where nothing was to change.
    findings
        Warnings, and what was repaired.
    """

    feature_id: int
    data_import: DataImport | None
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class _Upload:
    name: str
    content: bytes

    def chunks(self) -> Iterator[bytes]:
        yield self.content


def feature_create(kind: FeatureKind, change: FeatureChange, *, by: int | None) -> Edit:
    """Store a new feature.

    Raises
    ------
    FeatureRefusedError
        If a check refuses it; its `findings` say why.
    """
    cells = {name: change.properties.get(name) for name in kind.fields}
    given = {name: value for name, value in cells.items() if value is not None or kind.is_required(name)}
    with _import_of(kind, given, change.geometry, by=by, label=_("new")) as data_import:
        report = _commit(data_import)
        added = ImportAdded.objects.filter(data_import=data_import, table=kind.model._meta.db_table).first()
        if added is None:
            raise FeatureRefusedError(_("The same is stored already: change that one."), findings=_told(report))
    return Edit(added.row_ids[0], data_import, report.findings)


def feature_change(kind: FeatureKind, feature_id: int, change: FeatureChange, *, by: int | None, version: str) -> Edit:
    """Change a stored feature.

    Raises
    ------
    FeatureMissingError
        If there is none of this number.
    FeatureChangedError
        If it is not of this version any more.
    FeatureRefusedError
        If a check refuses it; its `findings` say why.
    """
    with transaction.atomic():
        row = _locked(kind, feature_id, version)
        shape = kind.shape(row)
        stored = feature_cells(kind, row)
        cells = {**stored, **change.properties, NUMBER: feature_id}
        if kind.code == "source_areas":
            cells |= derived_left_empty(stored, cells, cast("shapely.MultiPolygon", shape))
        geometry = shape if change.geometry is None else change.geometry
        with _import_of(kind, cells, geometry, by=by, label=str(feature_id), key=NUMBER) as data_import:
            report = _commit(data_import)
            if not report.written:
                file_remove(str(data_import.file.name))
                data_import.delete()
                return Edit(feature_id, None, report.findings)
    return Edit(feature_id, data_import, report.findings)


def feature_remove(kind: FeatureKind, feature_id: int, *, by: int | None, version: str) -> Edit:
    """Remove a stored feature; what it was is kept for whoever undoes it.

    Raises
    ------
    FeatureMissingError
        If there is none of this number.
    FeatureChangedError
        If it is not of this version any more.
    FeatureRefusedError
        If something stored rests on it.
    """
    with transaction.atomic():
        row = _locked(kind, feature_id, version)
        shape = kind.shape(row)
        cells = {**feature_cells(kind, row), NUMBER: feature_id}
        label = _("%(number)d deleted") % {"number": feature_id}
        with _import_of(kind, cells, shape, by=by, label=label, key=NUMBER) as data_import:
            with changes_noted(data_import.pk):
                removed = _removed(kind, feature_id)
            report = Report(removed={kind.model.__name__: removed}).as_dict() | {"counts": {}}
            moved = {"report": report, "step": ImportStep.COMMIT, "progress": 1.0, "committed_at": timezone.now()}
            data_import_move(data_import, ImportState.COMMITTED, **moved)
    return Edit(feature_id, data_import, [])


def _removed(kind: FeatureKind, feature_id: int) -> int:
    try:
        return rows_remove(kind.model._default_manager.filter(pk=feature_id))
    except models.ProtectedError as error:
        names = ", ".join(sorted(str(one) for one in error.protected_objects)[:3])
        message = _("It cannot be deleted: %(rows)s rest on it.")
        raise FeatureRefusedError(message % {"rows": names}, findings=[]) from error


def _locked(kind: FeatureKind, feature_id: int, version: str) -> models.Model:
    """Return a row that nobody else changes meanwhile, if it still is of the version."""
    now = row_version(kind.model, feature_id, is_locked=True)
    if now is None:
        raise feature_missing(kind, feature_id)
    if now != version:
        changed = row_changed_since(kind.model, feature_id, version)
        message = _("Somebody has changed it since you opened it: look at what is new, then save again.")
        raise FeatureChangedError(message, changed=changed, current=feature_document(kind, feature_id))
    return kind.model._default_manager.get(pk=feature_id)


@contextmanager
def _import_of(
    kind: FeatureKind,
    cells: Mapping[str, Any],
    geometry: shapely.Geometry | None,
    *,
    by: int | None,
    label: str,
    key: str | None = None,
) -> Iterator[DataImport]:
    """Make an import of one feature; where it cannot be taken over, nothing is left of it."""
    shape = None if geometry is None else json.loads(shapely.to_geojson(geometry))
    feature = {"type": "Feature", "properties": dict(cells), "geometry": shape}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False).encode()
    stored = file_store([_Upload(f"{kind.of.title} {label}.geojson", content)])
    mapping = ImportMapping(columns={name: name for name in cells}, key=key, is_repairing=True, takes=TAKES_NONE)
    try:
        with transaction.atomic():
            yield DataImport.objects.create(
                kind=kind.code,
                file=stored.path,
                file_name=stored.name,
                sha256=stored.sha256,
                size_bytes=stored.size_bytes,
                mapping=mapping.as_json(),
                created_by_id=by,
                language=get_language() or "",
            )
    except BaseException:
        file_remove(stored.path)
        raise


def _commit(data_import: DataImport) -> Report:
    """Take the row over; return the report."""
    heard: list[Report] = []
    data_import.step = ImportStep.COMMIT
    data_import.save(update_fields=["step"])
    done = step_execute(data_import.pk, ImportStep.COMMIT, listening=nullcontext(), on_report=heard.append)
    report = heard[0] if heard else Report()
    if done.state != ImportState.COMMITTED:
        message = _("It was not saved: correct what is marked.") if report.errors else done.message
        raise FeatureRefusedError(message, findings=_told(report))
    data_import.refresh_from_db()
    return report


def _told(report: Report) -> list[Json]:
    return [asdict(one) for one in report.findings]
