"""Rules of single sectors: palm mills and their own estates, company haulage and public roads.

Both turn on who owns the land that a plant draws on, which is mostly not recorded; then the rule stays unknown.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gisapp.planning.assumptions import Assumption, AssumptionCode
from gisapp.planning.numbers import number
from gisapp.siting import RuleState, Site
from layers.models import OwnerKind, Process, RoadClass, RoadLink, SourceArea

# Permentan 98/2013, article 11(1): the rule named by this code in `layers.Rule`.
OWN_ESTATE_RULE, HAULAGE_RULE = "R28", "R21"
OWN_ESTATE_SHARE = 0.20
OWN_ESTATE_FEED = "oil_palm"
# What Perda Kalsel 3/2008 bars from public roads when companies haul it.
BARRED_FEEDS = frozenset({"oil_palm", "rubber", "coal"})


def owner_kinds_read(process: Process) -> dict[int, str]:
    """Return the kind of owner of every source area of the feed, where a rule asks for it; at most one query."""
    if process.feed.code not in BARRED_FEEDS:
        return {}
    return dict(SourceArea.objects.filter(commodity=process.feed_id).values_list("pk", "owner_kind"))


def haulage_notes(process: Process) -> tuple[Assumption, ...]:
    """Warn where company haulage is barred from public roads, for routes do not keep off them; at most one query."""
    if process.feed.code not in BARRED_FEEDS:
        return ()
    hauling = RoadLink.objects.filter(road_class=RoadClass.HAULING).count()
    figures = {"hauling_links": float(hauling)}
    return (Assumption(AssumptionCode.PUBLIC_ROADS_BARRED, figures, subject=process.feed.code),)


def sector_rules(
    site: Site, process: Process, *, owner_kinds: Mapping[int, str], citations: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Judge a site by the rules of its sector, in the form in which rules are stored."""
    if process.feed.code not in BARRED_FEEDS or not owner_kinds:
        return []
    tonnes = dict.fromkeys(OwnerKind.values, 0.0)
    for supply in site.supply_by_source:
        tonnes[owner_kinds.get(supply.source_id, OwnerKind.UNKNOWN)] += supply.supply_t_per_year
    total = sum(tonnes.values()) or 1.0
    company = (tonnes[OwnerKind.COMPANY] + tonnes[OwnerKind.STATE]) / total
    unknown = tonnes[OwnerKind.UNKNOWN] / total
    figures = {"company_share": company, "unknown_share": unknown}
    rules = [
        # Nothing tells hauling roads from public ones on the way of a tonne: without a company's tonne it is met.
        _rule(
            "haulage_off_public_roads",
            RuleState.MET if company + unknown == 0 else RuleState.UNKNOWN,
            citations.get(HAULAGE_RULE, ""),
            figures,
        )
    ]
    if process.feed.code == OWN_ESTATE_FEED:
        required = {**figures, "required_share": OWN_ESTATE_SHARE}
        rules.append(_rule("own_estate", _own_estate(company, unknown), citations.get(OWN_ESTATE_RULE, ""), required))
    return rules


def _own_estate(company: float, unknown: float) -> RuleState:
    """Tell whether a fifth can come from own estate: never, where smallholders work more than four fifths."""
    if company >= OWN_ESTATE_SHARE:
        return RuleState.MET
    return RuleState.MISSED if company + unknown < OWN_ESTATE_SHARE else RuleState.UNKNOWN


def _rule(code: str, state: RuleState, legal_basis: str, figures: dict[str, float]) -> dict[str, Any]:
    return {"code": code, "state": state.value, "legal_basis": legal_basis, "figures": figures}


def _barred(figures: Mapping[str, Any], _subject: str, _unit: str) -> str:
    if figures.get("hauling_links"):
        return _(
            "Companies may not haul this raw material on public roads. %(links)s hauling roads are recorded, but not"
            " who may use them: travel times are those of all roads, and too short for what company estates send."
        ) % {"links": number(figures["hauling_links"])}
    return _(
        "Companies may not haul this raw material on public roads, and no hauling road is recorded: what company"
        " estates send must take a road of its own, and its travel time is not known."
    )


SECTOR_RULE_WORDS: Mapping[str, Callable[[Mapping[str, Any], str, str], str]] = {
    AssumptionCode.PUBLIC_ROADS_BARRED: _barred,
}
