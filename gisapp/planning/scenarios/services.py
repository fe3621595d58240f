"""Save and copy scenarios."""

from django.utils.translation import gettext as _

from gisapp.planning.errors import ParameterError, RunStateError
from gisapp.planning.scenarios.readers import Reader, scenario_find
from gisapp.planning.scenarios.requests import NAME_CHARS, NewScenario
from layers.models import RunStatus, Scenario, SitingRun
from layers.services import scenarios


def scenario_create(new: NewScenario, reader: Reader) -> Scenario:
    """Save a run, or the run of another scenario, under a name.

    Raises
    ------
    ParameterError
        If there is no such run or scenario.
    RunStateError
        If the run suggested no sites.
    """
    return _copied(new, reader) if new.copy_of else _saved(new, reader)


def _saved(new: NewScenario, reader: Reader) -> Scenario:
    assert new.run_id is not None  # noqa: S101 - for the type checker
    run = SitingRun.objects.filter(pk=new.run_id).first()
    if run is None:
        raise ParameterError(name="run", value=str(new.run_id), allowed=_("the id of a run that is stored"))
    if run.status != RunStatus.SUGGESTED:
        message = _("The run %(id)s has no sites to keep (%(status)s).")
        raise RunStateError(message % {"id": run.pk, "status": run.get_status_display()})
    return scenarios.scenario_insert(
        run, name=new.name, note=new.note, visibility=new.visibility, created_by_id=reader.user_id
    )


def _copied(new: NewScenario, reader: Reader) -> Scenario:
    assert new.copy_of is not None  # noqa: S101 - for the type checker
    original = scenario_find(new.copy_of, reader)
    if original is None:
        raise ParameterError(name="copy_of", value=str(new.copy_of), allowed=_("the id of a scenario that is stored"))
    name = new.name or (_("Copy of %(name)s") % {"name": original.name})[:NAME_CHARS]
    return scenarios.scenario_copy(original, name=name, created_by_id=reader.user_id)
