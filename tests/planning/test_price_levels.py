import pytest

from gisapp.planning.errors import DataMissingError
from gisapp.planning.price_levels import PRICE_YEAR, PriceLevels, price_levels, price_levels_read

LEVELS = PriceLevels(
    idr_inflation={2023: 10.0, 2024: 20.0, 2025: 50.0},
    usd_price_level={2000: 100.0, PRICE_YEAR: 200.0},
    idr_per_usd={PRICE_YEAR: 16_000.0},
)


def test_rupiah_grow_with_the_inflation_of_the_years_after():
    assert LEVELS.factor("IDR", 2025) == 1.0
    assert LEVELS.factor("IDR", 2023) == pytest.approx(1.2 * 1.5)
    assert LEVELS.factor("IDR", 2022) == pytest.approx(1.1 * 1.2 * 1.5)


def test_dollars_are_inflated_as_dollars_and_then_exchanged():
    assert LEVELS.factor("USD", 2000) == pytest.approx(2 * 16_000)


@pytest.mark.parametrize(("currency", "year"), [("IDR", 2021), ("USD", 1999), ("EUR", 2000), ("", None), ("IDR", None)])
def test_what_is_not_known_is_not_guessed(currency, year):
    assert LEVELS.factor(currency, year) is None


def test_the_levels_of_the_product_serve_the_years_of_its_costs():
    levels = price_levels()
    # Consumer prices of Indonesia rose by half from 2012 to 2022 (World Bank, FP.CPI.TOTL, annual averages: 1.48).
    assert levels.factor("IDR", 2012) / levels.factor("IDR", 2022) == pytest.approx(1.5, abs=0.02)
    assert 1 < levels.factor("IDR", 2024) < 1.1
    assert levels.factor("USD", 2017) == pytest.approx(21_600, rel=0.03)


def test_a_file_that_is_missing_or_wrong_is_named(tmp_path):
    path = tmp_path / "levels.csv"
    with pytest.raises(DataMissingError, match=r"levels\.csv"):
        price_levels_read(path)
    for row in ("eur_inflation,2024,1", "idr_inflation,2024,much", "idr_inflation,late,1"):
        path.write_text(f"series,year,value\n{row}\n")
        with pytest.raises(DataMissingError, match=r"levels\.csv"):
            price_levels_read(path)
