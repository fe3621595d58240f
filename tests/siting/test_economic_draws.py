"""Draws of what a plant is worth: by hand where nothing is uncertain, by known triangles where one thing is."""

import numpy as np
import pytest

from gisapp.siting.economic_draws import CostSpreads, DrawnSupply, draw_economics, percentiles
from gisapp.siting.economics import Finance, Haulage, PlantCase, assess
from gisapp.siting.uncertainty import Spread

FINANCE = Finance(discount_rate=0.1, years=5, ramp_up=(0.5,))
HARVESTS = DrawnSupply(np.array([1_000.0, 800.0]), np.array([60.0, 30.0]))


def sure(value: float) -> Spread:
    return Spread(value, value, value)


def spreads(**changes):
    values = {
        "loading_idr_per_t": sure(10.0),
        "rate_idr_per_t_km": sure(2.0),
        "speed_km_h": 40.0,
        "feed_price_idr_per_t": sure(100.0),
        "product_value_idr_per_t": sure(400.0),
        "capex_idr": sure(300_000.0),
        "opex_idr_per_year": sure(20_000.0),
        **changes,
    }
    return CostSpreads(**values)


def drawn(supply=HARVESTS, n_draw=4, **changes):
    return draw_economics(np.random.default_rng(1), supply, spreads(**changes), finance=FINANCE, n_draw=n_draw)


def test_without_doubt_each_harvest_gives_what_one_case_does():
    found = drawn()
    assert found.delivered_idr_per_t.tolist() == [190.0, 150.0, 190.0, 150.0]
    for draw, (tonnes, minutes) in enumerate([(1_000.0, 60.0), (800.0, 30.0)]):
        case = PlantCase(tonnes, minutes, Haulage(10.0, 2.0, 40.0), 300_000.0, 20_000.0, 300.0)
        assert found.npv_idr[draw] == pytest.approx(assess(case, FINANCE).npv_idr)
    assert found.npv_idr[0] != pytest.approx(found.npv_idr[1])


def test_where_nothing_grows_the_investment_is_lost_and_no_tonne_has_a_cost():
    found = drawn(DrawnSupply(np.array([0.0]), np.array([np.nan])), n_draw=2)
    annuity = sum(1.1**-year for year in range(1, 6))
    assert found.npv_idr == pytest.approx([-300_000.0 - 20_000.0 * annuity] * 2)
    assert found.pays_share == 0.0
    assert percentiles(found.delivered_idr_per_t) is None


def test_a_triangle_of_prices_has_its_own_percentiles():
    # A symmetric triangle from 0 to 200: half the mass below 100, a tenth below 200 * sqrt(0.1 / 2).
    found = drawn(n_draw=200_000, feed_price_idr_per_t=Spread(0.0, 100.0, 200.0))
    low, mid, high = percentiles(found.delivered_idr_per_t[::2] - 90.0)
    assert (low, mid, high) == pytest.approx((200 * 0.05**0.5, 100.0, 200 - 200 * 0.05**0.5), abs=1.0)


def test_the_share_that_pays_is_counted():
    # It pays where the products of a tonne bring more than what the tonne, running and investment cost.
    surplus = drawn(n_draw=1).npv_idr[0] / (1_000.0 * FINANCE.present_value(FINANCE.loading()))
    even = 400.0 - surplus
    found = drawn(
        DrawnSupply(np.array([1_000.0]), np.array([60.0])),
        n_draw=200_000,
        product_value_idr_per_t=Spread(even - 100.0, even, even + 100.0),
    )
    assert found.pays_share == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("name", ["feed_price_idr_per_t", "product_value_idr_per_t", "capex_idr", "opex_idr_per_year"])
def test_what_is_not_known_leaves_no_worth(name):
    found = drawn(**{name: None})
    assert found.npv_idr is None
    assert found.pays_share is None
    assert (found.delivered_idr_per_t is None) == (name == "feed_price_idr_per_t")


def test_one_seed_one_answer():
    changes = {"capex_idr": Spread(1e5, 3e5, 6e5)}
    assert drawn(n_draw=50, **changes).npv_idr.tolist() == drawn(n_draw=50, **changes).npv_idr.tolist()
