import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.siting import ProblemError
from gisapp.siting.economics import (
    Assessment,
    Finance,
    Haulage,
    PlantCase,
    assess,
    capex_at_size,
    internal_rate,
    payback_years,
)

HAULAGE = Haulage(loading_idr_per_t=30_000.0, rate_idr_per_t_km=2_000.0, speed_km_h=45.0)
FLAT = Finance(discount_rate=0.10, years=20, ramp_up=())


def case(**changes):
    values = {
        "supply_t_per_year": 100_000.0,
        "mean_minutes": 40.0,
        "haulage": HAULAGE,
        "capex_idr": 100e9,
        "opex_idr_per_year": 10e9,
        "margin_idr_per_t": 400_000.0,
    }
    return PlantCase(**{**values, **changes})


def test_ten_times_the_size_costs_four_times_as_much():
    assert capex_at_size(1.0, reference_size=10, size=100, exponent=None) == pytest.approx(3.981, abs=0.001)
    assert capex_at_size(195.0, reference_size=360_000, size=360_000, exponent=0.65) == 195.0


@pytest.mark.parametrize("sizes", [(0.0, 1.0), (1.0, 0.0), (-1.0, 1.0)])
def test_a_plant_of_no_size_has_no_cost(sizes):
    with pytest.raises(ProblemError, match="above 0"):
        capex_at_size(1.0, reference_size=sizes[0], size=sizes[1], exponent=None)


def test_haulage_has_a_fixed_part_and_one_by_distance():
    """40 min at 45 km/h are 30 km: 30,000 + 30 x 2,000 = 90,000."""
    assert HAULAGE.km(40.0) == pytest.approx(30.0)
    assert HAULAGE.cost_idr_per_t(40.0) == pytest.approx(90_000.0)
    assert HAULAGE.cost_idr_per_t(0.0) == 30_000.0


def test_present_value_of_a_level_surplus():
    """100,000 t x 310,000 less 10 bn are 21 bn a year; twenty years at 10 % are worth 8.5136 of them."""
    found = assess(case(), FLAT)
    assert found.npv_idr == pytest.approx(21e9 * 8.513564 - 100e9, rel=1e-6)
    assert found.payback_years == pytest.approx(100 / 21)
    # 21/100 = annuity of 20 years at 20.5 % a year (tables: 4.7619).
    assert found.irr == pytest.approx(0.2046, abs=0.0005)


def test_break_even_distance_brings_the_value_to_nought():
    finance = Finance(discount_rate=0.10, years=15, ramp_up=(0.6, 0.8))
    radius_km = assess(case(), finance).break_even_km
    there = assess(case(mean_minutes=radius_km / 45.0 * 60.0), finance)
    assert radius_km > 30.0
    assert there.npv_idr == pytest.approx(0.0, abs=1.0)


def test_what_does_not_pay_at_the_gate_breaks_even_nowhere():
    found = assess(case(margin_idr_per_t=10_000.0), FLAT)
    assert found.npv_idr < 0
    assert found.break_even_km == 0.0
    assert found.irr is None
    assert found.payback_years is None


@pytest.mark.parametrize("name", ["capex_idr", "opex_idr_per_year", "margin_idr_per_t"])
def test_what_is_missing_is_not_guessed(name):
    assert assess(case(**{name: None}), FLAT) == Assessment(None, None, None, None)


def test_the_first_years_run_below_their_tonnage():
    ramped = Finance(discount_rate=0.10, years=4, ramp_up=(0.5, 0.75))
    assert ramped.loading().tolist() == [0.5, 0.75, 1.0, 1.0]
    assert Finance(discount_rate=0.1, years=1, ramp_up=(0.5, 0.75)).loading().tolist() == [0.5]
    # A tonne less in the first year costs its surplus alone: the cost of running stays.
    level = assess(case(), Finance(0.10, 4, ()))
    assert level.npv_idr - assess(case(), ramped).npv_idr == pytest.approx(31e9 * (0.5 / 1.1 + 0.25 / 1.21))


def test_payback_lies_within_a_year():
    assert payback_years(10.0, np.array([4.0, 4.0, 4.0])) == pytest.approx(2.5)
    assert payback_years(4.0, np.array([4.0])) == pytest.approx(1.0)


def test_internal_rate_of_one_year():
    assert internal_rate(100.0, np.array([112.0])) == pytest.approx(0.12)
    assert internal_rate(0.0, np.array([1.0])) is None


amounts = st.floats(1e6, 1e12)


@given(amounts, st.lists(amounts, min_size=1, max_size=25))
def test_at_the_internal_rate_the_value_is_nought(capex, earned):
    rate = internal_rate(capex, np.array(earned))
    if rate is not None:
        worth = sum(amount / (1 + rate) ** (year + 1) for year, amount in enumerate(earned))
        assert worth == pytest.approx(capex, rel=1e-4)


@given(st.floats(1e3, 1e7), st.floats(0.3, 1.0), st.floats(1.01, 50.0))
def test_a_larger_plant_costs_more_but_less_a_tonne(size, exponent, factor):
    small = capex_at_size(1e9, reference_size=1e5, size=size, exponent=exponent)
    large = capex_at_size(1e9, reference_size=1e5, size=size * factor, exponent=exponent)
    assert small < large <= small * factor * (1 + 1e-12)
