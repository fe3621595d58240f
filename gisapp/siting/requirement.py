"""What the wanted plant needs, and how many are wanted."""

from dataclasses import dataclass

import numpy as np

from gisapp.siting.errors import ProblemError


@dataclass(frozen=True, slots=True)
class PlantRequirement:
    """What the wanted plant needs.

    Attributes
    ----------
    sizes_t_per_year
        Modular sizes, in tonnes of raw material a year.
    min_utilisation
        Least share of its size that a plant must be able to fill.
    max_minutes
        Longest drive from a source to the plant.
    perishability_h
        Hours from harvest to processing; None for goods that keep.
    catchment_ceiling_km
        Straight-line distance beyond which no raw material is fetched; None for no ceiling.
    site_area_ha
        Connected free land that the plant needs.
    """

    sizes_t_per_year: tuple[float, ...]
    max_minutes: float
    min_utilisation: float = 0.6
    perishability_h: float | None = None
    catchment_ceiling_km: float | None = None
    site_area_ha: float = 10.0
    plants_wanted: int = 1
    reserves_wanted: int = 3

    def __post_init__(self) -> None:
        if not self.sizes_t_per_year or min(self.sizes_t_per_year) <= 0:
            raise ProblemError("PlantRequirement.sizes_t_per_year: give sizes above 0")
        if not 0 < self.min_utilisation <= 1:
            raise ProblemError(f"PlantRequirement.min_utilisation: {self.min_utilisation} is not within (0, 1]")
        if not 0 < self.max_minutes < np.inf:
            raise ProblemError(f"PlantRequirement.max_minutes: {self.max_minutes}; give a finite time above 0")
        limits = {"perishability_h": self.perishability_h, "catchment_ceiling_km": self.catchment_ceiling_km}
        for name, limit in limits.items():
            if limit is not None and not limit > 0:
                raise ProblemError(f"PlantRequirement.{name}: {limit} is not above 0; give None for no limit")
        if self.plants_wanted < 1 or self.reserves_wanted < 0:
            raise ProblemError("PlantRequirement: at least 1 plant and 0 reserves must be wanted")
