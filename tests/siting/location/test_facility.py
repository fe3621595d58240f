from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisapp.siting.location import (
    Effort,
    FacilityProblem,
    LocationError,
    Options,
    OutcomeStatus,
    Requirement,
    modular_options,
    single_options,
    site_rules,
    solve_facility,
)
from gisapp.siting.location.facility_plans import Planner
from gisapp.siting.location.transport import transport
from tests.siting.location import brute
from tests.siting.location.strategies import ample, costs, rules, ticking


@st.composite
def options(draw, n_candidate):
    """One to three sizes for each candidate, each dearer than the one before, some with a least load."""
    rows = []
    for site in range(n_candidate):
        capacity, fixed = 0, 0
        for _ in range(draw(st.integers(1, 3))):
            capacity += draw(st.integers(1, 9))
            fixed += draw(st.integers(0, 12))
            rows.append((site, capacity, fixed, capacity * draw(st.sampled_from([0.0, 0.0, 0.5, 0.8]))))
    site, capacity, fixed, least = (np.array(column) for column in zip(*rows, strict=True))
    return Options(site, capacity.astype(float), fixed.astype(float), least.astype(float))


@st.composite
def problems(draw):
    n_source, n_candidate = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    demand = np.array(draw(st.lists(st.integers(1, 6), min_size=n_source, max_size=n_source)), dtype=float)
    unserved = draw(st.one_of(st.none(), st.lists(st.integers(0, 30), min_size=n_source, max_size=n_source)))
    return FacilityProblem(
        cost=draw(costs(n_source=n_source, n_candidate=n_candidate)),
        demand=demand,
        options=draw(options(n_candidate)),
        sites=draw(rules(n_candidate)),
        max_new=draw(st.one_of(st.none(), st.none(), st.integers(0, 3))),
        budget=draw(st.one_of(st.none(), st.none(), st.integers(0, 40).map(float))),
        unserved_cost=None if unserved is None else np.array(unserved, dtype=float),
    )


@given(problem=problems())
@settings(max_examples=250, deadline=None)
def test_is_the_best_of_all_choices(problem):
    outcome, best = solve_facility(problem, ample()), brute.facility(problem)
    if np.isinf(best):
        assert outcome.status == OutcomeStatus.INFEASIBLE
        return
    assert outcome.status == OutcomeStatus.OPTIMAL
    assert outcome.objective == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert outcome.bound <= outcome.objective
    _assert_keeps_the_rules(problem, outcome)


def _assert_keeps_the_rules(problem, outcome):
    options = problem.options
    built = np.searchsorted(options.site, outcome.chosen) + outcome.size
    assert (options.site[built] == outcome.chosen).all()
    load = problem.demand @ outcome.share
    assert (load <= options.capacity[built] * (1 + 1e-6)).all()
    assert (load >= options.min_load[built] * (1 - 1e-6)).all()
    served = outcome.share.sum(axis=1)
    cost = np.where(outcome.share > 0, problem.cost[:, outcome.chosen], 0.0)
    total = options.fixed_cost[built].sum() + (cost * outcome.share).sum()
    if problem.unserved_cost is None:
        assert served == pytest.approx(1.0)
    else:
        total += problem.unserved_cost @ (1 - served)
    assert outcome.objective == pytest.approx(total, rel=1e-6, abs=1e-6)
    if problem.budget is not None:
        assert options.fixed_cost[built].sum() <= problem.budget * (1 + 1e-9)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_transport_equals_the_linear_program(data):
    n_source, n_open = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 4))
    cost = data.draw(costs(n_source=n_source, n_candidate=n_open))
    whole = st.integers(1, 9).map(float)
    demand = np.array(data.draw(st.lists(whole, min_size=n_source, max_size=n_source)))
    capacity = np.array(data.draw(st.lists(whole, min_size=n_open, max_size=n_open))) * 3
    shares = st.sampled_from([0.0, 0.0, 0.3, 1.0])
    min_load = capacity * np.array(data.draw(st.lists(shares, min_size=n_open, max_size=n_open)))
    unserved = data.draw(st.one_of(st.none(), st.lists(whole, min_size=n_source, max_size=n_source)))
    unserved = None if unserved is None else np.array(unserved)
    found = transport(cost, demand, capacity=capacity, min_load=min_load, unserved_cost=unserved)
    # The linear program is solved to a ten-millionth, which matters where all costs nothing.
    assert found.cost == pytest.approx(brute.delivery(cost, demand, capacity, min_load, unserved), abs=1e-6)


