"""Words for what a plan rests on: assumptions made, gaps in the data, sources and their years."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gisapp.planning.assumptions import AssumptionCode
from gisapp.planning.chain_texts import CHAIN_WORDS
from gisapp.planning.condition_texts import budget_spent, fewer_within_budget, plants_may_grow
from gisapp.planning.economics_texts import ECONOMICS_WORDS
from gisapp.planning.numbers import minutes, number, per_year, share
from gisapp.planning.raster_texts import RASTER_WORDS
from gisapp.planning.sector_rules import SECTOR_RULE_WORDS
from gisapp.planning.texts import criterion_label
from gisapp.planning.weighting_texts import WEIGHTING_WORDS
from gisapp.siting import NoteCode, SupplyModel
from layers.models import Confidence, ExclusionReason, Process, SourceOrigin

Json = Mapping[str, Any]
Words = Callable[[Json, str, str], str]


def cited(text: str, *, source: str, year: int | None, confidence: str) -> str:
    """Return a sentence with its source and year, marked where the figure is unverified."""
    if not source:
        return text
    origin = f"{source}, {year}" if year else source
    if confidence == Confidence.RECALLED:
        return _("%(text)s Source: %(origin)s (unverified).") % {"text": text, "origin": origin}
    return _("%(text)s Source: %(origin)s.") % {"text": text, "origin": origin}


def assumption_text(assumption: Json, processes: Mapping[str, Process]) -> str:
    """Say what one of planning's own statements says, with its source.

    Parameters
    ----------
    processes
        By code: all that the subjects of assumptions may name.
    """
    subject = assumption["subject"]
    named = processes.get(subject)
    text = _ASSUMPTIONS[assumption["code"]](
        assumption["figures"], named.name if named else subject, assumption.get("unit", "t")
    )
    return cited(text, source=assumption["source"], year=assumption["year"], confidence=assumption["confidence"])


def note_text(note: Json, unit: str = "t") -> str:
    """Say what a note of the engine says, amounts of raw material in its unit."""
    return _NOTES[note["code"]](note["figures"], note["subject"], unit)


def _supply_from(figures: Json, subject: str, unit: str) -> str:
    values = {"supply": per_year(figures["supply_t_per_year"], unit), "areas": number(figures["areas"])}
    if subject == SourceOrigin.DISAGGREGATED:
        return _("Raw material: %(supply)s, a statistic spread over %(areas)s areas.") % values
    return _("Raw material: %(supply)s from %(areas)s surveyed areas.") % values


def _supply_from_plants(figures: Json, subject: str, _unit: str) -> str:
    return _(
        "Raw material: what %(plants)s existing plants (%(process)s) put out, at %(coefficient)s t per t of their raw"
        " material and %(used)s use of their capacity."
    ) % {
        "plants": number(figures["plants"]),
        "process": subject,
        "coefficient": number(figures["coefficient"], 3),
        "used": share(figures["used_share"], 0),
    }


def _capacity_from_total(figures: Json, subject: str, unit: str) -> str:
    values = {
        "process": subject,
        "total": per_year(figures["total_per_year"], unit),
        "plants": number(figures["plants"]),
        "each": per_year(figures["each_per_year"], unit),
        "stated": number(figures.get("stated_plants", 0)),
    }
    if "stated_plants" in figures:
        return (
            _(
                "%(process)s: a capacity of %(total)s is stated for %(stated)s plants together; %(each)s is assumed for"
                " each of the %(plants)s located plants without a recorded capacity."
            )
            % values
        )
    return (
        _(
            "%(process)s: a capacity of %(total)s is stated for all plants together; %(each)s is assumed for each of"
            " the %(plants)s located plants without a recorded capacity."
        )
        % values
    )


def _capacity_not_located(figures: Json, subject: str, unit: str) -> str:
    return _(
        "%(process)s: of the stated capacity of %(total)s, %(rest)s is of plants that are not on the map. They are not"
        " served first, so up to as much may be missing from what is left; record where they stand."
    ) % {
        "process": subject,
        "total": per_year(figures["total_per_year"], unit),
        "rest": per_year(figures["not_located_per_year"], unit),
    }


def _capacity_usual(figures: Json, subject: str, unit: str) -> str:
    return _(
        "%(process)s: the usual size of %(each)s is assumed for %(plants)s plants without a recorded capacity."
    ) % {
        "process": subject,
        "each": per_year(figures["each_per_year"], unit),
        "plants": number(figures["plants"]),
    }


def _capacity_unknown(figures: Json, subject: str, _unit: str) -> str:
    return _("%(process)s: nothing is known of the capacity of %(plants)s plants; they are not counted.") % {
        "process": subject,
        "plants": number(figures["plants"]),
    }


def _positions(figures: Json, subject: str, _unit: str) -> str:
    return _("%(process)s: %(plants)s of %(of)s plants are only known by village, subdistrict or district.") % {
        "process": subject,
        "plants": number(figures["plants"]),
        "of": number(figures["of"]),
    }


def _districts(figures: Json, _subject: str, _unit: str) -> str:
    return _("The boundaries of %(districts)s districts are approximate.") % {"districts": number(figures["districts"])}


def _speeds(figures: Json, _subject: str, _unit: str) -> str:
    return _("%(links)s road links have no recorded speed; %(speed)s km/h is assumed.") % {
        "links": number(figures["links"]),
        "speed": number(figures["speed_km_h"]),
    }


LAYER_LABELS: Mapping[str, Any] = {
    "districts": gettext_lazy("Districts, towns and population"),
    "roads": gettext_lazy("Roads and ferries"),
    "road_speeds": gettext_lazy("Speeds on roads"),
    "exclusion_zones": gettext_lazy("Excluded areas"),
}


def _layer_source(figures: Json, subject: str, _unit: str) -> str:
    return _("%(layer)s: %(rows)s records.") % {"layer": LAYER_LABELS[subject], "rows": number(figures["rows"])}


def _ignored(_figures: Json, subject: str, _unit: str) -> str:
    labels = [str(ExclusionReason(reason).label) for reason in subject.split(", ")]
    return _("Excluded areas that were left out of account, as asked: %(reasons)s.") % {"reasons": ", ".join(labels)}


def _existing_ignored(_figures: Json, _subject: str, _unit: str) -> str:
    return _("Existing plants were left out of account, as asked: the raw material that they use counts as free.")


_ASSUMPTIONS: Mapping[str, Words] = {
    AssumptionCode.SUPPLY_FROM: _supply_from,
    AssumptionCode.SUPPLY_FROM_PLANTS: _supply_from_plants,
    AssumptionCode.CAPACITY_FROM_TOTAL: _capacity_from_total,
    AssumptionCode.CAPACITY_NOT_LOCATED: _capacity_not_located,
    AssumptionCode.CAPACITY_USUAL_SIZE: _capacity_usual,
    AssumptionCode.CAPACITY_UNKNOWN: _capacity_unknown,
    AssumptionCode.POSITIONS_APPROXIMATE: _positions,
    AssumptionCode.DISTRICTS_APPROXIMATE: _districts,
    AssumptionCode.SPEEDS_ASSUMED: _speeds,
    AssumptionCode.LAYER_SOURCE: _layer_source,
    AssumptionCode.EXCLUSIONS_IGNORED: _ignored,
    AssumptionCode.EXISTING_IGNORED: _existing_ignored,
    **WEIGHTING_WORDS,
    **RASTER_WORDS,
    **ECONOMICS_WORDS,
    **SECTOR_RULE_WORDS,
    **CHAIN_WORDS,
}


def _off_road(figures: Json, _subject: str, _unit: str) -> str:
    return _("Where no road leads, %(speed)s km/h along the straight line is assumed.") % {
        "speed": number(figures["speed_km_h"])
    }


def _unrecorded(figures: Json, _subject: str, _unit: str) -> str:
    return _("The supply of %(sources)s sources is not recorded; they are left out, not counted as zero.") % {
        "sources": number(figures["n_source"])
    }


def _outside(figures: Json, _subject: str, _unit: str) -> str:
    return _("%(sources)s sources lie off the land and are counted at the nearest shore.") % {
        "sources": number(figures["n_source"])
    }


def _grouped(figures: Json, _subject: str, _unit: str) -> str:
    return _("%(sources)s sources are reckoned in %(groups)s groups, blocks of %(block)s km.") % {
        "sources": number(figures["n_source"]),
        "groups": number(figures["n_group"]),
        "block": number(figures["block_m"] / 1_000, 1),
    }


def _assumed(figures: Json, _subject: str, _unit: str) -> str:
    return _("The capacity of %(plants)s existing plants is assumed, not recorded.") % {
        "plants": number(figures["n_plant"])
    }


def _existing_served(figures: Json, subject: str, unit: str) -> str:
    values = {
        "plants": number(figures["n_plant"]),
        "served": per_year(figures["served_t_per_year"], unit),
        "left": per_year(figures["residual_t_per_year"], unit),
        "minutes": minutes(figures["mean_minutes"]),
    }
    if subject == SupplyModel.LEAST_COST:
        return (
            _(
                "%(plants)s existing plants draw first: %(served)s, shared out so that the whole drive is shortest"
                " (%(minutes)s on average); %(left)s is left."
            )
            % values
        )
    return _(
        "%(plants)s existing plants draw first: %(served)s, each grower choosing among plants by capacity over minutes"
        " to the power of %(decay)s (Huff, assumed; %(minutes)s on average); %(left)s is left."
    ) % {**values, "decay": number(figures["distance_decay"], 1)}


def _perishability(figures: Json, _subject: str, _unit: str) -> str:
    return _(
        "The raw material spoils; of its time, harvest takes %(harvest)s h, loading %(load)s h and the queue at the"
        " plant %(queue)s h (assumed), which leaves a drive of at most %(drive)s."
    ) % {
        "harvest": number(figures["harvest_and_carry_h"], 1),
        "load": number(figures["wait_and_load_h"], 1),
        "queue": number(figures["queue_at_plant_h"], 1),
        "drive": minutes(figures["drive_minutes"]),
    }


def _far_supply(figures: Json, _subject: str, _unit: str) -> str:
    return _("A tonne from the edge of reach counts %(share)s of one at the gate (assumed).") % {
        "share": share(figures["value_at_reach"], 0)
    }


def _no_roads(_figures: Json, _subject: str, _unit: str) -> str:
    return _("No road is recorded: all travel times are along straight lines.")


def _no_main_roads(_figures: Json, _subject: str, _unit: str) -> str:
    return _("No national or provincial road is recorded: every road counts as a main road.")


def _criterion_unknown(figures: Json, subject: str, _unit: str) -> str:
    return _("Nothing is recorded on %(criterion)s at %(count)s candidate places; it counts as %(value)s there.") % {
        "criterion": criterion_label(subject),
        "count": number(figures["n_candidate"]),
        "value": number(figures["value"], 2),
    }


def _fewer(figures: Json, _subject: str, unit: str) -> str:
    return _(
        "%(found)s of %(wanted)s plants could be placed: no other place has more than %(best)s left within reach, and"
        " the smallest plant needs %(required)s."
    ) % {
        "found": number(figures["found"]),
        "wanted": number(figures["wanted"]),
        "best": per_year(figures["best_residual_t_per_year"], unit),
        "required": per_year(figures["required_t_per_year"], unit),
    }


_NOTES: Mapping[str, Words] = {
    NoteCode.OFF_ROAD_SPEED: _off_road,
    NoteCode.SUPPLY_UNRECORDED: _unrecorded,
    NoteCode.SOURCES_OUTSIDE: _outside,
    NoteCode.SOURCES_GROUPED: _grouped,
    NoteCode.CAPACITY_ASSUMED: _assumed,
    NoteCode.EXISTING_SERVED: _existing_served,
    NoteCode.PERISHABILITY_SPLIT: _perishability,
    NoteCode.FAR_SUPPLY_VALUE: _far_supply,
    NoteCode.NO_ROADS: _no_roads,
    NoteCode.NO_MAIN_ROADS: _no_main_roads,
    NoteCode.CRITERION_UNKNOWN: _criterion_unknown,
    NoteCode.FEWER_THAN_WANTED: _fewer,
    NoteCode.FEWER_WITHIN_BUDGET: fewer_within_budget,
    NoteCode.BUDGET_SPENT: budget_spent,
    NoteCode.PLANTS_MAY_GROW: plants_may_grow,
}
