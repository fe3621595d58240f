"""What a tonne of raw material would gain in each process, where prices and coefficients are recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gisapp.planning.potentials.reasons import Reason, missing
from gisapp.potential import Estimate, Product, gross_margin_per_tonne
from layers.models import Commodity, FlowRole, Process, ProcessFlow

# Only a price of the commodity itself, without a word on another basis, can be put to its tonnes.
IDR_PER_T: Mapping[str, float] = {"IDR/kg": 1_000.0, "IDR/t": 1.0}
OUTPUTS = (FlowRole.MAIN, FlowRole.BY_PRODUCT, FlowRole.RESIDUE)
TONNES = "t"


@dataclass(frozen=True, slots=True)
class Margin:
    """Gross margin of one process, IDR per t of its raw material.

    Attributes
    ----------
    estimate
        None where something needed is missing; `gaps` says what.
    gaps
        What is missing. By-products without a price are among them, and left out of the estimate.
    """

    process: Process
    estimate: Estimate | None
    gaps: tuple[dict[str, Any], ...]
    price_year: int | None
    sources: tuple[str, ...]
    is_verified: bool


def margins_read(processes: Iterable[Process]) -> list[Margin]:
    """Return the margin of each process; one query."""
    listed = list(processes)
    flows: dict[int, list[ProcessFlow]] = {process.pk: [] for process in listed}
    for flow in ProcessFlow.objects.filter(process__in=listed).select_related("commodity").order_by("pk"):
        flows[flow.process_id].append(flow)
    return [_margin(process, flows[process.pk]) for process in listed]


def _margin(process: Process, flows: list[ProcessFlow]) -> Margin:
    feed = next((flow for flow in flows if flow.role == FlowRole.FEED and flow.commodity_id == process.feed_id), None)
    outputs = [flow for flow in flows if flow.role in OUTPUTS]
    gap_of = {flow.pk: _output_gap(flow, price_year=process.feed.price_year) for flow in outputs}
    gaps = [gap for gap in (_feed_gap(process, feed), *gap_of.values()) if gap]
    priced = [flow for flow in outputs if gap_of[flow.pk] is None]
    mains = [flow for flow in outputs if flow.role == FlowRole.MAIN]
    is_known = bool(mains) and all(flow in priced for flow in mains) and _feed_gap(process, feed) is None
    estimate = None
    if is_known and feed is not None:
        estimate = gross_margin_per_tonne(
            tuple(Product(_coefficient(flow), _price(flow.commodity)) for flow in priced),
            feed_coefficient=feed.coefficient_mid or 0.0,
            feed_price_idr_per_t=_price(process.feed),
        )
    used = [process.feed, *(flow.commodity for flow in priced)]
    return Margin(
        process=process,
        estimate=estimate,
        gaps=tuple(gaps),
        price_year=process.feed.price_year,
        sources=tuple(dict.fromkeys([*(one.price_source for one in used if one.price_source), process.source])),
        is_verified=all(one.price_confidence == "S" for one in used) and all(one.confidence == "S" for one in priced),
    )


def _feed_gap(process: Process, feed: ProcessFlow | None) -> dict[str, Any] | None:
    if feed is None or not feed.coefficient_mid:
        return missing(Reason.COEFFICIENT_NOT_RECORDED, commodity=process.feed.code, process=process.code)
    if not feed.coefficient_unit.startswith("t "):
        return missing(Reason.COEFFICIENT_OF_OTHER_BASIS, commodity=process.feed.code, process=process.code)
    return _price_gap(process.feed, price_year=process.feed.price_year)


def _output_gap(flow: ProcessFlow, *, price_year: int | None) -> dict[str, Any] | None:
    if flow.coefficient_mid is None:
        return missing(Reason.COEFFICIENT_NOT_RECORDED, commodity=flow.commodity.code)
    if not flow.coefficient_unit.startswith("t per t"):
        return missing(Reason.COEFFICIENT_OF_OTHER_BASIS, commodity=flow.commodity.code)
    return _price_gap(flow.commodity, price_year=price_year)


def _price_gap(commodity: Commodity, *, price_year: int | None) -> dict[str, Any] | None:
    if commodity.price_mid_idr is None:
        return missing(Reason.PRICE_NOT_RECORDED, commodity=commodity.code)
    if commodity.price_unit not in IDR_PER_T or commodity.unit != TONNES:
        return missing(Reason.PRICE_OF_OTHER_BASIS, commodity=commodity.code)
    if commodity.price_year != price_year:
        return missing(Reason.PRICES_OF_OTHER_YEARS, commodity=commodity.code)
    return None


def _coefficient(flow: ProcessFlow) -> Estimate:
    return _estimate(flow.coefficient_low, flow.coefficient_mid, flow.coefficient_high, scale=1.0)


def _price(commodity: Commodity) -> Estimate:
    return _estimate(
        commodity.price_low_idr,
        commodity.price_mid_idr,
        commodity.price_high_idr,
        scale=IDR_PER_T[commodity.price_unit],
    )


def _estimate(low: float | None, mid: float | None, high: float | None, *, scale: float) -> Estimate:
    return Estimate(*(np.nan if end is None else end * scale for end in (low, mid, high)))
