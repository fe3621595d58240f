"""Raw material: what existing plants take first, what is left, and what a new plant could take."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gisapp.geo.units import MIN_PER_H
from gisapp.siting.codes import Floats, SupplyModel
from gisapp.siting.huff import huff
from gisapp.siting.least_cost import least_cost
from gisapp.siting.requirement import PlantRequirement
from gisapp.siting.sources import SourceGroups
from gisapp.siting.types import Plants

# How the hours from harvest to processing are spent, for oil-palm bunches that must be milled within
# 24 h: cutting and carrying to the roadside, waiting for and loading a truck, driving, queueing at the
# mill. The 24 h are published (MPOC); the split is a planning assumption, scaled to other goods.
PERISHABILITY_SPLIT = {
    "harvest_and_carry": 10 / 24,
    "wait_and_load": 4 / 24,
    "drive": 4 / 24,
    "queue_at_plant": 6 / 24,
}
_SHARED_BY = {SupplyModel.LEAST_COST: least_cost, SupplyModel.HUFF: huff}
_ROUNDING = 1e-12


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
    mean_minutes
        Drive weighted by tonnes; NaN where nothing is driven.
    """

    taken_t_per_year: Floats
    residual_t_per_year: Floats
    mean_minutes: float

    def taken_by_plant(self, plants: Plants) -> dict[int, float]:
        """Return tonnes a year by the id of the plant."""
        return dict(zip(plants.id.tolist(), self.taken_t_per_year.sum(axis=0).tolist(), strict=True))


def serve_existing(
    minutes: Floats,
    supply_t_per_year: Floats,
    capacity_t_per_year: Floats,
    *,
    reach_min: float,
    model: SupplyModel,
) -> ExistingService:
    """Give supply to existing plants before any new one.

    Parameters
    ----------
    minutes
        (n_source, n_plant).
    reach_min
        Longest drive; a pair exactly at it is within reach.
    model
        Who decides where raw material goes: whoever steers all transport, or each grower.
    """
    within = np.where(minutes <= reach_min, minutes, np.inf)
    taken = _SHARED_BY[model](within, supply_t_per_year, capacity_t_per_year)
    residual = np.maximum(supply_t_per_year - taken.sum(axis=1), 0.0)
    # What sums of rounded shares leave over is nobody's raw material.
    residual[residual <= _ROUNDING * supply_t_per_year] = 0.0
    driven = taken > 0
    mean_minutes = float(taken[driven] @ within[driven] / taken.sum()) if driven.any() else np.nan
    return ExistingService(taken, residual, mean_minutes)


def unpromised(residual_t_per_year: Floats, groups: SourceGroups, promised_t_per_year: Mapping[int, float]) -> Floats:
    """Return (n_group,) what is left to new plants once others that are planned have theirs.

    Parameters
    ----------
    residual_t_per_year
        (n_group,) what existing plants leave.
    promised_t_per_year
        By source id.
    """
    if not promised_t_per_year:
        return residual_t_per_year
    promised = np.array([promised_t_per_year.get(source, 0.0) for source in groups.member_id.tolist()])
    by_group = np.bincount(groups.group_of, promised, minlength=residual_t_per_year.size)
    left = np.maximum(residual_t_per_year - by_group, 0.0)
    left[left <= _ROUNDING * groups.group_supply_t_per_year] = 0.0
    return left


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
