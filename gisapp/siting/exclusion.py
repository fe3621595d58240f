"""Which cells the law forbids, and why: one bit of a raster for each reason."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gisapp.siting.blocks import Block, blocks_of
from gisapp.siting.codes import Bools, ExclusionEffect, Geometries
from gisapp.siting.errors import ProblemError
from gisapp.siting.execution import Execution, Stage
from gisapp.siting.grid import Grid, Terrain
from gisapp.siting.results import Reason
from gisapp.siting.types import ExclusionArea, RasterCover

OUTSIDE = Reason(code="outside_study_area", legal_basis="", effect=ExclusionEffect.EXCLUDE)
MAX_REASONS = 32


Bits = NDArray[np.unsignedinteger]


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
    bits: Bits
    unknown: Bits
    reasons: tuple[Reason, ...]

    @property
    def free(self) -> Bools:
        """(n_row, n_col) True where no reason excludes."""
        return self.free_of(self.bits)

    def free_of(self, bits: Bits) -> Bools:
        """Tell of cells, given their bits, whether no reason excludes.

        Parameters
        ----------
        bits
            Of any shape, which is that of the answer.
        """
        excluding = sum(1 << bit for bit, reason in enumerate(self.reasons) if reason.effect is ExclusionEffect.EXCLUDE)
        return np.asarray((bits & bits.dtype.type(excluding)) == 0)


def plan_factor(reasons: tuple[Reason, ...], bits: Bits) -> NDArray[np.float32]:
    """Return 0-1 for cells, given their bits: what penalties leave of the value of the spatial plan.

    Parameters
    ----------
    bits
        Of any shape, which is that of the answer.
    """
    factor = np.ones(bits.shape, dtype=np.float32)
    for bit, reason in enumerate(reasons):
        if reason.effect is ExclusionEffect.PENALISE:
            factor[(bits & bits.dtype.type(1 << bit)) > 0] *= np.float32(1.0 - reason.penalty)
    return factor


@dataclass(frozen=True, slots=True, eq=False)
class _Recorded:
    """What every block of a mask is made from."""

    grid: Grid
    geometry: tuple[Geometries | None, ...]
    bits_type: type[np.unsignedinteger]


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """One block, its land, and what rasters say of it, None for a reason without one."""

    block: Block
    land: Bools
    rasters: tuple[RasterCover | None, ...]


def exclusion_mask(
    terrain: Terrain, areas: tuple[ExclusionArea, ...], *, execution: Execution | None = None
) -> ExclusionMask:
    """Rasterise every reason that has recorded areas; a cell is covered when its centre is.

    Raises
    ------
    ProblemError
        If there are more reasons than bits, two of one code, or a raster on another grid.
    StoppedError
        If the execution is to stop.
    """
    recorded = _checked(terrain.grid, areas)
    reasons = (OUTSIDE, *(Reason(area.code, area.legal_basis, area.effect, area.penalty) for area in recorded))
    bits_type = np.min_scalar_type((1 << len(reasons)) - 1).type
    bits = np.ones(terrain.grid.shape, dtype=bits_type)
    unknown = np.zeros(terrain.grid.shape, dtype=bits_type)
    blocks = [block for block in blocks_of(terrain.grid.shape) if terrain.land[block.window].any()]
    tasks = [
        _Task(block, terrain.land[block.window], tuple(_window(area.raster, block) for area in recorded))
        for block in blocks
    ]
    shared = _Recorded(terrain.grid, tuple(area.geometry for area in recorded), bits_type)
    done = (execution or Execution()).map(Stage.EXCLUSION, _bits, tasks, shared=shared)
    for block, (held, not_known) in zip(blocks, done, strict=True):
        bits[block.window] = held
        if not_known.any():
            unknown[block.window] = not_known
    return ExclusionMask(grid=terrain.grid, bits=bits, unknown=unknown, reasons=reasons)


def _checked(grid: Grid, areas: tuple[ExclusionArea, ...]) -> list[ExclusionArea]:
    """Return the areas of which something is recorded."""
    recorded = [area for area in areas if area.is_recorded]
    if len(recorded) >= MAX_REASONS:
        raise ProblemError(
            f"exclusions: {len(recorded)} reasons, the limit is {MAX_REASONS - 1}; merge those of one legal basis"
        )
    codes = [area.code for area in areas]
    if len(set(codes)) < len(codes):
        raise ProblemError(f"exclusions: a code occurs twice among {codes}; merge the areas of one reason")
    for area in recorded:
        if area.raster is not None and area.raster.covered.shape != grid.shape:
            raise ProblemError(
                f"exclusions: the raster of {area.code} is {area.raster.covered.shape}, the grid {grid.shape};"
                " read it on the grid of the study area"
            )
    return recorded


def _window(raster: RasterCover | None, block: Block) -> RasterCover | None:
    return raster and RasterCover(covered=raster.covered[block.window], known=raster.known[block.window])


def _bits(shared: _Recorded, task: _Task) -> tuple[Bits, Bits]:
    """Return the reasons that hold in a block, and those that cannot be judged."""
    part = shared.grid.part(task.block)
    bits = (~task.land).astype(shared.bits_type)
    unknown = np.zeros_like(bits)
    for bit, (geometry, raster) in enumerate(zip(shared.geometry, task.rasters, strict=True), start=1):
        mark = shared.bits_type(1 << bit)
        if geometry is not None:
            bits[part.burn(geometry)] |= mark
        if raster is not None:
            bits[raster.covered & raster.known] |= mark
        if raster is not None and geometry is None:
            unknown[~raster.known] |= mark
    return bits, unknown


def why_not(mask: ExclusionMask, x_m: float, y_m: float) -> tuple[Reason, ...]:
    """Return every reason that holds at a point, metric CRS; empty where nothing speaks against it."""
    return _reasons_at(mask, mask.bits, x_m, y_m, outside=1)


def unknown_at(mask: ExclusionMask, x_m: float, y_m: float) -> tuple[Reason, ...]:
    """Return every reason that cannot be judged at a point for want of data, metric CRS."""
    return _reasons_at(mask, mask.unknown, x_m, y_m, outside=0)


def _reasons_at(mask: ExclusionMask, raster: Bits, x_m: float, y_m: float, *, outside: int) -> tuple[Reason, ...]:
    bits = int(mask.grid.sample(raster, np.array([x_m]), np.array([y_m]), outside=outside)[0])
    return tuple(reason for bit, reason in enumerate(mask.reasons) if bits >> bit & 1)
