"""When the honest answer is no: refusals, each with the figures that prove it."""

import numpy as np

from gisapp.siting.candidates import Room
from gisapp.siting.codes import Figures, Floats, RefusalCode
from gisapp.siting.exclusion import ExclusionMask
from gisapp.siting.requirement import PlantRequirement
from gisapp.siting.results import Refusal
from gisapp.siting.sources import SourceGroups
from gisapp.siting.types import Plants, SitingProblem


def refuse_without_supply(problem: SitingProblem, groups: SourceGroups) -> Refusal | None:
    """Refuse when no supply above 0 is recorded: what is missing is not judged as if it were there."""
    if groups.member.size:
        return None
    figures = {"n_source": len(problem.sources.id), "n_unrecorded": groups.n_unrecorded}
    return Refusal(RefusalCode.NO_SUPPLY_RECORDED, figures)


def refuse_without_land(mask: ExclusionMask, room: Room, requirement: PlantRequirement) -> Refusal | None:
    """Refuse when no connected free land is large enough for the plant."""
    if room.fits.any():
        return None
    cell_ha = mask.grid.cell_m**2 / 10_000.0
    return Refusal(
        RefusalCode.ALL_EXCLUDED,
        {
            "land_ha": float((mask.bits & 1 == 0).sum()) * cell_ha,
            "free_ha": float(room.patch_ha.sum()),
            "largest_free_ha": float(room.patch_ha.max(initial=0.0)),
            "site_area_ha": requirement.site_area_ha,
        },
    )


def refuse_unmet_conditions(obstacles: Figures) -> Refusal | None:
    """Refuse where only what the planner laid down stands in the way of a plan.

    Parameters
    ----------
    obstacles
        What each condition that does grants, and what a plan needs of it.
    """
    return Refusal(RefusalCode.CONDITIONS_UNMET, obstacles) if obstacles else None


def refuse_without_residual(
    plants: Plants,
    *,
    supply_t_per_year: Floats,
    residual_t_per_year: Floats,
    best_reachable_t_per_year: float,
    requirement: PlantRequirement,
    promised_t_per_year: float = 0.0,
) -> Refusal:
    """Say why no candidate fills the smallest plant.

    Either existing plants can take in all the raw material there is, and a new one would only take it
    from them; or there is a surplus, but too little of it within reach of any one place.

    Parameters
    ----------
    supply_t_per_year, residual_t_per_year
        (n_group,) before and after existing plants have drawn.
    best_reachable_t_per_year
        Most that is left within reach of any one place.
    promised_t_per_year
        What other planned plants take.
    """
    supply, capacity = float(supply_t_per_year.sum()), float(plants.capacity_t_per_year.sum())
    figures = {
        "supply_t_per_year": supply,
        "capacity_t_per_year": capacity,
        "residual_t_per_year": float(residual_t_per_year.sum()),
        "best_residual_t_per_year": best_reachable_t_per_year,
        "required_t_per_year": requirement.min_utilisation * min(requirement.sizes_t_per_year),
        "smallest_size_t_per_year": float(np.min(requirement.sizes_t_per_year)),
        "min_utilisation": requirement.min_utilisation,
        "promised_t_per_year": promised_t_per_year,
    }
    if capacity >= supply:
        shortage = {"shortage_t_per_year": capacity - supply, "shortage_share": (capacity - supply) / capacity}
        return Refusal(RefusalCode.CAPACITY_EXCEEDS_SUPPLY, {**figures, **shortage})
    return Refusal(RefusalCode.RESIDUAL_TOO_SMALL, figures)
