"""Sources made ready: what is not recorded is set aside, and many near ones are taken together."""

from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Floats, Ints
from gisapp.siting.grid import Terrain
from gisapp.siting.network import SHORE_TOLERANCE_M
from gisapp.siting.travel import Points, points_on
from gisapp.siting.types import Sources

_GROWTH = 1.25


@dataclass(frozen=True, slots=True, eq=False)
class SourceGroups:
    """Sources taken together because they lie in one block of one island.

    Attributes
    ----------
    member
        (n_used,) rows of `Sources` with supply, by ascending id.
    member_id
        (n_used,) id of each.
    group_of
        (n_used,) group of each.
    supply_t_per_year
        (n_used,) supply of each.
    group_supply_t_per_year
        (n_group,) supply of each group.
    group_id
        (n_group,) smallest id among its members.
    points
        (n_group,) where each group is driven from: its member nearest to the centre of its supply.
    block_m
        Edge of a block; 0 where every source stands for itself.
    n_unrecorded, n_outside
        Sources whose supply is not recorded, and those on no land of the study area.
    """

    member: Ints
    member_id: Ints
    group_of: Ints
    supply_t_per_year: Floats
    group_supply_t_per_year: Floats
    group_id: Ints
    points: Points
    block_m: float
    n_unrecorded: int
    n_outside: int


def _blocks(points: Points, block_m: float) -> Ints:
    """Return (n_point,) number of the block of the island that holds each point."""
    col, row = np.floor((points.xy_m - points.xy_m.min(axis=0)) / block_m).astype(np.int64).T
    key = (points.island * (row.max() + 1) + row) * (col.max() + 1) + col
    return np.asarray(np.unique(key, return_inverse=True)[1], dtype=np.int64)


def _grouped(points: Points, max_groups: int, cell_m: float) -> tuple[Ints, float]:
    """Return the group of each point and the block size that brings their number under the limit."""
    if len(points) <= max_groups:
        return np.arange(len(points)), 0.0
    # Blocks can be no fewer than the islands are.
    block_m, enough = cell_m, max(max_groups, np.unique(points.island).size)
    while True:
        group = _blocks(points, block_m)
        if group.max() < enough:
            return group, block_m
        block_m *= _GROWTH


def _representatives(points: Points, weight: Floats, group: Ints) -> Ints:
    """Return (n_group,) the member nearest to the weighted centre of each group; the first of equals."""
    total = np.bincount(group, weight)
    centre = np.column_stack([np.bincount(group, weight * points.xy_m[:, axis]) / total for axis in (0, 1)])
    off_m = np.hypot(*(points.xy_m - centre[group]).T)
    order = np.lexsort((np.arange(group.size), off_m, group))
    return np.asarray(order[np.searchsorted(group[order], np.arange(total.size))], dtype=np.int64)


def group_sources(sources: Sources, terrain: Terrain, *, max_groups: int) -> SourceGroups:
    """Set aside sources without supply and group the rest into at most `max_groups`.

    A source off the land (a data slip, or a coast drawn coarsely) belongs to the nearest shore and is
    counted, so that none is lost.
    """
    recorded = ~np.isnan(sources.supply_t_per_year)
    used = np.flatnonzero(recorded & (sources.supply_t_per_year > 0))
    used = used[np.argsort(sources.id[used], kind="stable")]
    x_m, y_m, supply = sources.x_m[used], sources.y_m[used], sources.supply_t_per_year[used]
    points, on_land = points_on(terrain, x_m, y_m), points_on(terrain, x_m, y_m, tolerance_m=SHORE_TOLERANCE_M)
    group, block_m = _grouped(points, max_groups, terrain.grid.cell_m)
    # Number groups by their smallest id, so that ties in minutes fall by id.
    _, first = np.unique(group, return_index=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(first.size)
    group = rank[group]
    return SourceGroups(
        member=used,
        member_id=sources.id[used],
        group_of=group,
        supply_t_per_year=supply,
        group_supply_t_per_year=np.bincount(group, supply, minlength=first.size).astype(np.float64),
        group_id=sources.id[used][np.sort(first)],
        points=points[_representatives(points, supply, group)] if used.size else points,
        block_m=block_m,
        n_unrecorded=int((~recorded).sum()),
        n_outside=int((on_land.island < 0).sum()),
    )
