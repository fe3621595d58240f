"""What there is to choose from: every place with the sizes that a plant may have there."""

from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.conditions import PlanConditions
from gisapp.siting.requirement import PlantRequirement


@dataclass(frozen=True, slots=True, eq=False)
class Sizes:
    """The sizes in which each candidate may be built or enlarged: (n_candidate, n_size), ascending by row.

    Attributes
    ----------
    room_t_per_year
        What is taken in besides what a plant there takes already; 0 where the size is not on offer.
    least_t_per_year
        Least of it that must be filled.
    outlay_million_idr
        What it costs; 0 where no cost is known.
    total_t_per_year
        Size of the plant then.
    """

    room_t_per_year: Floats
    least_t_per_year: Floats
    outlay_million_idr: Floats
    total_t_per_year: Floats

    def __getitem__(self, index: Ints | tuple[slice, slice]) -> "Sizes":
        return Sizes(
            self.room_t_per_year[index],
            self.least_t_per_year[index],
            self.outlay_million_idr[index],
            self.total_t_per_year[index],
        )

    def above(self, other: "Sizes") -> "Sizes":
        """Return these sizes with those of further candidates after them."""
        pairs = (
            (self.room_t_per_year, other.room_t_per_year),
            (self.least_t_per_year, other.least_t_per_year),
            (self.outlay_million_idr, other.outlay_million_idr),
            (self.total_t_per_year, other.total_t_per_year),
        )
        return Sizes(*(np.vstack(pair) for pair in pairs))


def sizes_of_new(requirement: PlantRequirement, conditions: PlanConditions, *, n_candidate: int) -> Sizes:
    """Return the modular sizes, the same for each candidate."""
    total = np.array(sorted(requirement.sizes_t_per_year), dtype=float)
    outlay = conditions.outlay_million_idr(total.tolist())
    columns = (total, requirement.min_utilisation * total, outlay, total)
    return Sizes(*(np.tile(column, (n_candidate, 1)) for column in columns))


def sizes_of_growing(
    requirement: PlantRequirement,
    conditions: PlanConditions,
    *,
    capacity_t_per_year: Floats,
    taken_t_per_year: Floats,
) -> Sizes:
    """Return the modular sizes above that in which each existing plant stands.

    Enlarged, a plant must be used as a new one of its size must be, with what it takes already.

    Parameters
    ----------
    capacity_t_per_year, taken_t_per_year
        (n_plant,).
    """
    total = np.tile(np.array(sorted(requirement.sizes_t_per_year), dtype=float), (len(capacity_t_per_year), 1))
    room = np.maximum(total - capacity_t_per_year[:, None], 0.0)
    least = np.clip(requirement.min_utilisation * total - taken_t_per_year[:, None], 0.0, room)
    # A plant that would be used enough without another tonne is not enlarged for nothing.
    least = np.maximum(least, requirement.min_utilisation * room)
    outlay = np.array(
        [
            conditions.outlay_million_idr(row, present_t_per_year=present)
            for row, present in zip(total.tolist(), capacity_t_per_year.tolist(), strict=True)
        ]
    ).reshape(total.shape)
    return Sizes(room, least, outlay, total)


@dataclass(frozen=True, slots=True, eq=False)
class Alternatives:
    """The candidates as alternatives.

    Attributes
    ----------
    xy_m
        (n_candidate, 2).
    separation_m
        Least separation of the candidates.
    sizes
        Of each.
    is_forced, is_forbidden
        (n_candidate,) where a plant must be, and where none may be.
    plant
        (n_candidate,) row of `Plants` that stands there and would be enlarged, -1 for none.
    budget_million_idr
        Most that all plants may cost together; infinite for no limit.
    """

    xy_m: Floats
    separation_m: float
    sizes: Sizes
    is_forced: Bools
    is_forbidden: Bools
    plant: Ints
    budget_million_idr: float = np.inf


def plain_alternatives(requirement: PlantRequirement, xy_m: Floats, *, separation_m: float) -> Alternatives:
    """Return candidates for new plants, none of which must or must not be chosen.

    Parameters
    ----------
    xy_m
        (n_candidate, 2) in metres of the study area.
    separation_m
        Least distance between two plants.
    """
    n_candidate = len(xy_m)
    return Alternatives(
        xy_m=xy_m,
        separation_m=separation_m,
        sizes=sizes_of_new(requirement, PlanConditions(), n_candidate=n_candidate),
        is_forced=np.zeros(n_candidate, dtype=bool),
        is_forbidden=np.zeros(n_candidate, dtype=bool),
        plant=np.full(n_candidate, -1),
    )
