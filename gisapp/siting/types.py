"""What the siting engine is asked: the problem and its tables.

Every coordinate is metric, x then y, in the study area's projected CRS
(`StudyArea.srid`). Figures carry their unit in their name. What is not recorded is NaN or None,
never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from gisapp.siting.codes import (
    DEFAULT_SUPPLY_MODEL,
    Bools,
    Criterion,
    ExclusionEffect,
    Floats,
    Geometries,
    Ints,
    PlaceKind,
    PlanningMethod,
    SupplyModel,
)
from gisapp.siting.conditions import PlanConditions
from gisapp.siting.errors import ProblemError
from gisapp.siting.requirement import PlantRequirement
from gisapp.siting.uncertainty import Uncertainty
from gisapp.siting.value_functions import ValueFunction


def _same_length(owner: str, **columns: object) -> None:
    """Refuse columns of one table that differ in length.

    Raises
    ------
    ProblemError
        Naming the columns and their lengths.
    """
    lengths = {name: len(column) for name, column in columns.items()}  # type: ignore[arg-type]
    if len(set(lengths.values())) > 1:
        raise ProblemError(f"{owner}: columns must be of one length, got {lengths}")


def _finite(owner: str, **columns: Floats) -> None:
    """Refuse a column holding NaN or infinity.

    Raises
    ------
    ProblemError
        Naming the column and the first row at fault.
    """
    for name, column in columns.items():
        bad = np.flatnonzero(~np.isfinite(column))
        if bad.size:
            raise ProblemError(f"{owner}.{name}: row {bad[0]} is {column[bad[0]]}; give a number")


@dataclass(frozen=True, slots=True, eq=False)
class StudyArea:
    """The land in which plants may stand.

    Attributes
    ----------
    land
        Polygons of the province, metric CRS; neighbours may leave slivers.
    srid
        EPSG code of the metric CRS of every coordinate of the problem.
    cell_size_m
        Edge of a grid cell.
    """

    land: Geometries
    srid: int
    cell_size_m: float = 250.0

    def __post_init__(self) -> None:
        if not len(self.land):
            raise ProblemError("StudyArea.land: empty; give at least one polygon")
        if not self.cell_size_m > 0:
            raise ProblemError(f"StudyArea.cell_size_m: {self.cell_size_m} is not above 0")


@dataclass(frozen=True, slots=True, eq=False)
class Districts:
    """Districts by index: `Sources.district` and results refer to rows of this table.

    Attributes
    ----------
    boundary
        (n_district,) polygons, metric CRS.
    population
        (n_district,) heads; NaN where not recorded.
    fits_plan
        Whether the lead industry that the industrial plan (RPIP) names for the district
        matches the plant; None where the plan is silent or not recorded.
    """

    code: tuple[str, ...]
    name: tuple[str, ...]
    boundary: Geometries
    population: Floats
    fits_plan: tuple[bool | None, ...]

    def __post_init__(self) -> None:
        _same_length(
            "Districts",
            code=self.code,
            name=self.name,
            boundary=self.boundary,
            population=self.population,
            fits_plan=self.fits_plan,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """Where the raw material comes from.

    Attributes
    ----------
    id
        (n_source,) unique.
    supply_t_per_year
        (n_source,) tonnes on offer; NaN where not recorded, which is not zero.
    district
        (n_source,) row of `Districts`, -1 where unknown.
    """

    id: Ints
    x_m: Floats
    y_m: Floats
    supply_t_per_year: Floats
    district: Ints

    def __post_init__(self) -> None:
        _same_length(
            "Sources",
            id=self.id,
            x_m=self.x_m,
            y_m=self.y_m,
            supply_t_per_year=self.supply_t_per_year,
            district=self.district,
        )
        _finite("Sources", x_m=self.x_m, y_m=self.y_m)
        if np.any(self.supply_t_per_year < 0) or np.any(np.isinf(self.supply_t_per_year)):
            raise ProblemError("Sources.supply_t_per_year: below 0 or infinite; give 0 or more, NaN if unknown")
        if np.unique(self.id).size < len(self.id):
            raise ProblemError("Sources.id: not unique; give each source its own")


@dataclass(frozen=True, slots=True, eq=False)
class Plants:
    """Existing plants that compete for the same raw material.

    Attributes
    ----------
    capacity_t_per_year
        (n_plant,) tonnes of raw material that the plant can take in.
    capacity_is_assumed
        (n_plant,) True where the capacity is an assumption, not a record.
    """

    id: Ints
    name: tuple[str, ...]
    x_m: Floats
    y_m: Floats
    capacity_t_per_year: Floats
    capacity_is_assumed: Bools

    def __post_init__(self) -> None:
        _same_length(
            "Plants",
            id=self.id,
            name=self.name,
            x_m=self.x_m,
            y_m=self.y_m,
            capacity_t_per_year=self.capacity_t_per_year,
            capacity_is_assumed=self.capacity_is_assumed,
        )
        _finite("Plants", x_m=self.x_m, y_m=self.y_m, capacity_t_per_year=self.capacity_t_per_year)
        if np.any(self.capacity_t_per_year < 0):
            raise ProblemError("Plants.capacity_t_per_year: below 0; give 0 or more")


@dataclass(frozen=True, slots=True, eq=False)
class RoadEdges:
    """Roads and ferries.

    Attributes
    ----------
    line
        (n_edge,) LineStrings, metric CRS, vertices as simplified as the caller likes.
    length_m
        (n_edge,) length along the road, which may exceed that of a simplified line;
        NaN where the line's own length is to be used.
    speed_km_h
        (n_edge,) average loaded speed; unused where `ferry_minutes` is given.
    is_ferry
        (n_edge,) a crossing: it is entered and left only at its two ends.
    ferry_minutes
        (n_edge,) minutes of a crossing, berthing included; NaN for roads.
    is_one_way
        (n_edge,) passable only in the direction of the line.
    is_main
        (n_edge,) counts as a main road for the road criterion.
    """

    line: Geometries
    length_m: Floats
    speed_km_h: Floats
    is_ferry: Bools
    ferry_minutes: Floats
    is_one_way: Bools
    is_main: Bools

    def __post_init__(self) -> None:
        _same_length(
            "RoadEdges",
            line=self.line,
            length_m=self.length_m,
            speed_km_h=self.speed_km_h,
            is_ferry=self.is_ferry,
            ferry_minutes=self.ferry_minutes,
            is_one_way=self.is_one_way,
            is_main=self.is_main,
        )
        timed = self.is_ferry & (self.ferry_minutes > 0)
        if not np.all(timed | (self.speed_km_h > 0)):
            row = np.flatnonzero(~(timed | (self.speed_km_h > 0)))[0]
            raise ProblemError(
                f"RoadEdges: row {row} has speed_km_h {self.speed_km_h[row]}; give a speed above 0,"
                " or ferry_minutes for a ferry"
            )


@dataclass(frozen=True, slots=True, eq=False)
class RasterCover:
    """Where a raster says that a reason holds, cell by cell of the grid that `grid_of` lays.

    Attributes
    ----------
    covered
        (n_row, n_col) True where the reason holds.
    known
        (n_row, n_col) False where the raster has no data, so that nothing can be said.
    """

    covered: Bools
    known: Bools

    def __post_init__(self) -> None:
        if self.covered.shape != self.known.shape:
            raise ProblemError(
                f"RasterCover: covered is {self.covered.shape}, known {self.known.shape}; give both on one grid"
            )


@dataclass(frozen=True, slots=True, eq=False)
class ExclusionArea:
    """One legal reason and every area it covers.

    Attributes
    ----------
    code
        Reason, such as ``protected_forest``; unique within a problem.
    legal_basis
        The rule it rests on, as it is cited; empty when unknown.
    geometry
        Polygons, metric CRS. None says that no area was ever recorded for this reason, so
        that sites are not judged by it (the rule is *unknown*); an empty array says that
        the reason was surveyed and covers nothing here.
    raster
        Cells besides the polygons; without polygons, cells of which it knows nothing are
        *unknown*.
    penalty
        0-1, the share taken off what the spatial plan makes of a cell, where the reason penalises.
    """

    code: str
    legal_basis: str
    effect: ExclusionEffect
    geometry: Geometries | None
    raster: RasterCover | None = None
    penalty: float = 0.5

    def __post_init__(self) -> None:
        if not 0 <= self.penalty <= 1:
            raise ProblemError(f"ExclusionArea.penalty: {self.penalty} of {self.code} is not within 0-1")

    @property
    def is_recorded(self) -> bool:
        """Whether anything is recorded by which sites can be judged."""
        return self.geometry is not None or self.raster is not None


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Reference points: ports and markets, towns, sources of electricity."""

    id: Ints
    kind: tuple[PlaceKind, ...]
    name: tuple[str, ...]
    x_m: Floats
    y_m: Floats

    def __post_init__(self) -> None:
        _same_length("Places", id=self.id, kind=self.kind, name=self.name, x_m=self.x_m, y_m=self.y_m)
        _finite("Places", x_m=self.x_m, y_m=self.y_m)


