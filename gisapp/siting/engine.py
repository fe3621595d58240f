"""The engine: the steps from a problem to suggested sites, in order."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist

from gisapp.geo.units import M_PER_KM
from gisapp.siting.candidates import room_for
from gisapp.siting.codes import Floats, Status
from gisapp.siting.criteria import criteria_table
from gisapp.siting.errors import ProblemError
from gisapp.siting.exclusion import exclusion_mask
from gisapp.siting.execution import Execution, Stage
from gisapp.siting.explanation import Evidence, explain
from gisapp.siting.gathering import gather, refuse_unfit_place
from gisapp.siting.grid import Terrain, grid_of, terrain_of
from gisapp.siting.network import RoadGraph, road_graph
from gisapp.siting.notes import answer_notes, data_notes, service_notes
from gisapp.siting.ranking import rank
from gisapp.siting.refusal import (
    refuse_unmet_conditions,
    refuse_without_land,
    refuse_without_residual,
    refuse_without_supply,
)
from gisapp.siting.results import Note, Quality, Refusal, Robustness, Site, SitingResult
from gisapp.siting.sources import SourceGroups, group_sources
from gisapp.siting.stability import ranking_robustness
from gisapp.siting.supply import ExistingService, perishability_minutes, reach_minutes, serve_existing, unpromised
from gisapp.siting.travel import Points, points_on, travel_minutes
from gisapp.siting.types import SitingProblem

ENGINE_VERSION = "3"
Clock = Callable[[], float]
# Among the timings of the stages, the part of the ranking that chooses plants and proves how good they are.
LOCATION = "location"


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What depends on boundaries and roads alone, to be kept by the version of those tables."""

    terrain: Terrain
    graph: RoadGraph


class _Record:
    """Collects what the steps report on the way: counts, draws, and seconds by the clock that was passed in."""

    def __init__(self, clock: Clock | None, execution: Execution) -> None:
        self._clock = clock
        self._execution = execution
        self._stage: Stage | None = None
        self._since = clock() if clock else 0.0
        self.counts: dict[str, int] = {}
        self.existing: dict[int, float] = {}
        self.timings_s: dict[str, float] = {}
        self.location_s: float | None = None

    def begin(self, stage: Stage) -> None:
        """End the stage before, tell of this one, and stop where that is wanted."""
        self.end()
        self._stage = stage
        self._execution.at(stage)

    def end(self) -> None:
        """Book the time since the stage began."""
        if self._clock and self._stage is not None:
            now = self._clock()
            self.timings_s[self._stage.value] = now - self._since
            self._since = now


def _standing_clock() -> float:
    """Stand still: without a clock no search ends by it."""
    return 0.0


def prepare(problem: SitingProblem, *, execution: Execution | None = None) -> Prepared:
    """Build the terrain and the road graph of a problem.

    They serve every problem of the same study area, districts, roads and off-road speed.
    """
    terrain = terrain_of(problem.study_area, problem.districts, execution=execution)
    graph = road_graph(problem.roads, terrain, off_road_speed_km_h=problem.off_road_speed_km_h)
    return Prepared(terrain, graph)


def _checked(prepared: Prepared, problem: SitingProblem) -> Prepared:
    """Refuse prepared parts that plainly belong to another problem.

    Raises
    ------
    ProblemError
        If the grid or the off-road speed differ.
    """
    if prepared.terrain.grid != grid_of(problem.study_area):
        raise ProblemError("prepared: its grid is not that of StudyArea; prepare again")
    if prepared.graph.off_road_speed_km_h != problem.off_road_speed_km_h:
        raise ProblemError("prepared: its off_road_speed_km_h is not that of the problem; prepare again")
    return prepared


def existing_service(problem: SitingProblem, prepared: Prepared, groups: SourceGroups) -> ExistingService:
    """Let existing plants draw first, as far as the goods bear: the planner's limits bind new plants only.

    Goods that spoil are fetched no farther by a plant that stands than by a new one; goods that keep go
    wherever there is room for them.
    """
    plants, requirement = problem.plants, problem.requirement
    reach_min = perishability_minutes(requirement.perishability_h)
    there = points_on(prepared.terrain, plants.x_m, plants.y_m)
    minutes = travel_minutes(prepared.graph, groups.points, there, reach_min)
    if requirement.perishability_h is not None:
        _bar_beyond_ceiling(minutes, groups.points, there, ceiling_km=requirement.catchment_ceiling_km)
    return serve_existing(
        minutes,
        groups.group_supply_t_per_year,
        plants.capacity_t_per_year,
        reach_min=reach_min,
        model=problem.supply_model,
    )


def minutes_to(problem: SitingProblem, prepared: Prepared, groups: SourceGroups, candidates: Points) -> Floats:
    """Return (n_group, n_candidate) minutes, infinite beyond the reach in time or in distance."""
    minutes = travel_minutes(prepared.graph, groups.points, candidates, reach_minutes(problem.requirement))
    _bar_beyond_ceiling(minutes, groups.points, candidates, ceiling_km=problem.requirement.catchment_ceiling_km)
    return minutes


def _bar_beyond_ceiling(minutes: Floats, sources: Points, plants: Points, *, ceiling_km: float | None) -> None:
    """Make the minutes infinite, in place, where a plant is farther from a source than raw material is fetched."""
    if ceiling_km is not None:
        minutes[cdist(sources.xy_m, plants.xy_m) > ceiling_km * M_PER_KM] = np.inf


