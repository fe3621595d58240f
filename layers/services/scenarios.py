"""Writes of scenarios: saved, copied, changed, deleted."""

from typing import Any

from layers.models import Scenario, ScenarioVisibility, SitingRun


def scenario_insert(
    run: SitingRun,
    *,
    name: str,
    note: str = "",
    visibility: str = ScenarioVisibility.OFFICE,
    created_by_id: int | None = None,
) -> Scenario:
    """Keep a run under a name."""
    return Scenario.objects.create(
        run=run,
        name=name,
        note=note,
        parameters=run.parameters,
        visibility=visibility,
        created_by_id=created_by_id,
    )


def scenario_copy(original: Scenario, *, name: str, created_by_id: int | None = None) -> Scenario:
    """Keep the run of a scenario under another name, for the office alone until it is shared."""
    return Scenario.objects.create(
        run_id=original.run_id,
        name=name,
        note=original.note,
        parameters=original.parameters,
        created_by_id=created_by_id,
    )


def scenario_change(scenario: Scenario, **values: Any) -> None:
    """Set name, note or visibility."""
    for name, value in values.items():
        setattr(scenario, name, value)
    scenario.save(update_fields=[*values, "changed_at"])


def scenario_delete(scenario: Scenario) -> None:
    """Delete a scenario; its run stays."""
    scenario.delete()
