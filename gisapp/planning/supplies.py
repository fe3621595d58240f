"""Where the raw material of a process comes from: the land and sea, or plants one step up its chain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Sum

from gisapp.planning.assumptions import Assumption, AssumptionCode
from gisapp.planning.competitors import PlantRow, plants_read
from gisapp.planning.facilities import FacilityRow
from gisapp.planning.source_areas import source_areas_read
from gisapp.siting import Sources
from layers.models import FlowRole, Process, ProcessFlow, SourceArea

OUTPUT_ROLES = (FlowRole.MAIN, FlowRole.BY_PRODUCT, FlowRole.RESIDUE)


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """Sources for the engine.

    Attributes
    ----------
    are_plants
        Whether the ids are those of facilities; else they are those of source areas.
    """

    sources: Sources
    are_plants: bool
    notes: tuple[Assumption, ...]


def supply_read(process: Process, *, facilities: Iterable[FacilityRow], district_ids: tuple[int, ...]) -> Supply:
    """Read the sources of a process's feed.

    Where no source area yields the feed, the plants that put it out are the sources.
    """
    row_of = {pk: row for row, pk in enumerate(district_ids)}
    return _from_areas(process, row_of) or _from_plants(process, facilities, row_of)


def _from_areas(process: Process, row_of: Mapping[int, int]) -> Supply | None:
    areas = SourceArea.objects.filter(commodity=process.feed_id)
    sources = source_areas_read(areas, row_of)
    if not sources.id.size:
        return None
    origins = (
        areas.order_by("year", "source", "confidence", "origin")
        .values_list("year", "source", "confidence", "origin")
        .annotate(areas=Count("pk"), tonnes=Sum("annual_tonnes"))
    )
    notes = tuple(
        Assumption(
            AssumptionCode.SUPPLY_FROM,
            {"areas": float(count), "supply_t_per_year": float(tonnes)},
            subject=origin,
            source=source,
            year=year,
            confidence=confidence,
            unit=process.feed_unit,
        )
        for year, source, confidence, origin, count, tonnes in origins
    )
    return Supply(sources, are_plants=False, notes=notes)


def _from_plants(process: Process, facilities: Iterable[FacilityRow], row_of: Mapping[int, int]) -> Supply:
    outputs = _outputs(process.feed_id, tuple(facilities), seen=frozenset())
    plants = outputs.plants
    sources = Sources(
        id=np.array([plant.facility.id for plant in plants], dtype=np.int64),
        x_m=np.array([plant.facility.x_m for plant in plants], dtype=np.float64),
        y_m=np.array([plant.facility.y_m for plant in plants], dtype=np.float64),
        supply_t_per_year=np.array(outputs.tonnes, dtype=np.float64),
        district=np.array([row_of.get(plant.facility.district_id or 0, -1) for plant in plants], dtype=np.int64),
    )
    return Supply(sources, are_plants=True, notes=outputs.notes)


@dataclass(frozen=True, slots=True)
class _Outputs:
    """What existing plants put out of one commodity, plant by plant."""

    plants: tuple[PlantRow, ...] = ()
    tonnes: tuple[float, ...] = ()
    notes: tuple[Assumption, ...] = ()


def _outputs(commodity_id: int, facilities: tuple[FacilityRow, ...], *, seen: frozenset[int]) -> _Outputs:
    """Reckon what plants put out: capacity x use x coefficient; `seen` guards against circles in the tree."""
    flows = list(
        ProcessFlow.objects.filter(commodity=commodity_id, role__in=OUTPUT_ROLES, coefficient_mid__gt=0)
        .exclude(process__feed__in=seen | {commodity_id})
        .select_related("process")
        .order_by("process__code", "pk")
    )
    if not flows:
        return _Outputs()
    existing = plants_read([flow.process for flow in flows], facilities)
    used = _used_shares(existing.plants, facilities, seen=seen | {commodity_id})
    coefficient = {flow.process_id: flow.coefficient_mid or 0.0 for flow in flows}
    notes = [
        Assumption(
            AssumptionCode.SUPPLY_FROM_PLANTS,
            {
                "plants": float(sum(plant.process.pk == flow.process_id for plant in existing.plants)),
                "coefficient": coefficient[flow.process_id],
                "used_share": used[flow.process.feed_id],
            },
            subject=flow.process.code,
            source=flow.source,
            confidence=flow.confidence,
        )
        for flow in flows
        if flow.process.feed_id in used
    ]
    return _Outputs(
        plants=existing.plants,
        tonnes=tuple(
            plant.capacity_per_year * _use(plant, used) * coefficient[plant.process.pk] for plant in existing.plants
        ),
        notes=(*notes, *existing.notes),
    )


def _use(plant: PlantRow, used: Mapping[int, float]) -> float:
    stated = plant.facility.utilisation
    return used[plant.process.feed_id] if stated is None else stated


def _used_shares(
    plants: Iterable[PlantRow], facilities: tuple[FacilityRow, ...], *, seen: frozenset[int]
) -> dict[int, float]:
    """Return, by feed, the share of all capacity that the known raw material can fill, at most 1.

    Where nothing is known of a feed, plants are taken to be full.
    """
    capacity: dict[int, float] = {}
    for plant in plants:
        capacity[plant.process.feed_id] = capacity.get(plant.process.feed_id, 0.0) + plant.capacity_per_year
    grown = dict(
        SourceArea.objects.filter(commodity__in=capacity).values_list("commodity_id").annotate(Sum("annual_tonnes"))
    )
    shares = {}
    for feed, total in capacity.items():
        supply = grown.get(feed) or sum(_outputs(feed, facilities, seen=seen).tonnes)
        shares[feed] = min(1.0, supply / total) if supply and total > 0 else 1.0
    return shares
