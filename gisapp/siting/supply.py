"""Raw material: what existing plants take first, what is left, and what a new plant could take."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gisapp.geo.units import MIN_PER_H
from gisapp.siting.codes import Floats, Ints
from gisapp.siting.types import PlantRequirement

# How the hours from harvest to processing are spent, for oil-palm bunches that must be milled within
# 24 h: cutting and carrying to the roadside, waiting for and loading a truck, driving, queueing at the
# mill. The 24 h are published (MPOC); the split is a planning assumption, scaled to other goods.
PERISHABILITY_SPLIT = {
    "harvest_and_carry": 10 / 24,
    "wait_and_load": 4 / 24,
    "drive": 4 / 24,
    "queue_at_plant": 6 / 24,
}


def perishability_minutes(perishability_h: float | None) -> float:
    """Return the longest drive that leaves perishable goods time for the rest; infinite for those that keep.

    Examples
    --------
    >>> round(perishability_minutes(24.0))
    240
    """
    if perishability_h is None:
        return np.inf
    return perishability_h * MIN_PER_H * PERISHABILITY_SPLIT["drive"]


def reach_minutes(requirement: PlantRequirement) -> float:
    """Return the longest drive to a new plant: what the planner allows and the goods bear."""
    return min(requirement.max_minutes, perishability_minutes(requirement.perishability_h))


@dataclass(frozen=True, slots=True, eq=False)
class ExistingService:
    """What existing plants take.

    Attributes
    ----------
    taken_t_per_year
        (n_source, n_plant).
    residual_t_per_year
        (n_source,) supply that no plant takes.
    """

    taken_t_per_year: Floats
    residual_t_per_year: Floats


def serve_existing(
    minutes: Floats,
    supply_t_per_year: Floats,
    capacity_t_per_year: Floats,
    *,
    reach_min: float,
    source_id: Ints,
    plant_id: Ints,
) -> ExistingService:
    """Give supply to existing plants, the nearest pair of source and plant first.

    Each pair in turn exchanges as much as the source still has and the plant can still take.

    Parameters
    ----------
    minutes
        (n_source, n_plant).
    reach_min
        Longest drive; a pair exactly at it is within reach.
    source_id, plant_id
        Break ties of equal minutes, sources first.
    """
    left, room = supply_t_per_year.astype(float), capacity_t_per_year.astype(float)
    taken = np.zeros(minutes.shape)
    source, plant = np.nonzero(np.isfinite(minutes) & (minutes <= reach_min) & (left > 0)[:, None] & (room > 0))
    order = np.lexsort((plant_id[plant], source_id[source], minutes[source, plant]))
    for i, j in zip(source[order].tolist(), plant[order].tolist(), strict=True):
        amount = min(left[i], room[j])
        if amount > 0:
            taken[i, j] = amount
            left[i] -= amount
            room[j] -= amount
    return ExistingService(taken_t_per_year=taken, residual_t_per_year=left)


def supply_within(minutes: Floats, residual_t_per_year: Floats, limit_min: float) -> Floats:
    """Return (n_candidate,) tonnes a year left within the limit of each candidate.

    Parameters
    ----------
    minutes
        (n_source, n_candidate); infinite where there is no way.
    """
    within = np.isfinite(minutes) & (minutes <= limit_min)
    return np.asarray(residual_t_per_year @ within)


@dataclass(frozen=True, slots=True, eq=False)
class NearestFirst:
    """Sources of every candidate from near to far, sorted once and drawn on many times.

    Attributes
    ----------
    order
        (n_candidate, n_rank) source numbers; ties keep the order of sources.
    minutes
        (n_candidate, n_rank) ascending; infinite beyond reach.
    """

    order: NDArray[np.int32]
    minutes: Floats

    def offered(self, residual_t_per_year: Floats) -> Floats:
        """Return (n_candidate, n_rank) tonnes left at each source within reach."""
        return np.where(np.isfinite(self.minutes), residual_t_per_year[self.order], 0.0)


def drawn(offered_t_per_year: Floats, size_t_per_year: Floats) -> Floats:
    """Return what plants of given sizes take of what is offered to them, the nearest source first.

    Parameters
    ----------
    offered_t_per_year
        (n_candidate, n_rank) from near to far.
    size_t_per_year
        (n_candidate,).
    """
    filled = np.cumsum(offered_t_per_year, axis=1)
    np.minimum(filled, size_t_per_year[:, None], out=filled)
    # The difference of sums may exceed what is offered by a rounding error.
    return np.minimum(np.diff(filled, axis=1, prepend=0.0), offered_t_per_year)


def nearest_first(minutes: Floats) -> NearestFirst:
    """Sort the sources of every candidate.

    Parameters
    ----------
    minutes
        (n_source, n_candidate); infinite beyond reach.
    """
    by_candidate = minutes.T
    n_rank = int(np.isfinite(minutes).sum(axis=0).max(initial=0))
    order = np.argsort(by_candidate, axis=1, kind="stable")[:, :n_rank]
    return NearestFirst(
        order=order.astype(np.int32), minutes=np.take_along_axis(by_candidate, order, axis=1).astype(np.float64)
    )
