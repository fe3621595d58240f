import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.potential import TableError, compound_growth, dynamic_location_quotient, location_quotient, sector_shares
from tests.potential.tables import complete_tables, gappy_tables

NAN = np.nan


def test_location_quotient_by_hand():
    # Shares here 0.3 and 0.7, in the base 0.2 and 0.8.
    lq = location_quotient(np.array([[30.0, 70.0]]), np.array([200.0, 800.0]))
    np.testing.assert_allclose(lq, [[1.5, 0.875]])


def test_a_missing_sector_is_left_out_of_both_sides():
    # Without the third sector the base is 100 and 300: shares 0.25 and 0.75, as in the district.
    lq = location_quotient(np.array([[10.0, 30.0, NAN]]), np.array([100.0, 300.0, 600.0]))
    np.testing.assert_allclose(lq, [[1.0, 1.0, NAN]])


def test_a_sector_missing_in_the_base_is_missing_and_not_zero():
    lq = location_quotient(np.array([[10.0, 30.0, 5.0]]), np.array([100.0, 300.0, NAN]))
    np.testing.assert_allclose(lq, [[1.0, 1.0, NAN]])


def test_no_quotient_where_the_base_has_none_of_the_sector():
    lq = location_quotient(np.array([[10.0, 0.0]]), np.array([100.0, 0.0]))
    np.testing.assert_allclose(lq, [[1.0, NAN]])


def test_an_empty_district_has_no_shares():
    assert np.isnan(sector_shares(np.array([[0.0, 0.0], [NAN, NAN]]))).all()


@given(complete_tables())
def test_weighted_mean_of_quotients_is_one(table):
    lq = location_quotient(table, table.sum(axis=0))
    weight = table.sum(axis=1) / table.sum()
    np.testing.assert_allclose(weight @ lq, np.ones(table.shape[1]), rtol=1e-9)


@given(gappy_tables(), st.floats(0.001, 1000))
def test_quotient_does_not_depend_on_the_unit(table, factor):
    base = np.nansum(table, axis=0)
    np.testing.assert_allclose(location_quotient(table * factor, base), location_quotient(table, base), rtol=1e-9)
    np.testing.assert_allclose(location_quotient(table, base * factor), location_quotient(table, base), rtol=1e-9)


@given(gappy_tables(), st.randoms())
def test_quotient_follows_its_row_and_column(table, random):
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    base = np.nansum(table, axis=0)
    moved = location_quotient(table[np.ix_(rows, columns)], base[columns])
    np.testing.assert_allclose(moved, location_quotient(table, base)[np.ix_(rows, columns)], rtol=1e-9)


@given(gappy_tables())
def test_missing_figures_stay_missing(table):
    lq = location_quotient(table, np.nansum(table, axis=0) + 1)
    assert np.array_equal(np.isnan(lq), np.isnan(table))


def test_dynamic_quotient_by_hand():
    # Over two years the sector grows by 21 %, the district by 10.25 %: 1.10 and 1.05 a year. In the base
    # 1.05 and 1.02 a year. Relative rates 1.047619 and 1.029412, their quotient squared 1.035686.
    dlq = dynamic_location_quotient(
        np.array([[100.0, 300.0]]),
        np.array([[121.0, 320.0]]),
        base=np.array([1000.0, 9000.0]),
        later_base=np.array([1102.5, 9301.5]),
        years=2,
    )
    assert dlq[0, 0] == pytest.approx((1.10 / 1.05 / (1.05 / 1.02)) ** 2, rel=1e-9)


@given(complete_tables(), st.integers(0, 2**32 - 1), st.integers(1, 20))
def test_dynamic_quotient_is_the_change_of_the_quotient(table, seed, years):
    later = table * np.random.default_rng(seed).uniform(0.5, 2.0, table.shape)
    base, later_base = table.sum(axis=0), later.sum(axis=0)
    dlq = dynamic_location_quotient(table, later, base=base, later_base=later_base, years=years)
    np.testing.assert_allclose(dlq, location_quotient(later, later_base) / location_quotient(table, base), rtol=1e-8)


def test_dynamic_quotient_counts_only_what_both_years_hold():
    start, end = np.array([[100.0, 300.0, NAN]]), np.array([[121.0, 320.0, 500.0]])
    base, later_base = np.array([1000.0, 9000.0, 4000.0]), np.array([1102.5, 9301.5, 9000.0])
    dlq = dynamic_location_quotient(start, end, base=base, later_base=later_base, years=2)
    without = dynamic_location_quotient(start[:, :2], end[:, :2], base=base[:2], later_base=later_base[:2], years=2)
    np.testing.assert_allclose(dlq[:, :2], without)
    assert np.isnan(dlq[0, 2])


def test_no_growth_rate_from_nothing():
    assert np.isnan(compound_growth(np.array([0.0, NAN]), np.array([5.0, 5.0]), years=1)).all()


@pytest.mark.parametrize(
    ("values", "base", "words"),
    [
        (np.array([1.0, 2.0]), np.array([1.0, 2.0]), "dimensions"),
        (np.array([[1.0, -2.0]]), np.array([1.0, 2.0]), "-2.0"),
        (np.array([[1.0, np.inf]]), np.array([1.0, 2.0]), "inf"),
        (np.array([[1.0, 2.0]]), np.array([1.0]), "shape"),
    ],
)
def test_impossible_tables_are_refused_by_name(values, base, words):
    with pytest.raises(TableError, match=words):
        location_quotient(values, base)


def test_a_period_without_length_is_refused():
    with pytest.raises(TableError, match="period above 0"):
        compound_growth(np.ones(1), np.ones(1), years=0)
