"""Whether a suggested plant still pays when harvests, prices and costs are drawn: shares and percentiles."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gisapp.planning.assumptions import Assumption, AssumptionCode
from gisapp.planning.economics import ENDS, FINANCE, HAULAGE_SPEED_KM_H, MILLION, Costing, haulages
from gisapp.planning.price_levels import PRICE_YEAR
from gisapp.siting.codes import Floats
from gisapp.siting.economic_draws import PERCENTILES, CostSpreads, DrawnSupply, draw_economics, percentiles
from gisapp.siting.uncertainty import Spread
from layers.models import Confidence

N_DRAW = 10_000


def economic_draws_of(
    costing: Costing, supply: DrawnSupply, economics: Mapping[str, Any], *, rng: np.random.Generator
) -> dict[str, Any] | None:
    """Return the share of draws in which a site pays and what its raw material costs, for storage.

    Parameters
    ----------
    supply
        What the plant gets under the drawn harvests with which the ranking was tested.
    economics
        As `economics_of` gives them: each figure is drawn between its own low and high.

    Returns
    -------
    dict
        None where no cost a tonne holds.
    """
    if not costing.is_in_tonnes:
        return None
    drawn = draw_economics(rng, supply, _spreads(costing, economics), finance=FINANCE, n_draw=N_DRAW)
    return {
        "n_draw": N_DRAW,
        "n_harvest": len(supply.supply_t_per_year),
        "supply_t_per_year": _percentiles(supply.supply_t_per_year),
        f"delivered_idr_{PRICE_YEAR}_per_t": _percentiles(drawn.delivered_idr_per_t),
        f"npv_idr_{PRICE_YEAR}_million": _percentiles(drawn.npv_idr, per=MILLION),
        "pays_share": drawn.pays_share,
    }


def economic_draws_note(costing: Costing) -> tuple[Assumption, ...]:
    """Say how the economics of sites are tested."""
    if not costing.is_in_tonnes:
        return ()
    return (Assumption(AssumptionCode.ECONOMICS_DRAWN, {"draws": float(N_DRAW)}, confidence=Confidence.RECALLED),)


def _spreads(costing: Costing, economics: Mapping[str, Any]) -> CostSpreads:
    haulage = haulages()
    price, margin = costing.feed_price_idr_per_t, costing.margin_idr_per_t
    return CostSpreads(
        loading_idr_per_t=_spread([way.loading_idr_per_t for way in haulage]),
        rate_idr_per_t_km=_spread([way.rate_idr_per_t_km for way in haulage]),
        speed_km_h=HAULAGE_SPEED_KM_H,
        feed_price_idr_per_t=None if price is None else _spread(price),
        # The low margin holds the high price of the raw material, and the high one the low.
        product_value_idr_per_t=None
        if price is None or margin is None
        else _spread([left + paid for left, paid in zip(margin, reversed(price), strict=True)]),
        capex_idr=_stored(economics, f"capex_idr_{PRICE_YEAR}_million"),
        opex_idr_per_year=_stored(economics, f"opex_idr_{PRICE_YEAR}_million_per_year"),
    )


def _stored(economics: Mapping[str, Any], name: str) -> Spread | None:
    ends = economics[name]
    return None if ends is None else _spread([np.nan if ends[end] is None else ends[end] * MILLION for end in ENDS])


def _spread(ends: Sequence[float]) -> Spread:
    """Return a spread whose unknown ends are its middle: nothing is made up of how far a figure may be off."""
    low, mid, high = ends
    return Spread(float(np.fmin(low, mid)), mid, float(np.fmax(high, mid)))


def _percentiles(values: Floats | None, *, per: float = 1.0) -> dict[str, float] | None:
    found = None if values is None else percentiles(values)
    if found is None:
        return None
    return {f"p{percent:.0f}": value / per for percent, value in zip(PERCENTILES, found, strict=True)}
