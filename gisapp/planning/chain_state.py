"""What the earlier steps of a plan of a chain decided, for the next step to build on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from gisapp.planning.geometry import metric_points
from layers.models import Process, RunStatus, SitingRun, SuggestedSite

ANSWERED = (RunStatus.SUGGESTED, RunStatus.REFUSED)


@dataclass(frozen=True, slots=True)
class PlannedPlant:
    """A plant that an earlier step suggests.

    Attributes
    ----------
    intake_per_year
        Raw material that it takes, in units of it.
    """

    site_id: int
    name: str
    process_id: int
    intake_per_year: float
    district_id: int | None
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class ChainState:
    """Where a plan of a chain stands before one of its steps.

    Attributes
    ----------
    served_feeds
        Commodities of which it is known how much each existing plant takes.
    intake_of_existing
        That amount, by facility.
    promised
        By source: what planned plants take of the feed of this step.
    """

    planned: tuple[PlannedPlant, ...] = ()
    served_feeds: frozenset[int] = frozenset()
    intake_of_existing: Mapping[int, float] = field(default_factory=dict)
    promised: Mapping[int, float] = field(default_factory=dict)

    def names(self) -> dict[int, str]:
        """Return the name of each planned plant by its id as a source."""
        return {-plant.site_id: plant.name for plant in self.planned}


NO_CHAIN = ChainState()


def chain_state_read(run: SitingRun) -> ChainState:
    """Read what a run of a chain builds on; nothing for a run that stands for itself.

    Only answered steps count. Existing plants are served alike in every step on one feed, so the first tells.
    """
    if run.chain_plan_id is None:
        return NO_CHAIN
    earlier = SitingRun.objects.filter(
        chain_plan_id=run.chain_plan_id, chain_step__lt=run.chain_step, status__in=ANSWERED
    ).select_related("process")
    intake: dict[int, float] = {}
    served: set[int] = set()
    for step in earlier.order_by("chain_step"):
        if "existing_plants" in step.summary and step.process.feed_id not in served:
            served.add(step.process.feed_id)
            intake |= {row["facility_id"]: row["takes_per_year"] for row in step.summary["existing_plants"]}
    sites = SuggestedSite.objects.filter(run__in=earlier, is_reserve=False).order_by("run__chain_step", "rank")
    return ChainState(
        planned=_planned(sites),
        served_feeds=frozenset(served),
        intake_of_existing=intake,
        promised=promised_by(sites.filter(run__process__feed=run.process.feed_id)),
    )


def _planned(sites: QuerySet[SuggestedSite]) -> tuple[PlannedPlant, ...]:
    rows = list(sites.select_related("run__process", "district"))
    x_m, y_m = metric_points(site.location.wkb for site in rows)
    return tuple(
        PlannedPlant(
            site_id=site.pk,
            name=planned_name(site.run.process, site),
            process_id=site.run.process_id,
            intake_per_year=site.supply_t_per_year,
            district_id=site.district_id,
            x_m=float(x),
            y_m=float(y),
        )
        for site, x, y in zip(rows, x_m, y_m, strict=True)
    )


def planned_name(process: Process, site: SuggestedSite) -> str:
    """Return a name for a plant that does not exist yet: its kind, rank and district."""
    place = f", {site.district.name}" if site.district else ""
    return f"{process.name_id} {site.rank}{place}"


def promised_by(sites: QuerySet[SuggestedSite]) -> dict[int, float]:
    """Return tonnes a year that suggested plants count on, by the id of the source."""
    promised: dict[int, float] = {}
    for supplies in sites.values_list("supply_by_source", flat=True):
        for supply in supplies:
            source = supply["source_id"]
            promised[source] = promised.get(source, 0.0) + supply["supply_t_per_year"]
    return promised
