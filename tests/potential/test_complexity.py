import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gisapp.potential import economic_complexity

NAN = np.nan
# Nested: the first district has all, the last only what all have.
NESTED = np.array([[1.0, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]])
MATRICES = hnp.arrays(np.float64, (6, 5), elements=st.sampled_from([0.0, 1.0]))


def reflections(m, times):
    """The method of reflections as first published: averages of averages, brought to mean 0 and deviation 1."""
    diversity, ubiquity = m.sum(axis=1), m.sum(axis=0)
    by_district, by_sector = diversity, ubiquity
    for _ in range(times):
        by_district, by_sector = m @ by_sector / diversity, m.T @ by_district / ubiquity
    return (by_district - by_district.mean()) / by_district.std()


def test_a_nested_province_is_ranked_by_diversity():
    complexity = economic_complexity(NESTED)
    assert complexity.is_determined
    assert np.all(np.diff(complexity.eci) < 0)
    assert np.all(np.diff(complexity.pci) > 0)
    assert complexity.diversity.tolist() == [4, 3, 2, 1]
    assert complexity.ubiquity.tolist() == [4, 3, 2, 1]


def test_three_districts_by_hand():
    # W = D^-1 M U^-1 M' = [[11/18, 5/18, 1/9], [5/12, 5/12, 1/6], [1/3, 1/3, 1/3]] has the eigenvalues 1, 1/4
    # and 1/9 (trace 49/36). At 1/4 the eigenvector is (1, -1/2, -2): row 1 gives 22/36 - 5/36 - 8/36 = 1/4.
    # Its mean is -1/2 and its variance 3/2.
    complexity = economic_complexity(np.array([[1.0, 1, 1], [1, 1, 0], [1, 0, 0]]))
    np.testing.assert_allclose(complexity.eci, [1.5 / np.sqrt(1.5), 0, -1.5 / np.sqrt(1.5)], atol=1e-12)


def test_it_is_the_limit_of_the_method_of_reflections():
    np.testing.assert_allclose(economic_complexity(NESTED).eci, reflections(NESTED, 20), atol=1e-3)


@given(MATRICES)
def test_one_more_reflection_only_shrinks_it(m):
    assume((m.sum(axis=1) > 0).all() and (m.sum(axis=0) > 0).all())
    complexity = economic_complexity(m)
    assume(complexity.is_determined)
    reflection = (m / m.sum(axis=0)) @ m.T / m.sum(axis=1)[:, None]
    second = np.sort(np.linalg.eigvals(reflection).real)[-2]
    once_more = reflection @ complexity.eci
    offset = once_more - second * complexity.eci
    np.testing.assert_allclose(offset, offset[0], atol=1e-7)


@given(MATRICES, st.randoms())
def test_order_does_not_matter(m, random):
    complexity = economic_complexity(m)
    assume(complexity.is_determined)
    diversity = m.sum(axis=1)[m.sum(axis=1) > 0]
    eci = complexity.eci[~np.isnan(complexity.eci)]
    # Where complexity does not lean on diversity its sign is a convention that follows the order.
    assume(abs(np.corrcoef(eci, diversity)[0, 1]) > 1e-3 if diversity.std() else False)
    rows, columns = list(range(6)), list(range(5))
    random.shuffle(rows)
    random.shuffle(columns)
    moved = economic_complexity(m[np.ix_(rows, columns)])
    np.testing.assert_allclose(moved.eci, complexity.eci[rows], atol=1e-6)
    np.testing.assert_allclose(moved.pci, complexity.pci[columns], atol=1e-6)


def test_a_sector_without_a_record_somewhere_is_left_out():
    gappy = np.column_stack([NESTED, [1.0, NAN, 0, 0]])
    complexity = economic_complexity(gappy)
    assert complexity.is_compared.tolist() == [True] * 4 + [False]
    np.testing.assert_allclose(complexity.eci, economic_complexity(NESTED).eci)
    assert np.isnan(complexity.pci[4])


def test_a_district_without_specialisation_has_no_complexity():
    complexity = economic_complexity(np.vstack([NESTED, np.zeros(4)]))
    np.testing.assert_allclose(complexity.eci[:4], economic_complexity(NESTED).eci)
    assert np.isnan(complexity.eci[4])


@pytest.mark.parametrize("m", [np.eye(4), np.ones((4, 4)), np.ones((2, 2)), np.zeros((3, 3))])
def test_an_arbitrary_answer_is_not_given(m):
    complexity = economic_complexity(m)
    assert not complexity.is_determined
    assert np.isnan(complexity.eci).all()
    assert np.isnan(complexity.pci).all()
