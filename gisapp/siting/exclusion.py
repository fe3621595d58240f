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
    """

    grid: Grid
    bits: NDArray[np.uint32]
    reasons: tuple[Reason, ...]

    def _bits_with(self, effect: ExclusionEffect) -> np.uint32:
        return np.uint32(sum(1 << bit for bit, reason in enumerate(self.reasons) if reason.effect is effect))

    @property
    def free(self) -> Bools:
        """(n_row, n_col) True where no reason excludes."""
        return np.asarray((self.bits & self._bits_with(ExclusionEffect.EXCLUDE)) == 0)

    @property
    def penalties(self) -> NDArray[np.uint8]:
        """(n_row, n_col) number of reasons that penalise."""
        return np.asarray(np.bitwise_count(self.bits & self._bits_with(ExclusionEffect.PENALISE)), dtype=np.uint8)


def exclusion_mask(terrain: Terrain, areas: tuple[ExclusionArea, ...]) -> ExclusionMask:
    """Rasterise every reason that has recorded areas; a cell is covered when its centre is.

    Raises
    ------
    ProblemError
        If there are more reasons than bits, or two of one code.
    """
    recorded = [area for area in areas if area.geometry is not None]
    if len(recorded) >= MAX_REASONS:
        raise ProblemError(
            f"exclusions: {len(recorded)} reasons, the limit is {MAX_REASONS - 1}; merge those of one legal basis"
        )
    codes = [area.code for area in areas]
    if len(set(codes)) < len(codes):
        raise ProblemError(f"exclusions: a code occurs twice among {codes}; merge the areas of one reason")
    bits = np.where(terrain.land, np.uint32(0), np.uint32(1))
    for bit, area in enumerate(recorded, start=1):
        if area.geometry is not None:
            bits[terrain.grid.burn(area.geometry)] |= np.uint32(1 << bit)
    reasons = tuple(Reason(code=area.code, legal_basis=area.legal_basis, effect=area.effect) for area in recorded)
    return ExclusionMask(grid=terrain.grid, bits=bits, reasons=(OUTSIDE, *reasons))


def why_not(mask: ExclusionMask, x_m: float, y_m: float) -> tuple[Reason, ...]:
    """Return every reason that holds at a point, metric CRS; empty where nothing speaks against it."""
    bits = int(mask.grid.sample(mask.bits, np.array([x_m]), np.array([y_m]), outside=1)[0])
    return tuple(reason for bit, reason in enumerate(mask.reasons) if bits >> bit & 1)
