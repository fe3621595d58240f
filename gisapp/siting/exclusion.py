"""Which cells the law forbids, and why: one bit of a raster for each reason."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gisapp.siting.codes import Bools, ExclusionEffect
from gisapp.siting.errors import ProblemError
from gisapp.siting.grid import Grid, Terrain
from gisapp.siting.results import Reason
from gisapp.siting.types import ExclusionArea

OUTSIDE = Reason(code="outside_study_area", legal_basis="", effect=ExclusionEffect.EXCLUDE)
MAX_REASONS = 32


@dataclass(frozen=True, slots=True, eq=False)
class ExclusionMask:
    """Reasons by cell.

    Attributes
    ----------
    bits
        (n_row, n_col) bit k is set where `reasons[k]` holds; bit 0 is land outside the study area.
    unknown
        (n_row, n_col) bit k is set where nothing is recorded by which `reasons[k]` could be judged.
    """

    grid: Grid
    bits: NDArray[np.uint32]
    unknown: NDArray[np.uint32]
    reasons: tuple[Reason, ...]

    def _bits_with(self, effect: ExclusionEffect) -> np.uint32:
        return np.uint32(sum(1 << bit for bit, reason in enumerate(self.reasons) if reason.effect is effect))

    @property
    def free(self) -> Bools:
        """(n_row, n_col) True where no reason excludes."""
        return np.asarray((self.bits & self._bits_with(ExclusionEffect.EXCLUDE)) == 0)

    @property
    def plan_factor(self) -> NDArray[np.float32]:
        """(n_row, n_col) 0-1, what the reasons that penalise leave of the value of the spatial plan."""
        factor = np.ones(self.bits.shape, dtype=np.float32)
        for bit, reason in enumerate(self.reasons):
            if reason.effect is ExclusionEffect.PENALISE:
                factor[(self.bits >> np.uint32(bit) & 1).astype(bool)] *= np.float32(1.0 - reason.penalty)
        return factor


def exclusion_mask(terrain: Terrain, areas: tuple[ExclusionArea, ...]) -> ExclusionMask:
    """Rasterise every reason that has recorded areas; a cell is covered when its centre is.

    Raises
    ------
    ProblemError
        If there are more reasons than bits, two of one code, or a raster on another grid.
    """
    recorded = [area for area in areas if area.is_recorded]
    if len(recorded) >= MAX_REASONS:
        raise ProblemError(
            f"exclusions: {len(recorded)} reasons, the limit is {MAX_REASONS - 1}; merge those of one legal basis"
        )
    codes = [area.code for area in areas]
    if len(set(codes)) < len(codes):
        raise ProblemError(f"exclusions: a code occurs twice among {codes}; merge the areas of one reason")
    bits = np.where(terrain.land, np.uint32(0), np.uint32(1))
    unknown = np.zeros_like(bits)
    for bit, area in enumerate(recorded, start=1):
        covered, known = _cover(terrain.grid, area)
        bits[covered] |= np.uint32(1 << bit)
        unknown[~known] |= np.uint32(1 << bit)
    reasons = (Reason(area.code, area.legal_basis, area.effect, area.penalty) for area in recorded)
    return ExclusionMask(grid=terrain.grid, bits=bits, unknown=unknown, reasons=(OUTSIDE, *reasons))


def _cover(grid: Grid, area: ExclusionArea) -> tuple[Bools, Bools]:
    """Return where a reason holds, and where it could be judged."""
    raster = area.raster
    if raster is not None and raster.covered.shape != grid.shape:
        raise ProblemError(
            f"exclusions: the raster of {area.code} is {raster.covered.shape}, the grid {grid.shape};"
            " read it on the grid of the study area"
        )
    covered = np.zeros(grid.shape, dtype=bool) if area.geometry is None else grid.burn(area.geometry)
    if raster is None:
        return covered, np.ones(grid.shape, dtype=bool)
    known = raster.known if area.geometry is None else np.ones(grid.shape, dtype=bool)
    return covered | (raster.covered & raster.known), known


def why_not(mask: ExclusionMask, x_m: float, y_m: float) -> tuple[Reason, ...]:
    """Return every reason that holds at a point, metric CRS; empty where nothing speaks against it."""
    return _reasons_at(mask, mask.bits, x_m, y_m, outside=1)


def unknown_at(mask: ExclusionMask, x_m: float, y_m: float) -> tuple[Reason, ...]:
    """Return every reason that cannot be judged at a point for want of data, metric CRS."""
    return _reasons_at(mask, mask.unknown, x_m, y_m, outside=0)


def _reasons_at(
    mask: ExclusionMask, raster: NDArray[np.uint32], x_m: float, y_m: float, *, outside: int
) -> tuple[Reason, ...]:
    bits = int(mask.grid.sample(raster, np.array([x_m]), np.array([y_m]), outside=outside)[0])
    return tuple(reason for bit, reason in enumerate(mask.reasons) if bits >> bit & 1)
