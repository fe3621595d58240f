import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.siting.errors import ProblemError
from gisapp.siting.robustness import (
    BLOCK_PRODUCTS,
    confidence_of,
    dirichlet_weights,
    leaders,
    order,
    rank_acceptability,
)
from gisapp.siting.uncertainty import Spread

OPPOSITE = np.array([[1.0, 0.0], [0.0, 1.0]])


def rng():
    return np.random.default_rng(63)


def test_weights_are_drawn_around_the_given_ones_as_wide_as_stated():
    weights = np.array([0.5, 0.3, 0.2, 0.0])
    drawn = dirichlet_weights(rng(), weights * 100, concentration=30, n_draw=20_000)
    assert drawn.sum(axis=1) == pytest.approx(1)
    assert drawn.mean(axis=0) == pytest.approx(weights, abs=0.003)
    assert drawn.std(axis=0) == pytest.approx(np.sqrt(weights * (1 - weights) / 31), abs=0.002)
    assert not drawn[:, 3].any()


def test_one_seed_one_answer():
    def draw():
        return dirichlet_weights(rng(), np.array([1.0, 2.0]), concentration=5, n_draw=10)

    np.testing.assert_array_equal(draw(), draw())


@pytest.mark.parametrize("concentration", [0.0, -1.0, np.inf, np.nan])
def test_a_concentration_that_is_none_is_refused(concentration):
    with pytest.raises(ProblemError, match="concentration"):
        dirichlet_weights(rng(), np.ones(2), concentration=concentration, n_draw=1)


def test_no_weight_at_all_is_refused():
    with pytest.raises(ProblemError, match="one above 0"):
        dirichlet_weights(rng(), np.zeros(2), concentration=1, n_draw=1)


def test_acceptability_is_the_chance_of_a_beta_distribution():
    # Two opposite sites, flat weights on the simplex: the first leads when w_1 > 1/2, half of the time, and
    # its mean weight is then 3/4.
    weights = dirichlet_weights(rng(), np.array([0.5, 0.5]), concentration=2, n_draw=40_000)
    found = rank_acceptability([(OPPOSITE, weights)], n_rank=2)
    assert found.share == pytest.approx(np.full((2, 2), 0.5), abs=0.01)
    assert found.central_weights == pytest.approx(np.array([[0.75, 0.25], [0.25, 0.75]]), abs=0.01)
    assert found.n_draw == 40_000


def test_equal_sites_are_ranked_in_their_order():
    same = np.full((3, 2), 0.5)
    found = rank_acceptability([(same, np.full((5, 2), 0.5))], n_rank=3)
    np.testing.assert_array_equal(found.share, np.eye(3))
    assert np.isnan(found.central_weights[1:]).all()
    np.testing.assert_array_equal(order(same, np.ones(2)), [0, 1, 2])


def test_more_ranks_than_sites_are_not_made_up():
    assert rank_acceptability([(OPPOSITE, np.full((1, 2), 0.5))], n_rank=10).share.shape == (2, 2)


def test_no_draws_are_refused():
    with pytest.raises(ProblemError, match="no draws"):
        rank_acceptability([], n_rank=1)


@given(st.integers(10, 40), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_leaders_equal_a_full_sort(n_site, n_rank, seed):
    draw = np.random.default_rng(seed)
    values = np.repeat(draw.integers(0, 4, (n_site, 3)) / 4, 50, axis=0)
    n_draw = 2 * (BLOCK_PRODUCTS // values.size) + 1
    # Sixteenths, so that sums are exact and equal scores are equal to the last digit.
    weights = draw.integers(0, 16, (n_draw, 3)) / 16
    found = leaders(values, weights, n_rank=n_rank)
    scores = weights @ np.ascontiguousarray(values.T)
    np.testing.assert_array_equal(found, np.argsort(-scores, axis=1, kind="stable")[:, :n_rank])


def test_each_set_of_values_is_judged_by_its_own_weights():
    draws = [(OPPOSITE, np.array([[0.9, 0.1]])), (OPPOSITE[::-1].copy(), np.array([[0.9, 0.1]]))]
    found = rank_acceptability(draws, n_rank=1)
    assert found.share.ravel().tolist() == [0.5, 0.5]


def test_confidence_is_the_share_of_values_that_keep_a_site_first():
    drawn = [OPPOSITE, OPPOSITE, OPPOSITE[::-1].copy(), OPPOSITE]
    assert confidence_of(drawn, np.array([0.8, 0.2]), site=0) == 0.75
    assert confidence_of(drawn, np.array([0.8, 0.2]), site=1) == 0.25


def test_spread_is_triangular():
    drawn = Spread(0.8, 1.0, 1.2).draw(rng(), 20_000)
    assert drawn.min() >= 0.8
    assert drawn.max() <= 1.2
    assert drawn.mean() == pytest.approx(1.0, abs=0.002)
    assert drawn.std() == pytest.approx(0.4 / np.sqrt(24), abs=0.002)
    assert (Spread(1.0, 1.0, 1.0).draw(rng(), 3) == 1).all()


@pytest.mark.parametrize("given_spread", [(1.0, 0.9, 1.2), (-0.1, 1.0, 1.2), (0.8, 1.0, np.inf), (np.nan, 1, 2)])
def test_a_spread_must_ascend(given_spread):
    with pytest.raises(ProblemError, match="ascend"):
        Spread(*given_spread)