def _three_towns(**changes):
    """Towns of 10, 10 and 20 t, each a candidate for plants of 20 t (cost 50) or 40 t (cost 80); 1 per t and step."""
    steps = np.array([[0.0, 1.0, 4.0], [1.0, 0.0, 3.0], [4.0, 3.0, 0.0]])
    demand = np.array([10.0, 10.0, 20.0])
    problem = FacilityProblem(
        cost=steps * demand[:, None],
        demand=demand,
        options=modular_options(np.array([20.0, 40.0]), np.array([50.0, 80.0]), n_candidate=3),
        sites=site_rules(3),
    )
    return replace(problem, **changes)


def test_hand_computed_sizes():
    # Two plants of 20 t at 50 each and 10 t moved one step: 110. One of 40 t moves 20 t at least 3 steps: 80 + 70.
    outcome = solve_facility(_three_towns(), ample())
    assert outcome.objective == pytest.approx(110.0)
    assert outcome.size.tolist() == [0, 0]
    assert outcome.chosen[-1] == 2


def test_budget_forces_one_large_plant():
    outcome = solve_facility(_three_towns(budget=80.0), ample())
    assert outcome.size.tolist() == [1]
    assert outcome.objective == pytest.approx(80.0 + 70.0)


def test_enlarge_the_existing_plant_or_build_another():
    # A plant of 20 t stands in the first town; enlarging it to 40 t costs 10, far less than a new one.
    options = Options(
        site=np.array([0, 0, 1, 2]),
        capacity=np.array([20.0, 40.0, 20.0, 20.0]),
        fixed_cost=np.array([0.0, 10.0, 150.0, 150.0]),
        min_load=np.zeros(4),
    )
    enlarged = solve_facility(_three_towns(options=options, sites=site_rules(3, existing=(0,))), ample())
    assert (enlarged.chosen.tolist(), enlarged.size.tolist()) == ([0], [1])
    assert enlarged.objective == pytest.approx(10 + 10 + 80)
    dear = replace(options, fixed_cost=np.array([0.0, 200.0, 150.0, 60.0]))
    built = solve_facility(_three_towns(options=dear, sites=site_rules(3, existing=(0,)), max_new=1), ample())
    assert (built.chosen.tolist(), built.size.tolist()) == ([0, 2], [0, 0])
    assert built.objective == pytest.approx(60 + 10)


def test_capacitated_covering():
    # Reach within 1 step costs nothing, a tonne left behind costs 1: two plants of 15 t collect 30 of 40 t.
    problem = _three_towns()
    reach = np.where(problem.cost / problem.demand[:, None] <= 1.0, 0.0, np.inf)
    outcome = solve_facility(
        replace(
            problem,
            cost=reach,
            options=single_options(np.full(3, 15.0), np.zeros(3)),
            max_new=2,
            unserved_cost=problem.demand,
        ),
        ample(),
    )
    assert outcome.objective == pytest.approx(10.0)
    assert problem.demand @ outcome.share.sum(axis=1) == pytest.approx(30.0)


@pytest.mark.parametrize(
    ("changes", "requirement", "given", "needed"),
    [
        ({"budget": 60.0}, Requirement.BUDGET, 60, 80),
        ({"max_new": 0}, Requirement.COUNT, 0, 1),
        ({"demand": np.array([10.0, 10.0, 200.0])}, Requirement.CAPACITY, 120, 220),
        ({"sites": site_rules(3, forbidden=(0, 1, 2))}, Requirement.FORBIDDEN, 0, 1),
    ],
)
def test_names_the_requirement_in_the_way(changes, requirement, given, needed):
    outcome = solve_facility(_three_towns(**changes), ample())
    assert outcome.status == OutcomeStatus.INFEASIBLE
    found = {obstacle.requirement: (obstacle.given, obstacle.needed) for obstacle in outcome.obstacles}
    assert found[requirement] == (pytest.approx(given), pytest.approx(needed))


def test_names_the_least_load_and_the_forced_site():
    # A forced plant must take 30 t, but only 20 t are within its reach.
    problem = _three_towns()
    cost = problem.cost.copy()
    cost[:2, 2] = np.inf
    options = replace(problem.options, min_load=0.75 * problem.options.capacity)
    only_large = Options(options.site[1::2], options.capacity[1::2], options.fixed_cost[1::2], options.min_load[1::2])
    outcome = solve_facility(replace(problem, cost=cost, options=only_large, sites=site_rules(3, forced=(2,))), ample())
    found = {obstacle.requirement: (obstacle.given, obstacle.needed) for obstacle in outcome.obstacles}
    assert found[Requirement.FORCED] == (1, 0)
    given, needed = found[Requirement.MIN_LOAD]
    assert given > needed > 0


def test_source_out_of_reach():
    cost = _three_towns().cost.copy()
    cost[1] = np.inf
    (obstacle,) = solve_facility(_three_towns(cost=cost), ample()).obstacles
    assert (obstacle.requirement, obstacle.given, obstacle.needed) == (Requirement.REACH, 2, 3)