def _answer(
    record: _Record,
    notes: tuple[Note, ...],
    *,
    sites: tuple[Site, ...] = (),
    quality: Quality | None = None,
    robustness: Robustness | None = None,
    refusal: Refusal | None = None,
) -> SitingResult:
    record.end()
    return SitingResult(
        status=Status.REFUSED if refusal else Status.SUGGESTED,
        refusal=refusal,
        sites=sites,
        notes=notes,
        counts=record.counts,
        engine_version=ENGINE_VERSION,
        quality=quality,
        robustness=robustness,
        taken_by_plant_t_per_year=record.existing,
        timings_s=record.timings_s | ({} if record.location_s is None else {LOCATION: record.location_s}),
    )


def suggest(
    problem: SitingProblem,
    *,
    prepared: Prepared | None = None,
    clock: Clock | None = None,
    rng: np.random.Generator | None = None,
    execution: Execution | None = None,
) -> SitingResult:
    """Suggest where plants belong, or refuse and say why.

    Parameters
    ----------
    prepared
        Parts built by `prepare` for the same boundaries and roads; built here when None.
    clock
        Returns seconds, such as ``time.perf_counter``; without one no timings are recorded.
    rng
        Draws the weights and values that the ranking is tested with; without one it is not tested.
    execution
        Who does the work and who follows it; by default threads of this process, and nobody.

    Returns
    -------
    SitingResult
        Equal for equal problems and random numbers, timings apart.

    Raises
    ------
    ProblemError
        If the problem is malformed, or `prepared` belongs to another.
    StoppedError
        If the execution is to stop.
    """
    execution = execution or Execution()
    record, requirement = _Record(clock, execution), problem.requirement
    record.begin(Stage.PREPARE)
    prepared = _checked(prepared, problem) if prepared else prepare(problem, execution=execution)
    terrain, graph = prepared.terrain, prepared.graph

    record.begin(Stage.SOURCES)
    groups = group_sources(problem.sources, terrain, max_groups=problem.source_groups)
    notes = data_notes(problem, groups)
    record.counts |= {
        "land_cells": int(terrain.land.sum()),
        "sources": len(problem.sources.id),
        "source_groups": len(groups.group_id),
        "plants": len(problem.plants.id),
        "road_nodes": len(graph.xy_m),
    }
    refusal = refuse_without_supply(problem, groups)
    if refusal:
        return _answer(record, notes, refusal=refusal)

    record.begin(Stage.EXCLUSION)
    mask = exclusion_mask(terrain, problem.exclusions, execution=execution)
    room = room_for(mask, requirement)
    record.counts["free_cells"] = int(room.fits.sum())
    refusal = refuse_without_land(mask, room, requirement) or refuse_unfit_place(room, terrain.grid, problem)
    if refusal:
        return _answer(record, notes, refusal=refusal)

    record.begin(Stage.EXISTING_PLANTS)
    service = existing_service(problem, prepared, groups)
    record.existing = service.taken_by_plant(problem.plants)
    notes += service_notes(problem, service)
    residual = unpromised(service.residual_t_per_year, groups, problem.promised_t_per_year)

    record.begin(Stage.CANDIDATES)
    gathered = gather(
        problem,
        terrain,
        mask=mask,
        room=room,
        groups=groups,
        service=service,
        residual_t_per_year=residual,
        execution=execution,
    )
    candidates, alternatives = gathered.points, gathered.alternatives
    record.counts["candidates"] = len(candidates)

    record.begin(Stage.TRAVEL)
    minutes = minutes_to(problem, prepared, groups, candidates)

    record.begin(Stage.CRITERIA)
    table = criteria_table(problem, terrain, graph, mask=mask, candidates=candidates)

    record.begin(Stage.RANKING)
    reach_min = reach_minutes(requirement)
    ranking = rank(
        minutes,
        residual,
        table=table,
        requirement=requirement,
        reach_min=reach_min,
        alternatives=alternatives,
        method=problem.method,
        clock=clock or _standing_clock,
    )
    record.location_s = ranking.seconds if clock else None
    if not ranking.choices:
        refusal = refuse_unmet_conditions(ranking.obstacles) or refuse_without_residual(
            problem.plants,
            supply_t_per_year=groups.group_supply_t_per_year,
            residual_t_per_year=residual,
            best_reachable_t_per_year=ranking.best_reachable_t_per_year,
            requirement=requirement,
            promised_t_per_year=float(service.residual_t_per_year.sum() - residual.sum()),
        )
        return _answer(record, notes, refusal=refusal)

    robustness = None
    if rng is not None:
        record.begin(Stage.ROBUSTNESS)
        robustness = ranking_robustness(
            rng,
            problem,
            ranking=ranking,
            table=table,
            groups=groups,
            xy_m=alternatives.xy_m,
            separation_m=alternatives.separation_m,
            reach_min=reach_min,
        )

    record.begin(Stage.EXPLANATION)
    evidence = Evidence(
        problem=problem,
        terrain=terrain,
        graph=graph,
        mask=mask,
        room=room,
        groups=groups,
        service=service,
        candidates=candidates,
        minutes=minutes,
        table=table,
        reach_min=reach_min,
        alternatives=alternatives,
    )
    sites = explain(evidence, ranking.choices, execution=execution)
    notes += answer_notes(problem, table, ranking, sites)
    return _answer(record, notes, sites=sites, quality=ranking.quality, robustness=robustness)
