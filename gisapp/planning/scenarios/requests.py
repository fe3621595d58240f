"""What is said of a scenario, checked."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gisapp.planning.errors import ParameterError
from layers.models import Scenario, ScenarioVisibility

NAME_CHARS = Scenario._meta.get_field("name").max_length or 0
NOTE_CHARS = Scenario._meta.get_field("note").max_length or 0
CHANGES = ("name", "note", "visibility")
# Of what a scenario is made: a run, or another scenario.
ORIGINS = ("run", "copy_of")


@dataclass(frozen=True, slots=True)
class NewScenario:
    """A scenario that is to be saved; either a run or the scenario that is copied is given.

    Attributes
    ----------
    name
        Empty only for a copy, which then takes its name from the original.
    """

    run_id: uuid.UUID | None
    copy_of: uuid.UUID | None
    name: str
    note: str
    visibility: str


def new_scenario_parse(given: Mapping[str, object]) -> NewScenario:
    """Check what a new scenario is made of.

    Raises
    ------
    ParameterError
        At the first parameter that is unknown, missing or not what it has to be.
    """
    origin = _origin(given)
    changes = scenario_changes_parse({name: value for name, value in given.items() if name not in ORIGINS})
    if origin == "run" and "name" not in changes:
        raise ParameterError(name="name", value=given.get("name"), allowed=_name_allowed())
    source_id = _id(origin, given[origin])
    return NewScenario(
        run_id=source_id if origin == "run" else None,
        copy_of=source_id if origin == "copy_of" else None,
        name=changes.get("name", ""),
        note=changes.get("note", ""),
        visibility=changes.get("visibility", ScenarioVisibility.OFFICE.value),
    )


def scenario_changes_parse(given: Mapping[str, object]) -> dict[str, str]:
    """Check what is to be changed; what is not named stays.

    Raises
    ------
    ParameterError
        At the first parameter that is unknown or not what it has to be.
    """
    for name in given:
        if name not in CHANGES:
            raise ParameterError(name="parameter", value=name, allowed=", ".join((*ORIGINS, *CHANGES)))
    changes = {}
    if "name" in given:
        changes["name"] = _text(given["name"], "name", most=NAME_CHARS, allowed=_name_allowed())
        if not changes["name"]:
            raise ParameterError(name="name", value=given["name"], allowed=_name_allowed())
    if "note" in given:
        allowed = _("a text of at most %(limit)d characters") % {"limit": NOTE_CHARS}
        changes["note"] = _text(given["note"], "note", most=NOTE_CHARS, allowed=allowed)
    if "visibility" in given:
        changes["visibility"] = _visibility(given["visibility"])
    return changes


def _origin(given: Mapping[str, object]) -> str:
    named = [name for name in ORIGINS if given.get(name) is not None]
    if len(named) != 1:
        allowed = _("one of the two: the id of a run, or that of a scenario to copy")
        raise ParameterError(name=_(" or ").join(ORIGINS), value=", ".join(named) or _("none"), allowed=allowed)
    return named[0]


def _id(name: str, value: object) -> uuid.UUID:
    try:
        return uuid.UUID(value if isinstance(value, str) else "")
    except ValueError:
        raise ParameterError(name=name, value=value, allowed=_("an id (UUID)")) from None


def _text(value: object, name: str, *, most: int, allowed: str) -> str:
    if not isinstance(value, str) or len(value.strip()) > most or "\x00" in value or not _is_encodable(value):
        raise ParameterError(name=name, value=value, allowed=allowed)
    return value.strip()


def _is_encodable(text: str) -> bool:
    """Tell whether no half of a surrogate pair stands alone, which JSON can say but UTF-8 cannot."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _name_allowed() -> str:
    return _("a text of 1 to %(limit)d characters") % {"limit": NAME_CHARS}


def _visibility(value: object) -> str:
    if not isinstance(value, str) or value not in ScenarioVisibility.values:
        raise ParameterError(name="visibility", value=value, allowed=", ".join(ScenarioVisibility.values))
    return value
