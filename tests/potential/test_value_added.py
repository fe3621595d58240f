import math

import pytest

from gisapp.potential import Estimate, Product, TableError, gross_margin_per_tonne

OIL = Product(Estimate(0.20, 0.21, 0.23), Estimate(12e6, 13e6, 14e6))
KERNEL = Product(Estimate(0.05, 0.055, 0.07), Estimate(5e6, 6e6, 7e6))
BUNCHES = Estimate(2.5e6, 2.8e6, 3.0e6)


def test_margin_by_hand():
    # Low: 0.20 x 12 + 0.05 x 5 - 3.0 = -0.35 million; mid: 2.73 + 0.33 - 2.8 = 0.26; high: 3.22 + 0.49 - 2.5 = 1.21.
    margin = gross_margin_per_tonne((OIL, KERNEL), feed_coefficient=1.0, feed_price_idr_per_t=BUNCHES)
    assert margin == pytest.approx((-0.35e6, 0.26e6, 1.21e6))
    assert margin.low <= margin.mid <= margin.high


def test_process_sized_on_something_wetter_than_its_raw_material():
    # 0.52 t of crumb per t of slab that holds 0.53 t dry: a dry tonne gives 0.981 t.
    crumb = Product(Estimate(0.52, 0.52, 0.52), Estimate(20e6, 20e6, 20e6))
    margin = gross_margin_per_tonne((crumb,), feed_coefficient=0.53, feed_price_idr_per_t=Estimate(1e7, 1e7, 1e7))
    assert margin.mid == pytest.approx(0.52 / 0.53 * 20e6 - 1e7)


def test_an_end_that_is_not_known_is_not_guessed():
    oil = Product(Estimate(math.nan, 0.21, math.nan), OIL.price_idr_per_unit)
    margin = gross_margin_per_tonne((oil,), feed_coefficient=1.0, feed_price_idr_per_t=BUNCHES)
    assert math.isnan(margin.low)
    assert math.isnan(margin.high)
    assert margin.mid == pytest.approx(0.21 * 13e6 - 2.8e6)


def test_nothing_comes_of_nothing():
    with pytest.raises(TableError, match="products"):
        gross_margin_per_tonne((), feed_coefficient=1.0, feed_price_idr_per_t=BUNCHES)
    with pytest.raises(TableError, match="feed_coefficient"):
        gross_margin_per_tonne((OIL,), feed_coefficient=0.0, feed_price_idr_per_t=BUNCHES)
