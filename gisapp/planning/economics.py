"""What a suggested plant costs and earns: low, mid and high, in rupiah of one year, with what is missing named."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from gisapp.planning.assumptions import Assumption, AssumptionCode
from gisapp.planning.feeds import feed_coefficients
from gisapp.planning.potentials.margins import IDR_PER_T, Margin, margins_read
from gisapp.planning.price_levels import PRICE_YEAR, price_levels
from gisapp.potential import Estimate
from gisapp.siting.economics import Finance, Haulage, PlantCase, assess, capex_at_size
from layers.models import Confidence, Process

# Planning assumptions, all unverified. The rate by distance lies between small trucks in South Kalimantan (2021)
# and large ones on Java (2015) and stands at prices of 2024, for roads like those of the first: national ones,
# at their assumed speed. The fixed part pays for loading and unloading by hand; its high end is what a study of
# Queensland found (Forests 16:1467).
HAULAGE_RATE_IDR_PER_T_KM = Estimate(1_500.0, 2_200.0, 3_400.0)
HAULAGE_LOADING_IDR_PER_T = Estimate(15_000.0, 30_000.0, 60_000.0)
HAULAGE_PRICE_YEAR = 2024
HAULAGE_SPEED_KM_H = 45.0
HAULAGE_SOURCE = "journal.umpr.ac.id mits 3680 (2021), 123dok.com q5mjm5ry (2015), Forests 16:1467"
# Labour, energy, upkeep and overheads of a year as a share of the investment; no cost of running is recorded.
OPEX_SHARE = Estimate(0.06, 0.10, 0.15)
# A cost scaled from one published plant is known no better than this, whatever its source says.
CAPEX_ACCURACY = 0.3
FINANCE = Finance(discount_rate=0.10, years=20, ramp_up=(0.6, 0.8))
ENDS = ("low", "mid", "high")
MILLION = 1e6


class Missing(StrEnum):
    """What is not known, so that a figure which rests on it cannot be given."""

    FEED_NOT_IN_TONNES = "feed_not_in_tonnes"
    PRICE_OF_FEED = "price_of_feed"
    CAPEX = "capex"
    PRICE_LEVEL = "price_level"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True)
class Costing:
    """What the cost of one kind of plant is reckoned from.

    Attributes
    ----------
    feed_price_idr_per_t, margin_idr_per_t
        In rupiah of `PRICE_YEAR`; None where not known.
    capex_factor
        Rupiah of `PRICE_YEAR` for one unit of the money in which the investment is recorded.
    feed_coefficient
        Tonnes of raw material per tonne on which the process is sized.
    """

    process: Process
    feed_price_idr_per_t: Estimate | None
    margin: Margin
    margin_idr_per_t: Estimate | None
    capex_factor: float | None
    feed_coefficient: float

    @property
    def is_in_tonnes(self) -> bool:
        """Whether raw material is reckoned in tonnes, to which all these costs refer."""
        return self.process.feed_unit == "t"

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is not known of this kind of plant."""
        if not self.is_in_tonnes:
            return (Missing.FEED_NOT_IN_TONNES,)
        is_absent = {
            Missing.PRICE_OF_FEED: self.feed_price_idr_per_t is None,
            Missing.CAPEX: not _has_capex(self.process),
            Missing.PRICE_LEVEL: _has_capex(self.process) and self.capex_factor is None,
            Missing.MARGIN: self.margin_idr_per_t is None,
        }
        return tuple(what for what, absent in is_absent.items() if absent)


def costing_read(process: Process) -> Costing:
    """Read what the cost of a kind of plant is reckoned from; two queries."""
    margin = margins_read([process])[0]
    feed, levels = process.feed, price_levels()
    price = None
    if feed.price_mid_idr is not None and feed.price_unit in IDR_PER_T:
        ends = (feed.price_low_idr, feed.price_mid_idr, feed.price_high_idr)
        filled = (feed.price_mid_idr if end is None else end for end in ends)
        price = Estimate(*(end * IDR_PER_T[feed.price_unit] for end in filled))
    return Costing(
        process=process,
        feed_price_idr_per_t=_times(price, levels.factor("IDR", feed.price_year)),
        margin=margin,
        margin_idr_per_t=_times(margin.estimate, levels.factor("IDR", margin.price_year)),
        capex_factor=levels.factor(process.capex_currency, process.capex_year),
        feed_coefficient=feed_coefficients([process])[process.pk],
    )


def _has_capex(process: Process) -> bool:
    return bool(process.capex_mid_million and process.capex_ref_size_per_year)


