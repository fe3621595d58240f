"""Location models: which of many candidate sites to open, and who delivers where.

Costs go in as arrays (n_source, n_candidate), an `Outcome` comes out: the sites, who goes where, and the
proof of how good that is. Each model is a problem and a function that solves it:

==============================  ===================================================================
`MedianProblem`                 `n_new` sites, least cost in all (p-median)
`MaximalCoveringProblem`        `n_new` sites, most weight within reach
`SetCoverProblem`               fewest or cheapest sites that reach all
`CentreProblem`                 `n_new` sites, shortest longest way (p-centre)
`SingleSourceProblem`           `n_new` sites with capacities, each source whole to one site
`FacilityProblem`               fixed costs, modular sizes, least loads, budget, sources left unserved
==============================  ===================================================================

Pure as the rest of the engine: the clock is passed in, and nothing but the time limit depends on it.
"""

from gisapp.siting.location.centre import CentreProblem, solve_centre
from gisapp.siting.location.covering import SetCoverProblem, solve_set_cover
from gisapp.siting.location.errors import InstanceError, LocationError
from gisapp.siting.location.facility import solve_facility
from gisapp.siting.location.facility_problem import FacilityProblem, Options, modular_options, single_options
from gisapp.siting.location.maximal_covering import MaximalCoveringProblem, solve_maximal_covering
from gisapp.siting.location.median import MedianProblem, solve_median
from gisapp.siting.location.outcome import Obstacle, Outcome, OutcomeStatus, Requirement
from gisapp.siting.location.search import Effort
from gisapp.siting.location.single_source import SingleSourceProblem, solve_single_source
from gisapp.siting.location.sites import SiteRules, site_rules

__all__ = [
    "CentreProblem",
    "Effort",
    "FacilityProblem",
    "InstanceError",
    "LocationError",
    "MaximalCoveringProblem",
    "MedianProblem",
    "Obstacle",
    "Options",
    "Outcome",
    "OutcomeStatus",
    "Requirement",
    "SetCoverProblem",
    "SingleSourceProblem",
    "SiteRules",
    "modular_options",
    "single_options",
    "site_rules",
    "solve_centre",
    "solve_facility",
    "solve_maximal_covering",
    "solve_median",
    "solve_set_cover",
    "solve_single_source",
]
