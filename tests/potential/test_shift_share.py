import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.potential import TableError, shift_share
from tests.potential.tables import complete_tables, gappy_tables

NAN = np.nan


def test_parts_by_hand():
    # The base grows by 10 % (1,000 to 1,100), its sectors by 25 % (200 to 250) and 6.25 % (800 to 850).
    # Here the first sector goes from 40 to 60: 4 with the base, 6 by its mix, 10 of its own.
    parts = shift_share(
        np.array([[40.0, 80.0]]),
        np.array([[60.0, 75.0]]),
        base=np.array([200.0, 800.0]),
        later_base=np.array([250.0, 850.0]),
    )
    np.testing.assert_allclose(parts.reference_growth, [[4.0, 8.0]])
    np.testing.assert_allclose(parts.industrial_mix, [[6.0, -3.0]])
    np.testing.assert_allclose(parts.competitive, [[10.0, -10.0]])
    np.testing.assert_allclose(parts.change, [[20.0, -5.0]])


def later_than(table, seed):
    return table * np.random.default_rng(seed).uniform(0.2, 3.0, table.shape)


@given(gappy_tables(), st.integers(0, 2**32 - 1))
def test_parts_sum_to_the_change(table, seed):
    later = later_than(table, seed)
    base, later_base = np.nansum(table, axis=0) + 1, np.nansum(later, axis=0) + 1
    parts = shift_share(table, later, base=base, later_base=later_base)
    scale = np.nanmax(table) + np.nanmax(later)
    np.testing.assert_allclose(parts.change / scale, (later - table) / scale, rtol=0, atol=1e-9)


@given(complete_tables(), st.integers(0, 2**32 - 1))
def test_competitive_parts_of_all_districts_cancel_out(table, seed):
    later = later_than(table, seed)
    parts = shift_share(table, later, base=table.sum(axis=0), later_base=later.sum(axis=0))
    np.testing.assert_allclose(parts.competitive.sum(axis=0) / later.sum(), 0, atol=1e-9)
    assert parts.industrial_mix.sum() / later.sum() == pytest.approx(0, abs=1e-9)


@given(complete_tables(), st.integers(0, 2**32 - 1), st.floats(0.01, 100))
def test_parts_scale_with_the_unit(table, seed, factor):
    later = later_than(table, seed)
    base, later_base = table.sum(axis=0), later.sum(axis=0)
    parts = shift_share(table, later, base=base, later_base=later_base)
    scaled = shift_share(table * factor, later * factor, base=base * factor, later_base=later_base * factor)
    scale = factor * later.max()
    np.testing.assert_allclose(scaled.competitive / scale, parts.competitive * factor / scale, atol=1e-9)


def test_what_is_missing_at_one_end_has_no_parts():
    parts = shift_share(
        np.array([[NAN, 5.0, 5.0]]),
        np.array([[5.0, NAN, 5.0]]),
        base=np.array([10.0, 10.0, 0.0]),
        later_base=np.array([20.0, 20.0, 10.0]),
    )
    for part in (parts.reference_growth, parts.industrial_mix, parts.competitive):
        assert np.isnan(part).all()


def test_tables_of_two_shapes_are_refused():
    with pytest.raises(TableError, match="later_values"):
        shift_share(np.ones((1, 2)), np.ones((2, 2)), base=np.ones(2), later_base=np.ones(2))
