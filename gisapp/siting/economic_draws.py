"""What a plant is worth when yields, prices and costs are drawn instead of assumed."""

from dataclasses import dataclass

import numpy as np

from gisapp.geo.units import MIN_PER_H
from gisapp.siting.codes import Floats
from gisapp.siting.economics import Finance
from gisapp.siting.uncertainty import Spread

PERCENTILES = (10.0, 50.0, 90.0)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnSupply:
    """Raw material of a plant under drawn harvests and shares for sale.

    Attributes
    ----------
    supply_t_per_year
        (n_harvest,) tonnes, as the mean of the plant's years.
    mean_minutes
        (n_harvest,) drive weighted by tonnes; NaN where nothing is left for the plant.
    """

    supply_t_per_year: Floats
    mean_minutes: Floats


@dataclass(frozen=True, slots=True)
class CostSpreads:
    """What the worth of a plant rests on, each drawn by itself; None where it is not known.

    Attributes
    ----------
    speed_km_h
        On the roads for which the rate by distance holds.
    product_value_idr_per_t
        Of what comes of a tonne of raw material.
    opex_idr_per_year
        Without raw material and haulage.
    """

    loading_idr_per_t: Spread
    rate_idr_per_t_km: Spread
    speed_km_h: float
    feed_price_idr_per_t: Spread | None
    product_value_idr_per_t: Spread | None
    capex_idr: Spread | None
    opex_idr_per_year: Spread | None


@dataclass(frozen=True, slots=True, eq=False)
class EconomicDraws:
    """What came of the draws.

    Attributes
    ----------
    delivered_idr_per_t
        (n_draw,) price and haulage of a tonne, NaN where no tonne comes; None where no price is known.
    npv_idr
        (n_draw,); None where something that it rests on is not known.
    """

    delivered_idr_per_t: Floats | None
    npv_idr: Floats | None

    @property
    def pays_share(self) -> float | None:
        """Share of draws with a present value above 0."""
        return None if self.npv_idr is None else float(np.mean(self.npv_idr > 0))


def draw_economics(
    rng: np.random.Generator, supply: DrawnSupply, spreads: CostSpreads, *, finance: Finance, n_draw: int
) -> EconomicDraws:
    """Draw what a plant pays and earns.

    Every cost and price is drawn by itself, and each drawn harvest serves as often as any other. A harvest is that
    of all years: good and bad years of one plant even out, a level that was assumed wrongly does not.

    Parameters
    ----------
    n_draw
        Whole multiples of the number of harvests weigh them evenly.

    References
    ----------
    Hertz, D. B. (1964). Risk analysis in capital investment. Harvard Business Review 42, 95-106.
    """
    harvest = np.arange(n_draw) % len(supply.supply_t_per_year)
    minutes = supply.mean_minutes[harvest]
    per_km = spreads.rate_idr_per_t_km.draw(rng, n_draw)
    haulage = spreads.loading_idr_per_t.draw(rng, n_draw) + per_km * minutes / MIN_PER_H * spreads.speed_km_h
    price, value, capex, opex = (
        None if spread is None else spread.draw(rng, n_draw)
        for spread in (
            spreads.feed_price_idr_per_t,
            spreads.product_value_idr_per_t,
            spreads.capex_idr,
            spreads.opex_idr_per_year,
        )
    )
    delivered = None if price is None else price + haulage
    if delivered is None or value is None or capex is None or opex is None:
        return EconomicDraws(delivered, None)
    # What is never fetched costs nothing to fetch.
    earned = np.where(np.isnan(minutes), 0.0, supply.supply_t_per_year[harvest] * (value - delivered))
    worth = earned * finance.present_value(finance.loading()) - opex * finance.present_value(np.ones(finance.years))
    return EconomicDraws(delivered, worth - capex)


def percentiles(values: Floats) -> tuple[float, ...] | None:
    """Return the `PERCENTILES` of what is known of some draws; None where nothing is.

    Parameters
    ----------
    values
        (n_draw,) in any unit, which is that of the answer; NaN where not known.
    """
    known = values[np.isfinite(values)]
    return tuple(np.percentile(known, PERCENTILES).tolist()) if known.size else None
