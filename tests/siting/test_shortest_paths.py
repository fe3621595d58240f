"""Compiled searches against scipy and against hand figures."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.siting import shortest_paths
from gisapp.siting.errors import ProblemError
from gisapp.siting.shortest_paths import Arcs, Starts, shortest_minutes, supply_within_everywhere

BACKENDS = ("numba", "scipy")


@pytest.fixture(params=BACKENDS)
def backend(request):
    if request.param == "numba":
        pytest.importorskip("numba")
    return request.param


def chain():
    """0 -> 1 -> 2 -> 3, a minute each; back from 3 to 0 in ten."""
    return Arcs.of(np.array([0, 1, 2, 3]), np.array([1, 2, 3, 0]), np.array([1.0, 1.0, 1.0, 10.0]), n_node=5)


def test_minutes_by_hand(backend):
    found = shortest_minutes(chain(), Starts.at(np.array([0, 3])), np.arange(5), limit_min=np.inf, backend=backend)
    assert found.tolist() == [[0, 1, 2, 3, np.inf], [10, 11, 12, 0, np.inf]]


def test_the_way_to_differs_from_the_way_from(backend):
    back = shortest_minutes(
        chain().reversed(), Starts.at(np.array([0])), np.arange(4), limit_min=np.inf, backend=backend
    )
    assert back.tolist() == [[0, 12, 11, 10]]


def test_a_time_equal_to_the_limit_is_within_it(backend):
    found = shortest_minutes(chain(), Starts.at(np.array([0])), np.arange(4), limit_min=2.0, backend=backend)
    assert found.tolist() == [[0, 1, 2, np.inf]]


def test_a_search_begins_at_the_better_of_several_nodes(backend):
    """At node 0 after 5 min, or at node 2 after half a minute, or, too late, at node 1 after 50."""
    starts = Starts(np.array([0, 3, 3]), np.array([0, 2, 1]), np.array([5.0, 0.5, 50.0]))
    found = shortest_minutes(chain(), starts, np.array([3, 1, 0]), limit_min=40.0, backend=backend)
    assert found.tolist() == [[1.5, 6.0, 5.0], [np.inf] * 3]


def test_the_quicker_of_parallel_arcs_counts_and_loops_do_not():
    arcs = Arcs.of(np.array([0, 0, 0]), np.array([1, 1, 0]), np.array([3.0, 2.0, 1.0]), n_node=2)
    assert arcs.matrix().toarray().tolist() == [[0, 2], [0, 0]]


@pytest.mark.parametrize("minutes", [-1.0, np.nan, np.inf])
def test_a_time_that_dijkstra_cannot_take_is_refused(minutes):
    with pytest.raises(ProblemError, match=r"row 1 .* finite time of 0 or more"):
        Arcs.of(np.array([0, 1]), np.array([1, 0]), np.array([1.0, minutes]), n_node=2)


def test_without_searches_or_targets_the_answer_is_empty(backend):
    nobody = np.array([], dtype=np.int64)
    assert shortest_minutes(chain(), Starts.at(nobody), np.arange(2), limit_min=1, backend=backend).shape == (0, 2)
    assert shortest_minutes(chain(), Starts.at(np.arange(2)), nobody, limit_min=1, backend=backend).shape == (2, 0)


def test_scipy_takes_over_where_numba_is_missing(monkeypatch):
    monkeypatch.setattr(shortest_paths, "find_spec", lambda _name: None)
    shortest_paths.default_backend.cache_clear()
    monkeypatch.setattr(shortest_paths, "compiled", lambda: pytest.fail("numba was asked for"))
    try:
        assert shortest_paths.default_backend() == "scipy"
        assert shortest_minutes(chain(), Starts.at(np.array([0])), np.array([3]), limit_min=9.0).tolist() == [[3]]
    finally:
        shortest_paths.default_backend.cache_clear()


@st.composite
def graphs(draw):
    n_node, n_arc = draw(st.integers(1, 40)), draw(st.integers(0, 160))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    # Whole minutes make ties, and zeros arcs that cost nothing; a long arc stretches the queue's buckets.
    minutes = rng.choice(draw(st.sampled_from([[0.0, 1.0, 2.0], [1.0, 1e6], [0.0], [0.1, 0.7, 1e-9]])), n_arc)
    minutes = minutes + draw(st.sampled_from([0.0, 1.0])) * rng.random(n_arc)
    return Arcs.of(rng.integers(n_node, size=n_arc), rng.integers(n_node, size=n_arc), minutes, n_node=n_node), rng


@given(graphs(), st.sampled_from([0.0, 1.0, 2.5, 1e6, np.inf]))
def test_both_backends_agree(case, limit_min):
    pytest.importorskip("numba")
    arcs, rng = case
    n_search = int(rng.integers(1, 6))
    n_seed = rng.integers(0, 4, n_search)
    seeds = rng.integers(arcs.n_node, size=n_seed.sum()), rng.choice([0.0, 1.0, 3.7], n_seed.sum())
    starts = Starts(np.concatenate([[0], np.cumsum(n_seed)]), *seeds)
    target = np.flatnonzero(rng.random(arcs.n_node) < 0.6)
    one, other = (shortest_minutes(arcs, starts, target, limit_min=limit_min, backend=backend) for backend in BACKENDS)
    np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)
    supply = np.where(rng.random(arcs.n_node) < 0.5, rng.random(arcs.n_node), 0.0)
    one, other = (supply_within_everywhere(arcs, supply, limit_min=limit_min, backend=backend) for backend in BACKENDS)
    np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


@given(graphs(), st.sampled_from([0.0, 1.0, 2.5, np.inf]))
def test_compiled_searches_equal_floyd_and_warshall(case, limit_min):
    pytest.importorskip("numba")
    arcs, _ = case
    best = np.full((arcs.n_node, arcs.n_node), np.inf)
    best[arcs.tail(), arcs.head] = arcs.minutes
    np.fill_diagonal(best, 0.0)
    for k in range(arcs.n_node):
        best = np.minimum(best, best[:, k, None] + best[None, k])
    # A sum that falls on the limit may round to either side of it.
    near = np.isfinite(best) & np.isclose(best, limit_min, rtol=0.0, atol=1e-9)
    found = shortest_minutes(
        arcs, Starts.at(np.arange(arcs.n_node)), np.arange(arcs.n_node), limit_min=limit_min, backend="numba"
    )
    expected = np.where(best <= limit_min, best, np.inf)
    np.testing.assert_allclose(found[~near], expected[~near], rtol=1e-9, atol=1e-12)


@given(graphs())
def test_threads_change_nothing(case):
    pytest.importorskip("numba")
    arcs, rng = case
    starts = Starts.at(rng.integers(arcs.n_node, size=300))
    every, supply = np.arange(arcs.n_node), rng.random(arcs.n_node)
    for one, other in itertools.pairwise(
        (
            shortest_minutes(arcs, starts, every, limit_min=5.0, backend="numba", threads=threads),
            supply_within_everywhere(arcs, supply, limit_min=5.0, backend="numba", threads=threads),
        )
        for threads in (1, 2, 5)
    ):
        assert [answer.tobytes() for answer in one] == [answer.tobytes() for answer in other]


def test_supply_within_reach_of_every_node_by_hand(backend):
    """5 t at node 0 get as far as node 2 in two minutes; 7 t at node 3 stay; what is not recorded adds nothing."""
    supply = np.array([5.0, np.nan, 0.0, 7.0, 1.0])
    found = supply_within_everywhere(chain(), supply, limit_min=2.0, backend=backend)
    assert found.tolist() == [5, 5, 5, 7, 1]


def test_supply_needs_a_figure_for_each_node(backend):
    with pytest.raises(ProblemError, match="3 figures for 5 nodes"):
        supply_within_everywhere(chain(), np.ones(3), limit_min=1.0, backend=backend)
