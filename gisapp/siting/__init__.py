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
    PlanningMethod,
    RefusalCode,
    RuleState,
    Status,
    SupplyModel,
)
from gisapp.siting.engine import ENGINE_VERSION, Prepared, prepare, suggest
from gisapp.siting.errors import ProblemError, SitingError
from gisapp.siting.exclusion import ExclusionMask, exclusion_mask, unknown_at, why_not
from gisapp.siting.requirement import PlantRequirement
from gisapp.siting.results import (
    Competitor,
    DistrictSupply,
    Nearby,
    Note,
    Part,
    Reason,
    Refusal,
    Robustness,
    RuleCheck,
    Site,
    SiteStability,
    SitingResult,
    SourceSupply,
    WeightChange,
)
from gisapp.siting.types import (
    Districts,
    ExclusionArea,
    IndustrialZones,
    Places,
    Plants,
    RasterCover,
    RoadEdges,
    SitingProblem,
    Sources,
    StudyArea,
)
from gisapp.siting.uncertainty import Spread, Uncertainty
from gisapp.siting.value_functions import Bell, Linear, Step, Table, ValueFunction
from gisapp.siting.value_notation import value_function_parse

__all__ = [
    "ENGINE_VERSION",
    "Bell",
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
    "PlanningMethod",
    "PlantRequirement",
    "Plants",
    "Prepared",
    "ProblemError",
    "RasterCover",
    "Reason",
    "Refusal",
    "RefusalCode",
    "RoadEdges",
    "Robustness",
    "RuleCheck",
    "RuleState",
    "Site",
    "SiteStability",
    "SitingError",
    "SitingProblem",
    "SitingResult",
    "SourceSupply",
    "Sources",
    "Spread",
    "Status",
    "Step",
    "StudyArea",
    "SupplyModel",
    "Table",
    "Uncertainty",
    "ValueFunction",
    "WeightChange",
    "exclusion_mask",
    "prepare",
    "suggest",
    "unknown_at",
    "value_function_parse",
    "why_not",
]
