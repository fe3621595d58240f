"""The siting engine: arrays in, frozen dataclasses out.

Pure: no Django, files, clock, settings or logging, and no input is changed. Start reading at
`types` (the problem), `results` (the answer) and `engine` (the steps between them).
"""

import rasterio  # noqa: F401  first, so that its GDAL is the only one of the process

from gisapp.siting.codes import (
    Criterion,
    ExclusionEffect,
    NoteCode,
    PlaceKind,
    RefusalCode,
    RuleState,
    Status,
)
from gisapp.siting.engine import ENGINE_VERSION, Prepared, prepare, suggest
from gisapp.siting.errors import ProblemError, SitingError
from gisapp.siting.exclusion import ExclusionMask, exclusion_mask, why_not
from gisapp.siting.results import (
    Competitor,
    DistrictSupply,
    Nearby,
    Note,
    Part,
    Reason,
    Refusal,
    RuleCheck,
    Site,
    SitingResult,
    SourceSupply,
)
from gisapp.siting.types import (
    Districts,
    ExclusionArea,
    IndustrialZones,
    Places,
    PlantRequirement,
    Plants,
    RoadEdges,
    SitingProblem,
    Sources,
    StudyArea,
)
from gisapp.siting.value_functions import Linear, Step, ValueFunction

__all__ = [
    "ENGINE_VERSION",
    "Competitor",
    "Criterion",
    "DistrictSupply",
    "Districts",
    "ExclusionArea",
    "ExclusionEffect",
    "ExclusionMask",
    "IndustrialZones",
    "Linear",
    "Nearby",
    "Note",
    "NoteCode",
    "Part",
    "PlaceKind",
    "Places",
    "PlantRequirement",
    "Plants",
    "Prepared",
    "ProblemError",
    "Reason",
    "Refusal",
    "RefusalCode",
    "RoadEdges",
    "RuleCheck",
    "RuleState",
    "Site",
    "SitingError",
    "SitingProblem",
    "SitingResult",
    "SourceSupply",
    "Sources",
    "Status",
    "Step",
    "StudyArea",
    "ValueFunction",
    "exclusion_mask",
    "prepare",
    "suggest",
    "why_not",
]
