"""The words of the form's choices, of places on the map, and of what a site is told by."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def choices_texts() -> dict[str, str]:
    """Return every text by its key."""
    return {**_choices(), **_chain(), **_weighting(), **_places(), **_raster(), **_why(), **_move(), **_certainty()}


def _choices() -> dict[str, str]:
    return {
        "rules_counted_one": _("1 rule"),
        "rules_counted_other": _("{n} rules"),
        "no_legal_basis": _("no legal basis recorded"),
        "not_surveyed": _("no survey loaded, so no place is excluded by it"),
        "needs_together": _("Forced places and a budget need all plants to be chosen together."),
        "season_wet": pgettext("season", "wet"),
        "method_in_turn": pgettext("method", "one after another"),
        "has_budget": _("budget"),
        "size_needed": _("No usual size is recorded; give one, in raw material."),
        "size_optional": _("Empty: the usual sizes."),
        "run_time": _("About {n} s, as calculations before took."),
    }


def _chain() -> dict[str, str]:
    return {
        "chain_plan": _("Plan of the chain: {chain}"),
        "chain_done": _("{n} of {of} steps are answered."),
        "chain_open": _("Show its sites"),
        "chain_balance": _("Balance of raw materials"),
        "chain_feed": _("Raw material"),
        "chain_supply": _("There is"),
        "chain_existing": _("Existing plants take"),
        "chain_planned": _("Planned plants take"),
        "chain_left": _("Left"),
        "chain_skipped": _("Not planned"),
    }


def _weighting() -> dict[str, str]:
    return {
        "preset_none": _("Own weights"),
        "preset_left_out": _("{share} of its weight is on criteria that are not used here"),
        "weights_of_ahp": _("From pairwise comparisons"),
        "ahp_title": _("Which matters more, and how much?"),
        "ahp_help": _(
            "Move each slider towards the criterion that matters more: from equal in the middle to nine times."
        ),
        "ahp_pair": _("{a} against {b}"),
        "ahp_equal": _("{a} and {b} matter the same"),
        "ahp_more": _("{a} {n} times {b}"),
        "ahp_ratio": _("Consistency ratio {ratio}"),
        "ahp_rule": _("At most {most} is taken ({source})."),
        "ahp_worst": _("Comparisons are inconsistent. These three contradict each other most:"),
        "ahp_would_be": _("By the first two, the third would be: {words}."),
        "ahp_take_over": _("Take that over"),
        "ahp_use": _("Use these weights"),
        "ahp_cancel": _("Close without a change"),
    }


def _places() -> dict[str, str]:
    return {
        "no_places": _("none"),
        "forced_places": _("A plant must stand here"),
        "forbidden_places": _("No plant around"),
        "pick_on_map": _("Pick on the map"),
        "coordinates_of_place": _("Or by coordinates, longitude and latitude"),
        "coordinates_wanted": _("Give longitude and latitude in degrees, such as 115.99; -3.43."),
        "force": _("Put a plant"),
        "forbid": _("Forbid"),
        "remove_place": _("Remove {place}"),
        "radius_km": _("Radius, km"),
    }


def _raster() -> dict[str, str]:
    return {
        "suitability": _("Site suitability"),
        "suitability_low": _("0 low"),
        "suitability_high": _("high 1"),
        "suitability_excluded": _("Excluded"),
        "suitability_about": _("Straight lines and smoothed supply: where to look, not the score of a site."),
    }


def _why() -> dict[str, str]:
    return {
        "why_tool": _("Why here?"),
        "why_asking": _("Looking at the place"),
        "why_refused": _("Cannot be chosen"),
        "why_score": _("Score {score}"),
        "why_first": _("as good as the first site"),
        "why_higher_one": _("1 suggested site scores higher"),
        "why_higher_other": _("{n} suggested sites score higher"),
        "why_strongest": _("Strongest: {state}."),
        "why_weakest": _("Weakest: {state}."),
        "why_unknown": _("Not surveyed: {names}."),
        "why_lawful": _("No rule on record speaks against a plant"),
        "why_needs_run": _("Find sites first to see its score."),
        "why_changed": _("Judged by today's data, which changed since the calculation."),
        "why_force": _("Put a plant here"),
        "why_nearest": _("Show that place"),
    }


def _move() -> dict[str, str]:
    return {
        "move_site": _("Move site"),
        "move_stop": _("Back to the suggested place"),
        "move_help": _("Drag the pin; or arrow keys 250 m, with Shift 1 km; or type coordinates."),
        "move_place": _("New place"),
        "move_go": _("Judge this place"),
        "move_pin": _("Site {n}, moved: arrow keys move it"),
        "move_distance": _("{km} km from the suggested place"),
        "move_loses": _("costs {n} points of the score"),
        "move_gains": _("gains {n} points of the score"),
        "move_same": _("keeps the score"),
        "move_suggested": _("Suggested"),
        "move_moved": _("Moved"),
        "move_difference": _("Difference"),
        "move_judging": _("Judging the place"),
    }


def _certainty() -> dict[str, str]:
    return {
        "certainty": _("How sure the rank is"),
        "certainty_tests": _("{n} weight tests"),
        "certainty_rank": _("Rank {n}"),
        "certainty_beyond": _("beyond the list"),
        "economics": _("Economics"),
        "economics_ends": _("low, middle, high"),
        "economics_delivered": _("Delivered cost, Rp/kg"),
        "economics_haulage": _("Haulage, Rp/kg"),
        "economics_capex": _("Investment, billion Rp"),
        "economics_npv": _("Net present value, billion Rp"),
        "economics_irr": _("Rate of return, % a year"),
        "economics_radius": _("Break-even radius, km"),
        "economics_none": _("No economics are recorded for this industry."),
        "old_results": _("These are the results of the calculation before."),
    }
