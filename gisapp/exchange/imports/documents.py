"""Imports as JSON documents, for the API and for pages."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gisapp.exchange.importers.registry import KINDS, ImportKind
from gisapp.exchange.imports.services import actions_possible
from layers.models import DataImport, FindingLevel, ImportFinding, ImportState
from layers.selectors.data_imports import finding_codes, findings_of, same_file_committed

Json = dict[str, Any]


def import_document(data_import: DataImport) -> Json:
    """Return all that is told of one import."""
    return {
        **_summary(data_import),
        "mapping": data_import.mapping,
        "look": data_import.look,
        "report": data_import.report,
        "same_file": [
            {"id": str(one.pk), "committed_at": one.committed_at, "created_by": _user_name(one)}
            for one in same_file_committed(data_import)
        ],
    }


def import_list_document(imports: Sequence[DataImport], *, total: int) -> Json:
    """Return a page of imports, without what only the one import tells."""
    return {"total": total, "imports": [_summary(one) for one in imports]}


def findings_document(
    data_import: DataImport, *, level: str = "", code: str = "", offset: int = 0, limit: int = 100
) -> Json:
    """Return a page of the findings of the last check or commit, and how many there are of each kind."""
    found = findings_of(data_import, level=level, code=code)
    codes = finding_codes(data_import)
    counts = {one: sum(row["count"] for row in codes if row["level"] == one) for one in FindingLevel.values}
    page = found[offset : offset + limit]
    return {"total": found.count(), "counts": counts, "codes": codes, "findings": [_finding(one) for one in page]}


def kinds_document() -> Json:
    """Return the kinds of imports and what each takes."""
    return {"kinds": [_kind(kind) for kind in KINDS.values()]}


def _kind(kind: ImportKind) -> Json:
    return {
        "code": kind.code,
        "title": str(kind.title),
        "has_geometry": kind.has_geometry,
        "keys": list(kind.keys),
        "extras": list(kind.extras),
        "fields": [
            {
                "name": name,
                "synonyms": list(synonyms or ()),
                "is_required": name in kind.required,
                "units": list(kind.units.get(name, ())),
            }
            for name, synonyms in kind.fields.items()
        ],
    }


def _summary(data_import: DataImport) -> Json:
    kind = KINDS.get(data_import.kind)
    return {
        "id": str(data_import.pk),
        "kind": data_import.kind,
        "kind_title": str(kind.title) if kind else data_import.kind,
        "file": {"name": data_import.file_name, "size_bytes": data_import.size_bytes, "sha256": data_import.sha256},
        "layer": data_import.layer,
        "source": data_import.source,
        "source_date": data_import.source_date,
        "licence": data_import.licence,
        "state": data_import.state,
        "state_label": str(ImportState(data_import.state).label),
        "step": data_import.step,
        "progress": data_import.progress,
        "stage": data_import.stage,
        # What a worker noted of itself stands in English.
        "message": _(data_import.message) if data_import.message else "",
        "created_by": _user_name(data_import),
        "created_at": data_import.created_at,
        "changed_at": data_import.changed_at,
        "committed_at": data_import.committed_at,
        "undone_at": data_import.undone_at,
        "actions": actions_possible(data_import),
    }


def _finding(one: ImportFinding) -> Json:
    names = ("row", "name", "level", "code", "field", "value", "limit", "fix", "lon", "lat")
    return {name: getattr(one, name) for name in names}


def _user_name(data_import: DataImport) -> str:
    return data_import.created_by.get_username() if data_import.created_by else ""
