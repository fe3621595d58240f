"""The processes: what they are called, take and give."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from gisapp.ogc.processes.errors import NoSuchProcessError
from gisapp.ogc.properties import Text
from gisapp.ogc.root.contribution import Json
from gisapp.planning.parameter_schema import siting_schema
from gisapp.planning.potentials.parameter_schema import index_schema

VERSION: Final = "1.0.0"
GEOJSON_TYPE: Final = "application/geo+json"
JSON_TYPE: Final = "application/json"
SUGGEST_LOCATIONS: Final = "suggest-locations"
POTENTIAL: Final = "potential"


@dataclass(frozen=True, slots=True)
class Output:
    """The one thing that a process gives."""

    name: str
    title: Text
    media_type: str
    schema: Json


@dataclass(frozen=True, slots=True)
class ProcessDefinition:
    """A process as it is described.

    Attributes
    ----------
    schema
        Makes the JSON Schema of an object whose properties are the inputs.
    runs_as_job
        Whether it can be done in the background, looked at while it is done, and dismissed.
    """

    name: str
    title: Text
    description: Text
    keywords: tuple[Text, ...]
    schema: Callable[[], Json]
    output: Output
    runs_as_job: bool


DEFINITIONS: Final = (
    ProcessDefinition(
        name=SUGGEST_LOCATIONS,
        title=_("Suggest locations for plants"),
        description=_(
            "Where plants of a kind belong: by the raw material that existing plants leave, roads, markets, energy,"
            " labour and the law. Each site tells why it was chosen."
        ),
        keywords=(_("site"), _("plant"), _("suggestion")),
        schema=siting_schema,
        output=Output(
            name="sites",
            title=_("Suggested sites"),
            media_type=GEOJSON_TYPE,
            schema={
                "type": "object",
                "format": "geojson-feature-collection",
                "contentMediaType": GEOJSON_TYPE,
                "required": ["type", "features"],
            },
        ),
        runs_as_job=True,
    ),
    ProcessDefinition(
        name=POTENTIAL,
        title=_("Industrial potential of districts"),
        description=_("One index of districts and sections of the economy, such as the location quotient."),
        keywords=(_("index"), _("potential")),
        schema=index_schema,
        output=Output(
            name="indices",
            title=_("Index of districts"),
            media_type=JSON_TYPE,
            schema={"type": "object", "contentMediaType": JSON_TYPE, "required": ["rows"]},
        ),
        runs_as_job=False,
    ),
)


def definition_named(name: str) -> ProcessDefinition:
    """Return a process.

    Raises
    ------
    NoSuchProcessError
        If there is none of this name.
    """
    found = next((one for one in DEFINITIONS if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in DEFINITIONS)
        raise NoSuchProcessError(f"there is no process {name[:80]!r}; choose one of {known}")
    return found
