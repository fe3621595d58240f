import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import linprog

from gisapp.siting.weight_change import smallest_single_change, smallest_total_change

TWO_SITES = np.array([[1.0, 0.0], [0.0, 1.0]])


def test_two_opposite_sites_draw_level_at_half_and_half():
    single = smallest_single_change(TWO_SITES, np.array([0.7, 0.3]))
    assert single is not None
    assert (single.criterion, single.rival) == (0, 1)
    assert single.new_weight == pytest.approx(0.5)
    assert single.change == pytest.approx(-0.2)
    total = smallest_total_change(TWO_SITES, np.array([0.7, 0.3]))
    assert total is not None
    assert total.moved == pytest.approx(0.2)
    assert total.new_weights == pytest.approx([0.5, 0.5])


def test_hand_reckoned_three_criteria():
    # Lead 0.5 x 0.4 + 0.3 x 0 - 0.2 x 0.4 = 0.12. One weight: the third at x, the others at 5:3, gives
    # (1 - x) 0.625 x 0.4 = 0.4 x, so x = 0.25 / 0.65. Two: 0.15 moves from the first to the third, 0.8 each.
    values = np.array([[0.8, 0.5, 0.1], [0.4, 0.5, 0.5]])
    weights = np.array([0.5, 0.3, 0.2])
    single, total = smallest_single_change(values, weights), smallest_total_change(values, weights)
    assert single is not None
    assert total is not None
    assert (single.criterion, single.new_weight) == (2, pytest.approx(0.25 / 0.65))
    assert total.moved == pytest.approx(0.15)
    assert total.new_weights == pytest.approx([0.35, 0.3, 0.35])


def test_a_site_that_is_better_in_everything_keeps_its_place():
    values = np.array([[0.9, 0.9], [0.5, 0.8]])
    assert smallest_single_change(values, np.array([0.5, 0.5])) is None
    assert smallest_total_change(values, np.array([0.5, 0.5])) is None


def test_a_lone_site_has_no_rival():
    assert smallest_single_change(TWO_SITES[:1], np.array([0.5, 0.5])) is None
    assert smallest_total_change(TWO_SITES[:1], np.array([0.5, 0.5])) is None


def test_a_sole_criterion_cannot_keep_the_proportions_of_others():
    weights = np.array([1.0, 0.0])
    single = smallest_single_change(TWO_SITES, weights)
    total = smallest_total_change(TWO_SITES, weights)
    assert single is not None
    assert single.criterion == 1
    assert single.new_weight == pytest.approx(0.5)
    assert total is not None
    assert total.moved == pytest.approx(0.5)


@st.composite
def cases(draw):
    n_site, n_criterion = draw(st.integers(2, 5)), draw(st.integers(2, 6))
    grid = st.integers(0, 20).map(lambda k: k / 20)
    values = draw(hnp.arrays(float, (n_site, n_criterion), elements=grid))
    weights = np.array(draw(st.lists(st.integers(1, 20), min_size=n_criterion, max_size=n_criterion)), float)
    weights /= weights.sum()
    best = int(np.argmax(values @ weights))
    return values, weights, best


def moved_by_linear_program(lead, weights):
    """min sum (up + down) / 2 subject to w' = w + up - down, on the simplex, with no lead left."""
    n = weights.size
    answer = linprog(
        np.full(2 * n, 0.5),
        A_ub=[np.concatenate([lead, -lead])],
        b_ub=[-lead @ weights],
        A_eq=[np.concatenate([np.ones(n), -np.ones(n)])],
        b_eq=[0.0],
        bounds=[(0, None)] * n + [(0, weight) for weight in weights],
    )
    return answer.fun if answer.success else np.inf


@given(cases())
def test_total_change_equals_the_linear_program(case):
    values, weights, best = case
    expected = min(
        moved_by_linear_program(values[best] - values[rival], weights) for rival in range(len(values)) if rival != best
    )
    found = smallest_total_change(values, weights, best=best)
    if found is None:
        assert expected == np.inf
        return
    assert found.moved == pytest.approx(expected, abs=1e-7)
    assert found.new_weights.sum() == pytest.approx(1)
    assert found.new_weights.min() > -1e-12
    assert (values[best] - values[found.rival]) @ found.new_weights <= 1e-9


@given(cases())
def test_single_change_draws_level_and_no_smaller_one_does(case):
    values, weights, best = case

    def lead_at(criterion, x):
        changed = weights * (1 - x) / (1 - weights[criterion])
        changed[criterion] = x
        scores = values @ changed
        return scores[best] - np.delete(scores, best).max()

    found = smallest_single_change(values, weights, best=best)
    smallest = abs(found.change) if found else 1.0
    if found:
        assert lead_at(found.criterion, found.new_weight) == pytest.approx(0, abs=1e-9)
    for criterion in range(weights.size):
        for x in np.linspace(0, 1, 41):
            if abs(x - weights[criterion]) < smallest - 1e-9:
                assert lead_at(criterion, x) > -1e-9
