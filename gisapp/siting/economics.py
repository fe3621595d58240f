"""Whether a plant pays: delivered cost, investment by size, present value, internal rate, break-even distance.

Everything is in constant money of one year and before taxes. One scenario is reckoned at a time; whoever asks
puts low, mid and high together. What is not known is None, and so is all that would rest on it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from gisapp.geo.units import MIN_PER_H
from gisapp.siting.codes import Floats
from gisapp.siting.errors import ProblemError

# The exponent of the rule that names it: a plant ten times as large costs four times as much.
SIX_TENTHS = 0.6
_HIGHEST_RATE = 10.0


def capex_at_size(reference_cost: float, *, reference_size: float, size: float, exponent: float | None) -> float:
    """Return the investment for a size, from that for another (six-tenths rule).

    Parameters
    ----------
    reference_size, size
        In one unit.
    exponent
        Of the kind of plant; 0.6 where None.

    Returns
    -------
    float
        In the money of the reference cost.

    Raises
    ------
    ProblemError
        If a size is not above 0.

    References
    ----------
    Williams, R. (1947). "Six-tenths factor" aids in approximating costs. Chemical Engineering 54, 124-125.
    """
    if not (reference_size > 0 and size > 0):
        raise ProblemError(f"capex_at_size: sizes {reference_size} and {size}; give sizes above 0")
    return float(reference_cost * (size / reference_size) ** (SIX_TENTHS if exponent is None else exponent))


@dataclass(frozen=True, slots=True)
class Haulage:
    """What it costs to fetch a tonne: a fixed part and one by distance.

    Distance is reckoned from minutes at the speed of the road for which the rate holds, so that an hour on an
    earth road or a ferry costs what an hour of the same truck does.

    Attributes
    ----------
    speed_km_h
        Average loaded speed on the roads that the rate was observed on.

    References
    ----------
    Form: fixed part and distance part as in Forests 16 (2025), 1467.
    """

    loading_idr_per_t: float
    rate_idr_per_t_km: float
    speed_km_h: float

    def km(self, minutes: float) -> float:
        """Return the kilometres that a truck makes in some minutes."""
        return minutes / MIN_PER_H * self.speed_km_h

    def cost_idr_per_t(self, minutes: float) -> float:
        """Return the cost of fetching a tonne, loading included."""
        return self.loading_idr_per_t + self.rate_idr_per_t_km * self.km(minutes)


@dataclass(frozen=True, slots=True)
class Finance:
    """How money of different years is compared.

    Attributes
    ----------
    discount_rate
        A year, above inflation.
    years
        Of operation; the investment is made the year before the first.
    ramp_up
        Shares of the expected tonnage in the first years; full after these.
    """

    discount_rate: float
    years: int
    ramp_up: tuple[float, ...]

    def loading(self) -> Floats:
        """Return (years,) share of the expected tonnage that is processed in each."""
        share = np.ones(self.years)
        share[: len(self.ramp_up)] = self.ramp_up[: self.years]
        return share

    def present_value(self, by_year: Floats) -> float:
        """Return the value today of amounts at the end of each year of operation.

        Parameters
        ----------
        by_year
            (years,) in IDR of one price year.
        """
        return float(by_year @ (1.0 + self.discount_rate) ** -np.arange(1.0, self.years + 1.0))


@dataclass(frozen=True, slots=True)
class PlantCase:
    """One plant in one scenario; tonnes are of raw material.

    Attributes
    ----------
    capex_idr
        Spent before the first year; None where it is not known.
    opex_idr_per_year
        Without raw material and haulage, and whatever the tonnage.
    margin_idr_per_t
        Value of the products of a tonne less the price of the tonne, before its haulage; None where not known.
    mean_minutes
        Drive from the sources, weighted by tonnes.
    """

    supply_t_per_year: float
    mean_minutes: float
    haulage: Haulage
    capex_idr: float | None
    opex_idr_per_year: float | None
    margin_idr_per_t: float | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """What comes of a case; each None where the case lacks what it needs.

    Attributes
    ----------
    irr
        Internal rate of return, a year; None also where no rate from -99 to 1,000 % brings the value to 0.
    payback_years
        Until the investment is earned back, undiscounted; None also where it never is.
    break_even_km
        Distance from which all raw material could come before the present value falls to 0; 0 where even
        raw material at the gate does not pay.
    """

    npv_idr: float | None
    irr: float | None
    payback_years: float | None
    break_even_km: float | None


def assess(case: PlantCase, finance: Finance) -> Assessment:
    """Reckon what a plant is worth.

    References
    ----------
    Break-even distance: the present value is linear in distance, so it is the distance at which it is 0; the
    radius of Forests 16 (2025), 1467, with the investment in the cost.
    """
    if case.capex_idr is None or case.opex_idr_per_year is None or case.margin_idr_per_t is None:
        return Assessment(None, None, None, None)
    tonnes = case.supply_t_per_year * finance.loading()
    surplus_idr_per_t = case.margin_idr_per_t - case.haulage.cost_idr_per_t(case.mean_minutes)
    earned_idr = tonnes * surplus_idr_per_t - case.opex_idr_per_year
    npv_idr = finance.present_value(earned_idr) - case.capex_idr
    idr_per_km = finance.present_value(tonnes) * case.haulage.rate_idr_per_t_km
    break_even_km = case.haulage.km(case.mean_minutes) + npv_idr / idr_per_km if idr_per_km > 0 else None
    return Assessment(
        npv_idr=npv_idr,
        irr=internal_rate(case.capex_idr, earned_idr),
        payback_years=payback_years(case.capex_idr, earned_idr),
        break_even_km=None if break_even_km is None else max(break_even_km, 0.0),
    )


def internal_rate(capex_idr: float, earned_idr: Floats) -> float | None:
    """Return the rate at which what is earned is worth the investment; None where there is none.

    Parameters
    ----------
    earned_idr
        (n_year,) at the end of each.
    """
    year = np.arange(1.0, len(earned_idr) + 1.0)

    def worth(rate: float) -> float:
        return float(earned_idr @ (1.0 + rate) ** -year) - capex_idr

    low, high = -0.99, _HIGHEST_RATE
    if not (capex_idr > 0 and worth(low) > 0 > worth(high)):
        return None
    return float(brentq(worth, low, high, xtol=1e-10))


def payback_years(capex_idr: float, earned_idr: Floats) -> float | None:
    """Return the years until the investment is earned back, undiscounted; None where it never is.

    Parameters
    ----------
    capex_idr
        Paid before the first year of operation.
    earned_idr
        (years,) surplus of each year of operation, in IDR of one price year.
    """
    so_far = np.cumsum(earned_idr)
    done = np.flatnonzero(so_far >= capex_idr)
    if not done.size:
        return None
    last = int(done[0])
    before = float(so_far[last - 1]) if last else 0.0
    return last + (capex_idr - before) / float(earned_idr[last])