def _region(seed=7, n_source=60, n_candidate=20):
    rng = np.random.default_rng(seed)
    source, candidate = rng.uniform(0, 100, (n_source, 2)), rng.uniform(0, 100, (n_candidate, 2))
    demand = rng.integers(5, 50, n_source).astype(float)
    distance = np.hypot(*(source[:, None] - candidate[None]).transpose(2, 0, 1))
    sizes = np.array([200.0, 400.0, 800.0])
    return FacilityProblem(
        cost=distance * demand[:, None],
        demand=demand,
        options=modular_options(sizes, 900.0 * sizes**0.6, n_candidate=n_candidate, min_utilisation=0.6),
        sites=site_rules(n_candidate, existing=(3,), forbidden=(5, 6)),
        max_new=6,
    )


def test_out_of_time_is_not_called_optimal():
    problem = _region()
    hurried, patient = solve_facility(problem, ticking(4)), solve_facility(problem, ample())
    assert hurried.status == OutcomeStatus.FEASIBLE
    assert patient.status == OutcomeStatus.OPTIMAL
    assert hurried.bound <= patient.objective <= hurried.objective
    _assert_keeps_the_rules(problem, patient)


def test_same_input_same_answer():
    first, second = solve_facility(_region(), ample()), solve_facility(_region(), ample())
    assert (first.objective, first.bound, first.counts) == (second.objective, second.bound, second.counts)
    assert first.share.tobytes() == second.share.tobytes()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"budget": -1.0}, "budget: -1.0; give 0 or more"),
        ({"demand": np.array([1.0, 0.0, 1.0])}, "demand: 0.0 for source 1; give a number above 0"),
        ({"unserved_cost": np.array([1.0])}, "unserved_cost: 1 values; give 3"),
        ({"options": single_options(np.ones(4), np.ones(4))}, "options.site: from 0 to 2 is possible, got 3"),
        (
            {"options": single_options(np.ones(2), np.ones(2)), "sites": site_rules(3, forced=(2,))},
            "options: none for candidate 2, which must be open",
        ),
    ],
)
def test_refuses_bad_input(changes, message):
    with pytest.raises(LocationError, match=message):
        _three_towns(**changes)


def test_refuses_bad_options():
    with pytest.raises(LocationError, match=r"Options.min_load: 9.0 in row 1"):
        Options(np.array([0, 1]), np.array([5.0, 5.0]), np.zeros(2), np.array([0.0, 9.0]))
    with pytest.raises(LocationError, match="not ascending"):
        Options(np.array([1, 0]), np.ones(2), np.zeros(2), np.zeros(2))


@pytest.mark.parametrize("scale", [1e-12, 1e-9, 1e-6, 1.0, 1e9])
@pytest.mark.parametrize("seed", range(6))
def test_transport_finds_the_same_in_any_unit_of_cost(seed, scale):
    """Costs of one millionth a tonne once made ways turn back on themselves, without end."""
    rng = np.random.default_rng(seed)
    n_source, n_open = int(rng.integers(10, 60)), int(rng.integers(3, 9))
    demand = rng.uniform(1, 100, n_source)
    cost = rng.uniform(0, 1, (n_source, n_open)) * demand[:, None]
    cost[rng.random(cost.shape) < 0.4] = np.inf
    capacity = rng.uniform(0.5, 1.2, n_open) * demand.sum() / n_open
    least, unserved = 0.6 * capacity * rng.uniform(0.5, 1, n_open), 1.2 * demand
    found = transport(cost * scale, demand, capacity=capacity, min_load=least, unserved_cost=unserved * scale)
    assert found.cost / scale == pytest.approx(brute.delivery(cost, demand, capacity, least, unserved), rel=1e-7)


def test_a_search_stops_at_its_limit_within_a_round_of_small_changes(monkeypatch):
    """Each plan that is priced takes a second on this clock: of the thousands of neighbours few are looked at."""
    rng = np.random.default_rng(1)
    n_source, n_candidate = 20, 60
    problem = FacilityProblem(
        cost=rng.uniform(1, 100, (n_source, n_candidate)),
        demand=rng.uniform(1, 10, n_source),
        options=modular_options(np.array([20.0, 40.0]), np.array([50.0, 80.0]), n_candidate=n_candidate),
        sites=site_rules(n_candidate),
    )
    priced = []
    monkeypatch.setattr(Planner, "_price", lambda self, decision: priced.append(decision) or PRICE(self, decision))
    effort = Effort(time_limit_s=60.0, clock=lambda: float(len(priced)))
    assert solve_facility(problem, effort).status == OutcomeStatus.FEASIBLE
    assert len(priced) <= 62


PRICE = Planner._price
