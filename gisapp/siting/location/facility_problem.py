r"""Capacitated facility location with fixed costs and modular sizes: the problem.

.. math::

    \min \sum_{ij} c_{ij} x_{ij} + \sum_i q_i z_i + \sum_{jk} f_{jk} y_{jk} \quad \text{so that} \quad
    \sum_j x_{ij} + z_i = 1, \quad
    \sum_k m_{jk} y_{jk} \le \sum_i d_i x_{ij} \le \sum_k s_{jk} y_{jk}, \quad
    \sum_k y_{jk} \le 1, \quad \sum_{jk} f_{jk} y_{jk} \le B, \quad
    \sum_{j \text{ new}, k} y_{jk} \le p, \quad x, z \ge 0, \quad y_{jk} \in \{0, 1\}
"""

from dataclasses import dataclass

import numpy as np

from gisapp.siting.codes import Bools, Floats, Ints
from gisapp.siting.location.errors import LocationError
from gisapp.siting.location.sites import SiteRules


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """The sizes in which each candidate may be built; an existing plant has the size it stands in among them.

    Attributes
    ----------
    site
        (n_option,) candidate of each, ascending.
    capacity
        (n_option,) most it takes, in the unit of demand, above 0.
    fixed_cost
        (n_option,) cost of building it, or of enlarging an existing plant to it; below 0 where that is worth
        something in itself.
    min_load
        (n_option,) least it must take, 0 or more.
    outlay
        (n_option,) what it takes of the budget, 0 or more; None where that is the fixed cost.
    """

    site: Ints
    capacity: Floats
    fixed_cost: Floats
    min_load: Floats
    outlay: Floats | None = None

    def __post_init__(self) -> None:
        columns = (self.site, self.capacity, self.fixed_cost, self.min_load, self.spent)
        lengths = {len(column) for column in columns}
        if len(lengths) > 1:
            raise LocationError(f"Options: columns of {sorted(lengths)} rows; let them be of one length")
        if (np.diff(self.site) < 0).any():
            raise LocationError("Options.site: not ascending; sort the options by candidate")
        for name, good in (
            ("capacity", np.isfinite(self.capacity) & (self.capacity > 0)),
            ("fixed_cost", np.isfinite(self.fixed_cost)),
            ("min_load", (self.min_load >= 0) & (self.min_load <= self.capacity)),
        ):
            if not good.all():
                row = int(np.flatnonzero(~good)[0])
                raise LocationError(
                    f"Options.{name}: {getattr(self, name)[row]} in row {row}; give a capacity above 0,"
                    " a finite fixed cost, and a least load between 0 and the capacity"
                )

    @property
    def spent(self) -> Floats:
        """(n_option,) what each takes of the budget."""
        return self.fixed_cost if self.outlay is None else self.outlay


def single_options(capacity: Floats, fixed_cost: Floats) -> Options:
    """Return one size for each candidate."""
    n_candidate = len(capacity)
    return Options(np.arange(n_candidate), capacity, fixed_cost, np.zeros(n_candidate))


def modular_options(sizes: Floats, fixed_cost: Floats, *, n_candidate: int, min_utilisation: float = 0.0) -> Options:
    """Return the same sizes for each candidate.

    Parameters
    ----------
    sizes, fixed_cost
        (n_size,) capacity and cost of each.
    min_utilisation
        Least share of its size that an open plant must take, 0-1.
    """
    capacity = np.tile(sizes, n_candidate)
    return Options(
        site=np.repeat(np.arange(n_candidate), len(sizes)),
        capacity=capacity,
        fixed_cost=np.tile(fixed_cost, n_candidate),
        min_load=min_utilisation * capacity,
    )


@dataclass(frozen=True, slots=True, eq=False)
class FacilityProblem:
    """Choose sites and sizes, and who delivers where, at least cost in all.

    Attributes
    ----------
    cost
        (n_source, n_candidate) cost of delivering all of a source to a candidate, 0 or more; a part costs
        its part. Infinite where out of reach.
    demand
        (n_source,) what each source takes of a capacity, above 0, such as tonnes a year.
    options
        An existing site is open in one of its options; a forced one as well, and it counts as new.
    max_new
        Most sites to open besides the existing ones; None for no limit.
    budget
        Most that the outlays, or else the fixed costs, may come to; None for no limit.
    unserved_cost
        (n_source,) cost of leaving all of a source unserved; None where all must be served. With `cost` 0
        within reach and this the tonnes, the problem is capacitated maximal covering.
    """

    cost: Floats
    demand: Floats
    options: Options
    sites: SiteRules
    max_new: int | None = None
    budget: float | None = None
    unserved_cost: Floats | None = None

    def __post_init__(self) -> None:
        if self.cost.ndim != 2 or not self.cost.size:
            raise LocationError(f"cost: shape {self.cost.shape}; give (n_source, n_candidate), neither of them 0")
        self.sites.check_width("cost", self.cost)
        if not (self.cost >= 0).all():
            row, column = np.argwhere(~(self.cost >= 0))[0]
            raise LocationError(
                f"cost: {self.cost[row, column]} from source {row} to candidate {column};"
                " give 0 or more, infinite where out of reach"
            )
        self._check_sources("demand", self.demand, is_good=self.demand > 0, fix="a number above 0")
        if self.unserved_cost is not None:
            self._check_sources(
                "unserved_cost", self.unserved_cost, is_good=self.unserved_cost >= 0, fix="a number of 0 or more"
            )
        n_candidate = self.cost.shape[1]
        if self.options.site.size and not 0 <= self.options.site[0] <= self.options.site[-1] < n_candidate:
            raise LocationError(f"options.site: from 0 to {n_candidate - 1} is possible, got {self.options.site[-1]}")
        without = np.setdiff1d(np.flatnonzero(self.sites.must_open), self.options.site)
        if without.size:
            raise LocationError(f"options: none for candidate {without[0]}, which must be open; give it a size")
        for name, limit in (("max_new", self.max_new), ("budget", self.budget)):
            if limit is not None and not limit >= 0:
                raise LocationError(f"{name}: {limit}; give 0 or more, None for no limit")
        self._check_sign()

    def _check_sign(self) -> None:
        """Refuse fixed costs so far below 0 that an answer may be: the search counts on none being."""
        options = self.options
        if self.budget is not None and (options.spent < 0).any():
            raise LocationError("options: with a budget, give an outlay of 0 or more for each")
        worth = np.zeros(self.cost.shape[1])
        np.minimum.at(worth, options.site, options.fixed_cost)
        if not worth.any():
            return
        least = self.cost.min(axis=1)
        least = least if self.unserved_cost is None else np.minimum(least, self.unserved_cost)
        optional = np.sort(worth[~self.sites.existing])[: self.max_new]
        lowest = least.sum() + optional.sum() + worth[self.sites.existing].sum()
        if lowest < 0:
            raise LocationError(
                f"options.fixed_cost: an answer might come to {lowest}, below 0; add the same to all ways to serve"
                " a source, which changes no choice"
            )

    def _check_sources(self, name: str, values: Floats, *, is_good: Bools, fix: str) -> None:
        if values.shape != (len(self.cost),):
            raise LocationError(f"{name}: {values.size} values; give {len(self.cost)}, one for each source")
        bad = np.flatnonzero(~(np.isfinite(values) & is_good))
        if bad.size:
            raise LocationError(f"{name}: {values[bad[0]]} for source {bad[0]}; give {fix}")
