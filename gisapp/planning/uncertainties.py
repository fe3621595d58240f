"""What a ranking is tested with: how far yields, availability and the cost of transport may be off."""

from gisapp.planning.assumptions import Assumption, AssumptionCode
from gisapp.siting import Spread, Uncertainty
from gisapp.siting.stability import CONCENTRATION
from layers.models import Commodity, Confidence


def uncertainty_of(feed: Commodity) -> Uncertainty:
    """Return the spreads for a raw material: its recorded range of yields, or the planning assumption."""
    low, mid, high = feed.yield_low, feed.yield_mid, feed.yield_high
    if low is None or mid is None or high is None or not mid > 0:
        return Uncertainty()
    return Uncertainty(yield_factor=Spread(low / mid, 1.0, high / mid))


def spreads_note(feed: Commodity, uncertainty: Uncertainty) -> Assumption:
    """Say what spreads the ranking is tested with, and where they come from."""
    is_recorded = uncertainty.yield_factor != Uncertainty().yield_factor
    return Assumption(
        AssumptionCode.SPREADS_ASSUMED,
        {
            "yield_low": uncertainty.yield_factor.low,
            "yield_high": uncertainty.yield_factor.high,
            "availability_low": uncertainty.availability_factor.low,
            "transport_low": uncertainty.transport_factor.low,
            "transport_high": uncertainty.transport_factor.high,
            "concentration": CONCENTRATION,
        },
        subject=feed.code if is_recorded else "",
        source=feed.yield_source if is_recorded else "",
        confidence=feed.yield_confidence if is_recorded else Confidence.RECALLED,
    )
