"""From the engine's answer to rows: codes and figures, no words, nothing that JSON cannot hold."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point

from gisapp.planning.adapters import PlanningInput
from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.economic_risk import economic_draws_of
from gisapp.planning.economics import Costing, delivered_idr_per_t, economics_of
from gisapp.planning.geometry import stored_multipolygon
from gisapp.planning.parameters import SitingParameters
from gisapp.planning.price_levels import PRICE_YEAR
from gisapp.planning.sector_rules import sector_rules
from gisapp.siting import Refusal, RefusalCode, Robustness, Site, SitingResult, WeightChange
from gisapp.siting.economic_draws import DrawnSupply
from gisapp.siting.results import Quality
from layers.models import Facility, FlowRole, Process, RunStatus, SourceArea, SuggestedSite
from layers.services.siting_runs import RunAnswer

# The rules behind what is no area of the law, by their code in `layers.Rule`.
RULE_OF_CHECK: Mapping[str, str] = {"in_industrial_zone": "R03", "fits_plan": "R06"}
# What is said of tests with random draws, and not where there were none.
OF_TESTS = frozenset({AssumptionCode.SPREADS_ASSUMED, AssumptionCode.ECONOMICS_DRAWN})
# A refusal for want of raw material left: the next step of the chain needs none of it.
OFFERING = frozenset({RefusalCode.CAPACITY_EXCEEDS_SUPPLY, RefusalCode.RESIDUAL_TOO_SMALL})


def answer_of(
    result: SitingResult,
    given: PlanningInput,
    *,
    parameters: SitingParameters,
    input_hash: str,
    timings_s: Mapping[str, float],
    seed: int = 0,
) -> RunAnswer:
    """Return what is stored of a result.

    Parameters
    ----------
    seed
        Of the draws with which the economics of sites are tested.
    """
    names = _source_names(result.sites, given)
    return RunAnswer(
        status=RunStatus.REFUSED if result.refusal else RunStatus.SUGGESTED,
        input_hash=input_hash,
        engine_version=result.engine_version,
        refusal=None if result.refusal is None else _refusal(result.refusal, given.process),
        summary=_summary(result, given, parameters),
        objective=result.quality.objective if result.quality else None,
        bound=result.quality.bound if result.quality else None,
        gap=result.quality.gap if result.quality else None,
        timings_s={stage: round(seconds, 4) for stage, seconds in {**result.timings_s, **timings_s}.items()},
        sites=[
            _site(site, given, names, economics=_economics(site, given.costing, result.robustness, seed=seed))
            for site in result.sites
        ],
    )


def downstream_of(process: Process) -> list[str]:
    """Return the codes of the processes further down the chain, nearest stage first."""
    return list(
        Process.objects.filter(chain=process.chain, stage__gt=process.stage)
        .order_by("stage", "code")
        .values_list("code", flat=True)
    )


def makers_of(process: Process) -> list[str]:
    """Return the codes of the processes that make the raw material of a process, nearest stage first."""
    return list(
        Process.objects.filter(
            flows__commodity=process.feed_id, flows__role__in=(FlowRole.MAIN, FlowRole.BY_PRODUCT, FlowRole.RESIDUE)
        )
        .distinct()
        .order_by("-stage", "code")
        .values_list("code", flat=True)
    )


def _refusal(refusal: Refusal, process: Process) -> dict[str, Any]:
    return {
        "code": refusal.code.value,
        "figures": finite(refusal.figures),
        "offers": _offers(refusal.code, process),
    }


def _offers(code: RefusalCode, process: Process) -> list[str]:
    if code is RefusalCode.NO_SUPPLY_RECORDED:
        return makers_of(process)
    return downstream_of(process) if code in OFFERING else []


def _summary(result: SitingResult, given: PlanningInput, parameters: SitingParameters) -> dict[str, Any]:
    requirement = given.problem.requirement
    plants = [site for site in result.sites if not site.is_reserve]
    return {
        "counts": dict(result.counts),
        "notes": [
            {"code": note.code.value, "figures": finite(note.figures), "subject": note.subject} for note in result.notes
        ],
        "assumptions": [
            assumption.as_json()
            for assumption in given.assumptions
            if result.robustness is not None or assumption.code not in OF_TESTS
        ],
        "versions": dict(given.versions),
        "plants_wanted": parameters.plants,
        "plants_suggested": len(plants),
        "max_minutes": requirement.max_minutes,
        "sizes_per_year": list(requirement.sizes_t_per_year),
        "min_utilisation": requirement.min_utilisation,
        "supply_t_per_year": sum(site.supply_t_per_year for site in plants),
        "sources_are_plants": given.sources_are_plants,
        "feed_supply_per_year": float(np.nansum(given.problem.sources.supply_t_per_year)),
        "feed_supply_of_planned_per_year": given.of_planned_per_year,
        "existing_plants": [
            {"facility_id": plant, "takes_per_year": taken} for plant, taken in result.taken_by_plant_t_per_year.items()
        ],
        "quality": None if result.quality is None else _quality(result.quality),
        "outlay_million_idr": _outlays(result),
        "grown": [{"rank": site.rank, **asdict(site.grown)} for site in result.sites if site.grown],
        "robustness": None if result.robustness is None else _robustness(result.robustness),
    }


def _quality(quality: Quality) -> dict[str, Any]:
    return {
        "method": quality.method.value,
        "status": quality.status.value,
        "objective": quality.objective,
        "bound": quality.bound,
        "gap": quality.gap,
    }


def _outlays(result: SitingResult) -> dict[str, float]:
    """Return what each site costs, by its rank; empty where no cost is known."""
    return {str(site.rank): site.outlay_million_idr for site in result.sites if site.outlay_million_idr is not None}


def _robustness(robustness: Robustness) -> dict[str, Any]:
    return {
        "n_draw": robustness.n_draw,
        "n_value_draw": robustness.n_value_draw,
        "n_rival": robustness.n_rival,
        "concentration": robustness.concentration,
        "first_confidence": robustness.first_confidence,
        "single_change": _weight_change(robustness.single_change),
        "total_change": _weight_change(robustness.total_change),
        "sites": [
            {
                "rank": site.rank,
                "rank_share": list(site.rank_share),
                "first_share": site.first_share,
                "holds_share": site.holds_share,
                "filled_share": site.filled_share,
            }
            for site in robustness.sites
        ],
    }


def _weight_change(change: WeightChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "criterion": change.criterion.value if change.criterion else None,
        "weights": {criterion.value: weight for criterion, weight in change.weights.items()},
        "moved": change.moved,
        "rival_rank": change.rival_rank,
    }


def _source_names(sites: Iterable[Site], given: PlanningInput) -> dict[int, str]:
    """Return the names of the sources that sites draw on, planned plants among them, in one query."""
    ids = {supply.source_id for site in sites for supply in site.supply_by_source}
    model = Facility if given.sources_are_plants else SourceArea
    return {**given.planned_names, **dict(model._default_manager.filter(pk__in=ids).values_list("pk", "name"))}


def _economics(site: Site, costing: Costing, robustness: Robustness | None, *, seed: int) -> dict[str, Any]:
    economics = economics_of(
        costing,
        capacity_t_per_year=site.capacity_t_per_year,
        supply_t_per_year=site.supply_t_per_year,
        mean_minutes=site.mean_minutes,
        present_t_per_year=site.grown.capacity_t_per_year if site.grown else 0.0,
    )
    if robustness is None:
        return economics
    stability = next(one for one in robustness.sites if one.rank == site.rank)
    drawn = DrawnSupply(np.array(stability.drawn_t_per_year), np.array(stability.drawn_minutes, dtype=np.float64))
    # One seed for all sites, so that they are compared under the same prices and costs.
    draws = economic_draws_of(costing, drawn, economics, rng=np.random.default_rng(seed))
    return {**economics, "draws": draws}


def _site(site: Site, given: PlanningInput, names: Mapping[int, str], *, economics: dict[str, Any]) -> SuggestedSite:
    catchment = stored_multipolygon(site.catchment)
    districts = given.problem.districts
    nothing: tuple[str, int | None] = ("", None)
    reference_sources = {place.name: given.place_sources.get(place.place_id, nothing) for place in site.nearby}

    def district(row: int) -> dict[str, str]:
        return {"code": districts.code[row], "name": districts.name[row]} if row >= 0 else {"code": "", "name": ""}

    return SuggestedSite(
        rank=site.rank,
        is_reserve=site.is_reserve,
        location=Point(site.lon, site.lat, srid=4326),
        district_id=given.district_ids[site.district] if site.district >= 0 else None,
        catchment=_geos(catchment.wkb) if not catchment.is_empty else None,
        score=min(max(site.score, 0.0), 1.0),
        capacity_t_per_year=site.capacity_t_per_year,
        reachable_t_per_year=site.reachable_t_per_year,
        supply_t_per_year=site.supply_t_per_year,
        utilisation=min(site.utilisation, 1.0),
        mean_minutes=site.mean_minutes,
        catchment_minutes=site.catchment_minutes,
        parts=[
            {
                "criterion": part.criterion.value,
                "raw": _number(part.raw),
                "is_recorded": part.raw is not None,
                "unit": part.unit,
                "reference": part.reference,
                **_origin(reference_sources.get(part.reference, nothing)),
                "value": part.value,
                "weight": part.weight,
                "contribution": part.contribution,
            }
            for part in site.parts
        ],
        supply_by_source=[
            {
                "source_id": supply.source_id,
                "name": names.get(supply.source_id, ""),
                "district": district(supply.district)["name"],
                "minutes": _number(supply.minutes),
                "supply_t_per_year": supply.supply_t_per_year,
                f"delivered_idr_{PRICE_YEAR}_per_t": delivered_idr_per_t(given.costing, supply.minutes),
            }
            for supply in site.supply_by_source
        ],
        supply_by_district=[
            {**district(supply.district), "supply_t_per_year": supply.supply_t_per_year}
            for supply in site.supply_by_district
        ],
        competitors=[
            {
                "facility_id": competitor.plant_id,
                "name": competitor.name,
                "minutes": _number(competitor.minutes),
                "capacity_t_per_year": competitor.capacity_t_per_year,
                "capacity_is_assumed": competitor.capacity_is_assumed,
                "takes_t_per_year": competitor.takes_t_per_year,
                **_origin(given.place_sources.get(competitor.plant_id, nothing)),
            }
            for competitor in site.competitors
        ],
        rules=[
            {
                "code": rule.code,
                "state": rule.state.value,
                "legal_basis": rule.legal_basis or given.citations.get(RULE_OF_CHECK.get(rule.code, ""), ""),
                "figures": finite(rule.figures),
            }
            for rule in site.rules
        ]
        + sector_rules(site, given.process, owner_kinds=given.owner_kinds, citations=given.citations),
        nearby=[
            {
                "kind": place.kind.value,
                "name": place.name,
                "minutes": _number(place.minutes),
                **_origin(given.place_sources.get(place.place_id, nothing)),
            }
            for place in site.nearby
        ],
        economics=economics,
    )


def _origin(origin: tuple[str, int | None]) -> dict[str, str | int | None]:
    source, year = origin
    return {"source": source, "year": year}


def _geos(wkb: bytes) -> MultiPolygon:
    geometry = GEOSGeometry(memoryview(wkb), srid=4326)
    if not isinstance(geometry, MultiPolygon):
        raise TypeError(f"a catchment must be a MultiPolygon, got a {geometry.geom_type}")
    return geometry


def finite(figures: Mapping[str, float]) -> dict[str, float | None]:
    """Return figures with None in place of what JSON cannot hold."""
    return {name: _number(value) for name, value in figures.items()}


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
