"""From the database to the engine's problem: every table is read once, whatever its number of rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import AsWKB
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.planning.assumptions import Assumption, AssumptionCode
from gisapp.planning.chain_state import NO_CHAIN, ChainState
from gisapp.planning.competitors import NO_PLANTS, PlantList, plants_read
from gisapp.planning.conditions import conditions_of
from gisapp.planning.detail import detail_of
from gisapp.planning.economic_risk import economic_draws_note
from gisapp.planning.economics import Costing, costing_read, economics_notes
from gisapp.planning.errors import DataMissingError, ParameterError
from gisapp.planning.exclusions import citations_read, exclusions_read
from gisapp.planning.facilities import FacilityRow, facilities_read
from gisapp.planning.feeds import feed_coefficients
from gisapp.planning.geometry import metric_geometries, metric_points
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.plan_fit import fits_plan
from gisapp.planning.provenance import layer_sources
from gisapp.planning.rasters import raster_covers
from gisapp.planning.roads import VERSION_TABLES as ROAD_TABLES
from gisapp.planning.roads import roads_read
from gisapp.planning.sector_rules import haulage_notes, owner_kinds_read
from gisapp.planning.supplies import supply_read
from gisapp.planning.uncertainties import spreads_note, uncertainty_of
from gisapp.planning.weighting_notes import weighting_notes
from gisapp.siting import (
    Criterion,
    Districts,
    IndustrialZones,
    PlaceKind,
    Places,
    PlanningMethod,
    PlantRequirement,
    SitingProblem,
    StudyArea,
    SupplyModel,
    value_function_parse,
)
from gisapp.siting.supply import perishability_minutes
from layers.errors import UnknownCodeError
from layers.models import (
    Commodity,
    District,
    ExclusionZone,
    Facility,
    FacilityKind,
    InstalledCapacity,
    LayerVersion,
    Process,
    ProcessFlow,
    RasterLayer,
    RoadLink,
    RoadSpeed,
    Rule,
    SourceArea,
)
from layers.selectors.product_tree import process_get

PLACE_KIND_OF: Mapping[str, PlaceKind] = {
    FacilityKind.PORT: PlaceKind.MARKET,
    FacilityKind.POWER_PLANT: PlaceKind.POWER,
}
INPUT_TABLES = tuple(
    model._meta.db_table
    for model in (
        Commodity,
        District,
        ExclusionZone,
        Facility,
        InstalledCapacity,
        Process,
        ProcessFlow,
        RasterLayer,
        RoadLink,
        RoadSpeed,
        Rule,
        SourceArea,
    )
)
# By which words in a port's activity its terminal is known to serve a chain.
TERMINAL_WORDS: Mapping[str, tuple[str, ...]] = {
    "oil_palm": ("palm",),
    "rubber": ("rubber",),
    "wood": ("wood", "plywood", "timber"),
    "coal": ("coal",),
    "fish": ("fish",),
}


@dataclass(frozen=True, slots=True, eq=False)
class PlanningInput:
    """A problem for the engine, and what is needed to store and explain its answer.

    Attributes
    ----------
    district_ids
        Primary key of each row of `problem.districts`.
    season
        Season whose speeds count on `problem.roads`.
    sources_are_plants
        Whether the ids of sources are those of facilities; else they are those of source areas.
    planned_names
        Of sources that are planned plants, whose ids are below 0.
    of_planned_per_year
        The part of the supply that they put out.
    owner_kinds
        Of source areas, where a rule asks for it.
    place_sources
        Source and year of every place, by its id.
    citations
        Of the rules, by their code.
    versions
        Version of every table that is read, from just before.
    """

    process: Process
    problem: SitingProblem
    season: str
    district_ids: tuple[int, ...]
    sources_are_plants: bool
    planned_names: Mapping[int, str]
    of_planned_per_year: float
    owner_kinds: Mapping[int, str]
    costing: Costing
    place_sources: Mapping[int, tuple[str, int | None]]
    citations: Mapping[str, str]
    versions: Mapping[str, str]
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _DistrictTable:
    ids: tuple[int, ...]
    arrays: Districts
    seats: tuple[tuple[int, str, Any], ...]
    sources: tuple[tuple[str, int | None], ...]
    approximate: int


def planning_input_read(parameters: SitingParameters, chain: ChainState = NO_CHAIN) -> PlanningInput:
    """Read everything that one question needs.

    Parameters
    ----------
    chain
        What earlier steps of the same plan of a chain decided.

    Raises
    ------
    ParameterError
        If there is no such process, or no size is known of it and none was given.
    DataMissingError
        If no district is recorded.
    """
    versions = versions_read()
    process = process_read(parameters.process)
    requirement = requirement_of(process, parameters)
    districts = _districts_read(process)
    facilities = facilities_read()
    supply = supply_read(process, facilities=facilities, district_ids=districts.ids, chain=chain)
    competitors = _competitors(process, facilities) if parameters.serve_existing else NO_PLANTS
    roads = roads_read(
        tuple((name, versions.get(name, "")) for name in ROAD_TABLES),
        srid=settings.METRIC_SRID,
        season=parameters.season,
    )
    citations = citations_read()
    study_area = StudyArea(
        land=districts.arrays.boundary, srid=settings.METRIC_SRID, cell_size_m=parameters.cell_size_m
    )
    covers = raster_covers(study_area, versions=versions, ignored=parameters.ignored_exclusions)
    detail = detail_of(districts.arrays.boundary)
    costing = costing_read(process)
    problem = SitingProblem(
        study_area=study_area,
        districts=districts.arrays,
        sources=supply.sources,
        plants=competitors.as_arrays(),
        roads=roads.edges,
        places=_places(facilities, districts, chain=process.chain),
        industrial_zones=_industrial_zones(facilities),
        exclusions=exclusions_read(parameters.ignored_exclusions, citations=citations, covers=covers.by_reason),
        requirement=requirement,
        off_road_speed_km_h=roads.off_road_speed_km_h,
        weights={criterion: parameters.weights[criterion.value] for criterion in Criterion},
        value_functions={
            Criterion(name): value_function_parse(text) for name, text in parameters.value_functions.items()
        },
        uncertainty=uncertainty_of(process.feed),
        source_groups=detail.source_groups,
        stretches=detail.stretches,
        supply_model=SupplyModel(parameters.supply_model),
        conditions=conditions_of(parameters, costing, plants=competitors.plants),
        method=PlanningMethod(parameters.method),
        promised_t_per_year=chain.promised,
    )
    own_notes = _notes(parameters, approximate_districts=districts.approximate, fallback_speeds=roads.fallback_speeds)
    return PlanningInput(
        process=process,
        problem=problem,
        season=parameters.season,
        district_ids=districts.ids,
        sources_are_plants=supply.are_plants,
        planned_names=chain.names(),
        of_planned_per_year=supply.of_planned_per_year,
        owner_kinds={} if supply.are_plants else owner_kinds_read(process),
        costing=costing,
        place_sources=_place_sources(facilities, districts),
        citations=citations,
        versions=versions,
        assumptions=(
            *supply.notes,
            *competitors.notes,
            *own_notes,
            *weighting_notes(parameters),
            *covers.notes,
            spreads_note(process.feed, problem.uncertainty),
            *economics_notes(costing),
            *economic_draws_note(costing),
            *haulage_notes(process),
            *layer_sources(),
        ),
    )


def process_read(code: str) -> Process:
    """Return a process with its feed.

    Raises
    ------
    ParameterError
        If there is none of this code; the message offers the one most like it.
    """
    try:
        return process_get(code)
    except UnknownCodeError as error:
        allowed = _("the code of a process. %(hint)s") % {"hint": error.fix}
        raise ParameterError(name="process", value=code, allowed=allowed) from error


def versions_read() -> dict[str, str]:
    """Return the version of every table that plans rest on, with its time so that no two databases share one."""
    rows = LayerVersion.objects.filter(table__in=INPUT_TABLES).order_by("table")
    return {row.table: f"{row.version} {row.changed_at.isoformat()}" for row in rows}


def default_max_minutes(process: Process) -> float:
    """Return the longest drive where the planner gives none: less for goods that bear less."""
    keeps_h = _keeps_h(process)
    longest = min(conf.DEFAULT_MAX_MINUTES, perishability_minutes(keeps_h))
    return min(max(longest, conf.MAX_MINUTES.low), conf.MAX_MINUTES.high)


def _keeps_h(process: Process) -> float | None:
    return process.time_limit_h if process.time_limit_h is not None else process.feed.perishability_h


def usual_sizes(process: Process) -> tuple[float, ...]:
    """Return the usual sizes of a process, or its smallest economic one, in what it is sized on; empty for neither."""
    smallest = (process.min_scale_per_year,) if process.min_scale_per_year else ()
    return tuple(sorted(process.modular_sizes_per_year)) or smallest


def _usual_intakes(process: Process) -> tuple[float, ...]:
    coefficient = feed_coefficients([process])[process.pk]
    return tuple(size * coefficient for size in usual_sizes(process))


def requirement_of(process: Process, parameters: SitingParameters) -> PlantRequirement:
    """Return what the wanted plant needs, from the parameters and, where they are silent, the process.

    Raises
    ------
    ParameterError
        If no size is known of the process and none was given.
    """
    sizes = (parameters.size_per_year,) if parameters.size_per_year else _usual_intakes(process)
    if not sizes:
        raise ParameterError(
            name="size_per_year",
            value=None,
            allowed=_("no usual size of %(process)s is recorded; give one, in %(unit)s of raw material a year")
            % {"process": process.name, "unit": process.feed_unit},
        )
    return PlantRequirement(
        sizes_t_per_year=sizes,
        max_minutes=parameters.max_minutes or default_max_minutes(process),
        min_utilisation=parameters.min_utilisation,
        perishability_h=_keeps_h(process),
        catchment_ceiling_km=process.catchment_limit_km,
        site_area_ha=parameters.site_area_ha or process.land_need_ha or conf.DEFAULT_SITE_AREA_HA,
        plants_wanted=parameters.plants,
        reserves_wanted=parameters.reserves,
    )


def _competitors(process: Process, facilities: tuple[FacilityRow, ...]) -> PlantList:
    """Return the plants that draw on the same raw material."""
    return plants_read(list(Process.objects.filter(feed=process.feed_id)), facilities)


def _districts_read(process: Process) -> _DistrictTable:
    rows = list(
        District.objects.filter(valid_to__isnull=True)
        .order_by("code")
        .values_list(
            "pk",
            "code",
            "name",
            "population",
            "lead_industry",
            "is_approximate",
            "seat_name",
            AsWKB("boundary"),
            AsWKB("seat"),
            "source",
            "source_date__year",
        )
    )
    if not rows:
        raise DataMissingError(_("No district is recorded; load them first (manage.py load_demo or import_layer)."))
    arrays = Districts(
        code=tuple(row[1] for row in rows),
        name=tuple(row[2] for row in rows),
        boundary=metric_geometries(row[7] for row in rows),
        population=np.array([np.nan if row[3] is None else row[3] for row in rows], dtype=np.float64),
        fits_plan=tuple(fits_plan(chain=process.chain, lead_industry=row[4]) for row in rows),
    )
    return _DistrictTable(
        ids=tuple(row[0] for row in rows),
        arrays=arrays,
        seats=tuple((row[0], row[6] or row[2], row[8]) for row in rows if row[8] is not None),
        sources=tuple((row[9], row[10]) for row in rows),
        approximate=sum(row[5] for row in rows),
    )


def _is_open_to(facility: FacilityRow, chain: str) -> bool:
    """Tell whether a chain may ship or draw from a facility; a terminal with an activity serves that alone."""
    words = TERMINAL_WORDS.get(chain, ())
    is_terminal = facility.kind == FacilityKind.PORT and bool(facility.activity)
    return not is_terminal or any(word in facility.activity.casefold() for word in words)


def _places(facilities: tuple[FacilityRow, ...], districts: _DistrictTable, *, chain: str) -> Places:
    """Return ports, power plants and the seats of districts.

    Ids are those of facilities; towns have the negative of their district's, so that all are unique.
    """
    here = [f for f in facilities if f.kind in PLACE_KIND_OF and f.is_operating and _is_open_to(f, chain)]
    seat_x_m, seat_y_m = metric_points(seat[2] for seat in districts.seats)
    return Places(
        id=np.array([f.id for f in here] + [-seat[0] for seat in districts.seats], dtype=np.int64),
        kind=(*(PLACE_KIND_OF[f.kind] for f in here), *(PlaceKind.TOWN for _seat in districts.seats)),
        name=(*(f.name for f in here), *(seat[1] for seat in districts.seats)),
        x_m=np.concatenate([np.array([f.x_m for f in here], dtype=np.float64), seat_x_m]),
        y_m=np.concatenate([np.array([f.y_m for f in here], dtype=np.float64), seat_y_m]),
    )


def _place_sources(facilities: tuple[FacilityRow, ...], districts: _DistrictTable) -> dict[int, tuple[str, int | None]]:
    towns = {-pk: source for pk, source in zip(districts.ids, districts.sources, strict=True)}
    return {**{facility.id: (facility.source, facility.year) for facility in facilities}, **towns}


def _industrial_zones(facilities: tuple[FacilityRow, ...]) -> IndustrialZones:
    estates = [facility for facility in facilities if facility.kind == FacilityKind.INDUSTRIAL_ESTATE]
    coordinates = np.array([(estate.x_m, estate.y_m) for estate in estates], dtype=np.float64).reshape(-1, 2)
    return IndustrialZones(
        id=np.array([estate.id for estate in estates], dtype=np.int64),
        name=tuple(estate.name for estate in estates),
        geometry=np.asarray(shapely.points(coordinates), dtype=object),
    )


def _notes(parameters: SitingParameters, *, approximate_districts: int, fallback_speeds: int) -> tuple[Assumption, ...]:
    notes = []
    if approximate_districts:
        notes.append(Assumption(AssumptionCode.DISTRICTS_APPROXIMATE, {"districts": float(approximate_districts)}))
    if fallback_speeds:
        figures = {"links": float(fallback_speeds), "speed_km_h": conf.FALLBACK_SPEED_KM_H}
        notes.append(Assumption(AssumptionCode.SPEEDS_ASSUMED, figures))
    if parameters.ignored_exclusions:
        notes.append(Assumption(AssumptionCode.EXCLUSIONS_IGNORED, subject=", ".join(parameters.ignored_exclusions)))
    return tuple(notes)