@dataclass(frozen=True, slots=True, eq=False)
class IndustrialZones:
    """Industrial zones and estates: polygons, or points where only a place is known."""

    id: Ints
    name: tuple[str, ...]
    geometry: Geometries

    def __post_init__(self) -> None:
        _same_length("IndustrialZones", id=self.id, name=self.name, geometry=self.geometry)


@dataclass(frozen=True, slots=True, eq=False)
class SitingProblem:
    """One question: where do plants of this kind belong.

    Attributes
    ----------
    weights
        Weight of each criterion, of any positive sum: the engine scales them to sum to 1.
    off_road_speed_km_h
        Speed along the straight line where no road leads. The default lies between a
        loaded truck's wet-season and dry-season speed on an earth estate road (6 and
        14 km/h): a planning assumption.
    value_functions
        Criteria to be valued otherwise than by `criteria.DEFAULT_VALUE_FUNCTIONS`.
    source_groups
        At most so many groups of near sources are told apart.
    stretches
        How many stretches of free land are looked at, the best cell of each being a candidate.
    uncertainty
        How far yields, availability and the cost of transport may be off when the ranking is tested.
    supply_model
        How raw material finds its way to the plants that exist.
    conditions
        What every plan must keep to.
    method
        How several plants are chosen.
    promised_t_per_year
        By source id: what plants that are planned besides count on, and no other new plant may have.
    """

    study_area: StudyArea
    districts: Districts
    sources: Sources
    plants: Plants
    roads: RoadEdges
    places: Places
    industrial_zones: IndustrialZones
    exclusions: tuple[ExclusionArea, ...]
    requirement: PlantRequirement
    weights: Mapping[Criterion, float]
    off_road_speed_km_h: float = 10.0
    value_functions: Mapping[Criterion, ValueFunction] = field(default_factory=dict)
    source_groups: int = 2_500
    stretches: int = 1_500
    uncertainty: Uncertainty = field(default_factory=Uncertainty)
    supply_model: SupplyModel = DEFAULT_SUPPLY_MODEL
    conditions: PlanConditions = field(default_factory=PlanConditions)
    method: PlanningMethod = PlanningMethod.TOGETHER
    promised_t_per_year: Mapping[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        missing = [criterion.value for criterion in Criterion if criterion not in self.weights]
        if missing:
            raise ProblemError(f"SitingProblem.weights: {', '.join(missing)} missing; give all six")
        if min(self.weights.values()) < 0 or not sum(self.weights.values()) > 0:
            raise ProblemError("SitingProblem.weights: give weights of 0 or more, one above 0")
        if min(self.stretches, self.source_groups) < 1:
            raise ProblemError(
                f"SitingProblem: stretches {self.stretches}, source_groups {self.source_groups}; give 1 or more of both"
            )
        if not self.off_road_speed_km_h > 0:
            raise ProblemError(f"SitingProblem.off_road_speed_km_h: {self.off_road_speed_km_h} is not above 0")
