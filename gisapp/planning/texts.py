"""The engine speaks in codes and figures; here are the words, in the language of the request."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gisapp.planning.condition_texts import unfit_place, unmet_conditions
from gisapp.planning.numbers import minutes, number, per_year, share
from gisapp.siting import Criterion, RefusalCode
from gisapp.siting.criteria import PlanClass
from layers.models import Process, SuggestedSite

Json = Mapping[str, Any]

CRITERION_LABELS: Mapping[str, Any] = {
    Criterion.SUPPLY: gettext_lazy("raw material"),
    Criterion.ROAD: gettext_lazy("road access"),
    Criterion.MARKET: gettext_lazy("port and market"),
    Criterion.ENERGY: gettext_lazy("electricity and town"),
    Criterion.LABOUR: gettext_lazy("labour"),
    Criterion.SPATIAL_PLAN: gettext_lazy("spatial plan and RPIP"),
}

RULE_LABELS: Mapping[str, Any] = {
    "outside_protected_forest": gettext_lazy("Outside protected forest"),
    "outside_peat": gettext_lazy("Outside peatland"),
    "outside_water": gettext_lazy("Off water bodies"),
    "outside_steep": gettext_lazy("Slope within the limit"),
    "outside_disaster": gettext_lazy("Outside disaster-prone land"),
    "outside_settlement": gettext_lazy("Outside settlements"),
    "outside_other": gettext_lazy("Outside other excluded areas"),
    "in_industrial_zone": gettext_lazy("In an industrial zone"),
    "fits_plan": gettext_lazy("Fits the industrial plan (RPIP)"),
    "least_utilisation": gettext_lazy("Enough raw material for the least utilisation"),
    "room_for_plant": gettext_lazy("Enough connected free land"),
    "own_estate": gettext_lazy("A fifth of the raw material can come from own estate"),
    "haulage_off_public_roads": gettext_lazy("Company haulage keeps off public roads"),
}


def criterion_label(code: str) -> str:
    """Return the name of a criterion."""
    return str(CRITERION_LABELS.get(code, code))


def rule_label(code: str) -> str:
    """Return the name of a rule; zones that only penalise share that of those that exclude."""
    return str(RULE_LABELS.get(code.partition("_penalised")[0], code.replace("_", " ")))


def part_state(part: Json, unit: str = "t") -> str:
    """Say how a site stands to one criterion, raw material in its unit."""
    if not part["is_recorded"]:
        return _("not recorded")
    if part["raw"] is None:
        return _("cannot be reached by road or ferry")
    if part["criterion"] == Criterion.SUPPLY:
        return _("%(rate)s for this plant") % {"rate": per_year(part["raw"], unit)}
    return _PART_STATES[part["criterion"]](part["raw"], part["reference"])


def _plan_state(raw: float, reference: str) -> str:
    words = {
        PlanClass.IN_ZONE: _("in %(place)s"),
        PlanClass.FITS_PLAN: _("fits the lead industry of %(place)s"),
        PlanClass.SILENT: _("the plan of %(place)s is silent"),
        PlanClass.AGAINST: _("the plan of %(place)s names another lead industry"),
    }
    return words[PlanClass(round(raw))] % {"place": reference}


def _drive_state(raw: float, reference: str) -> str:
    return _("%(minutes)s from %(place)s") % {"minutes": minutes(raw), "place": reference}


_PART_STATES: Mapping[str, Callable[[float, str], str]] = {
    Criterion.ROAD: lambda raw, _place: _("%(km)s km from a main road") % {"km": number(raw, 1)},
    Criterion.MARKET: _drive_state,
    Criterion.ENERGY: _drive_state,
    Criterion.LABOUR: lambda raw, place: _("%(heads)s people in %(place)s") % {"heads": number(raw), "place": place},
    Criterion.SPATIAL_PLAN: _plan_state,
}


def site_reasons(site: SuggestedSite, unit: str = "t") -> list[str]:
    """Say in a few sentences why a site is suggested and what speaks against it."""
    strongest = max(site.parts, key=lambda part: part["contribution"])
    others = [part for part in site.parts if part is not strongest]
    weakest = max(others, key=lambda part: part["weight"] * (1 - part["value"]))
    return [
        _("Strongest in %(criterion)s: %(state)s.") % _named_state(strongest, unit),
        _("Weakest in %(criterion)s: %(state)s.") % _named_state(weakest, unit),
        _supply_reason(site, unit),
        _competition_reason(site.competitors, unit),
    ]


def _named_state(part: Json, unit: str) -> dict[str, str]:
    return {"criterion": criterion_label(part["criterion"]), "state": part_state(part, unit)}


def _supply_reason(site: SuggestedSite, unit: str) -> str:
    return _(
        "It takes %(taken)s of the %(reachable)s left within reach and so fills %(share)s of a plant for %(size)s;"
        " the drive is %(minutes)s on average."
    ) % {
        "taken": per_year(site.supply_t_per_year, unit),
        "reachable": per_year(site.reachable_t_per_year or site.supply_t_per_year, unit),
        "share": share(site.utilisation, 0),
        "size": per_year(site.capacity_t_per_year, unit),
        "minutes": minutes(site.mean_minutes),
    }


def _competition_reason(competitors: list[Json], unit: str) -> str:
    near = [competitor for competitor in competitors if competitor["minutes"] is not None]
    if not near:
        return _("No plant that competes for the raw material is recorded within reach.")
    nearest = min(near, key=lambda competitor: competitor["minutes"])
    taken = sum(competitor["takes_t_per_year"] for competitor in competitors)
    return ngettext(
        "%(count)d plant within reach competes; %(taken)s of the raw material within reach is served to existing"
        " plants first. The nearest is %(name)s, %(minutes)s away.",
        "%(count)d plants within reach compete; %(taken)s of the raw material within reach is served to existing"
        " plants first. The nearest is %(name)s, %(minutes)s away.",
        len(near),
    ) % {
        "count": len(near),
        "taken": per_year(taken, unit),
        "name": nearest["name"],
        "minutes": minutes(nearest["minutes"]),
    }


def refusal_reason(refusal: Json, process: Process) -> str:
    """Say why nothing is suggested, with the figures that prove it."""
    return _REFUSALS[refusal["code"]](refusal["figures"], process)


def _no_supply(_figures: Json, process: Process) -> str:
    return _("No supply of %(feed)s is recorded, so no site can be judged. Not recorded does not mean none.") % {
        "feed": process.feed.name
    }


def _all_excluded(figures: Json, _process: Process) -> str:
    return _(
        "No connected free land of %(need)s ha is left: the largest free area is %(largest)s ha of %(land)s ha of land."
    ) % {
        "need": number(figures["site_area_ha"], 1),
        "largest": number(figures["largest_free_ha"], 1),
        "land": number(figures["land_ha"]),
    }


def _capacity_exceeds(figures: Json, process: Process) -> str:
    return _(
        "Existing plants can take in %(capacity)s of %(feed)s, but the raw material is %(supply)s: it falls short of"
        " their capacity by %(short)s. A new plant would only take it from them, so none is suggested."
    ) % {
        "capacity": per_year(figures["capacity_t_per_year"], process.feed_unit),
        "feed": process.feed.name,
        "supply": per_year(figures["supply_t_per_year"], process.feed_unit),
        "short": share(figures["shortage_share"]),
    }


def _residual_small(figures: Json, process: Process) -> str:
    if figures.get("promised_t_per_year"):
        text = _(
            "After existing plants and those planned besides %(residual)s of %(feed)s is left, but no place has more"
            " than %(best)s of it within reach; the smallest plant (%(size)s) needs %(required)s to be %(share)s used."
        )
    else:
        text = _(
            "After existing plants %(residual)s of %(feed)s is left, but no place has more than %(best)s of it within"
            " reach; the smallest plant (%(size)s) needs %(required)s to be %(share)s used."
        )
    return text % {
        "residual": per_year(figures["residual_t_per_year"], process.feed_unit),
        "feed": process.feed.name,
        "best": per_year(figures["best_residual_t_per_year"], process.feed_unit),
        "size": per_year(figures["smallest_size_t_per_year"], process.feed_unit),
        "required": per_year(figures["required_t_per_year"], process.feed_unit),
        "share": share(figures["min_utilisation"], 0),
    }


_REFUSALS: Mapping[str, Callable[[Json, Process], str]] = {
    RefusalCode.NO_SUPPLY_RECORDED: _no_supply,
    RefusalCode.ALL_EXCLUDED: _all_excluded,
    RefusalCode.CAPACITY_EXCEEDS_SUPPLY: _capacity_exceeds,
    RefusalCode.RESIDUAL_TOO_SMALL: _residual_small,
    RefusalCode.FORCED_PLACE_UNFIT: unfit_place,
    RefusalCode.CONDITIONS_UNMET: unmet_conditions,
}
