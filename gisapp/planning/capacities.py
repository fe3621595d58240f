"""Capacity of existing plants where none is recorded: an assumption, made in the open."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from gisapp.siting.codes import Bools, Floats


class CapacityBasis(StrEnum):
    """On what the capacity of plants without a record rests."""

    RECORDED = "recorded"
    STATED_TOTAL = "stated_total"
    USUAL_SIZE = "usual_size"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """Installed capacity that a source states for all plants of a kind together."""

    capacity_per_year: float
    plant_count: int | None


def fill_capacities(
    recorded_per_year: Floats, *, is_approximate: Bools, stated: StatedTotal | None, usual_size_per_year: float | None
) -> tuple[Floats, CapacityBasis]:
    """Give every plant a capacity.

    What a source states in total, less what is recorded plant by plant, is spread evenly over the plants
    without a record; never more than stated. Plants that the source counts but nobody has located keep
    their share to themselves, unless every located plant stands at an approximate position anyway: then
    the few that are listed stand for all, and the whole total counts.

    Parameters
    ----------
    recorded_per_year
        (n_plant,) capacity, NaN where not recorded.
    is_approximate
        (n_plant,) True where the position is only that of a village, subdistrict or district.
    usual_size_per_year
        Taken where no total is stated; None where it is not known either.

    Returns
    -------
    capacity_per_year
        (n_plant,) NaN where nothing could be said.
    basis
        On what the filled-in figures rest.
    """
    unknown = np.isnan(recorded_per_year)
    if not unknown.any():
        return recorded_per_year.copy(), CapacityBasis.RECORDED
    filled = recorded_per_year.copy()
    if stated is not None:
        rest = max(stated.capacity_per_year - float(np.nansum(recorded_per_year)), 0.0)
        filled[unknown] = rest / _sharers(unknown, is_approximate=is_approximate, stated=stated)
        return filled, CapacityBasis.STATED_TOTAL
    if usual_size_per_year is None:
        return filled, CapacityBasis.UNKNOWN
    filled[unknown] = usual_size_per_year
    return filled, CapacityBasis.USUAL_SIZE


def unlocated_capacity(capacity_per_year: Floats, *, stated: StatedTotal | None) -> float:
    """Return what a source states in total beyond the plants that are located; 0 where no total is stated.

    Parameters
    ----------
    capacity_per_year
        (n_plant,) as `fill_capacities` gives them; NaN where nothing could be said.
    """
    if stated is None:
        return 0.0
    return max(stated.capacity_per_year - float(np.nansum(capacity_per_year)), 0.0)


def _sharers(unknown: Bools, *, is_approximate: Bools, stated: StatedTotal) -> int:
    located = int(unknown.sum())
    if stated.plant_count is None or bool(is_approximate.all()):
        return located
    recorded = int((~unknown).sum())
    return max(located, stated.plant_count - recorded)
