"""Plants that exist already, each with a capacity: recorded, or assumed in the open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from django.conf import settings

from gisapp.planning.assumptions import Assumption, AssumptionCode
from gisapp.planning.capacities import CapacityBasis, StatedTotal, fill_capacities, unlocated_capacity
from gisapp.planning.facilities import FacilityRow
from gisapp.planning.feeds import feed_coefficients
from gisapp.siting import Plants
from layers.models import InstalledCapacity, Process


@dataclass(frozen=True, slots=True)
class PlantRow:
    """An existing plant with the capacity to reckon with."""

    facility: FacilityRow
    process: Process
    capacity_per_year: float
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class PlantList:
    """Existing plants and the notes on what is assumed of them."""

    plants: tuple[PlantRow, ...]
    notes: tuple[Assumption, ...]

    def as_arrays(self) -> Plants:
        """Return the table that the engine takes."""
        return Plants(
            id=np.array([plant.facility.id for plant in self.plants], dtype=np.int64),
            name=tuple(plant.facility.name for plant in self.plants),
            x_m=np.array([plant.facility.x_m for plant in self.plants], dtype=np.float64),
            y_m=np.array([plant.facility.y_m for plant in self.plants], dtype=np.float64),
            capacity_t_per_year=np.array([plant.capacity_per_year for plant in self.plants], dtype=np.float64),
            capacity_is_assumed=np.array([plant.is_assumed for plant in self.plants], dtype=bool),
        )


# Less than this is the rounding of a source, no plant.
LEAST_UNLOCATED_SHARE = 0.01
NO_PLANTS = PlantList((), (Assumption(AssumptionCode.EXISTING_IGNORED),))


def plants_read(processes: Collection[Process], facilities: Iterable[FacilityRow]) -> PlantList:
    """Give every operating plant of some processes a capacity; reads two queries.

    A plant of which no capacity is recorded and none can be assumed is left out, and a note says so.
    """
    by_process: dict[int, list[FacilityRow]] = {process.pk: [] for process in processes}
    for facility in facilities:
        if facility.is_operating and facility.process_id in by_process:
            by_process[facility.process_id].append(facility)
    stated = _stated_read(processes)
    coefficients = feed_coefficients(processes)
    lists = [
        _plants_of(
            process,
            by_process[process.pk],
            stated=stated.get(process.pk),
            usual_size_per_year=usual_size(process, coefficients[process.pk]),
        )
        for process in sorted(processes, key=lambda process: process.code)
        if by_process[process.pk] or process.pk in stated
    ]
    return PlantList(
        plants=tuple(plant for one in lists for plant in one.plants), notes=tuple(n for one in lists for n in one.notes)
    )


def usual_size(process: Process, feed_coefficient: float) -> float | None:
    """Return the middle one of the usual sizes of a process, the lower of two middles; None without any.

    Parameters
    ----------
    feed_coefficient
        Units of raw material per unit of what the process is sized on.
    """
    sizes = sorted(process.modular_sizes_per_year)
    return sizes[(len(sizes) - 1) // 2] * feed_coefficient if sizes else None


def _stated_read(processes: Collection[Process]) -> dict[int, InstalledCapacity]:
    """Return the newest total that is stated for the province, by process."""
    rows = InstalledCapacity.objects.filter(
        process__in=[process.pk for process in processes], region_code=settings.PROVINCE_CODE
    ).order_by("year", "series")
    return {row.process_id: row for row in rows}


def _plants_of(
    process: Process,
    facilities: list[FacilityRow],
    *,
    stated: InstalledCapacity | None,
    usual_size_per_year: float | None,
) -> PlantList:
    recorded = np.array(
        [np.nan if f.capacity_per_year is None else f.capacity_per_year for f in facilities], dtype=np.float64
    )
    approximate = np.array([facility.is_approximate for facility in facilities], dtype=bool)
    total = StatedTotal(stated.capacity_per_year, stated.plant_count) if stated else None
    capacity, basis = fill_capacities(
        recorded, is_approximate=approximate, stated=total, usual_size_per_year=usual_size_per_year
    )
    plants = tuple(
        PlantRow(facility, process, float(size), bool(np.isnan(record)))
        for facility, size, record in zip(facilities, capacity, recorded, strict=True)
        if not np.isnan(size)
    )
    notes = [_capacity_note(process, basis=basis, stated=stated, filled=capacity[np.isnan(recorded)])]
    unlocated = unlocated_capacity(capacity, stated=total)
    if stated is not None and unlocated > LEAST_UNLOCATED_SHARE * stated.capacity_per_year:
        notes.append(_unlocated_note(process, unlocated, stated))
    if approximate.any():
        figures = {"plants": float(approximate.sum()), "of": float(len(facilities))}
        notes.append(Assumption(AssumptionCode.POSITIONS_APPROXIMATE, figures, subject=process.code))
    return PlantList(plants, tuple(note for note in notes if note is not None))


def _unlocated_note(process: Process, unlocated: float, stated: InstalledCapacity) -> Assumption:
    return Assumption(
        AssumptionCode.CAPACITY_NOT_LOCATED,
        {"not_located_per_year": unlocated, "total_per_year": stated.capacity_per_year},
        subject=process.code,
        source=stated.source,
        year=stated.year,
        confidence=stated.confidence,
        unit=process.feed_unit,
    )


def _capacity_note(
    process: Process, *, basis: CapacityBasis, stated: InstalledCapacity | None, filled: "np.typing.NDArray[np.float64]"
) -> Assumption | None:
    if basis is CapacityBasis.RECORDED:
        return None
    if basis is CapacityBasis.STATED_TOTAL and stated is not None:
        return Assumption(
            AssumptionCode.CAPACITY_FROM_TOTAL,
            {
                "plants": float(filled.size),
                "each_per_year": float(filled[0]),
                "total_per_year": stated.capacity_per_year,
                **({} if stated.plant_count is None else {"stated_plants": float(stated.plant_count)}),
            },
            subject=process.code,
            source=stated.source,
            year=stated.year,
            confidence=stated.confidence,
            unit=process.feed_unit,
        )
    if basis is CapacityBasis.USUAL_SIZE:
        figures = {"plants": float(filled.size), "each_per_year": float(filled[0])}
        return Assumption(
            AssumptionCode.CAPACITY_USUAL_SIZE,
            figures,
            subject=process.code,
            source=process.source,
            confidence=process.confidence,
            unit=process.feed_unit,
        )
    return Assumption(AssumptionCode.CAPACITY_UNKNOWN, {"plants": float(filled.size)}, subject=process.code)
