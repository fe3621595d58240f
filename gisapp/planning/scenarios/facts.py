"""The figures of a run by which it is compared with another; None where one is not recorded."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gisapp.planning.price_levels import PRICE_YEAR
from gisapp.siting.codes import ProofStatus
from layers.models import SitingRun, SuggestedSite


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the plants of a run come to together; reserves do not count.

    Attributes
    ----------
    supply_per_year, supply_share
        Raw material used, in the unit of the feed, and as a share of all that is recorded.
    mean_minutes, delivered_idr_per_t
        Means over the raw material used, not over plants; the cost is the middle estimate.
    capex_million_idr, npv_million_idr
        Sums of middle estimates, in rupiah of `PRICE_YEAR`.
    utilisation
        Raw material used as a share of all capacity.
    weakest_irr, weakest_score
        Of the plant that has the least.
    districts
        That get a plant.
    gap
        To the best possible sum of scores at most, a share of it; 0 where none is proven better.
    """

    plants: int
    supply_per_year: float
    supply_share: float | None
    mean_minutes: float | None
    delivered_idr_per_t: float | None
    capex_million_idr: float | None
    npv_million_idr: float | None
    utilisation: float | None
    weakest_irr: float | None
    weakest_score: float | None
    mean_score: float | None
    districts: int
    gap: float | None


def run_facts(run: SitingRun, sites: Sequence[SuggestedSite]) -> RunFacts:
    """Reckon the figures of a run.

    Parameters
    ----------
    sites
        Of the run, reserves among them.
    """
    plants = [site for site in sites if not site.is_reserve]
    supply = sum(site.supply_t_per_year for site in plants)
    known = run.summary.get("feed_supply_per_year")
    return RunFacts(
        plants=len(plants),
        supply_per_year=supply,
        supply_share=supply / known if known else None,
        mean_minutes=_mean(plants, lambda site: site.mean_minutes, by=_supply),
        delivered_idr_per_t=_mean(plants, _mid_of(f"delivered_idr_{PRICE_YEAR}_per_t"), by=_supply),
        capex_million_idr=_sum(plants, _mid_of(f"capex_idr_{PRICE_YEAR}_million")),
        npv_million_idr=_sum(plants, _mid_of(f"npv_idr_{PRICE_YEAR}_million")),
        utilisation=_mean(plants, lambda site: site.utilisation, by=lambda site: site.capacity_t_per_year),
        weakest_irr=_least(plants, _mid_of("irr")),
        weakest_score=_least(plants, lambda site: site.score),
        mean_score=_mean(plants, lambda site: site.score, by=lambda _site: 1.0),
        districts=len({site.district_id for site in plants if site.district_id}),
        gap=0.0 if (run.summary.get("quality") or {}).get("status") == ProofStatus.OPTIMAL else run.gap,
    )


Figure = Callable[[SuggestedSite], float | None]


def _supply(site: SuggestedSite) -> float:
    return site.supply_t_per_year


def _mid_of(name: str) -> Figure:
    def figure(site: SuggestedSite) -> float | None:
        ends = site.economics.get(name)
        return ends["mid"] if ends else None

    return figure


def _all(plants: Iterable[SuggestedSite], figure: Figure) -> list[float] | None:
    """Return the figure of every plant; None where that of a single one is missing, for a part would pass as all."""
    figures = [figure(site) for site in plants]
    known = [value for value in figures if value is not None]
    return known if known and len(known) == len(figures) else None


def _sum(plants: Sequence[SuggestedSite], figure: Figure) -> float | None:
    figures = _all(plants, figure)
    return None if figures is None else sum(figures)


def _least(plants: Sequence[SuggestedSite], figure: Figure) -> float | None:
    figures = _all(plants, figure)
    return None if figures is None else min(figures)


def _mean(plants: Sequence[SuggestedSite], figure: Figure, *, by: Callable[[SuggestedSite], float]) -> float | None:
    figures, weights = _all(plants, figure), [by(site) for site in plants]
    if figures is None or sum(weights) <= 0:
        return None
    return sum(value * weight for value, weight in zip(figures, weights, strict=True)) / sum(weights)
