"""Where the raw material of a process comes from: the land and sea, or plants one step up its chain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from gisapp.planning.assumptions import Assumption, AssumptionCode
from gisapp.planning.chain_state import NO_CHAIN, ChainState, PlannedPlant
from gisapp.planning.competitors import PlantRow, plants_read
from gisapp.planning.errors import DataMissingError
from gisapp.planning.facilities import FacilityRow
from gisapp.planning.feeds import feed_coefficients, output_flows, per_unit_of_feed, units_of
from gisapp.planning.source_areas import source_areas_read
from gisapp.siting import Sources
from layers.models import Process, ProcessFlow, SourceArea


@dataclass(frozen=True, slots=True, eq=False)
class Supply:
    """Sources for the engine.

    Attributes
    ----------
    are_plants
        Whether the ids are those of facilities, or, below 0, of suggested sites of the same plan of a chain; else
        they are those of source areas.
    of_planned_per_year
        The part of the supply that planned plants put out.
    """

    sources: Sources
    are_plants: bool
    notes: tuple[Assumption, ...]
    of_planned_per_year: float = 0.0


def supply_read(
    process: Process,
    *,
    facilities: Iterable[FacilityRow],
    district_ids: tuple[int, ...],
    chain: ChainState = NO_CHAIN,
) -> Supply:
    """Read the sources of a process's feed.

    Where no source area yields the feed, the plants that put it out are the sources.

    Parameters
    ----------
    chain
        What earlier steps of the same plan of a chain decided.
    """
    row_of = {pk: row for row, pk in enumerate(district_ids)}
    return _from_areas(process, row_of) or _from_plants(process, tuple(facilities), chain, row_of)


def _from_areas(process: Process, row_of: Mapping[int, int]) -> Supply | None:
    areas = SourceArea.objects.filter(commodity=process.feed_id)
    sources = source_areas_read(areas, row_of)
    if not sources.id.size:
        return None
    _refuse_other_unit(process)
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


def _refuse_other_unit(process: Process) -> None:
    """Refuse to take 1,000 t for 1,000 nuts."""
    if process.feed_unit == process.feed.unit:
        return
    message = _("%(process)s takes in %(feed)s in %(unit)s, but its supply is in %(recorded)s: make the units alike.")
    raise DataMissingError(
        message
        % {
            "process": process.name,
            "feed": process.feed.name,
            "unit": process.feed_unit,
            "recorded": process.feed.unit,
        }
    )


def _from_plants(
    process: Process, facilities: tuple[FacilityRow, ...], chain: ChainState, row_of: Mapping[int, int]
) -> Supply:
    reckoning = _Reckoning(facilities, chain)
    existing = reckoning.of(process.feed_id, process.feed_unit, seen=frozenset())
    planned = reckoning.of_planned(process)
    rows = [
        (
            one.plant.facility.id,
            one.plant.facility.x_m,
            one.plant.facility.y_m,
            one.amount,
            one.plant.facility.district_id,
        )
        for one in existing.outputs
    ]
    rows += [(-plant.site_id, plant.x_m, plant.y_m, amount, plant.district_id) for plant, amount in planned]
    of_planned = sum(amount for _plant, amount in planned)
    sources = Sources(
        id=np.array([row[0] for row in rows], dtype=np.int64),
        x_m=np.array([row[1] for row in rows], dtype=np.float64),
        y_m=np.array([row[2] for row in rows], dtype=np.float64),
        supply_t_per_year=np.array([row[3] for row in rows], dtype=np.float64),
        district=np.array([row_of.get(row[4] or 0, -1) for row in rows], dtype=np.int64),
    )
    notes = existing.notes
    if planned:
        figures = {"plants": float(len(planned)), "supply_t_per_year": of_planned}
        notes += (Assumption(AssumptionCode.SUPPLY_FROM_PLANNED, figures, unit=process.feed_unit),)
    return Supply(sources, are_plants=True, notes=notes, of_planned_per_year=of_planned)


@dataclass(frozen=True, slots=True)
class _Output:
    plant: PlantRow
    amount: float


@dataclass(frozen=True, slots=True)
class _Outputs:
    """What existing plants put out of one commodity, plant by plant."""

    outputs: tuple[_Output, ...] = ()
    notes: tuple[Assumption, ...] = ()


class _Reckoning:
    """Reckons what plants put out: what they take in x coefficient."""

    def __init__(self, facilities: tuple[FacilityRow, ...], chain: ChainState) -> None:
        self._facilities, self._chain = facilities, chain

    def of(self, commodity_id: int, unit: str, *, seen: frozenset[int]) -> _Outputs:
        """Return what existing plants put out of a commodity; `seen` guards against circles in the tree."""
        makers = Process.objects.filter(flows__commodity=commodity_id).exclude(feed__in=seen | {commodity_id})
        flows = _flows_into(makers.distinct(), commodity_id, unit)
        if not flows:
            return _Outputs()
        existing = plants_read([flow.process for flow in flows], self._facilities)
        used = self._used_shares(existing.plants, seen=seen | {commodity_id})
        coefficients = feed_coefficients(flow.process for flow in flows)
        per_unit = {flow.process_id: per_unit_of_feed(flow, coefficients)[1] for flow in flows}
        notes = [
            Assumption(
                AssumptionCode.SUPPLY_FROM_PLANTS,
                {
                    "plants": float(sum(plant.process.pk == flow.process_id for plant in existing.plants)),
                    "coefficient": per_unit[flow.process_id],
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
            outputs=tuple(
                _Output(plant, self._intake(plant, used) * per_unit[plant.process.pk]) for plant in existing.plants
            ),
            notes=(*notes, *existing.notes),
        )

    def of_planned(self, process: Process) -> list[tuple[PlannedPlant, float]]:
        """Return the plants planned before that put out the feed of a process, and how much of it."""
        makers = Process.objects.filter(pk__in={plant.process_id for plant in self._chain.planned})
        flows = _flows_into(makers, process.feed_id, process.feed_unit)
        coefficients = feed_coefficients(flow.process for flow in flows)
        per_unit = {flow.process_id: per_unit_of_feed(flow, coefficients)[1] for flow in flows}
        return [
            (plant, plant.intake_per_year * per_unit[plant.process_id])
            for plant in self._chain.planned
            if plant.process_id in per_unit
        ]

    def _intake(self, plant: PlantRow, used: Mapping[int, float]) -> float:
        if plant.process.feed_id in self._chain.served_feeds:
            return self._chain.intake_of_existing.get(plant.facility.id, 0.0)
        stated = plant.facility.utilisation
        return plant.capacity_per_year * (used[plant.process.feed_id] if stated is None else stated)

    def _used_shares(self, plants: Iterable[PlantRow], *, seen: frozenset[int]) -> dict[int, float]:
        """Return, by feed, the share of all capacity that the known raw material can fill, at most 1.

        Where nothing is known of a feed, plants are taken to be full.
        """
        capacity: dict[int, float] = {}
        unit: dict[int, str] = {}
        served: dict[int, float] = {}
        for plant in plants:
            feed = plant.process.feed_id
            capacity[feed] = capacity.get(feed, 0.0) + plant.capacity_per_year
            unit[feed] = plant.process.feed_unit
            served[feed] = served.get(feed, 0.0) + self._chain.intake_of_existing.get(plant.facility.id, 0.0)
        grown = dict(
            SourceArea.objects.filter(commodity__in=capacity).values_list("commodity_id").annotate(Sum("annual_tonnes"))
        )
        shares = {}
        for feed, total in capacity.items():
            if feed in self._chain.served_feeds:
                shares[feed] = served[feed] / total if total > 0 else 0.0
                continue
            supply = grown.get(feed) or sum(one.amount for one in self.of(feed, unit[feed], seen=seen).outputs)
            shares[feed] = min(1.0, supply / total) if supply and total > 0 else 1.0
        return shares


def _flows_into(makers: Iterable[Process], commodity_id: int, unit: str) -> list[ProcessFlow]:
    """Return the flows of processes into a commodity, in the unit in which it is taken in."""
    return [
        flow
        for flow in output_flows(makers)
        if flow.commodity_id == commodity_id and units_of(flow.coefficient_unit)[0] == unit
    ]