def _times(estimate: Estimate | None, factor: float | None) -> Estimate | None:
    return None if estimate is None or factor is None else Estimate(*(end * factor for end in estimate))


def haulages() -> tuple[Haulage, Haulage, Haulage]:
    """Return the low, mid and high cost of haulage, in rupiah of `PRICE_YEAR`."""
    factor = price_levels().factor("IDR", HAULAGE_PRICE_YEAR) or 1.0
    low, mid, high = (
        Haulage(loading * factor, rate * factor, HAULAGE_SPEED_KM_H)
        for loading, rate in zip(HAULAGE_LOADING_IDR_PER_T, HAULAGE_RATE_IDR_PER_T_KM, strict=True)
    )
    return low, mid, high


def capex_idr(costing: Costing, capacity_t_per_year: float, *, present_t_per_year: float = 0.0) -> Estimate | None:
    """Return the investment for a plant of a capacity, in tonnes of raw material a year; None where not known.

    The recorded range counts where it is wider than the accuracy of a cost that is scaled from another plant.

    Parameters
    ----------
    present_t_per_year
        Capacity from which an existing plant is enlarged: it costs what the two sizes differ by.
    """
    process = costing.process
    mid, reference = process.capex_mid_million, process.capex_ref_size_per_year
    if not mid or not reference or costing.capex_factor is None:
        return None

    def of_size(million: float, t_per_year: float) -> float:
        size = t_per_year / costing.feed_coefficient
        return capex_at_size(million, reference_size=reference, size=size, exponent=process.capex_exponent)

    def at_size(million: float) -> float:
        present = of_size(million, present_t_per_year) if present_t_per_year > 0 else 0.0
        return max(of_size(million, capacity_t_per_year) - present, 0.0) * MILLION * (costing.capex_factor or 0.0)

    low = min(process.capex_low_million or mid, mid * (1 - CAPEX_ACCURACY))
    high = max(process.capex_high_million or mid, mid * (1 + CAPEX_ACCURACY))
    return Estimate(at_size(low), at_size(mid), at_size(high))


def opex_idr_per_year(costing: Costing, capex: Estimate | None, supply_t_per_year: float) -> Estimate | None:
    """Return the cost of running for a year: as recorded, or a share of the investment."""
    process = costing.process
    if process.opex_per_unit is not None:
        factor = price_levels().factor(process.opex_currency, process.opex_year)
        tonnes = supply_t_per_year / costing.feed_coefficient
        return None if factor is None else Estimate(*[process.opex_per_unit * tonnes * factor] * 3)
    return None if capex is None else Estimate(*(cost * share for cost, share in zip(capex, OPEX_SHARE, strict=True)))


def delivered_idr_per_t(costing: Costing, minutes: float) -> float | None:
    """Return what a tonne costs at the gate: its price and its haulage, both mid; None where no price is known."""
    if not costing.is_in_tonnes or costing.feed_price_idr_per_t is None:
        return None
    return costing.feed_price_idr_per_t.mid + haulages()[1].cost_idr_per_t(minutes)


def economics_of(
    costing: Costing,
    *,
    capacity_t_per_year: float,
    supply_t_per_year: float,
    mean_minutes: float,
    present_t_per_year: float = 0.0,
) -> dict[str, Any]:
    """Return the economics of a site for storage: codes and figures, every one with its unit and year.

    The low present value takes every cost high and the margin low, the high one the reverse.

    Parameters
    ----------
    present_t_per_year
        Capacity from which an existing plant is enlarged; then the supply is what it takes more.
    """
    if not costing.is_in_tonnes:
        return {"price_year": PRICE_YEAR, "missing": [what.value for what in costing.missing]}
    capex = capex_idr(costing, capacity_t_per_year, present_t_per_year=present_t_per_year)
    opex = opex_idr_per_year(costing, capex, supply_t_per_year)
    haulage = haulages()
    worst_first = [
        assess(
            PlantCase(
                supply_t_per_year=supply_t_per_year,
                mean_minutes=mean_minutes,
                haulage=haulage[cost],
                capex_idr=None if capex is None else capex[cost],
                opex_idr_per_year=None if opex is None else opex[cost],
                margin_idr_per_t=_known(costing.margin_idr_per_t, 2 - cost),
            ),
            FINANCE,
        )
        for cost in (2, 1, 0)
    ]
    haul = [way.cost_idr_per_t(mean_minutes) for way in haulage]
    price = costing.feed_price_idr_per_t
    price_and_haul = None if price is None else [paid + way for paid, way in zip(price, haul, strict=True)]
    return {
        "price_year": PRICE_YEAR,
        "haul_km": haulage[1].km(mean_minutes),
        f"haulage_idr_{PRICE_YEAR}_per_t": _ends(haul),
        f"raw_material_idr_{PRICE_YEAR}_per_t": _ends(price),
        f"delivered_idr_{PRICE_YEAR}_per_t": _ends(price_and_haul),
        f"capex_idr_{PRICE_YEAR}_million": _ends(capex, per=MILLION),
        f"opex_idr_{PRICE_YEAR}_million_per_year": _ends(opex, per=MILLION),
        f"gross_margin_idr_{PRICE_YEAR}_per_t": _ends(costing.margin_idr_per_t),
        f"npv_idr_{PRICE_YEAR}_million": _ends([case.npv_idr for case in worst_first], per=MILLION),
        "irr": _ends([case.irr for case in worst_first]),
        "payback_years": _ends([case.payback_years for case in reversed(worst_first)]),
        "break_even_km": _ends([case.break_even_km for case in worst_first]),
        "missing": [what.value for what in costing.missing],
    }


