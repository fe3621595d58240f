"""Reads of imports."""

from typing import Any

from django.db.models import Count, QuerySet

from layers.models import DataImport, ImportFinding, ImportState


def data_import_list(*, state: str = "", kind: str = "") -> QuerySet[DataImport]:
    """Return imports, the newest first, without what is large."""
    found = DataImport.objects.select_related("created_by").defer("look", "report")
    if state:
        found = found.filter(state=state)
    return found.filter(kind=kind) if kind else found


def same_file_committed(data_import: DataImport) -> QuerySet[DataImport]:
    """Return other imports of the same file and kind whose rows count."""
    same = DataImport.objects.select_related("created_by").filter(sha256=data_import.sha256, kind=data_import.kind)
    return same.filter(state=ImportState.COMMITTED).exclude(pk=data_import.pk)


def findings_of(data_import: DataImport, *, level: str = "", code: str = "") -> QuerySet[ImportFinding]:
    """Return the findings of an import in the order of its rows, of one level or code where it is given."""
    found = ImportFinding.objects.filter(data_import=data_import)
    if level:
        found = found.filter(level=level)
    return found.filter(code=code) if code else found


def finding_codes(data_import: DataImport) -> list[dict[str, Any]]:
    """Return how many findings there are of each level and code."""
    found = ImportFinding.objects.filter(data_import=data_import).values("level", "code")
    counted = found.annotate(count=Count("id")).order_by("level", "-count", "code")
    return [dict(one) for one in counted]


def rejected_reasons(data_import: DataImport) -> dict[int, str]:
    """Return, by number, the rows that were not taken, each with all its reasons."""
    reasons: dict[int, str] = {}
    errors = findings_of(data_import, level="error").exclude(row=None)
    for row, field, value, limit, fix in errors.values_list("row", "field", "value", "limit", "fix"):
        assert row is not None  # noqa: S101 - for the type checker; the query leaves them out
        told = f"{field} = {value}: {limit}. {fix}".strip()
        reasons[row] = f"{reasons[row]} | {told}" if row in reasons else told
    return reasons
