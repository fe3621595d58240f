"""Suitability of every cell, as a map: the cheap stand-in for the score that candidates are chosen by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gisapp.siting.engine import Prepared, existing_service
from gisapp.siting.exclusion import ExclusionMask, exclusion_mask
from gisapp.siting.sources import group_sources
from gisapp.siting.surroundings import looks, suitability, surroundings_of, valuation_of
from gisapp.siting.types import SitingProblem


@dataclass(frozen=True, slots=True, eq=False)
class SuitabilityMap:
    """Suitability and legal reasons on one grid.

    Attributes
    ----------
    value
        (n_row, n_col) 0-1; NaN where a plant is excluded, and off the land.
    mask
        The reasons.
    """

    value: NDArray[np.float32]
    mask: ExclusionMask


def suitability_map(problem: SitingProblem, prepared: Prepared) -> SuitabilityMap:
    """Return the suitability of every cell on which no reason forbids a plant.

    Distances are straight lines and supply is smoothed: a map of where to look, not the score of a site.
    Land too small for the plant is shown too, for it may be joined.
    """
    terrain = prepared.terrain
    mask = exclusion_mask(terrain, problem.exclusions)
    groups = group_sources(problem.sources, terrain, max_groups=problem.source_groups)
    residual = existing_service(problem, prepared, groups).residual_t_per_year if groups.member.size else np.zeros(0)
    around = surroundings_of(problem, terrain, groups=groups, residual_t_per_year=residual)
    shared = valuation_of(problem, mask, around)
    value = np.full(terrain.grid.shape, np.nan, dtype=np.float32)
    for look in looks(around, terrain, mask, wanted=mask.free):
        value[look.block.window][look.cells] = suitability(shared, look)
    return SuitabilityMap(value=value, mask=mask)
