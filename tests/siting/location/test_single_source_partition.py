import dataclasses
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisapp.siting.location import single_source_partition
from gisapp.siting.location.single_source import _whole_loads
from gisapp.siting.location.single_source_columns import broken_triples, groups_below
from gisapp.siting.location.single_source_groups import GroupProblem
from gisapp.siting.location.single_source_kernels import single_source_burst
from gisapp.siting.location.single_source_partition import Listing, settled_by_groups
from tests.siting.location import brute
from tests.siting.location.test_single_source import _clustered, problems

AMPLE_S = 60.0


def _settled(problem, multipliers, *, cutoff, most_groups=10_000, is_lifted_first=False):
    load, room = _whole_loads(problem.demand, problem.capacity)
    cost = np.ascontiguousarray(problem.cost.T)
    sites = problem.sites
    fits = problem.demand <= problem.capacity[:, None]
    allowed = np.isfinite(cost) & fits & ~sites.forbidden[:, None]
    n_open = problem.n_new + int(sites.existing.sum())
    _, price, saving, _, _ = single_source_burst(
        cost, load, room, allowed, sites.must_open, n_open, multipliers, 1.0, 1.5 * multipliers.sum(), np.inf, 3
    )
    groups = GroupProblem(
        cost=cost,
        load=load,
        room=room,
        demand=problem.demand,
        capacity=problem.capacity,
        allowed=allowed,
        must_open=sites.must_open,
        n_free=n_open - int(sites.must_open.sum()),
        cutoff=cutoff,
    )
    listing = Listing(most_groups=most_groups, is_lifted_first=is_lifted_first)
    return settled_by_groups(groups, price, saving, listing=listing, left_s=lambda: AMPLE_S)


@given(problem=problems(), data=st.data())
@settings(max_examples=150, deadline=None)
def test_finds_the_best_below_the_cutoff_and_nothing_at_it(problem, data):
    n_open = problem.n_new + int(problem.sites.existing.sum())
    if n_open == 0 or n_open < problem.sites.must_open.sum() or n_open > (~problem.sites.forbidden).sum():
        return
    best = brute.single_source(problem.cost, problem.demand, problem.capacity, problem.sites, problem.n_new)
    multipliers = data.draw(
        st.lists(st.floats(0, 20, width=16), min_size=len(problem.cost), max_size=len(problem.cost))
    )
    ceiling = 1_000.0 if np.isinf(best) else best + 0.5
    is_settled, site_of = _settled(problem, np.array(multipliers), cutoff=ceiling)
    assert is_settled
    assert bool(site_of.size) == bool(np.isfinite(best))
    if site_of.size:
        assert problem.cost[np.arange(site_of.size), site_of].sum() == pytest.approx(best)
        load = np.bincount(site_of, problem.demand, minlength=problem.capacity.size)
        assert (load <= problem.capacity * (1 + 1e-9)).all()
        is_settled, site_of = _settled(problem, np.array(multipliers), cutoff=best - 1e-3)
        assert is_settled
        assert not site_of.size


@given(problem=problems(), data=st.data())
@settings(max_examples=150, deadline=None)
def test_groups_sought_bit_by_bit_prove_no_more_than_is_so(problem, data):
    n_open = problem.n_new + int(problem.sites.existing.sum())
    if n_open == 0 or n_open < problem.sites.must_open.sum() or n_open > (~problem.sites.forbidden).sum():
        return
    best = brute.single_source(problem.cost, problem.demand, problem.capacity, problem.sites, problem.n_new)
    ceiling = data.draw(st.sampled_from([1_000.0] if np.isinf(best) else [best + 0.5, best + 8.0, best - 1e-3]))
    few = {"_FIRST_LISTED": 3, "_MORE_LISTED": 2, "_FIRST_GROUPS": 3, "_FEW_GROUPS": 2}
    most = data.draw(st.sampled_from([4, 10, 30]))
    with mock.patch.multiple(single_source_partition, **few):
        is_settled, site_of = _settled(
            problem, np.full(len(problem.cost), 5.0), cutoff=ceiling, most_groups=most, is_lifted_first=True
        )
    if site_of.size:
        load = np.bincount(site_of, problem.demand, minlength=problem.capacity.size)
        assert (load <= problem.capacity * (1 + 1e-9)).all()
    found = problem.cost[np.arange(site_of.size), site_of].sum() if site_of.size else np.inf
    assert found < ceiling or not site_of.size
    if is_settled:
        assert found == pytest.approx(best) if best < ceiling else not site_of.size


