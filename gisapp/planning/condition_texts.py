"""Words for what a planner laid down: where it forbids a plan, and what it came to."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from gisapp.planning.numbers import number, per_year
from layers.models import Process

Json = Mapping[str, Any]


def unfit_place(figures: Json, _process: Process) -> str:
    """Say why a place that was laid down cannot be used."""
    return _(
        "Forced place %(place)s cannot be used: it has %(free)s ha of connected land that nothing excludes, and the"
        " plant needs %(need)s ha. Ask why-not for the reasons there, or choose another place."
    ) % {
        "place": number(figures["place"]),
        "free": number(figures["free_ha"], 1),
        "need": number(figures["site_area_ha"], 1),
    }


def unmet_conditions(figures: Json, process: Process) -> str:
    """Say which of the planner's conditions stand in the way of any plan."""
    found = [words(figures, process) for name, words in _CONDITIONS.items() if f"{name}_needed" in figures]
    if not found:
        return _("No plan keeps to all conditions at once; it is no single one that stands in the way.")
    return " ".join([_("No plan keeps to the conditions."), *found])


def _forbidden(_figures: Json, _process: Process) -> str:
    return _("Every place with enough raw material within reach lies in a forbidden area: forbid less.")


def _budget(figures: Json, _process: Process) -> str:
    return _("The budget is Rp%(given)s million, but at least Rp%(needed)s million is needed.") % {
        "given": number(figures["budget_given"]),
        "needed": _known(figures["budget_needed"]),
    }


def _forced(figures: Json, _process: Process) -> str:
    return _("Of %(forced)s forced places, %(needed)s at most can be kept.") % {
        "forced": number(figures["forced"]),
        "needed": _known(figures["forced_needed"]),
    }


def _min_load(figures: Json, process: Process) -> str:
    return _(
        "The forced plants must fill %(given)s at the least, but only %(needed)s is left within their reach: lower the"
        " least utilisation or plan a smaller size."
    ) % {
        "given": _known_rate(figures["min_load_given"], process.feed_unit),
        "needed": _known_rate(figures["min_load_needed"], process.feed_unit),
    }


def _count(figures: Json, _process: Process) -> str:
    return _("%(given)s plants are wanted, but %(needed)s are forced.") % {
        "given": number(figures["count_given"]),
        "needed": _known(figures["count_needed"]),
    }


_CONDITIONS: Mapping[str, Callable[[Json, Process], str]] = {
    "forbidden": _forbidden,
    "budget": _budget,
    "count": _count,
    "min_load": _min_load,
    "forced": _forced,
}


def _known(value: float | None) -> str:
    return _("an unknown number") if value is None else number(value)


def _known_rate(value: float | None, unit: str) -> str:
    return _("an unknown amount") if value is None else per_year(value, unit)


def fewer_within_budget(figures: Json, _subject: str, _unit: str) -> str:
    """Say that the budget does not pay for all plants that are wanted."""
    text = _("%(found)s of %(wanted)s plants could be placed: raw material is left, but the budget is used up.")
    return text % {"found": number(figures["found"]), "wanted": number(figures["wanted"])}


def budget_spent(figures: Json, _subject: str, _unit: str) -> str:
    """Say what the plants cost together."""
    return _("Investment: Rp%(spent)s million of a budget of Rp%(budget)s million, at the middle of its range.") % {
        "spent": number(figures["spent_million_idr"]),
        "budget": number(figures["budget_million_idr"]),
    }


def plants_may_grow(figures: Json, _subject: str, _unit: str) -> str:
    """Say which plants were looked at besides new ones, and what is not known of them."""
    return _(
        "%(plants)s existing plants were looked at as well, each enlarged to the next usual sizes. Whether their land"
        " allows it is not recorded."
    ) % {"plants": number(figures["n_plant"])}