def _known(estimate: Estimate | None, end: int) -> float | None:
    return None if estimate is None or np.isnan(estimate[end]) else float(estimate[end])


def _ends(values: Any, *, per: float = 1.0) -> Mapping[str, float | None] | None:
    """Return low, mid and high by name; None where not even the mid is known."""
    if values is None or values[1] is None or np.isnan(values[1]):
        return None
    known = (None if value is None or np.isnan(value) else float(value) / per for value in values)
    return dict(zip(ENDS, known, strict=True))


def economics_notes(costing: Costing) -> tuple[Assumption, ...]:
    """Say what the economics of sites rest on, each with its source and year."""
    process = costing.process
    if not costing.is_in_tonnes:
        return (Assumption(AssumptionCode.ECONOMICS_NOT_IN_TONNES, subject=process.code, unit=process.feed_unit),)
    haulage = haulages()
    notes = [
        Assumption(
            AssumptionCode.HAULAGE_ASSUMED,
            {
                **{f"rate_{end}": way.rate_idr_per_t_km for end, way in zip(ENDS, haulage, strict=True)},
                **{f"loading_{end}": way.loading_idr_per_t for end, way in zip(ENDS, haulage, strict=True)},
                "speed_km_h": HAULAGE_SPEED_KM_H,
                "price_year": float(PRICE_YEAR),
            },
            source=HAULAGE_SOURCE,
            confidence=Confidence.RECALLED,
        )
    ]
    if _has_capex(process) and costing.capex_factor is not None:
        notes += _capex_notes(costing)
    if costing.margin_idr_per_t is not None:
        notes.append(_margin_note(costing.margin))
    if costing.missing:
        absent = dict.fromkeys((what.value for what in costing.missing), 1.0)
        notes.append(Assumption(AssumptionCode.ECONOMICS_MISSING, absent, subject=process.code))
    return tuple(notes)


def _capex_notes(costing: Costing) -> list[Assumption]:
    process = costing.process
    finance = {
        "discount_rate": FINANCE.discount_rate,
        "years": float(FINANCE.years),
        **{f"ramp_up_{year}": share for year, share in enumerate(FINANCE.ramp_up, start=1)},
        **{f"opex_share_{end}": share for end, share in zip(ENDS, OPEX_SHARE, strict=True)},
        "opex_is_recorded": float(process.opex_per_unit is not None),
    }
    capex = {
        "reference_size_per_year": process.capex_ref_size_per_year or 0.0,
        "exponent": process.capex_exponent or 0.0,
        "factor": costing.capex_factor or 0.0,
        "accuracy": CAPEX_ACCURACY,
        "price_year": float(PRICE_YEAR),
    }
    return [
        Assumption(
            AssumptionCode.CAPEX_SCALED,
            capex,
            subject=process.code,
            source=process.cost_source,
            year=process.capex_year,
            confidence=process.cost_confidence,
        ),
        Assumption(AssumptionCode.FINANCE_ASSUMED, finance, confidence=Confidence.RECALLED),
    ]


def _margin_note(margin: Margin) -> Assumption:
    return Assumption(
        AssumptionCode.MARGIN_FROM_PRICES,
        {"left_out": float(len(margin.gaps))},
        subject=margin.process.code,
        source="; ".join(margin.sources),
        year=margin.price_year,
        confidence=Confidence.READ if margin.is_verified else Confidence.RECALLED,
    )