def test_groups_sought_bit_by_bit_settle_a_problem_of_many():
    problem = _points()
    _, whole = _settled(problem, np.full(14, 30.0), cutoff=1_000.0, most_groups=1_000_000)
    best = problem.cost[np.arange(14), whole].sum()
    few = {"_FIRST_LISTED": 40, "_FIRST_GROUPS": 20}
    with mock.patch.multiple(single_source_partition, **few):
        is_settled, site_of = _settled(
            problem, np.full(14, 30.0), cutoff=best + 6.0, most_groups=400, is_lifted_first=True
        )
    assert is_settled
    assert problem.cost[np.arange(14), site_of].sum() == best


def _points():
    return _clustered(n_point=14, n_new=3)


def test_too_many_groups_settle_nothing():
    problem = _points()
    is_settled, site_of = _settled(problem, np.full(14, 30.0), cutoff=1_000.0, most_groups=50)
    assert not is_settled
    assert not site_of.size


@pytest.mark.parametrize(
    ("penalty", "of_two"),
    [(0.0, {(0, 1, 3, 4): 6.0}), (0.4, {(0, 1, 3, 4): 6.0}), (0.6, {})],
)
def test_lists_each_group_once_whose_cost_less_prices_is_below_the_limit(penalty, of_two):
    # One site of room 5; sources of 2, 3 and 4 whose service costs 1, 5 and 2 at prices of 3.
    is_whole, cost, site, first, row = groups_below(
        np.array([[1.0, 5.0, 2.0]]),
        np.array([2, 3, 4]),
        np.array([5]),
        np.ones((1, 3), dtype=bool),
        np.zeros(1, dtype=bool),
        np.full(3, 3.0),
        np.array([0.5]),
        np.array([[0, 1, 2]]),
        np.array([penalty]),
        10,
        100,
    )
    assert is_whole
    groups = {tuple(sorted(row[a:b].tolist())): c for a, b, c in zip(first[:-1], first[1:], cost, strict=True)}
    # Row 3 is the number of sites, row 4 the site.
    assert groups == {(0, 3, 4): 1.0, (2, 3, 4): 2.0, **of_two}
    assert site.tolist() == [0] * len(groups)


def test_three_pairs_of_three_sources_break_a_cut_by_a_half():
    first, member = np.array([0, 2, 4, 6, 7]), np.array([0, 1, 1, 2, 0, 2, 3], dtype=np.int32)
    triples, breaches = broken_triples(first, member, np.array([0.5, 0.5, 0.5, 1.0]), 4, 0.02)
    assert [sorted(triple) for triple in triples.tolist()] == [[0, 1, 2]]
    assert breaches.tolist() == [0.5]


def test_real_costs_settle_as_well():
    problem = _points()
    problem = dataclasses.replace(problem, cost=problem.cost + np.random.default_rng(0).random(problem.cost.shape))
    coarse, fine = (
        _settled(problem, np.full(14, price), cutoff=400.0, most_groups=1_000_000) for price in (20.0, 35.0)
    )
    assert coarse[0]
    assert fine[0]
    costs = [problem.cost[np.arange(14), site_of].sum() for _, site_of in (coarse, fine)]
    assert costs[0] == pytest.approx(costs[1])
    assert costs[0] < 400
