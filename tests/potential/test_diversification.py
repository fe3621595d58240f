import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.potential import TableError, diversification_potential, lq_saturation

NAN = np.nan


def test_potential_by_hand():
    # 1,000 t x 0.6 x (1 - 1.5 / 2.5) = 1,000 x 0.6 x 0.4.
    found = diversification_potential(np.array([1000.0]), relatedness=np.array([0.6]), lq=np.array([1.5]))
    assert found.saturation[0] == pytest.approx(0.6)
    assert found.potential_t_per_year[0] == pytest.approx(240.0)


def test_districts_by_processes():
    found = diversification_potential(
        np.array([[100.0, 200.0], [0.0, 50.0]]), relatedness=np.array([[0.5], [1.0]]), lq=np.array([[1.0], [0.0]])
    )
    np.testing.assert_allclose(found.potential_t_per_year, [[25.0, 50.0], [0.0, 50.0]])


@pytest.mark.parametrize("missing", range(3))
def test_a_missing_part_makes_the_potential_missing(missing):
    parts = [np.array([1.0]), np.array([0.5]), np.array([1.0])]
    parts[missing] = np.array([NAN])
    found = diversification_potential(parts[0], relatedness=parts[1], lq=parts[2])
    assert np.isnan(found.potential_t_per_year).all()


@given(st.floats(0, 1e7), st.floats(0, 1), st.floats(0, 100))
def test_potential_never_exceeds_the_raw_material(residual, relatedness, lq):
    found = diversification_potential(np.array([residual]), relatedness=np.array([relatedness]), lq=np.array([lq]))
    assert 0 <= found.potential_t_per_year[0] <= residual


@given(st.floats(0, 100), st.floats(0, 100))
def test_saturation_rises_with_the_quotient_and_stays_below_one(a, b):
    low, high = sorted((a, b))
    assert 0 <= lq_saturation(np.array([low]))[0] <= lq_saturation(np.array([high]))[0] < 1


def test_impossible_parts_are_refused():
    one = np.array([1.0])
    with pytest.raises(TableError, match="relatedness"):
        diversification_potential(one, relatedness=np.array([1.5]), lq=one)
    with pytest.raises(TableError, match="below 0"):
        diversification_potential(-one, relatedness=one, lq=one)
