"""Published instances: the known optimum, proven."""

import csv
import time

import numpy as np
import pytest

from gisapp.siting.location import (
    CentreProblem,
    Effort,
    MaximalCoveringProblem,
    MedianProblem,
    OutcomeStatus,
    site_rules,
    solve_centre,
    solve_facility,
    solve_maximal_covering,
    solve_median,
    solve_single_source,
)
from gisapp.siting.location.instances import read_cap, read_pmed, read_pmedcap
from tests.siting.location.published import CAP, ORLIB, PMED, PMEDCAP, cap_optima, needs_orlib, path_of

pytestmark = needs_orlib
EFFORT = Effort(time_limit_s=60.0, clock=time.perf_counter)


@pytest.mark.parametrize("name", PMED)
def test_p_median(name):
    outcome = solve_median(read_pmed(path_of("pmed", name)), EFFORT)
    assert (outcome.status, outcome.objective, outcome.bound) == (OutcomeStatus.OPTIMAL, PMED[name], PMED[name])


@pytest.mark.parametrize("name", CAP)
def test_capacitated_facilities(name):
    outcome = solve_facility(read_cap(path_of("cap", name)), EFFORT)
    assert outcome.status == OutcomeStatus.OPTIMAL
    assert outcome.objective == pytest.approx(cap_optima()[name], abs=0.001)
    assert outcome.gap <= 1e-6


@pytest.mark.parametrize("name", PMEDCAP)
def test_capacitated_p_median(name):
    outcome = solve_single_source(read_pmedcap(path_of("pmedcap", name)), EFFORT)
    assert (outcome.status, outcome.objective) == (OutcomeStatus.OPTIMAL, PMEDCAP[name])
    assert path_of("pmedcap", name).read_text(encoding="ascii").split()[1] == str(PMEDCAP[name])


@pytest.fixture(scope="module")
def san_francisco():
    """(205, 16) network metres from census tracts to candidate stores, and the people of each tract."""
    with (ORLIB / "SF_network_distance_candidateStore_16_censusTract_205_new.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    tracts = sorted({row["DestinationName"] for row in rows})
    stores = sorted({row["name"] for row in rows})
    distance_m, people = np.full((len(tracts), len(stores)), np.inf), np.zeros(len(tracts))
    for row in rows:
        tract = tracts.index(row["DestinationName"])
        distance_m[tract, stores.index(row["name"])] = float(row["distance"])
        people[tract] = float(row["demand"])
    return distance_m, people


def test_p_median_of_spopt(san_francisco):
    distance_m, people = san_francisco
    outcome = solve_median(MedianProblem(cost=distance_m * people[:, None], n_new=4, sites=site_rules(16)), EFFORT)
    assert outcome.status == OutcomeStatus.OPTIMAL
    assert outcome.objective / people.sum() == pytest.approx(2982.1268579890657, rel=1e-9)


def test_maximal_covering_of_spopt(san_francisco):
    distance_m, people = san_francisco
    problem = MaximalCoveringProblem(reaches=distance_m <= 5000, weight=people, n_new=4, sites=site_rules(16))
    outcome = solve_maximal_covering(problem, EFFORT)
    assert outcome.status == OutcomeStatus.OPTIMAL
    assert 100 * outcome.share.sum() / len(people) == pytest.approx(89.7560975609756)


def test_p_centre_of_spopt(san_francisco):
    distance_m, _people = san_francisco
    outcome = solve_centre(CentreProblem(distance=distance_m, n_new=4, sites=site_rules(16)), EFFORT)
    assert (outcome.status, outcome.objective) == (OutcomeStatus.OPTIMAL, pytest.approx(7403.0638, abs=1e-3))
