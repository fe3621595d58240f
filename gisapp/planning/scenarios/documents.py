"""Scenarios as documents."""

from collections.abc import Iterable
from typing import Any

from gisapp.planning.adapters import versions_read
from gisapp.planning.changed_inputs import changed_inputs
from gisapp.planning.scenarios.readers import Reader
from layers.models import Scenario

Json = dict[str, Any]


def scenario_documents(scenarios: Iterable[Scenario], reader: Reader) -> list[Json]:
    """Describe scenarios; who saved one is told to staff alone."""
    versions = versions_read()
    return [_document(one, reader, versions) for one in scenarios]


def _document(scenario: Scenario, reader: Reader, versions: dict[str, str]) -> Json:
    run = scenario.run
    author = scenario.created_by
    return {
        "id": str(scenario.pk),
        "name": scenario.name,
        "note": scenario.note,
        "visibility": scenario.visibility,
        "visibility_label": scenario.get_visibility_display(),
        "run": str(run.pk),
        "process": {"code": run.process.code, "name": run.process.name},
        "plants": run.summary["plants_suggested"],
        "parameters": scenario.parameters,
        "created_by": author.get_username() if author and reader.is_staff else None,
        "created_at": scenario.created_at.isoformat(),
        "changed_at": scenario.changed_at.isoformat(),
        "calculated_at": run.finished_at.isoformat() if run.finished_at else None,
        "inputs_changed": [
            {"title": one.title, "changed_at": one.changed_at.isoformat()} for one in changed_inputs(run, versions)
        ],
        "may_change": reader.may_change(scenario),
    }
