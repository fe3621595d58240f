import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.siting import ProblemError
from gisapp.siting.chain import Balance, ChainProcess, Coefficient, echelons


def process(code, feed, *outputs, size=0.0):
    return ChainProcess(code, feed, dict.fromkeys(outputs, Coefficient(0.4, 0.5, 0.6)), size)


def codes(*processes):
    return [[one.code for one in echelon] for echelon in echelons(processes)]


def test_each_echelon_follows_what_feeds_it():
    assert codes(
        process("biodiesel", "refined", "fame"),
        process("refinery", "cpo", "refined"),
        process("crushing", "kernel", "kernel_oil"),
        process("mill", "bunches", "cpo", "kernel"),
    ) == [["mill"], ["refinery", "crushing"], ["biodiesel"]]


def test_a_commodity_of_two_makers_waits_for_both():
    assert codes(
        process("a", "raw", "mid"),
        process("b", "mid", "late"),
        process("c", "late", "end"),
        process("d", "raw", "late"),
    ) == [["a", "d"], ["b"], ["c"]]


def test_of_one_feed_the_largest_comes_first():
    assert codes(process("a", "x", size=5.0), process("b", "x", size=9.0), process("c", "x", size=5.0)) == [
        ["b", "a", "c"]
    ]


def test_a_circle_is_refused_and_named_without_what_follows_from_it():
    with pytest.raises(ProblemError, match="a, b feed each other"):
        echelons([process("a", "x", "y"), process("b", "y", "x"), process("c", "y", "z"), process("d", "w", "v")])


def test_no_process_makes_no_echelon():
    assert echelons([]) == ()


def test_outputs_have_a_range():
    assert process("mill", "bunches", "cpo").yields(200.0) == {"cpo": Coefficient(80.0, 100.0, 120.0)}


def test_a_balance_tells_when_something_is_used_twice():
    kept = Balance("cpo", 100.0, 20.0, 60.0, 40.0 + 1e-8)
    assert kept.is_kept()
    assert kept.left == pytest.approx(0.0, abs=1e-6)
    assert not Balance("cpo", 100.0, 20.0, 60.0, 41.0).is_kept()


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=12))
def test_nobody_stands_before_what_feeds_it(pairs):
    """Edges lead from smaller to larger commodities, so there is no circle."""
    tree = [process(f"p{k}", f"c{min(a, b)}", *([f"c{max(a, b)}"] if a != b else [])) for k, (a, b) in enumerate(pairs)]
    order = echelons(tree)
    assert sum(len(echelon) for echelon in order) == len(tree)
    for rank, echelon in enumerate(order):
        later = {output for echelon_after in order[rank:] for one in echelon_after for output in one.outputs}
        assert all(one.feed not in later for one in echelon)
