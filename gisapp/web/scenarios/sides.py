"""What stands on one side of a comparison: a scenario, or a run that nobody has kept yet."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gisapp.planning.scenarios.readers import Reader, scenario_find
from layers.models import RunStatus, Scenario, SitingRun, SuggestedSite


@dataclass(frozen=True, slots=True)
class Side:
    """One side.

    Attributes
    ----------
    key
        The id by which the address names it.
    scenario
        None for a run that is not kept, which has no name of its own.
    sites
        The plants, by rank, without reserves.
    """

    key: uuid.UUID
    scenario: Scenario | None
    run: SitingRun
    sites: tuple[SuggestedSite, ...]

    @property
    def name(self) -> str:
        """The name of the scenario, or the industry and how many plants."""
        if self.scenario:
            return self.scenario.name
        count = len(self.sites)
        plants = ngettext("%(count)d plant", "%(count)d plants", count) % {"count": count}
        return f"{self.run.process.name}, {plants}"

    @property
    def calculated_at(self) -> datetime:
        """When the run ended."""
        return self.run.finished_at or self.run.created_at


def side_find(text: str, reader: Reader) -> Side | None:
    """Return the scenario or run of an id; None where there is none that the reader may see and that has sites.

    Runs are open to whoever knows their id, so one that is not kept can be compared as well.
    """
    try:
        key = uuid.UUID(text)
    except ValueError:
        return None
    scenario = scenario_find(key, reader)
    run = scenario.run if scenario else _run(key)
    if run is None:
        return None
    sites = run.sites.filter(is_reserve=False).select_related("district", "subdistrict").order_by("rank")
    return Side(key, scenario, run, tuple(sites.defer("catchment", "district__boundary", "subdistrict__boundary")))


def _run(key: uuid.UUID) -> SitingRun | None:
    found = SitingRun.objects.select_related("process__feed").filter(pk=key, status=RunStatus.SUGGESTED)
    return found.first()


def site_names(site: SuggestedSite) -> tuple[str, str]:
    """Return the name of a site and the larger place that it lies in, which may be empty."""
    district = site.district.name if site.district else ""
    if site.subdistrict:
        return site.subdistrict.name, district
    return district or _("Outside the districts"), ""


def positions(sites: Sequence[SuggestedSite]) -> list[tuple[float, float]]:
    """Return longitude and latitude of sites, degrees."""
    return [(site.location.x, site.location.y) for site in sites]
