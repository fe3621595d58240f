import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gisapp.potential import TableError, co_specialisation_proximity, relatedness_density, specialised

NAN = np.nan
# Sectors a, b, c: a and b together twice, a alone once, c with b once.
M = np.array([[1.0, 1, 0], [1, 1, 0], [1, 0, 0], [0, 1, 1]])
BINARY = st.sampled_from([0.0, 1.0])
GAPPY = st.sampled_from([0.0, 1.0, NAN])
SHAPES = st.tuples(st.integers(1, 7), st.integers(1, 6))


def test_specialised_from_one_upwards():
    np.testing.assert_array_equal(specialised(np.array([0.99, 1.0, 1.5, NAN])), [0, 1, 1, NAN])


def test_proximity_by_hand():
    # a in 3 districts, b in 3, c in 1: ab 2/3, ac 0/3, bc 1/3.
    expected = [[1, 2 / 3, 0], [2 / 3, 1, 1 / 3], [0, 1 / 3, 1]]
    np.testing.assert_allclose(co_specialisation_proximity(M), expected)


def test_density_by_hand():
    density = relatedness_density(M, co_specialisation_proximity(M))
    # To a only b is close; to b, a (2/3) and c (1/3); to c only b.
    np.testing.assert_allclose(density[0], [1.0, 2 / 3, 1.0])
    np.testing.assert_allclose(density[2], [0.0, 2 / 3, 0.0])
    np.testing.assert_allclose(density[3], [1.0, 1 / 3, 1.0])


def test_a_missing_record_is_not_an_absence():
    m = M.copy()
    m[3, 1] = NAN
    proximity = co_specialisation_proximity(m)
    # bc is judged by the first three districts: none has c, so both in none of the two of b.
    assert proximity[1, 2] == 0
    # ab by the first three: together in two, a in three.
    assert proximity[0, 1] == pytest.approx(2 / 3)
    density = relatedness_density(m, co_specialisation_proximity(M))
    # Of the neighbours of a in the last district only c is recorded, which is not close.
    assert np.isnan(density[3, 0])


def test_sectors_without_specialists_have_no_proximity():
    assert np.isnan(co_specialisation_proximity(np.zeros((3, 2)))).all()


@given(hnp.arrays(np.float64, SHAPES, elements=GAPPY))
def test_proximity_is_symmetric_and_within_bounds(m):
    proximity = co_specialisation_proximity(m)
    np.testing.assert_array_equal(proximity, proximity.T)
    known = proximity[~np.isnan(proximity)]
    assert np.all((known >= 0) & (known <= 1))
    diagonal = np.diag(proximity)
    assert np.all(diagonal[~np.isnan(diagonal)] == 1)


@given(hnp.arrays(np.float64, SHAPES, elements=GAPPY))
def test_density_is_within_bounds(m):
    density = relatedness_density(m, co_specialisation_proximity(m))
    known = density[~np.isnan(density)]
    assert np.all((known >= 0) & (known <= 1 + 1e-12))


@given(hnp.arrays(np.float64, SHAPES, elements=BINARY), st.randoms())
def test_order_of_districts_does_not_matter(m, random):
    rows = list(range(len(m)))
    random.shuffle(rows)
    np.testing.assert_allclose(co_specialisation_proximity(m[rows]), co_specialisation_proximity(m))


def test_a_district_with_everything_is_fully_related():
    m = np.vstack([M, np.ones(3)])
    np.testing.assert_allclose(relatedness_density(m, co_specialisation_proximity(m))[-1], 1.0)


def test_other_figures_than_zero_and_one_are_refused():
    with pytest.raises(TableError, match="0, 1 or NaN"):
        co_specialisation_proximity(np.array([[0.5, 1.0]]))
    with pytest.raises(TableError, match="proximity"):
        relatedness_density(M, np.ones((2, 2)))
