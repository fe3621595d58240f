r"""Maximal covering: with `n_new` sites, reach as much as can be reached.

.. math::

    \max \sum_i w_i z_i \quad z_i \le \sum_{j : a_{ij} = 1} y_j, \quad \sum_j y_j = p, \quad y_j, z_i \in \{0, 1\}

What is not reached is made small: a p-median problem in which a source costs its weight at every candidate
that does not reach it.

References
----------
Church and ReVelle, The maximal covering location problem. Papers in Regional Science 32 (1974) 101-118,
10.1111/j.1435-5597.1974.tb00902.x.
Church and ReVelle, Theoretical and computational links between the p-median, location set-covering, and the
maximal covering location problem. Geographical Analysis 8 (1976) 406-415,
10.1111/j.1538-4632.1976.tb00547.x.
"""

from dataclasses import dataclass, replace

import numpy as np

from gisapp.siting.codes import Bools, Floats
from gisapp.siting.location.errors import LocationError
from gisapp.siting.location.median import MedianProblem, solve_median
from gisapp.siting.location.outcome import Outcome
from gisapp.siting.location.search import Effort
from gisapp.siting.location.sites import SiteRules


@dataclass(frozen=True, slots=True, eq=False)
class MaximalCoveringProblem:
    """Open `n_new` sites so that as much weight as can be has one within reach.

    Attributes
    ----------
    reaches
        (n_source, n_candidate).
    weight
        (n_source,) such as tonnes or people, 0 or more.
    n_new
        Sites to open besides the existing ones, forced ones included.
    """

    reaches: Bools
    weight: Floats
    n_new: int
    sites: SiteRules

    def __post_init__(self) -> None:
        if self.reaches.ndim != 2 or not self.reaches.size:
            raise LocationError(f"reaches: shape {self.reaches.shape}; give (n_source, n_candidate), neither 0")
        if self.weight.shape != (len(self.reaches),):
            raise LocationError(f"weight: {self.weight.size} values; give {len(self.reaches)}, one for each source")
        bad = np.flatnonzero(~(np.isfinite(self.weight) & (self.weight >= 0)))
        if bad.size:
            raise LocationError(f"weight: {self.weight[bad[0]]} for source {bad[0]}; give a number of 0 or more")


def solve_maximal_covering(problem: MaximalCoveringProblem, effort: Effort) -> Outcome:
    """Solve the maximal covering problem.

    Returns
    -------
    Outcome
        Its objective is the weight within reach, in the unit of `weight`; the bound lies at or above it. Sources
        out of reach are assigned nowhere.
    """
    missed = np.where(problem.reaches, 0.0, problem.weight[:, None])
    outcome = solve_median(MedianProblem(cost=missed, n_new=problem.n_new, sites=problem.sites), effort)
    total = float(problem.weight.sum())
    return replace(
        outcome,
        objective=total - outcome.objective,
        bound=total - outcome.bound,
        share=outcome.share * problem.reaches[:, outcome.chosen],
    )
