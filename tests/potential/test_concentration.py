import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.potential import (
    herfindahl_hirschman,
    herfindahl_hirschman_normalised,
    shannon_entropy,
    shannon_entropy_normalised,
)
from tests.potential.tables import complete_tables, gappy_tables

NAN = np.nan
INDICES = [
    herfindahl_hirschman,
    herfindahl_hirschman_normalised,
    shannon_entropy,
    shannon_entropy_normalised,
]


def test_indices_by_hand():
    # Shares 0.5, 0.3, 0.2: squares 0.38; (0.38 - 1/3) / (2/3) = 0.07; entropy 0.3466 + 0.3612 + 0.3219.
    table = np.array([[50.0, 30.0, 20.0]])
    assert herfindahl_hirschman(table)[0] == pytest.approx(0.38)
    assert herfindahl_hirschman_normalised(table)[0] == pytest.approx(0.07)
    assert shannon_entropy(table)[0] == pytest.approx(1.0296530, abs=1e-7)
    assert shannon_entropy_normalised(table)[0] == pytest.approx(1.0296530 / 1.0986123, abs=1e-7)


def test_one_sector_only_is_full_concentration():
    table = np.array([[7.0, 0.0, 0.0]])
    assert [index(table)[0] for index in INDICES] == [1.0, 1.0, 0.0, 0.0]


def test_all_alike_is_none():
    table = np.full((1, 8), 3.0)
    np.testing.assert_allclose([index(table)[0] for index in INDICES], [1 / 8, 0.0, np.log(8), 1.0], atol=1e-12)


def test_missing_sectors_do_not_count():
    for index in INDICES:
        np.testing.assert_allclose(index(np.array([[5.0, 3.0, NAN]])), index(np.array([[5.0, 3.0]])))


@pytest.mark.parametrize("index", INDICES)
def test_nothing_recorded_is_no_figure(index):
    assert np.isnan(index(np.array([[NAN, NAN], [0.0, 0.0]]))).all()


@pytest.mark.parametrize("index", [herfindahl_hirschman_normalised, shannon_entropy_normalised])
def test_one_recorded_sector_has_no_normalised_figure(index):
    assert np.isnan(index(np.array([[4.0, NAN]]))).all()


@given(gappy_tables())
def test_ranges(table):
    n = (~np.isnan(table)).sum(axis=1)
    hhi, entropy = herfindahl_hirschman(table), shannon_entropy(table)
    assert np.all((hhi >= 1 / n - 1e-12) & (hhi <= 1 + 1e-12))
    assert np.all((entropy >= 0) & (entropy <= np.log(n) + 1e-12))


@pytest.mark.parametrize("index", INDICES)
@given(table=complete_tables(), factor=st.floats(0.001, 1000), random=st.randoms())
def test_unit_and_order_do_not_matter(index, table, factor, random):
    columns = list(range(table.shape[1]))
    random.shuffle(columns)
    np.testing.assert_allclose(index(table[:, columns] * factor), index(table), rtol=1e-7, atol=1e-9)
