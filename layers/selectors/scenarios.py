"""Reads of scenarios."""

from django.db.models import QuerySet

from layers.models import Scenario, ScenarioVisibility


def scenario_list(*, is_staff: bool) -> QuerySet[Scenario]:
    """Return what is listed to a reader, the newest first: all to staff, what is public to others."""
    found = Scenario.objects.select_related("run__process__feed", "created_by")
    return found if is_staff else found.filter(visibility=ScenarioVisibility.PUBLIC)


def scenario_readable(*, is_staff: bool) -> QuerySet[Scenario]:
    """Return what a reader may open by its id: all for staff, what is shared for others."""
    found = Scenario.objects.select_related("run__process__feed", "created_by")
    return found if is_staff else found.exclude(visibility=ScenarioVisibility.OFFICE)
