import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.siting.ahp import (
    MAX_RATIO,
    RANDOM_INDEX,
    InconsistentError,
    checked,
    priorities,
    reciprocal,
    weights_from_comparisons,
    worst_triad,
)
from gisapp.siting.errors import ProblemError


def upper_rows(text):
    """Rows above the diagonal, divided by bars, fractions as they are published."""
    return reciprocal(np.array([float(Fraction(word)) for word in text.replace("|", " ").split()]))


# Saaty 2008, Decision making with the analytic hierarchy process: consumption of drinks in the United States.
DRINKS = upper_rows("9 5 2 1 1 1/2 | 1/3 1/9 1/9 1/9 1/9 | 1/3 1/4 1/3 1/9 | 1/2 1 1/3 | 2 1/2 | 1/3")
# Saaty 1990, How to make a decision: buying a house. Size, transport, neighbourhood, age, yard, modern
# facilities, condition, financing.
HOUSE = upper_rows(
    "5 3 7 6 6 1/3 1/4 | 1/3 5 3 3 1/5 1/7 | 6 3 4 6 1/5 | 1/3 1/4 1/7 1/8 | 1/2 1/5 1/6 | 1/5 1/6 | 1/2"
)


def test_drinks_of_saaty_2008():
    found = weights_from_comparisons(DRINKS)
    assert found.lambda_max == pytest.approx(7.1766, abs=5e-4)
    assert found.consistency_ratio == pytest.approx(0.022, abs=5e-4)
    published = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert found.weights == pytest.approx(published, abs=6e-4)


def test_house_of_saaty_1990_is_refused_and_names_what_contradicts_most():
    found = priorities(HOUSE)
    assert found.lambda_max == pytest.approx(9.669, abs=5e-4)
    assert found.consistency_ratio == pytest.approx(0.169, abs=6e-4)
    # As published to three digits.
    assert found.weights == pytest.approx([0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], abs=1e-3)
    with pytest.raises(InconsistentError, match=r"0\.169, the limit is 0\.10") as caught:
        weights_from_comparisons(HOUSE)
    triad = caught.value.triad
    assert (triad.i, triad.j, triad.k) == (0, 2, 6)
    assert triad.error == pytest.approx(54)
    assert triad.consistent_i_over_k == pytest.approx(18)
    assert triad.consistent_j_over_k == pytest.approx(1 / 9)
    assert triad.consistent_i_over_j == pytest.approx(1 / 18)


def test_correcting_any_of_the_three_as_proposed_makes_the_triad_agree():
    triad = worst_triad(HOUSE)
    proposals = {
        (triad.i, triad.k): triad.consistent_i_over_k,
        (triad.j, triad.k): triad.consistent_j_over_k,
        (triad.i, triad.j): triad.consistent_i_over_j,
    }
    for (row, column), value in proposals.items():
        repaired = HOUSE.copy()
        repaired[row, column], repaired[column, row] = value, 1 / value
        i, j, k = triad.i, triad.j, triad.k
        assert repaired[i, j] * repaired[j, k] == pytest.approx(repaired[i, k])


@given(st.lists(st.floats(1.0, 3.0), min_size=3, max_size=10))
def test_ratios_of_weights_give_the_weights_back(importance):
    weights = np.array(importance) / sum(importance)
    found = weights_from_comparisons(weights[:, None] / weights[None, :])
    assert found.weights == pytest.approx(weights, abs=1e-9)
    assert found.consistency_ratio < 1e-9


@given(st.integers(3, 8), st.randoms(use_true_random=False))
def test_inconsistent_matrices_and_only_they_are_refused(n, random):
    scale = [1 / 9, 1 / 5, 1 / 3, 1 / 2, 1, 2, 3, 5, 9]
    matrix = reciprocal(np.array([random.choice(scale) for _ in range(n * (n - 1) // 2)]))
    ratio = priorities(matrix).consistency_ratio
    if ratio > MAX_RATIO:
        with pytest.raises(InconsistentError):
            weights_from_comparisons(matrix)
        errors = [matrix[i, j] * matrix[j, k] / matrix[i, k] for i, j, k in itertools.combinations(range(n), 3)]
        assert worst_triad(matrix).error == pytest.approx(max(max(e, 1 / e) for e in errors))
    else:
        assert weights_from_comparisons(matrix).weights.sum() == pytest.approx(1)


def test_ratio_rests_on_the_stated_random_index():
    # Of order 3 with a_12 = a_23 = 2 and a_13 = 1: lambda = 1 + 4^(1/3) + 4^(-1/3), by hand.
    matrix = reciprocal(np.array([2.0, 1.0, 2.0]))
    lambda_max = 1 + 4 ** (1 / 3) + 4 ** (-1 / 3)
    found = priorities(matrix)
    assert found.lambda_max == pytest.approx(lambda_max)
    assert found.consistency_ratio == pytest.approx((lambda_max - 3) / 2 / RANDOM_INDEX[3])
    with pytest.raises(InconsistentError):
        weights_from_comparisons(matrix)


def test_two_things_cannot_contradict_each_other():
    found = weights_from_comparisons(np.array([[1, 4], [0.25, 1]]))
    assert found.weights == pytest.approx([0.8, 0.2])
    assert found.consistency_ratio == 0.0


def test_a_third_may_be_written_with_two_digits():
    assert checked(np.array([[1, 3], [0.33, 1]]))[1, 0] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (np.ones((2, 3)), "square"),
        (np.ones((11, 11)), "2 to 10"),
        (np.array([[1, 10], [0.1, 1]]), "0:1 is 10; give 1/9 to 9"),
        (np.array([[1, np.nan], [1, 1]]), "0:1 is nan"),
        (np.array([[1, 3], [3, 1]]), "0:1 is 3 but 1:0 is 3; give 0.333"),
        (np.array([[2, 1], [1, 1]]), "0:0"),
    ],
)
def test_malformed_matrices_are_refused(matrix, message):
    with pytest.raises(ProblemError, match=message):
        weights_from_comparisons(matrix)


def test_a_number_of_comparisons_that_makes_no_matrix_is_refused():
    with pytest.raises(ProblemError, match="4 above the diagonal"):
        reciprocal(np.ones(4))
