"""The closed vocabularies of the siting engine, and its array types.

Axes are (n_source, n_candidate); coordinates are x, y; figures carry their unit in their name.
"""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Geometries = NDArray[np.object_]
Figures = Mapping[str, float]


class Criterion(StrEnum):
    """What a site is judged by, in the order in which parts are shown."""

    SUPPLY = "supply"
    ROAD = "road"
    MARKET = "market"
    ENERGY = "energy"
    LABOUR = "labour"
    SPATIAL_PLAN = "spatial_plan"


class ExclusionEffect(StrEnum):
    """Whether a legal reason forbids a cell or only lowers its value."""

    EXCLUDE = "exclude"
    PENALISE = "penalise"


class PlaceKind(StrEnum):
    """What a reference point is."""

    MARKET = "market"
    TOWN = "town"
    POWER = "power"


class RuleState(StrEnum):
    """How a site stands to a rule; unknown when nothing is recorded to judge it by."""

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"


class PlanningMethod(StrEnum):
    """How several plants are chosen."""

    TOGETHER = "together"
    IN_TURN = "in_turn"


class ProofStatus(StrEnum):
    """What is proven of an answer: that none is better, how much better one could be at most, or nothing."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    NO_BOUND = "no_bound"


class SupplyModel(StrEnum):
    """How raw material finds its way to the plants that exist."""

    LEAST_COST = "least_cost"
    HUFF = "huff"


# No province has one owner of its mills: growers choose.
DEFAULT_SUPPLY_MODEL = SupplyModel.HUFF


class Status(StrEnum):
    """Whether the engine suggests sites or refuses to."""

    SUGGESTED = "suggested"
    REFUSED = "refused"


class RefusalCode(StrEnum):
    """Why no site is suggested."""

    NO_SUPPLY_RECORDED = "no_supply_recorded"
    ALL_EXCLUDED = "all_excluded"
    CAPACITY_EXCEEDS_SUPPLY = "capacity_exceeds_supply"
    RESIDUAL_TOO_SMALL = "residual_too_small"
    FORCED_PLACE_UNFIT = "forced_place_unfit"
    CONDITIONS_UNMET = "conditions_unmet"


class NoteCode(StrEnum):
    """An assumption made, or a gap in the data that the reader must know of."""

    SUPPLY_UNRECORDED = "supply_unrecorded"
    SOURCES_OUTSIDE = "sources_outside"
    SOURCES_GROUPED = "sources_grouped"
    CAPACITY_ASSUMED = "capacity_assumed"
    EXISTING_SERVED = "existing_served"
    PERISHABILITY_SPLIT = "perishability_split"
    OFF_ROAD_SPEED = "off_road_speed"
    FAR_SUPPLY_VALUE = "far_supply_value"
    NO_ROADS = "no_roads"
    NO_MAIN_ROADS = "no_main_roads"
    CRITERION_UNKNOWN = "criterion_unknown"
    FEWER_THAN_WANTED = "fewer_than_wanted"
    FEWER_WITHIN_BUDGET = "fewer_within_budget"
    BUDGET_SPENT = "budget_spent"
    PLANTS_MAY_GROW = "plants_may_grow"
